import { parseHclTemplate } from '../../../formats/hcl/parse-template.ts';
import { sourceText, type Place } from '../../../formats/place.ts';
import type { Value } from '../../value.ts';
import { globPattern } from '../glob.ts';
import { pathFrom } from '../paths.ts';
import type { Scope } from '../scope.ts';
import { known, listOf, Refused, textOf, unknown, unknownText } from '../values.ts';
import type { CallContext } from './call.ts';
import { functions } from './all.ts';

/** Characters of files that one evaluation reads through functions. */
const maxCharacters = 50_000_000;

type FileFunction = (args: readonly Value[], context: CallContext) => Value;

/** Functions that read files of the repository. */
export const fileFunctions: ReadonlyMap<string, FileFunction> = new Map<string, FileFunction>([
  ['file', (args, context) => read(args, context, (text, at) => known(text, at))],
  ['filebase64', (args, context) => read(args, context, (text, at) => known(Buffer.from(text).toString('base64'), at))],
  ['fileexists', ([path], { scope, at }) => (textOf(path) === undefined ? unknown(why(path), at) : known(textAt(textOf(path) ?? '', scope) !== undefined, at))],
  ...['md5', 'sha1', 'sha256', 'sha512', 'base64sha256', 'base64sha512'].map((name): readonly [string, FileFunction] => [
    `file${name}`,
    (args, context) => read(args, context, (text, at) => functions.get(name)?.call([known(text, at)], at) ?? unknown(name, at)),
  ]),
  ['fileset', fileset],
  ['templatefile', (args, context) => render(args, context)],
  ['templatestring', ([text, names], context) => rendered(textOf(text), names, { ...context, source: 'a template' })],
  ['abspath', ([path], { at }) => unknownText(why(path, 'the folder Terraform runs in'), at)],
  ['pathexpand', ([path], { at }) => (textOf(path)?.startsWith('~') === false ? (path ?? known('', at)) : unknownText('the home folder', at))],
  ['basename', ([path], { at }) => onPath(path, at, (text) => text.replace(/\/{1,100}$/, '').split('/').at(-1) ?? '.')],
  ['dirname', ([path], { at }) => onPath(path, at, (text) => (text.includes('/') ? text.slice(0, text.lastIndexOf('/')) || '/' : '.'))],
]);

function onPath(path: Value | undefined, at: Place, change: (text: string) => string): Value {
  const text = textOf(path);
  return text === undefined ? unknownText(why(path), at) : known(change(text), at);
}

function why(value: Value | undefined, otherwise = 'a path'): string {
  return value?.kind === 'unknown' ? value.why : otherwise;
}

function textAt(path: string, { session }: Scope): string | undefined {
  const full = pathFrom(session.root, path);
  if (full === undefined || session.characters > maxCharacters) return undefined;
  const text = session.files.readText(full);
  if (text === undefined) return undefined;
  session.characters += text.length;
  session.inputs.add(full);
  return text;
}

function read([path]: readonly Value[], { scope, at }: CallContext, use: (text: string, at: Place) => Value): Value {
  const name = textOf(path);
  if (name === undefined) return unknownText(why(path), at);
  const text = textAt(name, scope);
  // it may be written before Terraform runs
  return text === undefined ? unknownText(`the file ${name.slice(0, 80)}, which is not in the repository`, at) : use(text, at);
}

function fileset([folder, pattern]: readonly Value[], { scope, at }: CallContext): Value {
  const [base, glob] = [textOf(folder), textOf(pattern)];
  const full = base === undefined ? undefined : pathFrom(scope.session.root, base);
  if (full === undefined || glob === undefined || glob.includes('**') || glob.includes('/')) return unknown(`the files of a folder`, at);
  const matches = globPattern(glob);
  return listOf(scope.session.files.list(full).filter((name) => matches.test(name)).sort().map((name) => known(name, at)), at);
}

function render([path, names]: readonly Value[], context: CallContext): Value {
  const name = textOf(path);
  if (name === undefined) return unknownText(why(path), context.at);
  const text = textAt(name, context.scope);
  if (text === undefined) return unknownText(`the file ${name.slice(0, 80)}, which is not in the repository`, context.at);
  return rendered(text, names, { ...context, source: pathFrom(context.scope.session.root, name) ?? name });
}

function rendered(text: string | undefined, names: Value | undefined, { scope, at, evaluate, source }: CallContext & { readonly source: string }): Value {
  if (text === undefined) return unknownText('a template', at);
  if (names?.kind === 'unknown') return unknownText(names.why, at);
  const { value, problems } = parseHclTemplate(text);
  if (problems.length > 0) throw new Refused(`the template ${source} cannot be read`);
  const inner: Scope = {
    ...scope,
    source: sourceText(source, text),
    names: new Map(names?.kind === 'map' ? names.entries : []),
    resolve: (root) => {
      if (names?.kind === 'map' && names.open === true) return { value: unknown('a variable of a template', at), used: 0 };
      throw new Refused(`the template ${source} has no variable ${root}`);
    },
  };
  return { ...evaluate(value, inner), at };
}
