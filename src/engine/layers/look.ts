import type { Ask } from '../../model/ask.ts';
import type { CredentialCheck } from '../../model/check.ts';
import type { NotChecked, Report } from '../../model/finding.ts';
import type { Source } from '../../model/source.ts';
import type { Found, LayerReport } from './found.ts';
import type { Span } from './spans.ts';

/** A keyword in a text and the check it starts. */
export interface LayerHit extends Span {
  readonly check: CredentialCheck;
}

/** What the engine lends to the layers. */
export interface LayerTools {
  /** The keywords of a text. */
  search(bytes: Buffer): readonly LayerHit[];
  /** The credentials around keywords. */
  examine(source: Source, hits: readonly LayerHit[]): readonly Report[];
  /** Says that something was not looked into. */
  skip(reason: NotChecked['reason'], detail: string): void;
  /** Asked at each decoded text. */
  readonly ask?: Ask;
}

/** What a layer's text may hold: all that a file may; text where only forms of their own and assignments count; bytes with stretches of text. */
export type Trust = 'all' | 'text' | 'bytes';

/** A text that a reader can open: the source itself, or a file that was packed in it. */
export interface Ground {
  readonly path: string;
  readonly subject: Source['subject'];
  readonly bytes: Buffer;
  /** The decodings that lead to it. */
  readonly layers: readonly string[];
  readonly found: Found[];
}

/** A text to be looked into, with the way back to the ground. */
export interface Look {
  readonly ground: Ground;
  readonly bytes: Buffer;
  readonly depth: number;
  readonly layers: readonly string[];
  readonly trust: Trust;
  /** From a span of this text to one of the ground. */
  readonly toGround: (span: Span) => Span;
  /** Whether a span was touched by the last decoding, where that left most of the text as it was. */
  readonly touched?: (start: number, end: number) => boolean;
  /** The encoded run around it, on the ground: what is left of it is not shown either. */
  readonly run?: Span;
}

/** What is left and known while one source is looked into. */
export interface State {
  readonly tools: LayerTools;
  readonly ranks: Map<string, number>;
  left: number;
  /** Texts that were looked at: two decodings in either order give the same. */
  readonly seen: Set<string>;
  /** What was said not to be checked. */
  readonly said: Set<string>;
  /** What was found in packed files. */
  readonly packed: LayerReport[];
}

/** Most decodings on top of one another. */
export const maxDepth = 5;
/** Most remarks on what was not looked into, for one source. */
const maxRemarks = 20;

/** Says once that something was not looked into. */
export function say(state: State, reason: NotChecked['reason'], detail: string): void {
  if (state.said.has(detail) || state.said.size > maxRemarks) return;
  state.said.add(detail);
  if (state.said.size > maxRemarks) state.tools.skip(reason, 'and more of the kind');
  else state.tools.skip(reason, detail);
}

/** Remembers how sure the checks are that keywords start. */
export function learnRanks(hits: readonly LayerHit[], ranks: Map<string, number>): void {
  for (const { check } of hits) ranks.set(check.id, check.rank);
}

/** Takes a decoded text from what is left of the limits, or says which of them is reached. */
export function mayDecode(depth: number, length: number, path: string, state: State): boolean {
  state.tools.ask?.(path);
  if (depth > maxDepth) say(state, 'limit', `encoded or packed more than ${maxDepth} times over`);
  else if (length > state.left) say(state, 'limit', 'more than can be decoded of one source');
  else {
    state.left -= length;
    return true;
  }
  return false;
}

/** Random bytes decode to text by chance now and then: only what cannot be chance counts there. */
export function isTrusted(check: CredentialCheck, trust: Trust): boolean {
  if (check.function === 'near-token') return false;
  return trust === 'text' || check.rank >= 3;
}

/** What both allow. */
export function narrower(a: Trust, b: Trust): Trust {
  if (a === 'bytes' || b === 'bytes') return 'bytes';
  return a === 'text' || b === 'text' ? 'text' : 'all';
}
