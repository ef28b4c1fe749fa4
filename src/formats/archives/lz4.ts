import { allowance, tooLarge, type Member, type UnpackLimits } from './member.ts';

const frameMagic = 0x184d2204;
const legacyMagic = 0x184c2102;

/** Text as it is put together; references may go back over all of it. */
interface Output {
  bytes: Buffer;
  length: number;
  readonly most: number;
}

/** Unpacks frames of LZ4, and the older format of its first program. Source: "LZ4 frame format description" 1.6.4 and "LZ4 block format". */
export function decompressLz4(name: string, bytes: Buffer, limits: UnpackLimits): Member {
  const most = allowance(bytes.length, limits);
  const output: Output = { bytes: Buffer.allocUnsafe(Math.min(most, Math.max(4096, bytes.length * 4))), length: 0, most };
  let at = 0;
  while (at + 8 <= bytes.length) {
    const magic = bytes.readUInt32LE(at);
    const end = magic === frameMagic ? readFrame(bytes, at + 4, output) : magic === legacyMagic ? readLegacy(bytes, at + 4, output) : magic >>> 4 === 0x184d2a5 ? at + 8 + bytes.readUInt32LE(at + 4) : undefined;
    if (end === 'full') return tooLarge(name, most);
    if (end === 'damaged') return { name, problem: 'unreadable', detail: 'the lz4 data is damaged' };
    if (end === undefined) break;
    at = end;
  }
  return { name, bytes: output.bytes.subarray(0, output.length), end: Math.min(at, bytes.length) };
}

type End = number | 'full' | 'damaged';

function readFrame(bytes: Buffer, from: number, output: Output): End {
  const flags = bytes[from] ?? 0;
  let at = from + 3 + ((flags & 8) === 0 ? 0 : 8) + ((flags & 1) === 0 ? 0 : 4);
  for (;;) {
    if (at + 4 > bytes.length) return 'damaged';
    const size = bytes.readUInt32LE(at);
    at += 4;
    if (size === 0) return at + ((flags & 4) === 0 ? 0 : 4);
    const length = size & 0x7fffffff;
    if (at + length > bytes.length) return 'damaged';
    const wrong = size > 0x7fffffff ? append(bytes, at, length, output) : readBlock(bytes, at, at + length, output);
    if (wrong !== undefined) return wrong;
    at += length + ((flags & 16) === 0 ? 0 : 4);
  }
}

function readLegacy(bytes: Buffer, from: number, output: Output): End {
  let at = from;
  while (at + 4 <= bytes.length) {
    const size = bytes.readUInt32LE(at);
    if (size === 0 || at + 4 + size > bytes.length) break;
    const wrong = readBlock(bytes, at + 4, at + 4 + size, output);
    if (wrong !== undefined) return wrong;
    at += 4 + size;
  }
  return at === from ? 'damaged' : at;
}

function readBlock(bytes: Buffer, from: number, end: number, output: Output): 'full' | 'damaged' | undefined {
  let at = from;
  const more = (length: number): number => {
    if (length !== 15) return length;
    let sum = 15;
    for (let byte = 255; byte === 255 && at < end; sum += byte) byte = bytes[at++] ?? 0;
    return sum;
  };
  while (at < end) {
    const token = bytes[at++] ?? 0;
    const literals = more(token >> 4);
    if (at + literals > end) return 'damaged';
    const wrong = append(bytes, at, literals, output);
    if (wrong !== undefined) return wrong;
    at += literals;
    if (at >= end) return undefined;
    const distance = (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);
    at += 2;
    const length = more(token & 15) + 4;
    if (distance === 0 || distance > output.length) return 'damaged';
    if (!hasRoom(output, length)) return 'full';
    for (let i = 0; i < length; i++, output.length++) output.bytes[output.length] = output.bytes[output.length - distance] as number;
  }
  return undefined;
}

function append(bytes: Buffer, at: number, length: number, output: Output): 'full' | undefined {
  if (!hasRoom(output, length)) return 'full';
  bytes.copy(output.bytes, output.length, at, at + length);
  output.length += length;
  return undefined;
}

function hasRoom(output: Output, more: number): boolean {
  const needed = output.length + more;
  if (needed > output.most) return false;
  if (needed > output.bytes.length) {
    const wider = Buffer.allocUnsafe(Math.min(output.most, Math.max(needed, output.bytes.length * 2)));
    output.bytes.copy(wider, 0, 0, output.length);
    output.bytes = wider;
  }
  return true;
}
