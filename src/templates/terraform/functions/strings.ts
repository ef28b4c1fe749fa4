import type { Place } from '../../../formats/place.ts';
import type { Value } from '../../value.ts';
import { doubtOf, known, listOf, mapOf, piecesOf, Refused, textOf, textOfPieces, unknown, unknownText } from '../values.ts';
import { formatted } from './format.ts';
import { row, textArgument, wholeArgument, type FunctionRow } from './function.ts';
import { patternOf } from './pattern.ts';

/** Functions over texts. */
export const stringFunctions: readonly FunctionRow[] = [
  row('chomp', 1, 'all', ([text], at) => known(textArgument(text).replace(/(?:\r\n|\n|\r){1,1000}$/, ''), at)),
  row('endswith', 2, 'nothing', ([text, end], at) => edge(text, end, at, 'end')),
  row('startswith', 2, 'nothing', ([text, start], at) => edge(text, start, at, 'start')),
  row('format', [1, 1000], 'nothing', ([spec, ...args], at) => {
    const text = textOf(spec);
    return text === undefined ? unknownText(doubtOf([spec]) ?? 'a format', at) : textOfPieces(formatted(text, args), doubtOf(args) ?? 'a part of a text', at);
  }),
  row('formatlist', [1, 1000], 'nothing', ([spec, ...args], at) => {
    const text = textOf(spec);
    if (text === undefined || args.some((arg) => arg.kind === 'unknown')) return unknown(doubtOf([spec, ...args]) ?? 'a format', at);
    const lengths = args.flatMap((arg) => (arg.kind === 'list' ? [arg.items.length] : []));
    if (new Set(lengths).size > 1) throw new Refused('lists differ in length');
    if (args.some((arg) => arg.kind === 'list' && arg.open === true)) return unknown(doubtOf(args) ?? 'a list that may hold more', at);
    return listOf(Array.from({ length: lengths[0] ?? 1 }, (_, index) => {
      const here = args.map((arg) => (arg.kind === 'list' ? (arg.items[index] ?? known(null, at)) : arg));
      return textOfPieces(formatted(text, here), doubtOf(here) ?? 'a part of a text', at);
    }), at);
  }),
  row('indent', 2, 'all', ([spaces, text], at) => {
    const width = wholeArgument(spaces);
    if (width < 0 || width > 1000) throw new Refused('an indentation is out of range');
    return known(textArgument(text).replaceAll('\n', `\n${' '.repeat(width)}`), at);
  }),
  row('join', [2, 1000], 'nothing', ([separator, ...lists], at) => {
    const items = lists.flatMap((list) => (list.kind === 'list' ? list.items : [list]));
    // an empty list takes its separator with it
    if (lists.some((list) => list.kind === 'unknown' || (list.kind === 'list' && list.open === true))) return unknownText(doubtOf(lists) ?? 'a list', at);
    const between = separator === undefined ? [''] : piecesOf(separator);
    const pieces = items.flatMap((item, index) => (index === 0 ? piecesOf(item) : [...between, ...piecesOf(item)]));
    return textOfPieces(pieces, doubtOf([separator, ...lists]) ?? 'a part of a text', at);
  }),
  row('lower', 1, 'nothing', ([text], at) => mapped(text, at, (piece) => piece.toLowerCase())),
  row('upper', 1, 'nothing', ([text], at) => mapped(text, at, upper)),
  row('title', 1, 'all', ([text], at) => known(textArgument(text).replace(/(^|[^\p{L}\p{N}_])(\p{Ll})/gu, (_, before: string, letter: string) => before + letter.toUpperCase()), at)),
  row('regex', 2, 'all', ([pattern, text], at) => {
    const found = patternOf(textArgument(pattern), '', textArgument(text)).exec(textArgument(text));
    if (found === null) throw new Refused('the pattern does not match');
    return captured(found, at);
  }),
  row('regexall', 2, 'all', ([pattern, text], at) => listOf([...textArgument(text).matchAll(patternOf(textArgument(pattern), 'g', textArgument(text)))].slice(0, 10_000).map((found) => captured(found, at)), at)),
  row('replace', 3, 'all', ([text, wanted, replacement], at) => {
    const pattern = textArgument(wanted);
    const [whole, by] = [textArgument(text), textArgument(replacement)];
    if (pattern === '') return known(whole, at);
    if (pattern.length > 1 && pattern.startsWith('/') && pattern.endsWith('/')) return known(whole.replace(patternOf(pattern.slice(1, -1), 'g', whole), dollars(by)), at);
    if (whole.length > 0 && by.length * (whole.length / pattern.length) > 4_000_000) throw new Refused('a text that is too long');
    return known(whole.replaceAll(pattern, () => by), at);
  }),
  row('split', 2, 'all', ([separator, text], at) => {
    const whole = textArgument(text);
    return listOf((whole === '' ? [''] : whole.split(textArgument(separator))).map((piece) => known(piece, at)), at);
  }),
  row('strcontains', 2, 'all', ([text, part], at) => known(textArgument(text).includes(textArgument(part)), at)),
  row('strrev', 1, 'all', ([text], at) => known([...textArgument(text)].reverse().join(''), at)),
  row('substr', 3, 'all', ([text, offset, length], at) => {
    const letters = [...textArgument(text)];
    const from = wholeArgument(offset);
    const start = from < 0 ? Math.max(0, letters.length + from) : from;
    const wanted = wholeArgument(length);
    return known(letters.slice(start, wanted < 0 ? undefined : start + wanted).join(''), at);
  }),
  row('templatestring', 2, 'all', () => {
    throw new Refused('templatestring needs a template');
  }),
  row('trim', 2, 'all', ([text, cut], at) => known(cutStart(cutEnd(textArgument(text), textArgument(cut)), textArgument(cut)), at)),
  row('trimprefix', 2, 'all', ([text, start], at) => known(textArgument(text).startsWith(textArgument(start)) ? textArgument(text).slice(textArgument(start).length) : textArgument(text), at)),
  row('trimsuffix', 2, 'all', ([text, end], at) => known(textArgument(text).endsWith(textArgument(end)) ? textArgument(text).slice(0, textArgument(text).length - textArgument(end).length) : textArgument(text), at)),
  row('trimspace', 1, 'nothing', ([text], at) => {
    const whole = textOf(text);
    return whole === undefined ? unknownText(doubtOf([text]) ?? 'a text', at) : known(whole.trim(), at);
  }),
];

function mapped(value: Value | undefined, at: Place, change: (piece: string) => string): Value {
  if (value === undefined || (value.kind !== 'known' && value.kind !== 'unknown')) throw new Refused('an argument is no text');
  if (value.kind === 'known') textArgument(value);
  return textOfPieces(piecesOf(value).map((piece) => (piece === null ? null : change(piece))), doubtOf([value]) ?? 'a text', at);
}

function edge(value: Value | undefined, part: Value | undefined, at: Place, side: 'start' | 'end'): Value {
  const wanted = textOf(part);
  const pieces = value === undefined ? [null] : piecesOf(value);
  const doubt = doubtOf([value, part]);
  if (wanted === undefined) return { kind: 'unknown', why: doubt ?? 'a text', at };
  const piece = side === 'start' ? pieces[0] : pieces.at(-1);
  if (doubt === undefined) return known(side === 'start' ? textArgument(value).startsWith(wanted) : textArgument(value).endsWith(wanted), at);
  if (typeof piece === 'string' && piece.length >= wanted.length) return known(side === 'start' ? piece.startsWith(wanted) : piece.endsWith(wanted), at);
  return { kind: 'unknown', why: doubt, at };
}

/** What a pattern caught: the whole match, its groups, or its named groups. */
function captured(found: RegExpExecArray | RegExpMatchArray, at: Place): Value {
  const text = (one: string | undefined): Value => known(one ?? null, at);
  if (found.groups !== undefined) return mapOf(new Map(Object.entries(found.groups).map(([name, one]) => [name, text(one)])), at);
  return found.length === 1 ? text(found[0]) : listOf(found.slice(1).map(text), at);
}

/** Go's `$1` and `${1}` as JavaScript writes them. */
function dollars(replacement: string): string {
  return replacement.replace(/\$\{(\w+)\}|\$(\d+)|\$(?=\W|$)/g, (_, braced: string | undefined, digits: string | undefined) => {
    const name = braced ?? digits;
    if (name === undefined) return '$$';
    return name === '0' ? '$&' : /^\d+$/.test(name) ? `$${name}` : `$<${name}>`;
  });
}

function cutStart(text: string, cut: string): string {
  const letters = new Set(cut);
  let start = 0;
  while (start < text.length && letters.has(text[start] ?? '')) start++;
  return text.slice(start);
}

function cutEnd(text: string, cut: string): string {
  const letters = new Set(cut);
  let end = text.length;
  while (end > 0 && letters.has(text[end - 1] ?? '')) end--;
  return text.slice(0, end);
}


/** In Go a letter without a single capital, such as ß, stays. */
function upper(text: string): string {
  return Array.from(text, (char) => (Array.from(char.toUpperCase()).length === 1 ? char.toUpperCase() : char)).join('');
}
