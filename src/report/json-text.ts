/**
 * A value as JSON that is safe to print: characters that steer a terminal or reorder text are written as `\u` escapes,
 * which every JSON reader turns back, so nothing is lost. JSON.stringify itself escapes only those below U+0020.
 */
export function jsonText(value: unknown, indent?: number): string {
  return JSON.stringify(value, undefined, indent).replace(/[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/gu, (character) =>
    Array.from({ length: character.length }, (_one, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`).join(''),
  );
}

/** A list whose items are made when they are written. */
type Lazy = Generator<unknown>;

/**
 * The same text as `jsonText` gives, in pieces: where a list is lazy, each of its items is one, so that a report of a
 * hundred thousand findings is never held as a whole.
 */
export function* jsonPieces(value: unknown, indent = 0, line = '\n'): Generator<string> {
  const isList = isLazy(value);
  if (!isList && !hasLazy(value)) {
    const text = jsonText(value, indent);
    yield line === '\n' ? text : text.replaceAll('\n', line);
    return;
  }
  const [open, close] = isList ? ['[', ']'] : ['{', '}'];
  const [inner, outer, colon] = indent === 0 ? ['', '', ':'] : [line + ' '.repeat(indent), line, ': '];
  let before = open + inner;
  for (const [key, item] of isList ? keyless(value) : Object.entries(value)) {
    if (item === undefined) continue;
    yield key === undefined ? before : `${before}${jsonText(key)}${colon}`;
    yield* jsonPieces(item, indent, line + ' '.repeat(indent));
    before = `,${inner}`;
  }
  yield before === open + inner ? open + close : outer + close;
}

function isLazy(value: unknown): value is Lazy {
  return typeof value === 'object' && value !== null && Symbol.iterator in value && !Array.isArray(value);
}

function hasLazy(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.values(value).some(isLazy);
}

function* keyless(items: Lazy): Generator<readonly [undefined, unknown]> {
  for (const item of items) yield [undefined, item];
}

/** Makes a lazy list. */
export function* each<T>(items: Iterable<T>, make: (item: T) => unknown): Lazy {
  for (const item of items) yield make(item);
}

/** Pieces gathered until they are worth a write. */
export function* gathered(all: Iterable<string>, leastLength: number): Generator<string> {
  let list: string[] = [];
  let length = 0;
  for (const piece of all) {
    list.push(piece);
    length += piece.length;
    if (length < leastLength) continue;
    yield list.join('');
    list = [];
    length = 0;
  }
  if (list.length > 0) yield list.join('');
}
