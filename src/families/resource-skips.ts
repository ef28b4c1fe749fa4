import { isMap, itemsOf, select, termOf, textOf, type Term } from '../expressions/term.ts';
import { positionAt, type Place, type SourceText } from '../formats/place.ts';
import type { Check } from '../model/check.ts';
import { namesAny, trivyIgnores } from '../model/trivy-ignore.ts';
import type { Resource } from '../templates/value.ts';

/** A suppression that another tool would obey, written on a resource. */
export interface Skip {
  /** Ids of the other tool, in lower case; `*` for all. */
  readonly ids: readonly string[];
  readonly reason: string;
  /** 1-based. */
  readonly line: number;
  /** Attributes that the resource must have, with these values. */
  readonly where?: ReadonlyMap<string, string>;
  /** Last day on which it counts. */
  readonly expires?: string;
}

/** Characters of a block that are searched for comments. */
const maxBlock = 200_000;

const inside = /checkov:skip=([A-Za-z0-9_,]{3,200})(?::([^\n]{0,200}))?/g;
const kics = /kics-scan ignore-(?:block|line)/g;

const found = new WeakMap<Resource, readonly Skip[]>();

/**
 * What other tools' suppressions stand on a resource: Checkov's comments in the block, Trivy's, tfsec's and KICS's in the
 * lines above it, and CloudFormation's Metadata for cfn_nag, guard, Checkov and cfn-lint.
 */
function skipsOf(resource: Resource): readonly Skip[] {
  const known = found.get(resource);
  if (known !== undefined) return known;
  const skips = [...commentSkips(resource), ...metadataSkips(resource)];
  found.set(resource, skips);
  return skips;
}

/** The suppression that names one of a check's aliases and stands on a resource, or on the place of a finding in it. */
export function skipFor(resource: Resource, check: Check, place?: Place): Skip | undefined {
  const skips = [...skipsOf(resource), ...lineSkips(resource.head), ...(place === undefined ? [] : lineSkips(place))];
  if (skips.length === 0) return undefined;
  const ids = new Set([check.id, ...check.aliases].map((id) => id.toLowerCase()));
  const met = skips.filter((skip) => skip.ids.some((id) => namesAny(id, ids)) && fits(resource, skip.where));
  // the one that counts for longest
  return met.find((skip) => skip.expires === undefined) ?? met.sort((a, b) => ((a.expires ?? '') < (b.expires ?? '') ? 1 : -1))[0];
}

function fits({ properties }: Resource, where: Skip['where']): boolean {
  return [...(where ?? [])].every(([path, value]) => textOf(path.split('.').reduce<Term>((term, name) => select(term, name), properties)) === value);
}

/** Trivy's, tfsec's and KICS's comments in a text that begins at an offset of a source. */
function skipsIn(text: string, source: SourceText, offset: number): readonly Skip[] {
  const lineOf = (index: number): number => positionAt(source, offset + index).line;
  return [
    ...trivyIgnores(text).map(({ id, where, expires, index }): Skip => ({ ids: [id], reason: '', line: lineOf(index), where, ...(expires === undefined ? {} : { expires }) })),
    ...[...text.matchAll(kics)].map(({ index }): Skip => ({ ids: ['*'], reason: '', line: lineOf(index) })),
  ];
}

const mentioned = new WeakMap<SourceText, boolean>();

/** Trivy's, tfsec's and KICS's comments on the line of a place, or in the comment lines directly above it. */
function lineSkips({ source, start }: Place): readonly Skip[] {
  const { text } = source;
  let isMentioned = mentioned.get(source);
  if (isMentioned === undefined) mentioned.set(source, (isMentioned = /(?:trivy|tfsec):ignore|kics-scan ignore/.test(text)));
  if (!isMentioned) return [];
  const from = text.lastIndexOf('\n', start - 1) + 1;
  const end = text.indexOf('\n', start);
  const own = text.slice(from, Math.min(end < 0 ? text.length : end, from + 1000));
  const before = commentsAbove(text, from);
  return [...skipsIn(own, source, from), ...skipsIn(before.lines, source, before.start)];
}

function commentSkips({ at, head }: Resource): readonly Skip[] {
  const { text } = at.source;
  const skips: Skip[] = [];
  const add = (ids: string, reason: string | undefined, offset: number): void => {
    skips.push({ ids: ids.toLowerCase().split(','), reason: reason?.trim() ?? '', line: positionAt(at.source, offset).line });
  };
  const block = text.slice(at.start, Math.min(at.end, at.start + maxBlock));
  if (block.includes('checkov:skip')) for (const match of block.matchAll(inside)) add(match[1] ?? '', match[2], at.start + match.index);
  const { start, lines } = commentsAbove(text, Math.min(at.start, head.start));
  if (/:ignore|kics-scan/.test(lines)) skips.push(...skipsIn(lines, at.source, start));
  return skips;
}

/** The comment lines directly above an offset. */
function commentsAbove(text: string, offset: number): { start: number; lines: string } {
  const end = text.lastIndexOf('\n', offset - 1) + 1;
  let start = end;
  for (let lines = 0; lines < 20 && start > 0; lines++) {
    const previous = text.lastIndexOf('\n', start - 2) + 1;
    if (!/^\s*(?:#|\/\/)/.test(text.slice(previous, Math.min(start, previous + 200)))) break;
    start = previous;
  }
  return { start, lines: text.slice(start, end) };
}

function metadataSkips(resource: Resource): readonly Skip[] {
  const metadata = resource.attributes.get('Metadata');
  if (metadata === undefined || metadata.kind !== 'map') return [];
  const { line } = positionAt(metadata.at.source, metadata.at.start);
  const skips: Skip[] = [];
  const add = (id: Term, reason: Term): void => {
    const text = textOf(id);
    if (text !== undefined) skips.push({ ids: [text.toLowerCase()], reason: textOf(reason) ?? '', line });
  };
  for (const item of itemsOf(select(select(metadata, 'cfn_nag'), 'rules_to_suppress'))) add(select(termOf(item), 'id'), select(termOf(item), 'reason'));
  for (const item of itemsOf(select(select(metadata, 'checkov'), 'skip'))) add(select(termOf(item), 'id'), select(termOf(item), 'comment'));
  const guard = select(select(metadata, 'guard'), 'SuppressedRules');
  if (isMap(guard)) for (const [id, reason] of guard.entries) add(id, termOf(reason));
  else for (const item of itemsOf(guard)) add(termOf(item), null);
  for (const item of itemsOf(select(select(select(metadata, 'cfn-lint'), 'config'), 'ignore_checks'))) add(termOf(item), null);
  return skips;
}
