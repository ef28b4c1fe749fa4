import { base32Group, encodedStart, findRuns, hexDigits, isTextByte, leastRun, quintets, sextets, type Encoding } from './runs.ts';
import { layerBuilder, type LayerText } from './layer-text.ts';
import { copyName } from './name-before.ts';
import type { Span } from './spans.ts';

/** One decoded run. */
export interface DecodedRun {
  readonly layer: Encoding;
  /** All of it, for what is not text: UTF-16, a compressed file. */
  readonly bytes: Buffer;
  /** The span of the source that it was decoded from. */
  readonly span: Span;
  /** Its text after the name it is bound to, or undefined when it is not text. */
  readonly text?: LayerText;
  /** How many bytes of that text are the name. */
  readonly nameLength: number;
  /** True when at least 95 of a hundred of its bytes are text; a lesser run holds stretches of text only. */
  readonly isText: boolean;
}

/**
 * Every run of base64, base64url, base32 (RFC 4648) or hexadecimal digits that decodes to text, UTF-16 or a packed file.
 * Runs that are wrapped over lines, quoted or not, are put together. Linear in the bytes looked at.
 */
export function* decodeRuns(bytes: Buffer, focus: Span): Generator<DecodedRun, void, undefined> {
  // a file may hold half a million: the sign says how a run is encoded
  const found: number[] = [];
  let next = 0;
  findRuns(bytes, focus.start, focus.end, (_bytes, start, end) => {
    if (end <= next) return false;
    // a run that began before the part that changed is taken from there on: its groups are found again
    const head = encodedStart(bytes, Math.max(start, next), end);
    if (head !== undefined) {
      found.push(head.at * encodings.length + encodings.indexOf(head.encoding));
      next = endOfLines(bytes, head.at, end, head.encoding);
    }
    return false;
  });
  for (const one of found) yield decodeLines(bytes, Math.floor(one / encodings.length), encodings[one % encodings.length] ?? 'base64');
}

const encodings: readonly Encoding[] = ['base64', 'hex', 'base32'];

/** Characters of a group and the bytes they write. */
const groups = { base64: [4, 3], hex: [2, 1], base32: [8, 5] } as const;

/** Longest run that is decoded, in bytes; what lies behind it is looked at as a run of its own. */
const longestRun = 16 * 1024 * 1024;

function decodeLines(bytes: Buffer, at: number, encoding: Encoding): DecodedRun {
  const builder = layerBuilder();
  copyName(builder, bytes, at);
  const nameLength = builder.length;
  const parts: Buffer[] = [];
  let carry = 0;
  let end = at;
  const [group, step] = groups[encoding];
  for (const line of linesOfRun(bytes, at, encoding)) {
    // whole groups of a line; what is left over goes with the next line only where lines break anywhere
    const length = line.end - line.start;
    const whole = line.last ? length : length - (length % group);
    const part = encoding === 'base32' ? fromBase32(bytes, line.start, whole) : Buffer.from(bytes.toString('latin1', line.start, line.start + whole), encoding);
    parts.push(part);
    builder.decoded(part, line.start, line.start + whole, group / step);
    carry += part.length;
    end = line.end;
    if (carry > longestRun) break;
  }
  const all = parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts);
  const isText = textShare(all) >= 0.95;
  if (isText && nameLength > 0 && isShortLine(all)) builder.mark(0x22, end);
  return { layer: encoding, bytes: all, span: { start: at, end }, isText, text: builder.build(), nameLength };
}

function fromBase32(bytes: Buffer, start: number, length: number): Buffer {
  const out = Buffer.alloc(Math.floor((length * 5) / 8));
  // the last group may be short: what it says of its last byte is whole
  for (let i = 0, to = 0; i < length; i += 8, to += 5) out.set(base32Group(bytes.subarray(start, start + length), i).subarray(0, out.length - to), to);
  return out;
}

function isShortLine(text: Buffer): boolean {
  return text.length <= 512 && !text.includes(10);
}

/** Share of bytes that are text: ASCII that prints, blanks, and what is well-formed UTF-8. */
export function textShare(bytes: Buffer): number {
  if (bytes.length === 0) return 0;
  let text = 0;
  let high = 0;
  for (const byte of bytes) {
    if (isTextByte(byte)) text++;
    else if (byte >= 0x80) high++;
  }
  if (high > 0 && high < bytes.length * 0.9 && text + high >= bytes.length * 0.95 && isUtf8Text(bytes)) text += high;
  return text / bytes.length;
}

function isUtf8Text(bytes: Buffer): boolean {
  return !bytes.toString('utf8').includes('\ufffd');
}

interface RunLine extends Span {
  /** No line follows. */
  readonly last: boolean;
}

/** The lines of a run: the one that holds the offset, and those below while they go on with it. */
function* linesOfRun(bytes: Buffer, at: number, encoding: Encoding): Generator<RunLine, void, undefined> {
  let start = at;
  let end = endOfLine(bytes, at, encoding);
  const width = end - start;
  for (;;) {
    const next = nextLine(bytes, end);
    const nextEnd = next === 0 ? 0 : endOfLine(bytes, next, encoding);
    // a wrapped run has lines of one width, of which the last may be shorter; a group is never broken
    const goesOn = next > 0 && width >= leastRun && width % 4 === 0 && end - start === width && nextEnd - next <= width && nextEnd - next >= 2 && endsLine(bytes, nextEnd);
    yield { start, end, last: !goesOn };
    if (!goesOn) return;
    start = next;
    end = nextEnd;
  }
}

function endOfLines(bytes: Buffer, at: number, end: number, encoding: Encoding): number {
  let last = end;
  for (const line of linesOfRun(bytes, at, encoding)) last = Math.max(last, line.end);
  return last;
}

function endOfLine(bytes: Buffer, at: number, encoding: Encoding): number {
  let end = at;
  if (encoding === 'base32') while ((quintets[bytes[end] as number] ?? 32) < 32) end++;
  else if (encoding === 'hex') while ((hexDigits[bytes[end] as number] ?? 16) < 16) end++;
  else while (end < bytes.length && (sextets[bytes[end] as number] as number) < 64) end++;
  return end;
}

/** Where the next line's characters begin, past a line end (real or written `\n`), indentation, quotes and a plus; 0 when there is none. */
function nextLine(bytes: Buffer, end: number): number {
  let at = end;
  let breaks = 0;
  for (const limit = end + 80; at < limit; at++) {
    const byte = bytes[at];
    if (byte === 10) breaks++;
    else if (byte === 0x5c && (bytes[at + 1] === 0x6e || bytes[at + 1] === 0x72)) {
      breaks++;
      at++;
    } else if (byte === 0x5c || byte === 13 || byte === 0x20 || byte === 9 || byte === 0x22 || byte === 0x27 || byte === 0x2c || byte === 0x23 || byte === 0x2a) continue;
    else if (byte === 0x2b && (bytes[at - 1] === 0x20 || bytes[at + 1] === 0x20 || bytes[at - 1] === 0x22 || bytes[at - 1] === 0x27)) continue;
    else break;
  }
  if (breaks === 0 || breaks > 2 || (sextets[bytes[at] as number] ?? 64) > 63) return 0;
  return at;
}

/** Whether a stretch of characters is all there is on a line but padding, quotes and the like. */
function endsLine(bytes: Buffer, at: number): boolean {
  const byte = bytes[at];
  return byte === undefined || byte === 0x3d || byte === 10 || byte === 13 || byte === 0x5c || byte === 0x22 || byte === 0x27 || byte === 0x2c || byte === 0x20 || byte === 0x3c || byte === 0x29 || byte === 0x2e;
}
