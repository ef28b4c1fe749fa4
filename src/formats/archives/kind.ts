/** First bytes of the formats that hold other files. */
const packedMagic: readonly (readonly [kind: PackedKind, at: number, bytes: string])[] = [
  ['zip', 0, 'PK\x03\x04'],
  ['zip', 0, 'PK\x05\x06'],
  ['gzip', 0, '\x1f\x8b\x08'],
  ['bzip2', 0, 'BZh'],
  ['zstd', 0, '\x28\xb5\x2f\xfd'],
  ['tar', 257, 'ustar'],
  ['git-bundle', 0, '# v2 git bundle\n'],
  ['git-bundle', 0, '# v3 git bundle\n'],
  ['git-pack', 0, 'PACK\0\0\0'],
  ['zlib', 0, 'x\x9c'],
  ['zlib', 0, 'x\xda'],
  ['zlib', 0, 'x\x01'],
  ['xz', 0, '\xfd7zXZ\0'],
  ['7z', 0, '7z\xbc\xaf\x27\x1c'],
  ['rar', 0, 'Rar!\x1a\x07'],
  ['lz4', 0, '\x04\x22\x4d\x18'],
  ['lz4', 0, '\x02\x21\x4c\x18'],
  ['lzip', 0, 'LZIP\x01'],
  ['compress', 0, '\x1f\x9d'],
  ['ar', 0, '!<arch>\n'],
  ['cpio', 0, '070701'],
  ['cpio', 0, '070702'],
  ['cpio', 0, '070707'],
  ['sqlite', 0, 'SQLite format 3\0'],
  ['cab', 0, 'MSCF\0\0\0\0'],
];

export type PackedKind = 'zip' | 'gzip' | 'bzip2' | 'zstd' | 'tar' | 'git-bundle' | 'git-pack' | 'zlib' | 'deflate' | 'xz' | '7z' | 'rar' | 'lz4' | 'lzip' | 'lzma' | 'compress' | 'ar' | 'cpio' | 'sqlite' | 'cab';

/** What kind of packed file bytes are, by their magic numbers; a zip may have a program before it. */
export function packedKind(bytes: Uint8Array): PackedKind | undefined {
  for (const [kind, at, magic] of packedMagic) {
    if (bytes[at] !== magic.charCodeAt(0)) continue;
    let i = 1;
    while (i < magic.length && bytes[at + i] === magic.charCodeAt(i)) i++;
    // a name may begin with these letters: a block or the end follows the level
    if (i === magic.length && (kind !== 'bzip2' || bytes[4] === 0x31 || bytes[4] === 0x17) && (kind !== 'cpio' || isDigits(bytes))) return kind;
  }
  if (isLzma(bytes)) return 'lzma';
  return hasZipEnd(bytes) ? 'zip' : undefined;
}

/**
 * Whether a file begins as LZMA alone does, which has no magic number: properties there are, a dictionary of a size that
 * encoders choose, a size below 256 GiB or none, and the zero that every range coder begins with.
 */
function isLzma(bytes: Uint8Array): boolean {
  if (bytes.length < 18 || (bytes[0] ?? 255) >= 225 || bytes[13] !== 0 || bytes[1] !== 0) return false;
  const dictionary = (bytes[2] ?? 0) * 256 + (bytes[3] ?? 0) * 65_536 + (bytes[4] ?? 0) * 16_777_216;
  const size = bytes.subarray(5, 13);
  const isUsual = dictionary >= 4096 && (Number.isInteger(Math.log2(dictionary)) || Number.isInteger(Math.log2(dictionary / 3)));
  return isUsual && (size.every((byte) => byte === 0xff) || (size[5] === 0 && size[6] === 0 && size[7] === 0 && size.some((byte) => byte !== 0)));
}

/** Whether the header that `cpio` writes goes on in digits. */
function isDigits(bytes: Uint8Array): boolean {
  for (let at = 6; at < 70; at++) {
    const byte = bytes[at] ?? 0;
    if (!((byte >= 0x30 && byte <= 0x39) || (byte | 32) >= 0x61 && (byte | 32) <= 0x66)) return false;
  }
  return true;
}

/** Whether the last bytes of a file may be the end of a zip archive without a comment, when its directory is not at hand. */
export function mayEndZip(tail: Uint8Array): boolean {
  const at = tail.length - zipEnd.bytes;
  return at >= 0 && isZipEnd(tail, at);
}

/** An archive's end record and its longest comment. Source: PKWARE APPNOTE 6.3.10, section 4.3.16. */
const zipEnd = { bytes: 22, comment: 65_535 } as const;

/**
 * Whether a zip archive ends here, all of it on the first disk: its directory stands right before the end record, or where
 * that says. A text holds no zero; a program that reads archives holds the signature.
 */
function hasZipEnd(bytes: Uint8Array): boolean {
  const last = bytes.length - zipEnd.bytes;
  if (last <= 0 || !bytes.includes(0)) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = last; at >= Math.max(0, last - zipEnd.comment); at--) {
    if (!isZipEnd(bytes, at)) continue;
    // in the 64-bit form both stand in another record, whose locator comes before this one
    const isLong = at >= 20 && isRecord(bytes, at - 20, 6, 7);
    if (isLong || isRecord(bytes, at - view.getUint32(at + 12, true), 1, 2) || isRecord(bytes, view.getUint32(at + 16, true), 1, 2)) return true;
  }
  return false;
}

/** Whether an end record stands here, of an archive all on one disk. */
function isZipEnd(bytes: Uint8Array, at: number): boolean {
  return isRecord(bytes, at, 5, 6) && bytes[at + 4] === 0 && bytes[at + 5] === 0 && bytes[at + 6] === 0 && bytes[at + 7] === 0;
}

function isRecord(bytes: Uint8Array, at: number, third: number, fourth: number): boolean {
  return bytes[at] === 0x50 && bytes[at + 1] === 0x4b && bytes[at + 2] === third && bytes[at + 3] === fourth;
}
