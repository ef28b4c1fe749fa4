import type { Check, CredentialCheck } from '../model/check.ts';
import type { Span } from './layers/spans.ts';
import { hasEdges } from '../families/credentials/word-edges.ts';
import { findKeywords } from './prefilter/automaton.ts';
import { edgeShift } from './registry-format.ts';
import type { Registry } from './registry.ts';

const checkBits = (1 << edgeShift) - 1;

/** Keyword hits kept of one source, and of one window: they take memory, and a file of nothing else is no file anybody wrote. */
export const maxHits = 1_000_000;
export const maxWindowHits = 100_000;

/** A keyword of a credential check in a source. */
export interface KeywordHit {
  readonly check: CredentialCheck;
  readonly start: number;
  readonly end: number;
}

/** What one pass over the bytes of a source says. */
interface Prefilter {
  readonly hits: readonly KeywordHit[];
  /** Bits of the markers that wake parsers (`route.ts`). */
  readonly marked: number;
  /** There were more hits than are kept. */
  readonly isFull: boolean;
}

/** Where each keyword ended last, for each registry. Offsets go on from one call to the next, so that nothing is made or cleared for each. */
const lastEnds = new WeakMap<Registry, { readonly ends: Float64Array; base: number }>();

/** Finds the keywords of the checks that are on, and the markers of all parsers, in a source or the spans of it in focus. */
export function prefilter(
  registries: readonly Registry[],
  all: Buffer,
  isOn: (registry: number, check: number) => boolean,
  focus: readonly Span[] | undefined,
  most = maxHits,
): Prefilter {
  const hits: KeywordHit[] = [];
  let marked = 0;
  let isFull = false;
  registries.forEach((registry, number) => {
    const { automaton, keywordLengths, targetStart, targets } = registry.tables;
    let last = lastEnds.get(registry);
    if (last === undefined) lastEnds.set(registry, (last = { ends: new Float64Array(keywordLengths.length), base: 1 }));
    const { ends, base } = last;
    last.base += all.length + 1;
    const found = (keyword: number, end: number): void => {
      // a keyword over and over (a run of one letter) is looked at where it begins: what stands in the run is no token
      const before = ends[keyword] ?? 0;
      ends[keyword] = base + end;
      const start = end - (keywordLengths[keyword] ?? 0);
      if (base + start <= before) return;
      const until = targetStart[keyword + 1] ?? 0;
      for (let at = targetStart[keyword] ?? 0; at < until; at++) {
        const target = targets[at] ?? 0;
        if (target < 0) {
          marked |= 1 << (-1 - target);
          continue;
        }
        const check = target & checkBits;
        if (target > checkBits && !hasEdges(all, start, end, target >> edgeShift)) continue;
        if (isOn(number, check)) {
          const body = registry.check(check);
          if (!isCredential(body)) continue;
          if (hits.length >= most) isFull = true;
          else hits.push({ check: body, start, end });
        }
      }
    };
    if (focus === undefined) findKeywords(automaton, all, found);
    else for (const { start, end } of focus) findKeywords(automaton, all, found, start, end);
  });
  return { hits, marked, isFull };
}

function isCredential(check: Check): check is CredentialCheck {
  return check.family === 'credentials';
}
