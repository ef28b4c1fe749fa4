import { hexDigits } from './runs.ts';

/** Whether a chain of such calls may begin with the bracket at an offset: letters before it that end a name, a number behind it. */
export function mayChain(bytes: Uint8Array, bracket: number): boolean {
  const before = (bytes[bracket - 1] ?? 0) | 32;
  // r of chr and char, w of ChrW, e of fromCharCode
  if (before !== 0x72 && before !== 0x77 && before !== 0x65) return false;
  const next = bytes[bracket + 1] ?? 0;
  if ((hexDigits[next] ?? 16) > 9 && next !== 0x26) return false;
  const second = (bytes[bracket - 2] ?? 0) | 32;
  return before === 0x72 ? second === 0x68 || second === 0x61 : second === (before === 0x77 ? 0x72 : 0x64);
}
