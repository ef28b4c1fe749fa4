/** A span of bytes, end exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Spans in the order of their starts, put together where they meet. */
export function merged(spans: readonly Span[]): readonly Span[] {
  const out: { start: number; end: number }[] = [];
  for (const { start, end } of spans.toSorted((a, b) => a.start - b.start)) {
    const last = out.at(-1);
    if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end);
    else out.push({ start, end });
  }
  return out;
}

/** Spans with what stands around them, as far as the text goes, put together where they meet. */
export function widened(spans: readonly Span[], { before, after }: { readonly before: number; readonly after: number }, length: number): readonly Span[] {
  return merged(spans.map(({ start, end }) => ({ start: Math.max(0, start - before), end: Math.min(length, end + after) })));
}
