const table = new Int32Array(256);
for (let n = 0; n < 256; n++) {
  let value = n;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  table[n] = value;
}

/** CRC-32 of a text's bytes (ISO 3309, the polynomial of zlib and PNG), as an unsigned 32-bit number. */
export function crc32(text: string): number {
  let value = -1;
  const bytes = Buffer.from(text, 'utf8');
  for (const byte of bytes) value = (table[(value ^ byte) & 0xff] ?? 0) ^ (value >>> 8);
  return (value ^ -1) >>> 0;
}
