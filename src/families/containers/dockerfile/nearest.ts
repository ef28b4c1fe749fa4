import { editDistance } from '../../../formats/edit-distance.ts';

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
    const edits = editDistance(name.toLowerCase(), one.toLowerCase());
    if (edits < least) {
      least = edits;
      best = one;
    }
  }
  return best;
}
