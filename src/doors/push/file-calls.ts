import { basenameOf } from '../../formats/repository-path.ts';
/** A call of a function of Terraform that reads a file or lists some, with what follows up to the end of the line. */
const call = /\b(?:template)?file(set)?\w{0,20}\s*\(\s*(?=("?)([^\n]{0,1000}))/g;

/** A value that is put into a text, where it is so plain that nothing of the text can be taken for it. */
const plainValue = /[$%]\{\s{0,9}[\w.]{1,100}(?:\[(?:\w{1,100}|"[\w-]{1,100}")\])?\s{0,9}\}/g;

/** Calls of one template that are looked at, and comparisons; above either a template counts as a reader. */
const maxCalls = 1000;
const maxComparisons = 200_000;

/** Says which templates may read one of some files. */
export type ReadersOf = (files: readonly string[]) => readonly string[];

/**
 * Which templates may read which files. What a name is put together from is not known here: where its last part is
 * written in whole, it has to be that of the file, or one of its folders that of a link among the files; where in pieces,
 * they have to stand in one; and where not at all, any file may be meant.
 */
export function readersIn(templates: ReadonlyMap<string, string>): ReadersOf {
  const byName = new Map<string, Set<string>>();
  const byPieces = new Map<string, Set<string>>();
  const any = new Set<string>();
  const add = (map: Map<string, Set<string>>, key: string, path: string): void => void (map.get(key) ?? map.set(key, new Set()).get(key))?.add(path);
  for (const [path, text] of templates) {
    if (!text.includes('file')) continue;
    let calls = 0;
    for (const [, isSet, quote, rest = ''] of text.matchAll(call)) {
      const name = isSet === undefined && quote === '"' ? written(rest) : undefined;
      const segments = name?.split('/') ?? [];
      const last = segments.at(-1) ?? '\0';
      if (++calls > maxCalls || /^\0*$/.test(last)) any.add(path);
      for (const segment of segments) if (!segment.includes('\0')) add(byName, segment, path);
      if (last.includes('\0')) add(byPieces, last, path);
    }
  }
  let comparisons = 0;
  return (files) => {
    if (files.length === 0) return [];
    const names = new Set(files.map((path) => basenameOf(path)));
    const found = new Set(any);
    for (const name of names) for (const path of byName.get(name) ?? []) found.add(path);
    for (const [last, paths] of byPieces) {
      const pieces = last.split('\0');
      comparisons += names.size;
      if (comparisons > maxComparisons || [...names].some((name) => holds(name, pieces))) for (const path of paths) found.add(path);
    }
    return [...found];
  };
}

/** What is written of a quoted text, with a zero byte for each value in it; undefined where that cannot be told. */
function written(rest: string): string | undefined {
  const text = rest.replace(plainValue, '\0');
  const end = text.indexOf('"');
  const whole = end < 0 ? '' : text.slice(0, end);
  return end < 0 || /[$%]\{|\\/.test(whole) ? undefined : whole;
}

function holds(name: string, pieces: readonly string[]): boolean {
  let at = 0;
  for (const piece of pieces) {
    const found = name.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return true;
}
