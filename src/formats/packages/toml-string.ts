/** A string of TOML: its value and the offset behind it, or why there is none. */
interface TomlString {
  readonly value?: string;
  /** Where reading goes on; absent where the string does not end on its line. */
  readonly end?: number;
  readonly problem?: string;
}

/** Reads the string of any of the four kinds whose quote stands at an offset. Basic strings may hold escapes. Source: toml.io/en/v1.0.0, "String". */
export function stringAt(text: string, start: number): TomlString {
  const quote = text.charAt(start);
  const three = text.startsWith(quote.repeat(3), start);
  return three ? longString(text, start, quote) : shortString(text, start, quote);
}

function longString(text: string, start: number, quote: string): TomlString {
  let close = closing(text, quote.repeat(3), start + 3);
  if (close < 0) return { end: text.length, problem: 'the file ends in the middle of a string: it is truncated' };
  while (text.charAt(close + 3) === quote && close + 3 - start < text.length) close++;
  return { value: valueOf(text.slice(start + 3, close).replace(/^\r?\n/, ''), quote), end: close + 3 };
}

function shortString(text: string, start: number, quote: string): TomlString {
  const close = closing(text, quote, start + 1);
  const inner = text.slice(start + 1, Math.max(start + 1, close));
  return close < 0 || inner.includes('\n') ? { problem: 'a string does not end' } : { value: valueOf(inner, quote), end: close + 1 };
}

/** The offset of the quotes that end a string, or -1. */
function closing(text: string, quotes: string, from: number): number {
  let close = text.indexOf(quotes, from);
  while (quotes.startsWith('"') && close >= 0 && isEscaped(text, close)) close = text.indexOf(quotes, close + 1);
  return close;
}

function valueOf(inner: string, quote: string): string {
  return quote === '"' ? unescape(inner) : inner;
}

function isEscaped(text: string, at: number): boolean {
  let slash = at - 1;
  while (text.charCodeAt(slash) === 92) slash--;
  return (at - slash) % 2 === 0;
}

const escapes: ReadonlyMap<string, string> = new Map([['n', '\n'], ['t', '\t'], ['r', '\r'], ['b', '\b'], ['f', '\f'], ['e', '\u001b'], ['"', '"'], ['\\', '\\']]);

function unescape(inner: string): string {
  if (!inner.includes('\\')) return inner;
  return inner.replace(/\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|\r?\n\s*|(.))/g, (whole, short?: string, long?: string, one?: string) => {
    const hex = short ?? long;
    if (hex !== undefined) {
      const code = Number.parseInt(hex, 16);
      return code > 0x10ffff ? '\ufffd' : String.fromCodePoint(code);
    }
    return one === undefined ? '' : (escapes.get(one) ?? whole);
  });
}
