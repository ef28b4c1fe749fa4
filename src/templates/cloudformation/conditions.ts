import type { DataNode } from '../../formats/node.ts';
import type { Place } from '../../formats/place.ts';
import { sameText } from './equal.ts';
import { argumentsOf, note, onlyKey, placeOf, type Scope } from './scope.ts';
import { textOf, unknown, type Truth } from './values.ts';

/** Whether a condition of the template holds. A cycle, or a name that is not defined, is a problem and unknown. */
export function conditionNamed(name: string, scope: Scope, at: Place): Truth {
  const assumed = scope.assumed.get(name);
  if (assumed !== undefined) return assumed;
  const before = scope.answers.get(name);
  if (before === 'asking') {
    note(scope, 'cycle', `the condition ${name.slice(0, 100)} depends on itself`, at);
    return unknown(`the condition ${name.slice(0, 100)}, which depends on itself`, at);
  }
  if (before !== undefined) return before;
  const declared = scope.conditions.get(name);
  if (declared === undefined) {
    if (!scope.isTransformed) note(scope, 'unknown-reference', `there is no condition "${name.slice(0, 100)}"`, at);
    return unknown(`the condition ${name.slice(0, 100)}, which the template does not define`, at);
  }
  scope.answers.set(name, 'asking');
  const answer = truthOfNode(declared.node, { ...scope, locals: declared.locals });
  scope.answers.set(name, answer);
  return answer;
}

/** Whether the condition that a node writes holds. */
export function truthOfNode(node: DataNode, scope: Scope): Truth {
  const at = placeOf(node, scope);
  const { session } = scope;
  if (session.depth > 150 || session.budget <= 0) return unknown('a condition that is nested too deeply', at);
  session.depth++;
  session.budget--;
  try {
    const tag = node.tag?.slice(1);
    if (tag !== undefined) return asked(tag === 'Condition' ? tag : `Fn::${tag}`, node, scope, at);
    const key = node.kind === 'map' ? onlyKey(node) : undefined;
    const argument = node.kind === 'map' ? node.entries[0]?.value : undefined;
    return key === undefined || argument === undefined ? truthOfValue(node, scope, at) : asked(key, argument, scope, at, node);
  } finally {
    session.depth--;
  }
}

function asked(name: string, argument: DataNode, scope: Scope, at: Place, whole: DataNode = argument): Truth {
  const inner = (): readonly Truth[] => argumentsOf(argument).map((one) => truthOfNode(one, scope));
  switch (name) {
    case 'Condition':
      return conditionNamed(String(argument.kind === 'scalar' ? argument.value : ''), scope, at);
    case 'Fn::Equals': {
      const [one, other] = argumentsOf(argument);
      if (one === undefined || other === undefined) return unknown('a comparison that cannot be read', at);
      return sameText(scope.evaluate(one, scope), scope.evaluate(other, scope), scope.session.candidates, at);
    }
    case 'Fn::And':
      return all(inner());
    case 'Fn::Or':
      return not(all(inner().map(not)));
    case 'Fn::Not': {
      const [first] = argumentsOf(argument);
      return first === undefined ? unknown('a condition that cannot be read', at) : not(truthOfNode(first, scope));
    }
    case 'Fn::Contains': {
      const [list, item] = argumentsOf(argument);
      return list === undefined || item === undefined ? unknown('a comparison that cannot be read', at) : containsText(list, item, scope, at);
    }
    default:
      return truthOfValue(whole, scope, at);
  }
}

function containsText(list: DataNode, item: DataNode, scope: Scope, at: Place): Truth {
  const [values, value] = [scope.evaluate(list, scope), scope.evaluate(item, scope)];
  if (values?.kind !== 'list') return values?.kind === 'unknown' ? values : unknown('a comparison that cannot be read', at);
  const answers = values.items.map((one) => not(sameText(one, value, scope.session.candidates, at)));
  return not(all(values.open === true ? [...answers, unknown('a list that may hold more', at)] : answers));
}

function truthOfValue(node: DataNode, scope: Scope, at: Place): Truth {
  const value = scope.evaluate(node, scope);
  if (value?.kind === 'unknown') return value;
  const text = textOf(value)?.toLowerCase();
  return text === 'true' ? true : text === 'false' ? false : unknown('a value that is neither true nor false', at);
}

/** Not, over three values. */
function not(truth: Truth): Truth {
  return typeof truth === 'boolean' ? !truth : truth;
}

function all(truths: readonly Truth[]): Truth {
  if (truths.includes(false)) return false;
  return truths.find((truth) => truth !== true) ?? true;
}

