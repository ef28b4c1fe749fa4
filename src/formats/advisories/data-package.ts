import type { Advisory } from './advisory.ts';

/**
 * The data package of advisories, one file:
 *
 *   8 bytes      `PCADV001`
 *   4 × uint32   bytes of the stamp, packages with advisories, malicious names, bytes of the bodies (little-endian)
 *   stamp        JSON: when and from what it was built
 *   packages     for each, sorted: 8 bytes of its key's hash, uint32 offset and length of its body
 *   malicious    for each name, sorted: 8 bytes of its key's hash
 *   bodies       JSON: a list of advisories
 *
 * A name is looked up by halving, so nothing is parsed but what was asked for.
 */
const magic = 'PCADV001';
const headBytes = 24;
const rowBytes = 16;
const hashBytes = 8;

/** When and from what a data package was built. */
export interface AdvisoryStamp {
  /** `2026-11-24`. */
  readonly built: string;
  /** Date of the newest record in it, as `2026-11-23`. */
  readonly newest: string;
  /** Files and folders it was built from, for `update`. */
  readonly sources: readonly string[];
  readonly records: number;
  readonly packages: number;
  readonly malicious: number;
}

export interface AdvisoryData {
  readonly stamp: AdvisoryStamp;
  /** The advisories about a package, by its ecosystem and folded path; empty for none. */
  advisories(ecosystem: string, path: string): readonly Advisory[];
  /** Whether all versions of a package are known to be malicious. */
  isMalicious(ecosystem: string, path: string): boolean;
}

/** Packs advisories by key and malicious names. Deterministic: the same data gives the same bytes. */
export function packAdvisories(stamp: AdvisoryStamp, byKey: ReadonlyMap<string, readonly Advisory[]>, malicious: ReadonlySet<string>): Buffer {
  const rows = [...byKey].map(([key, list]) => ({ hash: hashOf(key), body: Buffer.from(JSON.stringify(list), 'utf8') })).sort((a, b) => a.hash.compare(b.hash));
  const table = Buffer.alloc(rows.length * rowBytes);
  let offset = 0;
  rows.forEach(({ hash, body }, number) => {
    hash.copy(table, number * rowBytes);
    table.writeUInt32LE(offset, number * rowBytes + 8);
    table.writeUInt32LE(body.length, number * rowBytes + 12);
    offset += body.length;
  });
  const names = Buffer.concat([...malicious].map(hashOf).sort((a, b) => a.compare(b)));
  const stamped = Buffer.from(JSON.stringify(stamp), 'utf8');
  const head = Buffer.alloc(headBytes);
  head.write(magic, 'latin1');
  [stamped.length, rows.length, malicious.size, offset].forEach((value, at) => head.writeUInt32LE(value, 8 + at * 4));
  return Buffer.concat([head, stamped, table, names, ...rows.map(({ body }) => body)]);
}

/** Opens a data package. Throws an Error that says what is wrong with it. */
export function openAdvisories(bytes: Buffer): AdvisoryData {
  if (bytes.length < headBytes || bytes.toString('latin1', 0, 8) !== magic) throw new Error('this is no data package of advisories, or of another version: build it anew');
  const [stampLength = 0, rows = 0, names = 0, bodies = 0] = [8, 12, 16, 20].map((at) => bytes.readUInt32LE(at));
  const tableAt = headBytes + stampLength;
  const namesAt = tableAt + rows * rowBytes;
  const bodiesAt = namesAt + names * hashBytes;
  if (bytes.length !== bodiesAt + bodies) throw new Error('the data package of advisories is cut short: build it anew');
  const stamp: AdvisoryStamp = JSON.parse(bytes.toString('utf8', headBytes, tableAt));
  return {
    stamp,
    advisories(ecosystem, path) {
      const row = search(bytes, tableAt, rows, rowBytes, hashOf(keyOf(ecosystem, path)));
      if (row < 0) return [];
      const from = bodiesAt + bytes.readUInt32LE(row + 8);
      const list: readonly Advisory[] = JSON.parse(bytes.toString('utf8', from, from + bytes.readUInt32LE(row + 12)));
      return list;
    },
    isMalicious: (ecosystem, path) => search(bytes, namesAt, names, hashBytes, hashOf(keyOf(ecosystem, path))) >= 0,
  };
}

/** The key of a package in a data package. */
export function keyOf(ecosystem: string, foldedPath: string): string {
  return `${ecosystem}/${foldedPath}`;
}

/** Offset of the row that starts with a hash, or -1. */
function search(bytes: Buffer, start: number, count: number, size: number, hash: Buffer): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    const at = start + middle * size;
    const order = bytes.compare(hash, 0, hashBytes, at, at + hashBytes);
    if (order === 0) return at;
    if (order < 0) low = middle + 1;
    else high = middle;
  }
  return -1;
}

/** The first eight bytes of SHA-256: among a million names two share them once in 37 million such packages. */
function hashOf(key: string): Buffer {
  const { createHash } = process.getBuiltinModule('node:crypto');
  return createHash('sha256').update(key).digest().subarray(0, hashBytes);
}
