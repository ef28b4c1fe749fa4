import { lastUpTo } from '../../formats/sorted.ts';

/** A stretch of rendered text and where it comes from in the template's file. */
export interface Stretch {
  readonly text: string;
  /** Offsets in the template: of the literal text, or of the action that printed it. */
  readonly start: number;
  readonly end: number;
  /** Literal text: character for character what stands at `start`. */
  readonly literal: boolean;
  /** Set when it is printed only under a condition that is not known: on what that depends. */
  readonly doubt?: string;
}

/** A rendered template, with the way back from each of its characters. */
export interface Rendered {
  readonly text: string;
  /** The place in the template of a span of the rendered text. */
  origin(start: number, end: number): { readonly start: number; readonly end: number };
  /** On what it depends whether this character is there at all. */
  doubt(at: number): string | undefined;
}

/** Joins stretches. */
export function renderedOf(stretches: readonly Stretch[]): Rendered {
  const starts: number[] = [];
  let length = 0;
  for (const { text } of stretches) {
    starts.push(length);
    length += text.length;
  }
  const at = (offset: number): number => lastUpTo(starts, offset);
  const place = (offset: number): { start: number; end: number } => {
    const index = at(offset);
    const stretch = stretches[index];
    if (stretch === undefined) return { start: 0, end: 0 };
    const from = stretch.start + (offset - (starts[index] ?? 0));
    return stretch.literal ? { start: from, end: from + 1 } : { start: stretch.start, end: stretch.end };
  };
  return {
    text: stretches.map(({ text }) => text).join(''),
    origin(start, end) {
      const first = place(start);
      const last = place(Math.max(start, end - 1));
      return { start: first.start, end: Math.max(first.start, last.end) };
    },
    doubt: (offset) => stretches[at(offset)]?.doubt,
  };
}
