/** What bzip2 makes of a short text, if all codes had one length: one block. */
export function makeBzip2(content: Buffer | string): Buffer {
  const whole = Buffer.from(content);
  const bytes = shortRuns(whole);
  const rotations = Array.from(bytes.keys()).sort((a, b) => Buffer.compare(Buffer.concat([bytes.subarray(a), bytes.subarray(0, a)]), Buffer.concat([bytes.subarray(b), bytes.subarray(0, b)])));
  const last = rotations.map((start) => bytes[(start + bytes.length - 1) % bytes.length] ?? 0);
  const used = [...new Set(bytes)].sort((a, b) => a - b);
  const size = used.length + 2;
  const width = Math.ceil(Math.log2(size));
  const symbols = moveToFront(last, used);
  let bits = '';
  const write = (value: number, count: number): void => void (bits += (value >>> 0).toString(2).padStart(count, '0').slice(-count));
  const sum = checksum(whole);
  for (const half of [0x314159, 0x265359]) write(half, 24);
  write(sum, 32);
  write(0, 1);
  write(rotations.indexOf(0), 24);
  const rows = Array.from({ length: 16 }, (_one, row) => Array.from({ length: 16 }, (_two, column) => used.includes(row * 16 + column)));
  for (const row of rows) write(row.some(Boolean) ? 1 : 0, 1);
  for (const row of rows) if (row.some(Boolean)) for (const one of row) write(one ? 1 : 0, 1);
  const selectors = Math.ceil(symbols.length / 50);
  write(2, 3);
  write(selectors, 15);
  for (let i = 0; i < selectors; i++) write(0, 1);
  for (let table = 0; table < 2; table++) {
    write(width, 5);
    for (let symbol = 0; symbol < size; symbol++) write(0, 1);
  }
  for (const symbol of symbols) write(symbol, width);
  for (const half of [0x177245, 0x385090]) write(half, 24);
  write(sum, 32);
  return Buffer.concat([Buffer.from('BZh9'), Buffer.from((bits.match(/.{1,8}/g) ?? []).map((byte) => Number.parseInt(byte.padEnd(8, '0'), 2)))]);
}

/** Runs of four equal bytes with the number of further ones behind them. */
function shortRuns(bytes: Buffer): Buffer {
  const out: number[] = [];
  for (let at = 0; at < bytes.length; ) {
    let end = at;
    while (end < bytes.length && bytes[end] === bytes[at] && end - at < 255) end++;
    for (let i = at; i < Math.min(end, at + 4); i++) out.push(bytes[at] ?? 0);
    if (end - at >= 4) out.push(end - at - 4);
    at = end;
  }
  return Buffer.from(out);
}

/** Places in the list of recent bytes; places of zero are counted in digits of a number to base two whose digits are 1 and 2. */
function moveToFront(text: readonly number[], used: readonly number[]): readonly number[] {
  const recent = [...used];
  const symbols: number[] = [];
  let zeros = 0;
  const flush = (): void => {
    for (; zeros > 0; zeros = (zeros - 1) >> 1) symbols.push(zeros & 1 ? 0 : 1);
  };
  for (const byte of text) {
    const place = recent.indexOf(byte);
    recent.unshift(...recent.splice(place, 1));
    if (place === 0) {
      zeros++;
      continue;
    }
    flush();
    symbols.push(place + 1);
  }
  flush();
  return [...symbols, used.length + 1];
}

/** CRC-32 with the highest bit first. */
function checksum(bytes: Buffer): number {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte << 24;
    for (let bit = 0; bit < 8; bit++) sum = sum & 0x80000000 ? (sum << 1) ^ 0x04c11db7 : sum << 1;
  }
  return ~sum >>> 0;
}

/** A zstd frame of one block that is stored as it is (RFC 8878). */
export function makeZstd(content: Buffer | string): Buffer {
  const bytes = Buffer.from(content);
  const head = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0xa0, 0, 0, 0, 0, 0, 0, 0]);
  head.writeUInt32LE(bytes.length, 5);
  head.writeUIntLE((bytes.length << 3) | 1, 9, 3);
  return Buffer.concat([head, bytes]);
}

/** A file of xz that holds its content as it stands, at most 64 KiB of it, without checksums. */
export function makeXz(content: string): Buffer {
  const data = Buffer.from(content);
  const chunk = Buffer.concat([Buffer.from([1, (data.length - 1) >> 8, (data.length - 1) & 255]), data, Buffer.from([0])]);
  const block = Buffer.from([2, 0, 0x21, 1, 0x16, 0, 0, 0, 0, 0, 0, 0]);
  return Buffer.concat([Buffer.from('\xfd7zXZ\0\0\0\0\0\0\0', 'latin1'), block, chunk, Buffer.alloc((4 - (chunk.length & 3)) & 3), Buffer.from([0, 1, 1, 1, 0, 0, 0, 0]), Buffer.alloc(12)]);
}

/** A frame of LZ4 that holds its content as it stands. */
export function makeLz4(content: string): Buffer {
  const data = Buffer.from(content);
  const size = Buffer.alloc(4);
  size.writeUInt32LE(0x80000000 + data.length);
  return Buffer.concat([Buffer.from('\x04\x22\x4d\x18\x40\x40\0', 'latin1'), size, data, Buffer.alloc(4)]);
}

/** An archive of `ar`. */
export function makeAr(name: string, content: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`!<arch>\n${name.padEnd(16)}${'0'.padEnd(24)}${'100644'.padEnd(8)}${String(content.length).padEnd(10)}\`\n`), content, Buffer.alloc(content.length & 1, 10)]);
}
