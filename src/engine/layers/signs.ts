import { isAscii, isUtf8 } from 'node:buffer';
import { hasEmbedded } from '../../formats/archives/embedded-heads.ts';
import { packedKind } from '../../formats/archives/kind.ts';
import { unseenIn } from './invisible.ts';
import { isKeyFile } from './key-file.ts';
import { seamEnd } from './seams.ts';
import { sign } from './sign.ts';
import { habitsOf, isLetter, isPercent, nextMark, spanSigns, type Habits } from './span-signs.ts';
import type { Span } from './spans.ts';

/** How far around a keyword escapes are sought: what stands right before a token, and the longest ordinary ones. */
const nearBefore = 6;
const nearAfter = 120;

/** HCL has no operator that puts strings together. */
const joinsNothing = /\.(?:tf|tofu|tfvars|hcl)$/i;
/** Text of Word and PowerPoint in their packed files, and streams as a PDF holds them. */
const document = /(?:^|\/)(?:word|ppt)\/[\w/.-]{1,200}\.xml$|^zlib at byte \d{1,12}$/i;
const mail = /\.(?:eml|mht|mhtml|mbox|vcf)$/i;

/** What a name says of all versions of a file, which are mostly asked for one after the other. */
interface Named extends Habits {
  readonly path: string;
  readonly ofName: number;
  readonly heard: number;
}
let last: Named | undefined;

function named(path: string): Named {
  if (last?.path === path) return last;
  // two labels of a block stand side by side and make no string
  last = { path, ofName: mail.test(path) ? sign.quotedPrintable : document.test(path) ? sign.pieces : 0, heard: joinsNothing.test(path) ? ~sign.join : ~0, ...habitsOf(path) };
  return last;
}

/**
 * The signs of encoded text and packed files in a source, or 0. This is asked of every source, so it looks at the bytes
 * where a sign can be and at no others: it decodes nothing. The spans of the focus that have signs are added to `telling`.
 */
export function layerSigns(path: string, bytes: Buffer, hits: readonly Span[], focus: readonly Span[], telling?: Span[]): number {
  const habits = named(path);
  const { heard } = habits;
  const isPlain = isAscii(bytes);
  const ofAll = habits.ofName | packedSign(bytes) | (isPlain ? 0 : streamsSign(bytes)) | (isKeyFile(bytes) ? sign.key : 0);
  let found = ofAll;
  const places: number[] = [];
  visitNear(bytes, hits, (bit, at) => {
    found |= bit & heard;
    if (telling !== undefined && (bit & heard) !== 0) places.push(at);
  });
  for (const span of focus) {
    const own = (spanSigns(habits, bytes, span) | (!isPlain && hasUnseen(bytes, span) ? sign.unseen : 0)) & heard;
    found |= own;
    if (telling !== undefined && (own !== 0 || ofAll !== 0 || places.some((at) => at >= span.start && at < span.end + nearAfter))) telling.push(span);
  }
  return found;
}

function hasUnseen(bytes: Buffer, { start, end }: Span): boolean {
  return !unseenIn(bytes, start, end).next().done;
}

/** Compressed bytes among others are no UTF-8, wherever they stand: what is changed in a stream changes all that follows in it. */
function streamsSign(bytes: Buffer): number {
  return !isUtf8(bytes) && hasEmbedded(bytes, 0) ? sign.streams : 0;
}

function packedSign(bytes: Uint8Array): number {
  return packedKind(bytes) === undefined ? 0 : sign.packed;
}

/** Calls `visit(bit, offset)` for escapes and seams of strings beside keywords: right before them, and on the rest of their line. */
export function visitNear(bytes: Uint8Array, hits: readonly Span[], visit: (bit: number, at: number) => void): void {
  let done = 0;
  for (const hit of hits) {
    if (hit.end <= done) continue;
    const end = Math.min(bytes.length, hit.end + nearAfter);
    let at = nextMark(kinds, bytes, Math.max(done, hit.start - nearBefore), end);
    for (; at < end && (bytes[at] !== 10 || at < hit.end); at = nextMark(kinds, bytes, at + 1, end)) {
      const bit = signNear(bytes, at);
      if (bit !== 0) visit(bit, at);
    }
    done = at;
  }
}

function signNear(bytes: Uint8Array, at: number): number {
  switch (bytes[at]) {
    case 0x5c:
      return sign.backslash;
    case 0x25:
      return isPercent(bytes, at) ? sign.percent : 0;
    case 0x26:
      return isLetter(bytes[at + 1]) || bytes[at + 1] === 0x23 ? sign.entity : 0;
    case 0x3d:
      return bytes[at + 1] === 10 || bytes[at + 1] === 13 || (bytes[at + 1] === 0x33 && bytes[at + 2] === 0x44) ? sign.quotedPrintable : 0;
    case 10:
      return 0;
    default:
      return seamEnd(bytes, at) > 0 ? sign.join : 0;
  }
}

/** Bytes that begin an escape or end a string or a line. */
const kinds = new Uint8Array(256);
for (const byte of [0x5c, 0x25, 0x26, 0x3d, 0x22, 0x27, 10]) kinds[byte] = 1;
