import type { LayerBuilder } from './layer-text.ts';

/** Most bytes of a name before an encoded value that are shown to the checks with it. */
const longestName = 80;

/** What stands before an encoded value on its line, with a quote after it: so a name and what was decoded read as an assignment. */
export function copyName(builder: LayerBuilder, bytes: Buffer, at: number): void {
  let start = at;
  while (start > 0 && at - start < longestName && bytes[start - 1] !== 10 && bytes[start - 1] !== 13) start--;
  if (start === at) return;
  builder.copy(bytes, start, at);
  const last = bytes[at - 1];
  if (last !== 0x22 && last !== 0x27 && last !== 0x60) builder.mark(0x22, at);
}
