import type { Hit } from './detector.ts';

/** Longest value that is taken for a secret, in bytes. */
const longestValue = 512;

/** A name, the way it is bound, and the value: `apiKey: "…"`, `PASSWORD=…`, `<password>…</password>`, `--token …`. */
export interface Binding {
  readonly name: string;
  readonly operator: string;
  /** The quote character, `<` for the text of an XML element, `\n` for all of a line of a settings file, or empty. */
  readonly quote: string;
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

// rest of the name, closing quote or bracket, an optional type annotation, the operator, then blanks
const bindingAfter =
  /^([A-Za-z0-9_.\x80-\xff-]{0,40})(["'][ \t]{1,4}value[ \t]{0,4}=[ \t]{0,4}(?=["'])|["'][ \t]{0,4}\{[^{}]{0,160}?\sdefault[ \t]{0,8}=[ \t]{0,4}(?=")|\\{0,2}["'`\]]{0,2}[ \t]{0,8}(?:(?::[ \t]?|[ \t])(?:string|str|String)\b[^=:\n]{0,10}(?==))?[ \t]{0,8}(?:={1,3}>?|:{1,3}=|:{1,2}|=>|->|<-|[?.+]=|\|\|=?|,|[)\]]{1,2}[ \t]{0,4}(?:or|\|\||\?\?|\?:)[ \t]{0,4}(?=["'`])|(?:\s[A-Za-z_:/][^<>\n]{0,80})?>\s{0,40}|!=)[ \t]{0,8}|[ \t]{1,4}(?:is[ \t]{1,4})?(?=["'`])|[ \t](?:(?:for|of)[ \t][^\s]{1,40}[ \t])?is:?[ \t](?=\S{6}))/;

/** A name and a value that stand under those words: an entry of a container's environment, a property in XML. */
const pairAfter = /^([A-Za-z0-9_.-]{0,40})((?:["'],?|[,\s])\s{0,40}["']?[Vv]alue["']?[ \t]{0,4}[:=][ \t]{0,4}|<\/[A-Za-z]{1,20}>\s{0,40}<[Vv]alue>)(?=\S)/;

/** Whether a pair may follow, at a glance: most names have a value of their own behind them. */
function mayBePair(after: string): boolean {
  return after.includes('alue') || after.includes('</');
}

/** An element of something, or an argument: `password["db"] = …`, `char password[30] = …`, `.password("…")`. */
const elementAfter = /^([A-Za-z0-9_]{0,40})((?:\[[^\]\n]{0,40}\][ \t]{0,8}(?::=|={1,3})|(?:\.(?:assign|append|set|equals(?:IgnoreCase)?))?\()[ \t]{0,8})(?=["'`])/;

/** A value that is compared with what has the name: `"…" == password`. */
const comparedBefore = /(["'])([^"'\n]{5,80})\1(?:[ \t]{0,4}(?:===?|!==?)[ \t]{0,4}|\.equals(?:IgnoreCase)?\([ \t]{0,4})[A-Za-z0-9_.$]{0,60}$/d;

/** The longest name in it, and the most blanks before that. */
const longestPath = 60;
const widestBlank = 4;

/** A value after a flag of a command: `--password …`, `-Password …`. */
const flagAfter = /^([A-Za-z0-9_-]{0,40})([ \t]{1,4})(?=[^\s-])/;

/** What makes a value of the word after a name in a Dockerfile, a spec file, a header or a shell, beside the dash of a flag. */
const instructionBefore = /(?:^|\s)(?:ENV|ARG|%define|%global|#define|setenv|setx)[ \t]{1,4}$/;

/** Files whose lines are a name, `=` or `:`, and the value as it stands. */
const settingsFile = /(?:^|[/.])(?:env|properties|ini|cfg|conf|config|cnf)(?:\.[\w-]{1,20})?$/i;

/**
 * Reads the binding whose name holds the keyword at a hit, or undefined where nothing is bound.
 * Only bytes within a bounded window of the hit are looked at.
 */
export function readBinding(hit: Hit): Binding | undefined {
  const { bytes } = hit;
  const { keywordStart, keywordEnd } = nameWithin(hit);
  const nameStart = startOfName(bytes, keywordStart);
  const before = bytes.toString('latin1', nameStart, keywordStart);
  const after = bytes.toString('latin1', keywordEnd, Math.min(bytes.length, keywordEnd + 240));
  const match = (mayBePair(after) ? pairAfter.exec(after) : null) ?? bindingAfter.exec(after) ?? elementAfter.exec(after) ?? (isFollowedByWord(bytes, nameStart) ? flagAfter.exec(after) : null);
  if (match === null) return readCompared(hit, before);
  const name = before + bytes.toString('latin1', keywordStart, keywordEnd) + (match[1] ?? '');
  const operator = (match[2] ?? '').replace(/["'`\]\s\\]/g, '');
  if (/^[^=<-].*>$|^>$/.test(operator) && !isWithinTag(bytes, nameStart)) return readCompared(hit, before);
  const start = keywordEnd + match[0].length;
  const rest = bytes.toString('latin1', start, Math.min(bytes.length, start + longestValue + 8));
  const opening = /^(?:(?:[bBuUrRfFlLnNsSqQ]{1,2}|u8R?|\$?@|\$)(?=["']))?(\\?["'`]{1,3})/.exec(rest);
  if (opening === null) {
    const bare = readBare(hit, { operator, rest, lineStart: nameStart });
    return bare.value === '' ? readCompared(hit, before) : { name, operator, ...bare, start, end: start + bare.value.length };
  }
  const quote = opening[1] ?? '';
  // an empty text, and the code that goes on
  if (/^(["'`])\1$/.test(quote) && !/^[A-Za-z0-9]/.test(rest.slice(opening[0].length))) return undefined;
  // `"PWD=" + folder`: the quote closes the text that the name stands in
  if (!/["'`\]]/.test(match[2] ?? '') && bytes.toString('latin1', nameStart - 1, nameStart) === quote) return undefined;
  const from = start + opening[0].length;
  const body = rest.slice(opening[0].length);
  // quotes in quotes close the other way round
  const close = endOfQuoted(body, quote.startsWith('\\') ? quote : [...quote].reverse().join(''));
  // an apostrophe, or code behind the end of a text
  if (body[close] === '\n') return undefined;
  // `secret "…";` in a settings file
  const ends = operator === '' && body[close + quote.length] === ';';
  return { name, operator: ends ? ';' : operator, quote, value: body.slice(0, close), start: from, end: from + close };
}

/** Whether a name is a flag of a command, or the first word of an ENV in the form without an equals sign. */
function isFollowedByWord(bytes: Buffer, nameStart: number): boolean {
  return bytes[nameStart] === 0x2d || instructionBefore.test(bytes.toString('latin1', Math.max(0, nameStart - 10), nameStart));
}

/** Whether a name stands in the opening tag of an element: as its name or in one of its attributes. */
function isWithinTag(bytes: Buffer, nameStart: number): boolean {
  const before = bytes.toString('latin1', Math.max(0, nameStart - 120), nameStart);
  return /^<(?:[A-Za-z_][\w:.-]*(?:\s.*)?)?$/s.test(before.slice(before.lastIndexOf('<'))) && before.lastIndexOf('<') > before.lastIndexOf('>');
}

/** A value without quotes: the text of an XML element, the rest of a line in a settings file, or what a language takes for one word. */
function readBare({ bytes, path }: Hit, { operator, rest, lineStart }: { readonly operator: string; readonly rest: string; readonly lineStart: number }): { readonly quote: string; readonly value: string } {
  if (/^[^=-].*>$|^>$/.test(operator)) {
    const text = /^[^<\s]+/.exec(rest)?.[0] ?? '';
    return { quote: rest.startsWith('</', text.length) ? '<' : '', value: text };
  }
  const isYaml = /\.ya?ml$/i.test(path);
  if ((operator === '=' || operator === ':') && (isYaml || settingsFile.test(path)) && /(?:^|\n)[ \t]{0,8}(?:export[ \t]{1,4}|-[ \t]{1,4})?$/.test(bytes.toString('latin1', Math.max(0, lineStart - 20), lineStart))) {
    const line = /^[^\s"'`]+(?=[ \t]{0,8}(?:[\r\n]|$))/.exec(rest)?.[0];
    // in YAML most bare words are words; a generated password shows by its signs
    if (line !== undefined && (!isYaml || new Set(line.replace(/[\w.-]/g, '')).size >= 3)) return { quote: '\n', value: line };
  }
  // an escaped line end closes a value within a text
  return { quote: '', value: /^(?:(?!\\[nrt])[^\s"'`,;)\]}<>|&])+/.exec(rest)?.[0] ?? '' };
}

/** The span of a keyword without the marks around it that only make it selective: the `_pass` of `_pass =`. */
function nameWithin({ bytes, keywordStart, keywordEnd }: Hit): { readonly keywordStart: number; readonly keywordEnd: number } {
  let start = keywordStart;
  let end = keywordEnd;
  while (start < end && !isNameByte(bytes[start] ?? 0)) start++;
  while (end > start && !isNameByte(bytes[end - 1] ?? 0)) end--;
  return start === end ? { keywordStart, keywordEnd } : { keywordStart: start, keywordEnd: end };
}

/** The binding of a comparison whose right side has the name. */
function readCompared({ bytes, keywordStart, keywordEnd }: Hit, before: string): Binding | undefined {
  if (!mayBeCompared(bytes, keywordStart)) return undefined;
  const from = Math.max(0, keywordStart - 160);
  const match = comparedBefore.exec(bytes.toString('latin1', from, keywordStart));
  const span = match?.indices?.[2];
  if (match === null || span === undefined) return undefined;
  return { name: before + bytes.toString('latin1', keywordStart, keywordEnd), operator: '==', quote: match[1] ?? '', value: match[2] ?? '', start: from + span[0], end: from + span[1] };
}

/** Whether the end of a comparison stands before the name, at a glance: an equals sign, or a parenthesis. Most names follow something else. */
function mayBeCompared(bytes: Buffer, keywordStart: number): boolean {
  let at = keywordStart;
  for (const least = Math.max(0, at - longestPath); at > least && isPathByte(bytes[at - 1] as number); at--);
  for (const least = Math.max(0, at - widestBlank); at > least && (bytes[at - 1] === 0x20 || bytes[at - 1] === 9); at--);
  return at > 0 && (bytes[at - 1] === 0x3d || bytes[at - 1] === 0x28);
}

/** Letters, digits, and what joins names: `$this.password`. */
function isPathByte(byte: number): boolean {
  return (byte >= 97 && byte <= 122) || (byte >= 65 && byte <= 90) || (byte >= 48 && byte <= 57) || byte === 95 || byte === 46 || byte === 36;
}

/** Where the name that ends at an offset begins, at most sixty bytes back. */
export function startOfName(bytes: Buffer, end: number): number {
  let start = end;
  while (start > 0 && end - start < 60 && isNameByte(bytes[start - 1] ?? 0)) start--;
  return start;
}

function isNameByte(byte: number): boolean {
  return byte >= 128 || (byte >= 97 && byte <= 122) || (byte >= 65 && byte <= 90) || (byte >= 48 && byte <= 57) || byte === 95 || byte === 45 || byte === 46;
}

function endOfQuoted(body: string, quote: string): number {
  for (let i = 0; i < body.length; i++) {
    if (body.startsWith(quote, i)) return i;
    const character = body[i];
    if (character === '\\' && quote[0] !== '\\') i++;
    else if (character === '\n' && quote.length < 3) return i;
  }
  return body.length;
}

