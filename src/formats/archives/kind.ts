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
];

export type PackedKind = 'zip' | 'gzip' | 'bzip2' | 'zstd' | 'tar' | 'git-bundle' | 'git-pack' | 'zlib' | 'deflate' | 'xz' | '7z' | 'rar';

/** What kind of packed file bytes are, by their magic numbers; a zip may have a program before it. */
export function packedKind(bytes: Uint8Array): PackedKind | undefined {
  for (const [kind, at, magic] of packedMagic) {
    if (bytes[at] !== magic.charCodeAt(0)) continue;
    let i = 1;
    while (i < magic.length && bytes[at + i] === magic.charCodeAt(i)) i++;
    // a name may begin with these letters: a block or the end follows the level
    if (i === magic.length && (kind !== 'bzip2' || bytes[4] === 0x31 || bytes[4] === 0x17)) return kind;
  }
  return hasZipEnd(bytes) ? 'zip' : undefined;
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
