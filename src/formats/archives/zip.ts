import { decompress } from './compressed.ts';
import { allowance, tooLarge, type Member, type UnpackLimits } from './member.ts';
import { decompressBzip2 } from './bzip2.ts';
import { decompressLzma, decompressRawLzma } from './lzma.ts';

/** An entry of the central directory. */
interface Entry {
  readonly name: string;
  readonly flags: number;
  readonly method: number;
  readonly packed: number;
  readonly size: number;
  /** Offset of the local header. */
  readonly at: number;
}

const endMagic = 0x06054b50;
const entryMagic = 0x02014b50;
const localMagic = 0x04034b50;

/**
 * The files of a zip archive (PKWARE APPNOTE 6.3.10): the central directory's where there is one, otherwise those whose
 * local headers follow one another. Entries that overlap are not unpacked twice: that is how small archives become huge.
 */
export function* unzip(bytes: Buffer, limits: UnpackLimits): Generator<Member, void, undefined> {
  const end = findEnd(bytes);
  const entries = end === undefined ? localEntries(bytes, 0, bytes.length, limits.maxMembers) : directoryEntries(bytes, end, limits.maxMembers);
  if (entries.length === 0 && (end === undefined || bytes.readUInt16LE(end + 10) > 0)) {
    yield { name: '', problem: 'unreadable', detail: 'the zip archive is damaged' };
    return;
  }
  if (entries.length >= limits.maxMembers) yield { name: '', problem: 'limit', detail: `more than ${limits.maxMembers} files in the archive` };
  let until = 0;
  const more = { ...limits, maxMembers: limits.maxMembers - entries.length };
  for (const entry of [...entries].sort((a, b) => a.at - b.at)) {
    if (end !== undefined) yield* unlisted(bytes, until, entry.at, more);
    const data = dataStart(bytes, entry.at);
    if (entry.name.endsWith('/') && entry.size === 0) continue;
    if (data < 0 || data + entry.packed > bytes.length) yield { name: entry.name, problem: 'unreadable', detail: 'the entry lies outside of the archive' };
    else if (entry.at < until) yield { name: entry.name, problem: 'limit', detail: 'the entry overlaps another one' };
    else yield unpackEntry(bytes.subarray(data, data + entry.packed), entry, limits);
    until = Math.max(until, data + entry.packed);
  }
  if (end !== undefined) yield* unlisted(bytes, until, end, more);
}

/** Where an archive that begins here ends: behind its end record, or behind the last of its files when that is not near the end of the bytes. */
export function zipEnd(bytes: Buffer): number {
  const end = findEnd(bytes);
  if (end !== undefined) return Math.min(bytes.length, end + 22 + bytes.readUInt16LE(end + 20));
  const last = localEntries(bytes, 0, bytes.length, mostLocal).at(-1);
  return last === undefined ? bytes.length : Math.min(bytes.length, Math.max(30, dataStart(bytes, last.at) + last.packed));
}

const mostLocal = 100_000;

/** Files between those that the directory names: who reads an archive as a stream gets them too. What cannot be read there is no file. */
function* unlisted(bytes: Buffer, from: number, to: number, limits: UnpackLimits & { maxMembers: number }): Generator<Member, void, undefined> {
  const at = from + 30 > to ? -1 : nextHeader(bytes, from);
  if (at < 0 || at >= to) return;
  for (const entry of localEntries(bytes, at, to, limits.maxMembers)) {
    limits.maxMembers--;
    const data = dataStart(bytes, entry.at);
    const member = unpackEntry(bytes.subarray(data, data + entry.packed), entry, limits);
    if (!('problem' in member) || member.problem !== 'unreadable') yield member;
  }
}

function unpackEntry(packed: Buffer, { name, flags, method, size }: Entry, limits: UnpackLimits): Member {
  if ((flags & 1) !== 0) return { name, problem: 'unknown-format', detail: 'the entry is encrypted' };
  const allowed = allowance(packed.length, limits);
  // what the header declares is believed only where it says too much
  if (size > allowed) return tooLarge(name, allowed);
  switch (method) {
    case 0:
      return packed.length > allowed ? tooLarge(name, allowed) : { name, bytes: packed };
    case 8:
      return decompress(name, packed, 'deflate', limits);
    case 12:
      return decompressBzip2(name, packed, limits);
    case 14:
      // a version, the length of the properties, and these stand before the data
      return decompressRawLzma(name, packed.subarray(9), { properties: packed.subarray(4, 9), size: (flags & 2) === 0 ? size : undefined }, limits);
    case 95:
      return decompressLzma(name, packed, 'xz', limits);
    case 93:
      return decompress(name, packed, 'zstd', limits);
    default:
      return { name, problem: 'unknown-format', detail: `compression method ${method}` };
  }
}

/** Offset of the end record: the last one, at most a comment of 65,535 bytes before the end. */
function findEnd(bytes: Buffer): number | undefined {
  const least = Math.max(0, bytes.length - 22 - 65_535);
  for (let at = bytes.length - 22; at >= least; at--) {
    if (bytes[at] === 0x50 && bytes.readUInt32LE(at) === endMagic) return at;
  }
  return undefined;
}

function directoryEntries(bytes: Buffer, end: number, most: number): readonly Entry[] {
  const size = bytes.readUInt32LE(end + 12);
  const declared = bytes.readUInt32LE(end + 16);
  // a program may stand before the archive: the directory ends where the end record (or that of zip64) begins
  const zip64 = end >= 20 && bytes.readUInt32LE(end - 20) === 0x07064b50 ? zip64Directory(bytes, end - 20) : undefined;
  const start = zip64 ?? (end - size >= 0 && isEntry(bytes, end - size) ? end - size : declared);
  const shift = zip64 === undefined ? Math.max(0, start - declared) : 0;
  const entries: Entry[] = [];
  for (let at = start; entries.length < most && isEntry(bytes, at); ) {
    const nameLength = bytes.readUInt16LE(at + 28);
    const extraLength = bytes.readUInt16LE(at + 30);
    const next = at + 46 + nameLength + extraLength + bytes.readUInt16LE(at + 32);
    if (next > bytes.length) break;
    entries.push(withZip64(bytes.subarray(at + 46 + nameLength, at + 46 + nameLength + extraLength), {
      name: bytes.toString('utf8', at + 46, at + 46 + nameLength),
      flags: bytes.readUInt16LE(at + 8),
      method: bytes.readUInt16LE(at + 10),
      packed: bytes.readUInt32LE(at + 20),
      size: bytes.readUInt32LE(at + 24),
      at: bytes.readUInt32LE(at + 42) + shift,
    }));
    at = next;
  }
  return entries;
}

function isEntry(bytes: Buffer, at: number): boolean {
  return at >= 0 && at + 46 <= bytes.length && bytes.readUInt32LE(at) === entryMagic;
}

function zip64Directory(bytes: Buffer, locator: number): number | undefined {
  const at = number64(bytes, locator + 8);
  return at + 56 <= bytes.length && bytes.readUInt32LE(at) === 0x06064b50 ? number64(bytes, at + 48) : undefined;
}

/** Sizes and offsets past 4 GiB stand in an extra field with id 1, in this order, where the field of 32 bits is full. */
function withZip64(extra: Buffer, entry: Entry): Entry {
  for (let at = 0; at + 4 <= extra.length; ) {
    const length = extra.readUInt16LE(at + 2);
    if (extra.readUInt16LE(at) === 1) {
      const values: number[] = [];
      for (let i = at + 4; i + 8 <= Math.min(extra.length, at + 4 + length); i += 8) values.push(number64(extra, i));
      const take = (value: number): number => (value === 0xffffffff ? (values.shift() ?? value) : value);
      const size = take(entry.size);
      return { ...entry, size, packed: take(entry.packed), at: take(entry.at) };
    }
    at += 4 + length;
  }
  return entry;
}

/** A number of 64 bits; past what a double holds exactly it is larger than any file. */
function number64(bytes: Buffer, at: number): number {
  return at + 8 <= bytes.length ? bytes.readUInt32LE(at) + bytes.readUInt32LE(at + 4) * 0x1_0000_0000 : Number.MAX_SAFE_INTEGER;
}

function dataStart(bytes: Buffer, at: number): number {
  if (at + 30 > bytes.length || bytes.readUInt32LE(at) !== localMagic) return -1;
  return at + 30 + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28);
}

/** Files of an archive without a directory (cut off, or written as a stream whose headers give the sizes). */
function localEntries(bytes: Buffer, from: number, to: number, most: number): readonly Entry[] {
  const entries: Entry[] = [];
  for (let at = from; entries.length < most; ) {
    const data = dataStart(bytes, at);
    if (data < 0 || data > to) return entries;
    const flags = bytes.readUInt16LE(at + 6);
    const declared = bytes.readUInt32LE(at + 18);
    const next = (flags & 8) !== 0 && declared === 0 ? nextHeader(bytes, data) : data + declared;
    entries.push({
      name: bytes.toString('utf8', at + 30, at + 30 + bytes.readUInt16LE(at + 26)),
      flags,
      method: bytes.readUInt16LE(at + 8),
      packed: Math.min(next, to) - data,
      size: bytes.readUInt32LE(at + 22),
      at,
    });
    at = next;
  }
  return entries;
}

function nextHeader(bytes: Buffer, from: number): number {
  const at = bytes.indexOf('PK\x03\x04', from, 'latin1');
  return at < 0 ? bytes.length : at;
}
