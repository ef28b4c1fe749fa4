/**
 * The version that a range as written names: its first bound, for listings that want one (`>=1.2,<2` gives `1.2`).
 * Undefined for wildcards, exclusions (`!=`, `>1`, `<2`), URLs and bare names. It is not what will be installed: policies compare ranges.
 */
export function namedVersion(range: string | undefined): string | undefined {
  if (range === undefined) return undefined;
  const parts = range.trim().split(/\s{0,20}(?:,|\|\|?|\s-\s)\s{0,20}/, 20);
  if (parts.some((part) => part.includes('*'))) return undefined;
  const first = parts[0] ?? '';
  if (/^(?:!|[<>](?!=))/.test(first)) return undefined;
  return /^[[(]?(?:[~^><=@]{0,3})\s{0,20}v?(\d[\w.+!-]{0,100})/.exec(first)?.[1];
}
