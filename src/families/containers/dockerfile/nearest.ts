/** Suggestions made for one file; each costs a comparison with every known name. */
const maxSuggestions = 100;

/** Makes a `nearest` for one run over a file, which stops suggesting after a hundred times. */
export function suggester(): typeof nearest {
  let left = maxSuggestions;
  return (name, known) => (left-- > 0 ? nearest(name, known) : undefined);
}

/** The name among `known` that is at most two edits (a third of its length) from `name`, for "did you mean". */
function nearest(name: string, known: Iterable<string>): string | undefined {
  let best: string | undefined;
  let least = Math.min(3, Math.ceil(name.length / 3) + 1);
  let tried = 0;
  for (const one of known) {
    if (++tried > 1000 || name.length > 60) break;
    if (Math.abs(one.length - name.length) >= least || one === name) continue;
    const edits = distance(name.toLowerCase(), one.toLowerCase());
    if (edits < least) {
      least = edits;
      best = one;
    }
  }
  return best;
}

function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
