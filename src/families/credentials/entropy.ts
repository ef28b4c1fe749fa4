/**
 * Shannon entropy of a token, in bits per character (0 to 8).
 * Source: Shannon 1948, section 6. Empty input is 0, not NaN.
 */
export function entropyBits(token: string): number {
  if (token.length === 0) return 0;
  const counts = new Map<number, number>();
  for (let i = 0; i < token.length; i++) {
    const code = token.charCodeAt(i);
    counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  let bits = 0;
  for (const count of counts.values()) {
    const share = count / token.length;
    bits -= share * Math.log2(share);
  }
  return bits;
}
