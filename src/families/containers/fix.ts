import { positionAt, sourceText, type SourceText } from '../../formats/place.ts';
import type { FileReader } from '../../templates/value.ts';
import { isDockerfileName } from './file-names.ts';

/** A piece of a text that is replaced. Offsets are UTF-16 code units; `end` is exclusive. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A finding that a fix is wanted for: its check and where it begins, 1-based. */
export interface Fixable {
  readonly check: string;
  readonly startLine: number;
  readonly startColumn: number;
}

/**
 * Rewrites what is safe to rewrite and leaves every other byte as it is. Undefined when there is nothing to do: no finding
 * has a fix, or the fix would not be the same to the builder.
 */
export async function fixedText(path: string, text: string, wanted: readonly Fixable[], files: FileReader): Promise<string | undefined> {
  const source = sourceText(path, text);
  const edits = isDockerfileName(path)
    ? (await import('./dockerfile/fix/fix-dockerfile.ts')).dockerfileEdits(source, at(wanted, source, 'containers/dockerfile/'), files)
    : (await import('./compose/fix.ts')).composeEdits(source, at(wanted, source, 'containers/compose/'));
  const fixed = applied(text, edits);
  return fixed === text ? undefined : fixed;
}

/** A check by its name below its folder, and the offset of its finding. */
export interface Wish {
  readonly name: string;
  readonly offset: number;
}

function at(wanted: readonly Fixable[], source: SourceText, folder: string): readonly Wish[] {
  const starts = source.lineStarts();
  return wanted.flatMap(({ check, startLine, startColumn }) => {
    const line = starts[startLine - 1];
    if (line === undefined || !check.startsWith(folder)) return [];
    const offset = line + startColumn - 1;
    return positionAt(source, offset).line === startLine ? [{ name: check.slice(folder.length), offset }] : [];
  });
}

/** Puts edits into a text. Of two that touch the same place the first wins; the other finds its turn in the next round. */
function applied(text: string, edits: readonly Edit[]): string {
  const pieces: string[] = [];
  let from = 0;
  for (const { start, end, text: replacement } of edits.toSorted((one, other) => one.start - other.start || one.end - other.end)) {
    if (start < from || end > text.length) continue;
    pieces.push(text.slice(from, start), replacement);
    // two insertions at one place are two rounds
    from = Math.max(end, start + 1);
    if (end === start) pieces.push(text.slice(start, from));
  }
  pieces.push(text.slice(from));
  return pieces.join('');
}
