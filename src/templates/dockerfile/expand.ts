import type { ResolvedText, Variable, VariableUse } from './text.ts';

/** Finds a variable by name; undefined when nothing defines it. */
export type Lookup = (name: string) => Variable | undefined;

/** What an undefined variable is: in FROM nothing, elsewhere the base image may have set it. */
export type Undefined = 'empty' | 'unknown';

const maxDepth = 20;
/** Longest text that expansion builds; `${a}${a}` in a chain of ARGs would otherwise double it each time. */
const maxLength = 20_000;

interface Expansion {
  readonly text: string;
  readonly escape: string;
  readonly lookup: Lookup;
  readonly undefinedIs: Undefined;
  readonly uses: VariableUse[];
  at: number;
  depth: number;
  length: number;
}

/** Removes quotes and escapes and puts variables in, as BuildKit's `ProcessWord` does. */
export function expandWord(text: string, escape: string, lookup: Lookup, undefinedIs: Undefined): ResolvedText {
  if (!/["'$\\`]/.test(text)) return { text, parts: [text], uses: [] };
  const state: Expansion = { text, escape, lookup, undefinedIs, uses: [], at: 0, depth: 0, length: 0 };
  const pieces = new Pieces();
  expandUntil(state, pieces, '');
  return pieces.done(state.uses);
}

/** Collects literal and unknown pieces; a class because it is one growing value with few operations. */
class Pieces {
  readonly #parts: (string | null)[] = [];
  #why: string | undefined;
  add(text: string): void {
    const last = this.#parts.at(-1);
    if (typeof last === 'string') this.#parts[this.#parts.length - 1] = last + text;
    else this.#parts.push(text);
  }
  addAll(value: Pick<ResolvedText, 'parts' | 'why'>): void {
    for (const part of value.parts) {
      if (part === null) this.unknown(value.why ?? 'an unknown value');
      else this.add(part);
    }
  }
  unknown(why: string): void {
    this.#why ??= why;
    if (this.#parts.at(-1) !== null) this.#parts.push(null);
  }
  /** Nothing of the text is kept. */
  giveUp(why: string): void {
    this.#parts.length = 0;
    this.unknown(why);
  }
  done(uses: readonly VariableUse[]): ResolvedText {
    if (this.#why !== undefined) return { parts: this.#parts, uses, why: this.#why };
    const text = this.#parts[0] ?? '';
    return { text, parts: [text], uses };
  }
}

function expandUntil(state: Expansion, pieces: Pieces, stop: string): void {
  let quote = '';
  while (state.at < state.text.length) {
    const char = state.text[state.at] ?? '';
    if (quote === '' && char === stop) {
      state.at++;
      return;
    }
    if (char === "'" && quote === '') {
      const close = state.text.indexOf("'", state.at + 1);
      const end = close < 0 ? state.text.length : close;
      pieces.add(state.text.slice(state.at + 1, end));
      state.at = end + 1;
    } else if (char === '"') {
      quote = quote === '' ? '"' : '';
      state.at++;
    } else if (char === state.escape) {
      const next = state.text[state.at + 1];
      const keeps = quote === '"' && next !== '"' && next !== '$' && next !== state.escape;
      pieces.add(keeps ? char + (next ?? '') : (next ?? ''));
      state.at += 2;
    } else if (char === '$') {
      dollar(state, pieces);
    } else {
      const from = state.at;
      while (state.at < state.text.length && !isSpecial(state.text[state.at] ?? '', state.escape, stop)) state.at++;
      if (state.at === from) state.at++;
      pieces.add(state.text.slice(from, state.at));
    }
  }
}

const isSpecial = (char: string, escape: string, stop: string): boolean => char === "'" || char === '"' || char === '$' || char === escape || char === stop;

function dollar(state: Expansion, pieces: Pieces): void {
  const name = /^\$\{?([A-Za-z_][A-Za-z0-9_]{0,200}|[0-9@*#?$!-])/.exec(state.text.slice(state.at, state.at + 210));
  if (name === null) {
    pieces.add('$');
    state.at++;
    return;
  }
  const braced = name[0][1] === '{';
  state.at += name[0].length;
  let modifier = '';
  if (braced) {
    modifier = /^(?::[-+?]|[-+?]|##?|%%?|\/\/?|)/.exec(state.text.slice(state.at, state.at + 2))?.[0] ?? '';
    state.at += modifier.length;
  }
  const word = new Pieces();
  if (braced && state.depth < maxDepth) {
    state.depth++;
    expandUntil(state, word, '}');
    state.depth--;
  } else if (braced) {
    state.at = state.text.length;
  }
  substitute(state, pieces, name[1] ?? '', modifier, word.done([]));
}

function substitute(state: Expansion, pieces: Pieces, name: string, modifier: string, word: ResolvedText): void {
  const variable = state.lookup(name);
  const hasFallback = modifier.endsWith('-') || modifier.endsWith('?') || modifier.endsWith('+');
  state.uses.push({ name, hasFallback, ...(variable === undefined ? {} : { variable }) });
  const value: Pick<ResolvedText, 'text' | 'parts' | 'why'> | undefined = variable?.value;
  if (value !== undefined) state.length += lengthOf(value);
  if (state.length > maxLength) {
    pieces.giveUp(`the value of ${name} is too long`);
    return;
  }
  const isEmpty = value === undefined || (modifier.startsWith(':') && value.text === '');
  if (modifier.endsWith('-') && (isEmpty || (value.text === undefined && variable?.kind === 'arg'))) {
    // An argument without default is unset unless the build gives it: the fallback is what the file says.
    pieces.addAll(word);
  } else if (modifier.endsWith('+')) {
    if (isEmpty) return;
    if (value.text === undefined) pieces.unknown(value.why ?? name);
    else pieces.addAll(word);
  } else if (value === undefined) {
    if (state.undefinedIs === 'unknown') pieces.unknown(`${name} is not defined in the file`);
  } else if (modifier === '' || modifier.endsWith('-') || modifier.endsWith('?')) {
    pieces.addAll(value);
  } else {
    const trimmed = trimmedValue(value.text, modifier, word.text);
    if (trimmed === undefined) pieces.unknown(`\${${name}${modifier}…} is not followed`);
    else pieces.add(trimmed);
  }
}

/** Characters of a value; a piece that is not known counts as one, for pieces are doubled as well as characters. */
function lengthOf({ text, parts }: Pick<ResolvedText, 'text' | 'parts'>): number {
  return text?.length ?? parts.reduce((sum, part) => sum + (part?.length ?? 0) + 1, 0);
}

/** `${name#word}` and `${name%word}` with a word that holds no wildcard; undefined for all else. */
function trimmedValue(value: string | undefined, modifier: string, word: string | undefined): string | undefined {
  if (value === undefined || word === undefined || /[*?[\]\\]/.test(word)) return undefined;
  if (modifier.startsWith('#')) return value.startsWith(word) ? value.slice(word.length) : value;
  if (modifier.startsWith('%')) return value.endsWith(word) && word !== '' ? value.slice(0, -word.length) : value;
  return undefined;
}
