import { isList, isMap, isUnknown, type Data } from '../data.ts';
import { printed, toJson, toYaml } from '../print.ts';
import { lenient, strict, type FunctionEntry, type Rendering } from './function.ts';

/** Characters that `repeat` and `indent` may make. */
const maxLength = 1_000_000;

/** A function over one text, its last argument; holes stay where they are. */
function onText(name: string, call: (text: string, args: readonly Data[], rendering: Rendering) => string): FunctionEntry {
  return lenient(name, (args, rendering) => call(printed(args.at(-1), rendering.holes).slice(0, maxLength), args, rendering));
}

/** A function over a text whose result depends on its length or content: a text with holes stays as it is. */
function onWhole(name: string, call: (text: string, args: readonly Data[]) => string): FunctionEntry {
  return lenient(name, (args, { holes }) => {
    const text = printed(args.at(-1), holes);
    return holes.reason(text) === undefined ? call(text, args) : text;
  });
}

const count = (data: Data): number => (typeof data === 'number' ? Math.max(0, Math.min(200, data)) : 0);
const indented = (text: string, spaces: number): string => text.split('\n').map((line) => ' '.repeat(spaces) + line).join('\n');
const text = (data: Data): string => (typeof data === 'string' ? data : '');

export const stringFunctions: readonly FunctionEntry[] = [
  onText('indent', (one, [spaces]) => indented(one, count(spaces))),
  onText('nindent', (one, [spaces]) => `\n${indented(one, count(spaces))}`),
  lenient('quote', (args, { holes }) => args.filter((one) => one !== undefined && one !== null).map((one) => JSON.stringify(printed(one, holes))).join(' ')),
  lenient('squote', (args, { holes }) => args.filter((one) => one !== undefined && one !== null).map((one) => `'${printed(one, holes)}'`).join(' ')),
  lenient('toYaml', (args, { holes }) => toYaml(args.at(-1), holes)),
  lenient('toYamlPretty', (args, { holes }) => toYaml(args.at(-1), holes)),
  lenient('mustToYaml', (args, { holes }) => toYaml(args.at(-1), holes)),
  lenient('toJson', (args, { holes }) => toJson(args.at(-1), holes)),
  lenient('mustToJson', (args, { holes }) => toJson(args.at(-1), holes)),
  lenient('toRawJson', (args, { holes }) => toJson(args.at(-1), holes)),
  lenient('toPrettyJson', (args, { holes }) => toJson(args.at(-1), holes)),
  lenient('toString', (args, { holes }) => printed(args.at(-1), holes)),
  lenient('toStrings', ([list], { holes }) => (isList(list) ? list.map((one) => printed(one, holes)) : isUnknown(list) ? list : [])),
  lenient('print', (args, { holes }) => args.map((one) => printed(one, holes)).join('')),
  lenient('println', (args, { holes }) => `${args.map((one) => printed(one, holes)).join(' ')}\n`),
  lenient('cat', (args, { holes }) => args.map((one) => printed(one, holes)).join(' ')),
  lenient('printf', ([format, ...args], rendering) => formatted(format, args, rendering)),
  onText('trim', (one) => one.trim()),
  onText('trimSuffix', (one, [end]) => (text(end) !== '' && one.endsWith(text(end)) ? one.slice(0, -text(end).length) : one)),
  onText('trimPrefix', (one, [start]) => (one.startsWith(text(start)) ? one.slice(text(start).length) : one)),
  onText('trimAll', (one, [set]) => trimmed(one, text(set))),
  onText('lower', (one) => one.toLowerCase()),
  onText('upper', (one) => one.toUpperCase()),
  onText('untitle', (one) => one.charAt(0).toLowerCase() + one.slice(1)),
  onText('title', (one) => one.replace(/(^|\s)(\w)/g, (_, before: string, char: string) => before + char.toUpperCase())),
  onText('nospace', (one) => one.replace(/\s+/g, '')),
  onText('replace', (one, [from, to]) => (text(from) === '' ? one : one.replaceAll(text(from), text(to)))),
  onWhole('trunc', (one, [length]) => (typeof length !== 'number' ? one : length >= 0 ? one.slice(0, length) : one.slice(length))),
  onWhole('substr', (one, [from, to]) => (typeof from === 'number' && typeof to === 'number' ? one.slice(Math.max(0, from), to < 0 ? undefined : to) : one)),
  onWhole('abbrev', (one, [length]) => (typeof length === 'number' && one.length > length ? `${one.slice(0, Math.max(0, length - 3))}...` : one)),
  onWhole('kebabcase', (one) => one.replace(/([a-z0-9])([A-Z])/g, '$1-$2').replace(/[\s_]+/g, '-').toLowerCase()),
  onWhole('snakecase', (one) => one.replace(/([a-z0-9])([A-Z])/g, '$1_$2').replace(/[\s-]+/g, '_').toLowerCase()),
  onWhole('camelcase', (one) => one.replace(/(?:^|(?<![\s_-])[\s_-]+)(\w)/g, (_, char: string) => char.toUpperCase())),
  onWhole('b64enc', (one) => Buffer.from(one).toString('base64')),
  onWhole('b64dec', (one) => Buffer.from(one, 'base64').toString('utf8')),
  onWhole('repeat', (one, [times]) => one.repeat(Math.min(count(times), Math.floor(maxLength / Math.max(1, one.length))))),
  strict('contains', ([piece, whole]) => text(whole).includes(text(piece))),
  strict('hasPrefix', ([start, whole]) => text(whole).startsWith(text(start))),
  strict('hasSuffix', ([end, whole]) => text(whole).endsWith(text(end))),
  strict('splitList', ([separator, whole]) => text(whole).split(text(separator)).slice(0, 10_000)),
  strict('split', ([separator, whole]) => new Map(text(whole).split(text(separator)).slice(0, 10_000).map((part, index) => [`_${index}`, part]))),
  lenient('join', ([separator, list], { holes }) => (isUnknown(list) ? list : isList(list) ? list.map((one) => printed(one, holes)).join(text(separator)) : printed(list, holes))),
  strict('fromYamlArray', () => ({ unknown: 'a list read from a text' })),
  strict('sha256sum', () => ({ unknown: 'a digest' })),
  strict('sha1sum', () => ({ unknown: 'a digest' })),
  strict('adler32sum', () => ({ unknown: 'a digest' })),
];

/** The verbs of Go's fmt that charts use: %s %v %q %d %t %f %x and %%, with width and precision ignored. */
function formatted(format: Data, args: readonly Data[], { holes }: Rendering): Data {
  if (typeof format !== 'string') return isUnknown(format) ? format : '';
  let next = 0;
  return format.replace(/%(?:[-+#0 ]{0,5}\d{0,4}(?:\.\d{1,4})?)([a-zA-Z%])/g, (_, verb: string) => {
    if (verb === '%') return '%';
    const value = args[next++];
    const shown = printed(value, holes);
    if (verb === 'q') return JSON.stringify(shown);
    return verb === 'v' && (isMap(value) || isList(value)) ? printed(value, holes) : shown;
  });
}

function trimmed(whole: string, set: string): string {
  let [start, end] = [0, whole.length];
  while (start < end && set.includes(whole[start] ?? '')) start++;
  while (end > start && set.includes(whole[end - 1] ?? '')) end--;
  return whole.slice(start, end);
}
