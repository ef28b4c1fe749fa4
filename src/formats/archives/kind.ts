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

export type PackedKind = 'zip' | 'gzip' | 'bzip2' | 'zstd' | 'tar' | 'git-bundle' | 'git-pack' | 'zlib' | 'xz' | '7z' | 'rar';

/** What kind of packed file bytes are, by their magic numbers; a zip may have a program before it. */
export function packedKind(bytes: Uint8Array): PackedKind | undefined {
  for (const [kind, at, magic] of packedMagic) {
    if (bytes[at] !== magic.charCodeAt(0)) continue;
    let i = 1;
    while (i < magic.length && bytes[at + i] === magic.charCodeAt(i)) i++;
    // a name may begin with these letters: a block or the end follows the level
    if (i === magic.length && (kind !== 'bzip2' || bytes[4] === 0x31 || bytes[4] === 0x17)) return kind;
  }
  const tail = bytes.length - 22;
  return tail > 0 && bytes[tail] === 0x50 && bytes[tail + 1] === 0x4b && bytes[tail + 2] === 5 && bytes[tail + 3] === 6 ? 'zip' : undefined;
}
