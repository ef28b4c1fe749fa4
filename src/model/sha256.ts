import { smallSha256 } from './small-sha256.ts';

/** Up to so many bytes are digested here: above, loading the crypto module costs less. */
const smallBytes = 8192;

/**
 * SHA-256 over the parts in turn, 64 hexadecimal digits.
 * The crypto module is loaded with the first digest of much: it costs a hook several milliseconds.
 */
export function sha256(parts: Iterable<string | Uint8Array>): string {
  const list = [...parts];
  const size = list.reduce((sum, part) => sum + (typeof part === 'string' ? Buffer.byteLength(part) : part.length), 0);
  if (size <= smallBytes) return smallSha256(Buffer.concat(list.map((part) => (typeof part === 'string' ? Buffer.from(part) : part))));
  const { createHash } = process.getBuiltinModule('node:crypto');
  const hash = createHash('sha256');
  for (const part of list) hash.update(part);
  return hash.digest('hex');
}
