/** Value of each character of base64 and base64url, or 64 for any other byte. Source: RFC 4648, sections 4 and 5. */
export const sextets = new Uint8Array(256).fill(64);
'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'.split('').forEach((character, value) => (sextets[character.charCodeAt(0)] = value));
sextets[45] = 62;
sextets[95] = 63;

/** Shortest run that is looked into, in characters: the 18 bytes of the shortest tokens. */
export const leastRun = 24;

/**
 * Calls `visit(bytes, start, end)` for every stretch of at least `leastRun` characters of base64 (hexadecimal digits are among
 * them), until it answers true. Looks at every byte of such stretches and, because it probes from behind as Boyer and
 * Moore do, at about a quarter of the others.
 */
export function findRuns(bytes: Uint8Array, from: number, to: number, visit: (bytes: Uint8Array, start: number, end: number) => boolean): boolean {
  let start = from;
  let known = from;
  let probe = from + leastRun - 1;
  while (probe < to) {
    let i = probe;
    while (i >= known && (sextets[bytes[i] as number] as number) < 64) i--;
    if (i < known) {
      let end = probe + 1;
      while (end < to && (sextets[bytes[end] as number] as number) < 64) end++;
      if (visit(bytes, start, end)) return true;
      start = known = end + 1;
      probe = end + leastRun;
    } else {
      start = i + 1;
      known = probe + 1;
      probe = i + leastRun;
    }
  }
  return false;
}

/** Letters, digits, minus and underscore: what tokens are made of and what nobody needs to escape. */
export function isTokenByte(byte: number | undefined): boolean {
  return byte !== undefined && byte !== 0x2b && byte !== 0x2f && (sextets[byte] as number) < 64;
}

/** Whether a byte may stand in a text: ASCII that prints, tab and line ends. */
export function isTextByte(byte: number): boolean {
  return (byte >= 32 && byte < 127) || byte === 10 || byte === 13 || byte === 9;
}

/** What the beginning of a run shows it to be. */
export type Encoding = 'base64' | 'base32' | 'hex';

/**
 * Where in a run encoded text, UTF-16 or a compressed file begins, and how it is encoded; undefined where it shows none.
 * Text is sought at the start of the run, up to three characters later (what stands before may be an escape's letter)
 * and after each slash, plus, minus and underscore, because a path or a name may stand before it.
 */
export function encodedStart(bytes: Uint8Array, start: number, end: number): { readonly at: number; readonly encoding: Encoding } | undefined {
  if (beginsHexText(bytes, start, end) || beginsHexPacked(bytes, start, end)) return { at: start, encoding: 'hex' };
  if (beginsBase32(bytes, start, end)) return { at: start, encoding: 'base32' };
  const isHash = isDigest(bytes, start, end);
  if (beginsPacked(bytes, start, end) || beginsWide(bytes, start, end)) return { at: start, encoding: 'base64' };
  for (let at = start; at < start + 4; at++) if (beginsText(bytes, at, end)) return { at, encoding: 'base64' };
  for (let i = start; i < end - leastRun; i++) {
    if ((sextets[bytes[i] as number] as number) < 62) continue;
    if (beginsText(bytes, i + 1, end) || (!isHash && beginsPacked(bytes, i + 1, end))) return { at: i + 1, encoding: 'base64' };
  }
  // a name of x, u or a digit before it: `0x67…`, `u67…`
  for (let at = start + 1; at < start + 3; at++) if (beginsHexText(bytes, at, end)) return { at, encoding: 'hex' };
  return undefined;
}

/** Characters of a digest in base64 without its padding: SHA-1, SHA-256, SHA-384, SHA-512. */
const digestLengths = new Set([27, 43, 64, 86]);

/** `sha512-…` as lockfiles have it by the thousand (Subresource Integrity): one in a thousand begins as zlib does. */
function isDigest(bytes: Uint8Array, start: number, end: number): boolean {
  if (bytes[start] !== 0x73 || bytes[start + 1] !== 0x68 || bytes[start + 2] !== 0x61) return false;
  return (bytes[start + 4] === 0x2d && digestLengths.has(end - start - 5)) || (bytes[start + 6] === 0x2d && digestLengths.has(end - start - 7));
}

/** How many groups of four characters must be text for a run to count: 15 bytes, which one random run in 10^18 shows. */
const leastGroups = 5;

function beginsText(bytes: Uint8Array, at: number, end: number): boolean {
  if (end - at < leastRun - 3) return false;
  for (let group = 0, i = at; group < leastGroups; group++, i += 4) {
    const a = sextets[bytes[i] as number] as number;
    const b = sextets[bytes[i + 1] as number] as number;
    if (!isTextByte((a << 2) | (b >> 4))) return false;
    const c = sextets[bytes[i + 2] as number] as number;
    const d = sextets[bytes[i + 3] as number] as number;
    if (!isTextByte(((b & 15) << 4) | (c >> 2)) || !isTextByte(((c & 3) << 6) | d)) return false;
  }
  return true;
}

/** UTF-16 in base64, as PowerShell's -EncodedCommand takes it: text and zero bytes in turn. */
function beginsWide(bytes: Uint8Array, at: number, end: number): boolean {
  if (end - at < leastRun) return false;
  let zeros = 0;
  // eight characters are six bytes: three zeros among them
  for (let i = at; i < at + leastRun; i++) if (bytes[i] === 65) zeros++;
  if (zeros < 6) return false;
  const head = Buffer.from(Buffer.from(bytes.buffer, bytes.byteOffset + at, leastRun).toString('latin1'), 'base64');
  const odd = head[1] === 0 || (head[0] === 0xff && head[1] === 0xfe) ? 0 : 1;
  for (let i = 2; i < head.length; i++) if ((i & 1) === odd ? !isTextByte(head[i] ?? 0) : head[i] !== 0) return false;
  return true;
}

/** The first characters of gzip, zip, bzip2, zstd, xz, lz4, 7z and zlib in base64. */
const packedHeads = ['H4sI', 'UEsDB', 'QlpoO', 'KLUv/', '/Td6WFoA', 'BCJNGE', 'BCJNGG', 'BCJNGH', 'N3q8rycc', 'eJ', 'eN', 'eAE', 'eF'];

function beginsPacked(bytes: Uint8Array, at: number, end: number): boolean {
  const first = bytes[at];
  // H, U, Q, K, /, B, N, e
  if (first !== 72 && first !== 85 && first !== 81 && first !== 75 && first !== 47 && first !== 66 && first !== 78 && first !== 101) return false;
  return packedHeads.some((head) => {
    for (let i = 0; i < head.length; i++) if (bytes[at + i] !== head.charCodeAt(i)) return false;
    return end - at >= (head.length > 3 ? leastRun : 40);
  });
}

/** Value of each hexadecimal digit, or 16. */
export const hexDigits = new Uint8Array(256).fill(16);
for (let value = 0; value < 16; value++) {
  hexDigits[value.toString(16).charCodeAt(0)] = value;
  hexDigits[value.toString(16).toUpperCase().charCodeAt(0)] = value;
}

/** Value of each character of base32, or 32. Source: RFC 4648, section 6. */
export const quintets = new Uint8Array(256).fill(32);
'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.split('').forEach((character, value) => (quintets[character.charCodeAt(0)] = value));

/** Three groups of base32 that are text: fifteen bytes, as of base64. What goes on in other letters is none. */
function beginsBase32(bytes: Uint8Array, at: number, end: number): boolean {
  if (end - at < leastRun) return false;
  for (let i = at; i < at + leastRun; i++) if ((quintets[bytes[i] as number] as number) > 31) return false;
  for (let i = at; i < at + leastRun; i += 8) if (!base32Group(bytes, i).every(isTextByte)) return false;
  return true;
}

/** The five bytes of eight characters of base32. */
export function base32Group(bytes: Uint8Array, at: number): Uint8Array {
  const out = new Uint8Array(5);
  let held = 0;
  for (let i = 0, bits = 0, to = 0; i < 8; i++) {
    held = ((held << 5) | ((quintets[bytes[at + i] as number] as number) & 31)) & 0xffff;
    bits += 5;
    if (bits >= 8) out[to++] = held >> (bits -= 8);
  }
  return out;
}

/** Packed files in hexadecimal digits: gzip, zip, xz, zlib. */
const packedHexHeads = [[0x1f, 0x8b, 0x08, 0x00], [0x50, 0x4b, 0x03, 0x04], [0xfd, 0x37, 0x7a, 0x58], [0x78, 0x9c], [0x78, 0xda]] as const;

function beginsHexPacked(bytes: Uint8Array, at: number, end: number): boolean {
  // 1, 5, 7, f
  const first = (bytes[at] ?? 0) | 32;
  if (end - at < 80 || (first !== 0x31 && first !== 0x35 && first !== 0x37 && first !== 0x66)) return false;
  return packedHexHeads.some((head) => head.every((byte, i) => (((hexDigits[bytes[at + 2 * i] as number] as number) << 4) | (hexDigits[bytes[at + 2 * i + 1] as number] as number)) === byte));
}

function beginsHexText(bytes: Uint8Array, at: number, end: number): boolean {
  if (end - at < 32) return false;
  for (let i = at; i < at + 32; i += 2) {
    const high = hexDigits[bytes[i] as number] as number;
    const low = hexDigits[bytes[i + 1] as number] as number;
    if (high > 15 || low > 15 || !isTextByte((high << 4) | low)) return false;
  }
  return true;
}
