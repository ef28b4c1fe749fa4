import { candidates, gzipData, headless, headlessAt, probe } from './embedded-heads.ts';
import { inflateAt } from './inflate.ts';
import type { PackedKind } from './kind.ts';
import { allowance, tooLarge, type Member, type UnpackLimits } from './member.ts';
import { unpack } from './unpack.ts';
import { zipEnd } from './zip.ts';
import { zstdEnd } from './zstd.ts';

/** What was packed among other bytes. */
export interface Embedded {
  readonly kind: PackedKind;
  /** The span of the packed bytes, end exclusive; of some kinds the end is not known and the span goes on to that of all bytes. */
  readonly start: number;
  readonly end: number;
  readonly member: Member;
}

/** How many times over the bytes may be read for streams that come to nothing. */
const maxWaste = 4;

/** A stream without a checked head that breaks off sooner than this, in bytes, was none. */
const sayable = 1024;

/** Shortest text that is looked at, in bytes: that of the shortest tokens. */
const leastText = 16;

/** Whether a short stream is one, by its checksum: a few bytes inflate to something now and then. */
function isStream(kind: PackedKind, bytes: Buffer, end: number, text: Buffer): boolean {
  return text.length >= leastText && (kind === 'gzip' || (end + 4 <= bytes.length && bytes.readUInt32BE(end) === adler32(text)));
}

/** Source: RFC 1950, section 8.2. */
function adler32(bytes: Buffer): number {
  let a = 1;
  let b = 0;
  for (const byte of bytes) {
    a = (a + byte) % 65_521;
    b = (b + a) % 65_521;
  }
  return b * 65_536 + a;
}

/** Where an archive ends, as far as that is known. */
function endOf(kind: PackedKind, bytes: Buffer, at: number): number {
  switch (kind) {
    case 'zstd':
      return at + zstdEnd(bytes.subarray(at));
    case 'zip':
      return at + zipEnd(bytes.subarray(at));
    default:
      return bytes.length;
  }
}

/**
 * What is packed among other bytes from an offset on: compressed streams and archives behind a header of another format, one
 * behind the other, and a bare stream of deflate that is nearly all of the file. Linear in the bytes: what comes to nothing is
 * charged to a budget, and that it is used up is said.
 */
export function* embeddedIn(bytes: Buffer, from: number, limits: UnpackLimits): Generator<Embedded, void, undefined> {
  let done = from;
  let waste = maxWaste * bytes.length + 65_536;
  let count = 0;
  for (const { kind, at } of candidates(bytes, from)) {
    if (at < done) continue;
    if (++count > limits.maxMembers || waste < 0) {
      yield { kind, start: at, end: bytes.length, member: { name: '', problem: 'limit', detail: `more packed streams among other bytes than are looked at, from byte ${at} on` } };
      return;
    }
    if (kind !== 'gzip' && kind !== 'zlib') {
      const end = endOf(kind, bytes, at);
      // a program that reads archives holds their heads: what cannot be read is none
      for (const member of unpack(kind, bytes.subarray(at, end), limits)) {
        if ('problem' in member && member.problem === 'unreadable') continue;
        yield { kind, start: at, end, member };
        done = end;
      }
      continue;
    }
    const data = kind === 'zlib' ? at + 2 : gzipData(bytes, at);
    const allowed = allowance(bytes.length - data, limits);
    const { bytes: text, end, ended } = inflateAt(bytes, data, allowed);
    if (text.length < probe && (ended !== 'whole' || !isStream(kind, bytes, end, text))) waste -= text.length + end - at;
    else {
      yield { kind, start: at, end, member: ended === 'full' ? tooLarge('', allowed) : { name: '', bytes: text } };
      if ((ended === 'cut' || ended === 'damaged') && (at === 0 || text.length >= sayable)) yield { kind, start: at, end, member: { name: '', problem: 'unreadable', detail: `the ${kind} data at byte ${at} is ${ended === 'cut' ? 'cut off' : 'damaged'} after ${text.length} bytes` } };
      waste -= ended === 'whole' ? 0 : text.length;
      done = end;
    }
  }
  if (done > from) return;
  const bare = headlessAt(bytes, from);
  if (bare < 0) return;
  const { bytes: text, end, ended } = inflateAt(bytes, bare, allowance(bytes.length - bare, limits));
  if (ended === 'whole' && bytes.length - end <= headless.after) yield { kind: 'deflate', start: bare, end, member: { name: '', bytes: text } };
}
