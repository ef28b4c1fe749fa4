/** A call of a function of Terraform that reads a file or lists some, with what follows up to the end of the line. */
const call = /\b(?:template)?file(set)?\w{0,20}\s*\(\s*(?=("?)([^\n]{0,1000}))/g;

/** A value that is put into a text, where it is so plain that nothing of the text can be taken for it. */
const plainValue = /[$%]\{\s{0,9}[\w.]{1,100}(?:\[(?:\w{1,100}|"[\w-]{1,100}")\])?\s{0,9}\}/g;

/** Calls of one template that are looked at, and comparisons; above either a template counts as a reader. */
const maxCalls = 1000;
const maxComparisons = 200_000;

/**
 * The templates that may read one of the changed files. What a name is put together from is not known here: where its
 * last part is written in whole, it has to be that of a changed file, or one of its folders that of a link that changed;
 * where in pieces, they have to stand in one; and where not at all, any file may be meant.
 */
export function readersOf(templates: ReadonlyMap<string, string>, changed: readonly string[]): readonly string[] {
  const names = new Set(changed.map((path) => path.slice(path.lastIndexOf('/') + 1)));
  let comparisons = 0;
  const isMeant = (text: string | undefined): boolean => {
    if (text === undefined) return true;
    const segments = text.split('/');
    if (segments.some((segment) => names.has(segment))) return true;
    const last = segments.at(-1) ?? '';
    if (!last.includes('\0')) return false;
    comparisons += names.size;
    const pieces = last.split('\0');
    return comparisons > maxComparisons || pieces.every((piece) => piece === '') || [...names].some((name) => holds(name, pieces));
  };
  return [...templates].flatMap(([path, text]) => {
    if (!text.includes('file')) return [];
    let calls = 0;
    for (const [, isSet, quote, rest = ''] of text.matchAll(call)) if (++calls > maxCalls || isMeant(isSet === undefined && quote === '"' ? written(rest) : undefined)) return [path];
    return [];
  });
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
