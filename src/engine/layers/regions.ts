import { backslashCodec, decodeSpan, entityCodec, joinCodec, percentCodec, piecesCodec, quotedPrintableCodec, shellCodec, unseenCodec, type Codec } from './escapes.ts';
import { unseenIn } from './invisible.ts';
import { layerBuilder, type LayerText } from './layer-text.ts';
import { hexDigits, isTokenByte } from './runs.ts';
import { continuedWord, seamEnd, shellSeamEnd } from './seams.ts';
import { sign } from './sign.ts';
import { visitNear } from './signs.ts';
import { isNamedInWord, isOctalRow, percentKey } from './span-signs.ts';
import { widened, type Span } from './spans.ts';

/** How far around a keyword or an escape the text is decoded, in bytes. */
const before = 160;
const after = 400;

/** The body of a private key in percent encoding, in bytes: an RSA key of 8,192 bits. */
const longestKey = 10_000;

const codecs: readonly (readonly [bit: number, codec: Codec])[] = [
  [sign.backslash, backslashCodec],
  [sign.percent, percentCodec],
  [sign.entity, entityCodec],
  [sign.quotedPrintable, quotedPrintableCodec],
  [sign.join, joinCodec],
  [sign.shell, shellCodec],
  [sign.unseen, unseenCodec],
  [sign.pieces, piecesCodec],
];

/** A text in which the escapes of one codec are decoded, around keywords and where escapes need not be. */
export interface DecodedEscapes {
  readonly layer: string;
  readonly text: LayerText;
}

/**
 * Decodes what the signs speak of, one layer for each codec. Linear in the bytes.
 * In a text that was decoded itself, `isNew` says whether the byte at an offset was: an escape that was copied stood in
 * the text above it and was decoded there.
 */
export function* decodeEscapes(bytes: Buffer, hits: readonly Span[], signs: number, focus: readonly Span[], isNew?: (at: number) => boolean): Generator<DecodedEscapes, void, undefined> {
  if (codecs.every(([bit]) => (signs & bit) === 0)) return;
  const near: { bit: number; start: number; end: number }[] = [];
  visitNear(bytes, hits, (bit, at) => near.push({ bit, start: at, end: at }));
  for (const [bit, codec] of codecs) {
    if ((signs & bit) === 0) continue;
    const asked = isNew === undefined || bit === sign.join ? codec : onlyNew(codec, isNew);
    const regions = widened([...near.filter((one) => one.bit === bit && (isNew === undefined || isNew(one.start))), ...focus.flatMap((span) => [...sites(bit, bytes, span)])], { before, after }, bytes.length);
    const builder = layerBuilder();
    let count = 0;
    for (const { start, end } of regions) {
      if (builder.length > 0) builder.mark(10, start);
      count += decodeSpan(asked, bytes, start, end, builder);
    }
    if (count > 0) yield { layer: codec.layer, text: builder.build() };
  }
}

function onlyNew(codec: Codec, isNew: (at: number) => boolean): Codec {
  return { ...codec, decode: (bytes, at, end, builder) => (isNew(at) ? codec.decode(bytes, at, end, builder) : 0) };
}

/** Where a codec's escapes write characters that need none: there a keyword itself may be hidden. */
function* sites(bit: number, bytes: Buffer, { start, end }: Span): Generator<Span, void, undefined> {
  const first = bit === sign.backslash ? 0x5c : bit === sign.percent ? 0x25 : bit === sign.entity ? 0x26 : bit === sign.quotedPrintable ? 0x3d : 0;
  if (bit === sign.join) yield* seams(bytes, start, end, [0x22, 0x27, 0x60], seamEnd);
  if (bit === sign.shell) yield* seams(bytes, start, end, [0x22, 0x27], shellSeamEnd);
  if (bit === sign.percent) for (let at = bytes.indexOf(percentKey, start); at >= 0 && at < end; at = bytes.indexOf(percentKey, at + 1)) yield { start: at, end: at + longestKey };
  if (bit === sign.unseen) for (const at of unseenIn(bytes, start, end)) yield { start: at, end: at };
  if (bit === sign.pieces) yield { start, end };
  if (first === 0) return;
  let from = -1;
  let to = -1;
  for (let at = bytes.indexOf(first, start); at >= 0 && at < end; at = bytes.indexOf(first, at + 1)) {
    if (!hidesCharacter(bit, bytes, at)) continue;
    if (from >= 0 && at - to > before) {
      yield { start: from, end: to };
      from = at;
    }
    if (from < 0) from = at;
    to = at;
  }
  if (from >= 0) yield { start: from, end: to };
}

function hidesCharacter(bit: number, bytes: Buffer, at: number): boolean {
  switch (bit) {
    case sign.backslash: {
      const letter = bytes[at + 1];
      if (letter === 10 || letter === 13) return continuedWord(bytes, at) > 0;
      // octal escapes count only in rows: `\147\150`
      if (letter === 0x30 || letter === 0x31) return isOctalRow(bytes, at);
      if (letter === 0x55) return isTokenByte(byteOf(bytes, at + 8));
      if (letter !== 0x75 && letter !== 0x78) return false;
      const digits = letter === 0x78 ? at + 2 : bytes[at + 2] === 0x7b ? at + 3 : at + 4;
      return isTokenByte(byteOf(bytes, digits));
    }
    case sign.percent:
      return isTokenByte(byteOf(bytes, bytes[at + 1] === 0x75 ? at + 4 : at + 1));
    case sign.entity:
      return bytes[at + 1] === 0x23 || isNamedInWord(bytes, at);
    case sign.quotedPrintable:
      return bytes[at + 1] === 10 || (bytes[at + 1] === 13 && bytes[at + 2] === 10);
    default:
      return false;
  }
}

function byteOf(bytes: Uint8Array, at: number): number | undefined {
  const high = hexDigits[bytes[at] as number] ?? 16;
  const low = hexDigits[bytes[at + 1] as number] ?? 16;
  return high > 15 || low > 15 ? undefined : (high << 4) | low;
}

/** Places where two literals make one word. */
function* seams(bytes: Buffer, start: number, end: number, quotes: readonly number[], endOf: typeof seamEnd): Generator<Span, void, undefined> {
  for (const quote of quotes) {
    for (let at = bytes.indexOf(quote, start); at >= 0 && at < end; at = bytes.indexOf(quote, at + 1)) {
      const next = endOf(bytes, at);
      if (next > 0) yield { start: at, end: next };
    }
  }
}
