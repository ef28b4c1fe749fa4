import { Decompress } from 'fzstd';
import { allowance, tooLarge, type Member, type UnpackLimits } from './member.ts';

/** Largest window of a frame, in bytes: that of zstd's level 19 is 8 MiB. */
const maxWindow = 32 * 1024 * 1024;

/** Most work on a file: blocks times the window that each of them is moved through, in bytes. */
const maxMoved = 16 * 1024 * 1024 * 1024;

/** A frame of compressed data. Source: RFC 8878, section 3.1.1. */
interface Frame {
  readonly start: number;
  readonly end: number;
  readonly window: number;
  readonly blocks: number;
}

/** Unpacks a file of zstd (RFC 8878) where Node cannot. Its frames are read one by one, within limits that their heads are held to. */
export function decompressZstd(name: string, bytes: Buffer, limits: UnpackLimits): Member {
  const allowed = allowance(bytes.length, limits);
  const frames = framesOf(bytes);
  const damaged: Member = { name, problem: 'unreadable', detail: 'the zstd data is damaged' };
  if (frames === undefined) return damaged;
  if (allowed === 0) return tooLarge(name, allowed);
  if (frames.some(({ window }) => window > maxWindow)) return { name, problem: 'limit', detail: `a window of more than ${maxWindow} bytes` };
  if (frames.reduce((sum, { window, blocks }) => sum + window * blocks, 0) > maxMoved) return tooLarge(name, allowed);
  const parts: Uint8Array[] = [];
  let length = 0;
  const decompressor = (): Decompress =>
    new Decompress((part) => {
      length += part.length;
      if (length > allowed) throw new RangeError('too large');
      parts.push(part);
    });
  try {
    for (const { start, end } of frames) decompressor().push(bytes.subarray(start, end), true);
  } catch {
    return length > allowed ? tooLarge(name, allowed) : damaged;
  }
  return { name, bytes: Buffer.concat(parts) };
}

/** Where the last of the whole frames at the beginning of some bytes ends; 0 when there is none. */
export function zstdEnd(bytes: Buffer): number {
  let end = 0;
  while (end + 8 <= bytes.length && bytes.readUInt32LE(end) === 0xfd2fb528) {
    const frame = frameAt(bytes, end);
    if (frame === undefined) break;
    end = frame.end;
  }
  return end;
}

/** The frames of a file, but those that may be skipped; undefined when one is cut off. */
function framesOf(bytes: Buffer): readonly Frame[] | undefined {
  const frames: Frame[] = [];
  for (let at = 0; at < bytes.length; ) {
    if (bytes.length - at < 8) return undefined;
    const magic = bytes.readUInt32LE(at);
    if (magic >>> 4 === 0x184d2a5) at += 8 + bytes.readUInt32LE(at + 4);
    else {
      const frame = magic === 0xfd2fb528 ? frameAt(bytes, at) : undefined;
      if (frame === undefined) return undefined;
      frames.push(frame);
      at = frame.end;
    }
    if (at > bytes.length) return undefined;
  }
  return frames;
}

function frameAt(bytes: Buffer, start: number): Frame | undefined {
  const flags = bytes[start + 4] ?? 0;
  const isSingle = (flags & 32) !== 0;
  const sizeWidth = [isSingle ? 1 : 0, 2, 4, 8][flags >> 6] ?? 0;
  const sizeAt = start + 5 + (isSingle ? 0 : 1) + ([0, 1, 2, 4][flags & 3] ?? 0);
  let at = sizeAt + sizeWidth;
  if (at + 3 > bytes.length) return undefined;
  const window = isSingle ? contentSize(bytes, sizeAt, sizeWidth) : windowSize(bytes[start + 5] ?? 0);
  for (let blocks = 1; at + 3 <= bytes.length; blocks++) {
    const head = bytes.readUIntLE(at, 3);
    // a block of one byte over and over holds that byte
    at += 3 + ((head & 6) === 2 ? 1 : head >> 3);
    if ((head & 1) === 0) continue;
    const end = at + ((flags & 4) === 0 ? 0 : 4);
    return end > bytes.length ? undefined : { start, end, window, blocks };
  }
  return undefined;
}

function contentSize(bytes: Buffer, at: number, width: number): number {
  if (width === 8) return Number(bytes.readBigUInt64LE(at));
  return bytes.readUIntLE(at, width) + (width === 2 ? 256 : 0);
}

function windowSize(descriptor: number): number {
  const base = 2 ** (10 + (descriptor >> 3));
  return base + (base / 8) * (descriptor & 7);
}
