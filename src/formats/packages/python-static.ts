/** A string literal found in Python or Ruby source. */
export interface SourceString {
  readonly value: string;
  /** Offsets of what stands between the quotes. */
  readonly start: number;
  readonly end: number;
  /** Offset after the closing quote. */
  readonly after: number;
}

/**
 * String literals between an opening bracket and the bracket that closes it; comments are stepped over.
 * Names of functions that are called are not followed: only what is written is read.
 */
export function stringsInBrackets(text: string, open: number): readonly SourceString[] {
  const strings: SourceString[] = [];
  let depth = 0;
  for (let at = open; at < text.length; ) {
    const code = text.charCodeAt(at);
    if (code === 35) {
      const newline = text.indexOf('\n', at);
      if (newline < 0) break;
      at = newline;
    } else if (code === 34 || code === 39) {
      const found = stringAt(text, at);
      if (found === undefined) break;
      strings.push(found);
      at = found.after;
    } else {
      if (code === 91 || code === 40 || code === 123) depth++;
      else if (code === 93 || code === 41 || code === 125) {
        depth--;
        if (depth <= 0) break;
      }
      at++;
    }
  }
  return strings;
}

/** The string literal that starts at a quote; undefined when it does not end. Escapes are kept as written. */
function stringAt(text: string, open: number): SourceString | undefined {
  const quote = text.charAt(open);
  const triple = text.startsWith(quote.repeat(3), open);
  const mark = triple ? quote.repeat(3) : quote;
  const start = open + mark.length;
  let close = text.indexOf(mark, start);
  while (close > start && text.charCodeAt(close - 1) === 92) close = text.indexOf(mark, close + 1);
  if (close < 0) return undefined;
  return { value: text.slice(start, close), start, end: close, after: close + mark.length };
}
