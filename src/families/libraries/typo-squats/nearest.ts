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

/** The places of names in their list, by first character and by the two last ones. */
interface Ends {
  readonly first: ReadonlyMap<string, readonly number[]>;
  readonly last: ReadonlyMap<string, readonly number[]>;
}

const ends = new WeakMap<KnownNames, Ends>();

/** The used names that begin or end as this one does, in their order: no slip changes both ends. */
export function nearby(name: string, names: KnownNames): readonly string[] {
  let own = ends.get(names);
  if (own === undefined) ends.set(names, (own = { first: placesBy(names.used, (one) => one.charAt(0)), last: placesBy(names.used, (one) => one.slice(-2)) }));
  const first = own.first.get(name.charAt(0)) ?? [];
  const last = own.last.get(name.slice(-2)) ?? [];
  const found: string[] = [];
  for (let i = 0, j = 0; i < first.length || j < last.length; ) {
    const a = first[i] ?? Infinity;
    const b = last[j] ?? Infinity;
    found.push(names.used[Math.min(a, b)] ?? '');
    if (a <= b) i++;
    if (b <= a) j++;
  }
  return found;
}

function placesBy(names: readonly string[], keyOf: (name: string) => string): ReadonlyMap<string, readonly number[]> {
  const places = new Map<string, number[]>();
  for (const [at, name] of names.entries()) {
    const list = places.get(keyOf(name));
    if (list === undefined) places.set(keyOf(name), [at]);
    else list.push(at);
  }
  return places;
}

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
