import { entry, type DataNode, type MapNode } from '../../formats/node.ts';
import type { Place } from '../../formats/place.ts';
import type { Value } from '../value.ts';
import { doubtOf, isNull, known, listOf, mapOf, numberOf, placedIn, referenced, Refused, textOf, unknown, unknownText } from '../terraform/values.ts';
import { callArm } from './functions.ts';
import { parseArmExpression, type ArmExpression } from './parse-expression.ts';
import { maxDepth, maxSteps, note, placeOf, type Scope } from './scope.ts';

/** Turns of one loop that are evaluated. */
const maxTurns = 800;

/** Evaluates a node of a template: texts in brackets are expressions, `copy` in a map is a loop. */
export function evaluateNode(node: DataNode, scope: Scope): Value {
  const { session } = scope;
  const at = placeOf(node, scope);
  if (session.steps++ >= maxSteps || session.depth >= maxDepth) {
    note(scope, 'limit', session.depth >= maxDepth ? `is nested deeper than ${maxDepth} levels when evaluated` : 'evaluates to more values than the limit', at);
    return unknown('a part of the template that was not evaluated', at);
  }
  session.depth++;
  try {
    if (node.kind === 'list') return listOf(node.items.map((item) => evaluateNode(item, scope)), at);
    if (node.kind === 'map') return evaluateMap(node, scope);
    if (typeof node.value === 'string') return evaluateText(node.value, scope, at);
    return known(typeof node.value === 'bigint' ? Number(node.value) : node.value, at);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    note(scope, 'limit', error.message, at);
    return unknown(error.message, at);
  } finally {
    session.depth--;
  }
}

function evaluateMap(node: MapNode, scope: Scope): Value {
  const entries = new Map<string, Value>();
  let open = false;
  for (const { key, value } of node.entries) {
    const name = String(key.value);
    if (name === 'copy' && value.kind === 'list') {
      for (const loop of value.items) addLoop(loop, scope, entries);
      continue;
    }
    const spelled = name.startsWith('[') ? textOf(evaluateText(name, scope, placeOf(key, scope))) : name;
    if (spelled === undefined) open = true;
    else entries.set(spelled, evaluateNode(value, scope));
  }
  return mapOf(entries, placeOf(node, scope), open);
}

/** `{name, count, input}`: a property that is a list, one item a turn. */
export function addLoop(loop: DataNode, scope: Scope, entries: Map<string, Value>): void {
  const [name, count, input] = ['name', 'count', 'input'].map((key) => entry(loop, key));
  const title = name === undefined ? undefined : textOf(evaluateNode(name, scope));
  if (title === undefined || input === undefined || count === undefined) return;
  const { turns, open } = turnsOf(evaluateNode(count, scope), scope, placeOf(count, scope));
  entries.set(title, listOf(turns.map((turn) => evaluateNode(input, { ...scope, copies: new Map([...scope.copies, [title, turn], ['', turn]]) })), placeOf(loop, scope), open));
}

/** The turns of a loop: numbers from 0, or one unknown turn when nobody knows how many there are. */
export function turnsOf(count: Value, scope: Scope, at: Place): { readonly turns: readonly Value[]; readonly open: boolean } {
  const number = numberOf(count);
  if (number === undefined) return { turns: [unknown(doubtOf([count]) ?? 'a count', at)], open: true };
  const most = Math.min(Math.max(0, number), maxTurns);
  if (most < number) note(scope, 'limit', `a loop of ${number} turns, of which the first ${most} are judged`, at);
  return { turns: Array.from({ length: most }, (_, index) => known(index, at)), open: most < number };
}

function evaluateText(text: string, scope: Scope, at: Place): Value {
  if (!text.startsWith('[') || !text.endsWith(']')) return known(text, at);
  if (text.startsWith('[[')) return known(text.slice(1), at);
  const expression = parseArmExpression(text.slice(1, -1));
  if (expression === undefined) {
    note(scope, 'syntax', 'an expression cannot be read', at);
    return unknown('an expression that cannot be read', at);
  }
  return placedIn(evaluateExpression(expression, scope, at), at);
}

function evaluateExpression(expression: ArmExpression, scope: Scope, at: Place): Value {
  const { session } = scope;
  if (session.steps++ >= maxSteps || session.depth >= maxDepth) return unknown('a part of the template that was not evaluated', at);
  session.depth++;
  try {
    switch (expression.kind) {
      case 'literal':
        return known(expression.value, at);
      case 'call':
        return call(expression.name, expression.args, scope, at);
      case 'property':
        return select(evaluateExpression(expression.target, scope, at), expression.name, at);
      case 'index': {
        const key = evaluateExpression(expression.key, scope, at);
        const name = textOf(key);
        return name === undefined ? unknown(doubtOf([key]) ?? 'an index', at) : select(evaluateExpression(expression.target, scope, at), name, at);
      }
    }
  } finally {
    session.depth--;
  }
}

function select(value: Value, name: string, at: Place): Value {
  if (value.kind === 'map') {
    const found = value.entries.get(name) ?? [...value.entries].find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];
    return found ?? (value.open === true ? unknown(`"${name.slice(0, 60)}", which may be set elsewhere`, at) : known(null, at));
  }
  if (value.kind === 'list') return value.items[Number(name)] ?? unknown(`item ${name.slice(0, 20)} of a list`, at);
  if (value.kind !== 'unknown') return unknown(`"${name.slice(0, 60)}" of a text`, at);
  return value.reference === undefined ? unknown(value.why, at) : referenced({ resource: value.reference.resource, attribute: value.reference.attribute === '' ? name : `${value.reference.attribute}.${name}` }, at);
}

function call(name: string, args: readonly ArmExpression[], scope: Scope, at: Place): Value {
  const given = (index: number): Value => {
    const arg = args[index];
    return arg === undefined ? known(null, at) : evaluateExpression(arg, scope, at);
  };
  switch (name) {
    case 'true':
    case 'false':
      return known(name === 'true', at);
    case 'null':
      return known(null, at);
    case 'parameters':
    case 'variables': {
      const asked = textOf(given(0));
      if (asked === undefined) return unknown(`a ${name.slice(0, -1)}`, at);
      const found = name === 'parameters' ? scope.parameter(asked) : scope.variable(asked);
      if (found === undefined) note(scope, 'unknown-reference', `the ${name.slice(0, -1)} "${asked.slice(0, 100)}" is not declared`, at);
      return found ?? unknown(`${name.slice(0, -1)} ${asked.slice(0, 100)}, which is not declared`, at);
    }
    case 'if': {
      const condition = given(0);
      if (condition.kind === 'known') return given(condition.value === true || textOf(condition)?.toLowerCase() === 'true' ? 1 : 2);
      const [then, otherwise] = [given(1), given(2)];
      return { ...unknown(doubtOf([condition]) ?? 'a condition', at), ...(isNull(then) || isNull(otherwise) ? { mayBeAbsent: true } : {}) };
    }
    case 'copyindex': {
      const [first, second] = [given(0), given(1)];
      const turn = scope.copies.get(first.kind === 'known' && typeof first.value === 'string' ? first.value : '');
      const offset = numberOf(first.kind === 'known' && typeof first.value === 'number' ? first : second) ?? 0;
      const index = numberOf(turn);
      return turn === undefined || index === undefined ? unknown('the turn of a loop', at) : known(index + offset, at);
    }
    case 'resourceid':
    case 'subscriptionresourceid':
    case 'tenantresourceid':
    case 'extensionresourceid':
      return resourceId(args.map((_, index) => given(index)), scope, at);
    case 'reference': {
      const asked = given(0);
      if (asked.kind === 'unknown' && asked.reference !== undefined) return referenced({ resource: asked.reference.resource, attribute: '' }, at);
      const address = scope.address(nameKey(asked));
      return address === undefined ? unknown('the state of a resource', at) : referenced({ resource: address, attribute: '' }, at);
    }
    case 'uniquestring':
    case 'guid':
    case 'newguid':
    case 'utcnow':
      return unknownText('a text that is made up when it is deployed', at);
    default:
      if (Object.hasOwn(ofDeployment, name)) return unknown(ofDeployment[name] ?? name, at);
      return callArm(name, args.map((_, index) => given(index)), at) ?? unknown(`the function ${name.slice(0, 60)}`, at);
  }
}

/** Functions that tell where a template is deployed. */
const ofDeployment: Readonly<Record<string, string>> = {
  resourcegroup: 'the resource group it is deployed to',
  subscription: 'the subscription it is deployed to',
  managementgroup: 'the management group it is deployed to',
  tenant: 'the tenant it is deployed to',
  deployment: 'the deployment',
  environment: 'the cloud it is deployed to',
};

/** The id of a resource: a reference when the template has it. Scope arguments may stand before the type. */
function resourceId(args: readonly Value[], scope: Scope, at: Place): Value {
  const start = args.findIndex((one) => textOf(one)?.includes('/') === true);
  const type = textOf(args[start]);
  if (type === undefined) return unknownText('the id of a resource', at);
  const address = scope.address(`${type}/${args.slice(start + 1).map(nameKey).join('/')}`.toLowerCase());
  return address === undefined ? unknownText(`the id of a ${type.slice(0, 100)}`, at) : referenced({ resource: address, attribute: 'id' }, at);
}

/** What tells two names apart, known or not: two expressions of one meaning give one key. */
export function nameKey(value: Value): string {
  return (textOf(value) ?? (value.kind === 'unknown' ? `${(value.parts ?? []).map((part) => part ?? '…').join('')}<${value.why}>` : '')).toLowerCase();
}
