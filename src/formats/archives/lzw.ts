import { allowance, tooLarge, type Member, type UnpackLimits } from './member.ts';

/** Unpacks what the program `compress` wrote (`.Z`): LZW with codes of 9 to 16 bits. Source: ncompress 5.0, compress.c. */
export function decompressLzw(name: string, bytes: Buffer, limits: UnpackLimits): Member {
  const most = allowance(bytes.length, limits);
  const flags = bytes[2] ?? 0;
  const widest = flags & 31;
  if (widest < 9 || widest > 16) return { name, problem: 'unreadable', detail: 'the compress data is damaged' };
  const hasClear = (flags & 0x80) !== 0;
  const prefixes = new Uint16Array(1 << widest);
  const suffixes = new Uint8Array(1 << widest);
  const stack = new Uint8Array(1 << widest);
  let out = Buffer.allocUnsafe(Math.min(most, Math.max(4096, bytes.length * 4)));
  let length = 0;
  let width = 9;
  let next = hasClear ? 257 : 256;
  let previous = -1;
  let first = 0;
  // codes come in groups of eight, which are filled up when the width changes
  let group = 24;
  let bit = 0;
  const align = (): void => {
    group += Math.ceil(bit / (width * 8)) * width * 8;
    bit = 0;
  };
  for (;;) {
    if (next >= 1 << width && width < widest) {
      align();
      width++;
    }
    const at = group + bit;
    if (at + width > bytes.length * 8) break;
    const byte = at >> 3;
    let code = (((bytes[byte] ?? 0) | ((bytes[byte + 1] ?? 0) << 8) | ((bytes[byte + 2] ?? 0) << 16)) >> (at & 7)) & ((1 << width) - 1);
    bit += width;
    if (code === 256 && hasClear) {
      align();
      width = 9;
      next = 257;
      previous = -1;
      continue;
    }
    const whole = code;
    if (previous < 0 ? code > 255 : code > next) return { name, problem: 'unreadable', detail: 'the compress data is damaged' };
    let depth = 0;
    if (previous >= 0 && code === next) {
      stack[depth++] = first;
      code = previous;
    }
    while (code > 255 && depth < stack.length) {
      stack[depth++] = suffixes[code] ?? 0;
      code = prefixes[code] ?? 0;
    }
    first = code & 255;
    if (length + depth + 1 > most) return tooLarge(name, most);
    if (length + depth + 1 > out.length) {
      const wider = Buffer.allocUnsafe(Math.min(most, Math.max(length + depth + 1, out.length * 2)));
      out.copy(wider, 0, 0, length);
      out = wider;
    }
    out[length++] = first;
    while (depth > 0) out[length++] = stack[--depth] as number;
    if (previous >= 0 && next < 1 << widest) {
      prefixes[next] = previous;
      suffixes[next++] = first;
    }
    previous = whole;
  }
  return { name, bytes: out.subarray(0, length) };
}
