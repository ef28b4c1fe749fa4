/** Rotates a word of 32 bits to the left. */
const rotate = (word: number, by: number): number => (word << by) | (word >>> (32 - by));

/**
 * SHA-1 of bytes, 40 hexadecimal digits, for a few kilobytes: loading the crypto module costs a hook more than this does.
 * Source: FIPS 180-4, section 6.1.
 */
export function sha1(bytes: Buffer): string {
  const padded = Buffer.alloc((bytes.length + 72) & ~63);
  bytes.copy(padded);
  padded[bytes.length] = 0x80;
  padded.writeUInt32BE(bytes.length * 8, padded.length - 4);
  const state = new Int32Array([0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0]);
  const words = new Int32Array(80);
  for (let block = 0; block < padded.length; block += 64) {
    for (let t = 0; t < 16; t++) words[t] = padded.readInt32BE(block + t * 4);
    for (let t = 16; t < 80; t++) words[t] = rotate((words[t - 3] ?? 0) ^ (words[t - 8] ?? 0) ^ (words[t - 14] ?? 0) ^ (words[t - 16] ?? 0), 1);
    compress(state, words);
  }
  return [...state].map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
}

function compress(state: Int32Array, words: Int32Array): void {
  let [a = 0, b = 0, c = 0, d = 0, e = 0] = state;
  for (let t = 0; t < 80; t++) {
    const mixed = t < 20 ? ((b & c) | (~b & d)) + 0x5a827999 : t < 40 ? (b ^ c ^ d) + 0x6ed9eba1 : t < 60 ? ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc : (b ^ c ^ d) + 0xca62c1d6;
    const next = (rotate(a, 5) + mixed + e + (words[t] ?? 0)) | 0;
    [a, b, c, d, e] = [next, a, rotate(b, 30), c, d];
  }
  [a, b, c, d, e].forEach((word, number) => (state[number] = ((state[number] ?? 0) + word) | 0));
}
