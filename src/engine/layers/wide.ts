import { layerBuilder, type LayerText } from './layer-text.ts';
import type { Span } from './spans.ts';

/** Least characters of a UTF-16 text among other bytes. */
const leastWide = 16;

/** Whether bytes that are no UTF-16 file hold UTF-16 texts, as programs and databases for Windows do. */
export function hasWideText(bytes: Buffer): boolean {
  if (!bytes.includes(0)) return false;
  return !wideRuns(bytes, { start: 0, end: bytes.length }).next().done;
}

/**
 * The UTF-16 texts among other bytes, a line each. Characters of ASCII alone are taken: what the gate looks for is made of them.
 * In both byte orders such a text is letters and zeros in turn, so one search finds both.
 */
export function decodeWide(bytes: Buffer, focus: Span): LayerText | undefined {
  const builder = layerBuilder();
  for (const { start, end } of wideRuns(bytes, focus)) {
    const text = Buffer.allocUnsafe((end - start) >> 1);
    for (let i = 0; i < text.length; i++) text[i] = bytes[start + i * 2] ?? 0;
    builder.decoded(text, start, end, 2);
    builder.mark(10, end);
  }
  return builder.length === 0 ? undefined : builder.build();
}

/** Every second character is looked at, one in sixteen pairs: a text of that length cannot lie between. */
function* wideRuns(bytes: Buffer, focus: Span): Generator<Span, void, undefined> {
  let done = focus.start;
  for (let at = focus.start; at + leastWide * 2 < focus.end; at += leastWide) {
    // one of two neighbours is zero in such a text
    if ((bytes[at] === 0) === (bytes[at + 1] === 0)) continue;
    let start = at + (bytes[at] === 0 ? 1 : 0);
    let end = start;
    while (end + 1 < focus.end && bytes[end + 1] === 0 && isWideByte(bytes[end])) end += 2;
    while (start - 2 >= done && bytes[start - 1] === 0 && isWideByte(bytes[start - 2])) start -= 2;
    if (end - start < leastWide * 2) continue;
    yield { start, end };
    // in big endian the zero stands before the letter: the last one has none behind it
    if (bytes[start - 1] === 0 && isWideByte(bytes[end]) && end < focus.end) yield { start, end: end + 2 };
    done = end;
    at = Math.max(at, end - leastWide);
  }
}

function isWideByte(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 32 && byte < 127;
}
