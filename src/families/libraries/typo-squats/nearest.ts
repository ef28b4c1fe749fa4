import { slipBetween, type Slip } from './slip.ts';

/** The well-known names of an ecosystem: what is compared with, and what is near those and known to be meant. */
export interface KnownNames {
  /** Most used first. */
  readonly used: readonly string[];
  readonly known: ReadonlySet<string>;
}

/** Reads a list of the data files: names between white space. */
export function readNames(used: string, neighbours = ''): KnownNames {
  const list = used.trim().split(/\s+/);
  return { used: list, known: new Set([...list, ...neighbours.trim().split(/\s+/)]) };
}

/** How much a slip says, from most to least: of two near names the one that explains more is named. */
const order: readonly Slip[] = ['look-alikes', 'separators', 'two letters swapped', 'a letter doubled', 'a letter left out', 'a neighbouring key', 'an s at the end', 'a letter added', 'another letter', 'two slips', 'a .js at the end'];

/** Longer names are no slips of a hand: the longest name of a well-known package has 80 characters. */
const maxLength = 100;

/** The name among `candidates` that this one is most likely a slip of. One pass: a look at length and ends leaves few to compare. */
export function slippedFrom(name: string, candidates: Iterable<string>): { readonly target: string; readonly slip: Slip } | undefined {
  let best: { target: string; slip: Slip } | undefined;
  if (name.length > maxLength) return undefined;
  const first = name.charCodeAt(0);
  const last = name.slice(-2);
  for (const target of candidates) {
    const longer = name.length - target.length;
    if (longer > 4 || longer < -4 || (target.charCodeAt(0) !== first && !target.endsWith(last))) continue;
    const slip = slipBetween(name, target);
    if (slip !== undefined && (best === undefined || order.indexOf(slip) < order.indexOf(best.slip))) best = { target, slip };
  }
  return best;
}
