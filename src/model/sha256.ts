/**
 * SHA-256 over the parts in turn, 64 hexadecimal digits.
 * The crypto module is loaded with the first digest: it costs a clean commit several milliseconds that it has no use for.
 */
export function sha256(parts: Iterable<string | Uint8Array>): string {
  const { createHash } = process.getBuiltinModule('node:crypto');
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}
