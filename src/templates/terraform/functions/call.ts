import type { CallExpression, Expression } from '../../../formats/hcl/ast.ts';
import type { Place } from '../../../formats/place.ts';
import type { Value } from '../../value.ts';
import { convert } from '../types.ts';
import type { Scope } from '../scope.ts';
import { doubtOf, known, listOf, Refused, unknown, unknownText } from '../values.ts';
import { functions } from './all.ts';
import { fileFunctions } from './files.ts';

/** What calling a function needs. */
export interface CallContext {
  readonly scope: Scope;
  readonly at: Place;
  readonly evaluate: (expression: Expression, scope: Scope) => Value;
}

/** Calls a function of the Terraform language. Throws `Refused` for what Terraform refuses; a function nobody knows is unknown. */
export function call(expression: CallExpression, context: CallContext): Value {
  const { at } = context;
  // OpenTofu and Terraform 1.8 name the built-in functions `core::…` too
  const name = expression.name.replace(/^core::/, '');
  if (name === 'try') return firstThatWorks(expression.args, context);
  if (name === 'can') return works(expression.args, context);
  if (name === 'convert' && expression.args.length === 2) return converted(expression.args, context);
  const args = argumentsOf(expression, context);
  if (args === undefined) return unknown('a list of arguments that is not known', at);
  const ofFiles = fileFunctions.get(name);
  if (ofFiles !== undefined) return ofFiles(args, context);
  const found = functions.get(name);
  if (found === undefined) return unknown(`the function ${name.slice(0, 60)}`, at);
  if (args.length < found.least || args.length > found.most) throw new Refused(`${name} has a wrong number of arguments`);
  const doubt = found.needs === 'nothing' ? undefined : found.needs === 'all' ? doubtOf(args) : topDoubtOf(args);
  if (doubt !== undefined) return texts.has(name) ? unknownText(doubt, at) : unknown(doubt, at);
  return found.call(args, at);
}

/** Functions that always give a text. */
const texts = new Set('chomp indent title replace strrev substr trim trimprefix trimsuffix base64encode base64decode base64gzip urlencode yamlencode md5 sha1 sha256 sha512 cidrhost cidrsubnet cidrnetmask formatdate timeadd'.split(' '));

function topDoubtOf(args: readonly Value[]): string | undefined {
  for (const arg of args) {
    if (arg.kind === 'unknown') return arg.why;
    if (arg.kind !== 'known' && arg.open === true) return doubtOf([arg]);
  }
  return undefined;
}

function argumentsOf({ args, spread }: CallExpression, { scope, evaluate }: CallContext): readonly Value[] | undefined {
  const values = args.map((arg) => evaluate(arg, scope));
  if (!spread) return values;
  const last = values.pop();
  if (last?.kind !== 'list' || last.open === true) {
    if (last?.kind === 'known') throw new Refused('only a list can be spread');
    return undefined;
  }
  return [...values, ...last.items];
}

/** `try`: an argument that depends on what is unknown may fail or not. */
function firstThatWorks(args: readonly Expression[], { scope, evaluate }: CallContext): Value {
  for (const arg of args) {
    try {
      return evaluate(arg, scope);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
    }
  }
  throw new Refused('no argument of try works');
}

function works([arg]: readonly Expression[], { scope, at, evaluate }: CallContext): Value {
  if (arg === undefined) throw new Refused('can has a wrong number of arguments');
  try {
    const value = evaluate(arg, scope);
    return value.kind === 'unknown' ? unknown(value.why, at) : known(true, at);
  } catch (error) {
    if (error instanceof Refused) return known(false, at);
    throw error;
  }
}

function converted([value, type]: readonly Expression[], { scope, at, evaluate }: CallContext): Value {
  if (value === undefined || type === undefined) return listOf([], at);
  return convert(evaluate(value, scope), type);
}

