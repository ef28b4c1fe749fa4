import { isMap, itemsOf, select, termOf, textOf, type Term } from '../expressions/term.ts';
import { positionAt } from '../formats/place.ts';
import type { Check } from '../model/check.ts';
import type { Resource } from '../templates/value.ts';

/** A suppression that another tool would obey, written on a resource. */
export interface Skip {
  /** Ids of the other tool, in lower case; `*` for all. */
  readonly ids: readonly string[];
  readonly reason: string;
  /** 1-based. */
  readonly line: number;
}

/** Characters of a block that are searched for comments. */
const maxBlock = 200_000;

const inside = /checkov:skip=([A-Za-z0-9_,]{3,200})(?::([^\n]{0,200}))?/g;
const above = /(?:trivy:ignore|tfsec:ignore):([A-Za-z0-9_*-]{3,100})|kics-scan (ignore-block)/g;

const found = new WeakMap<Resource, readonly Skip[]>();

/**
 * What other tools' suppressions stand on a resource: Checkov's comments in the block, Trivy's, tfsec's and KICS's in the
 * lines above it, and CloudFormation's Metadata for cfn_nag, guard, Checkov and cfn-lint.
 */
export function skipsOf(resource: Resource): readonly Skip[] {
  const known = found.get(resource);
  if (known !== undefined) return known;
  const skips = [...commentSkips(resource), ...metadataSkips(resource)];
  found.set(resource, skips);
  return skips;
}

/** The suppression of a resource that names one of a check's aliases. */
export function skipFor(resource: Resource, check: Check): Skip | undefined {
  const skips = skipsOf(resource);
  if (skips.length === 0) return undefined;
  const ids = new Set([check.id, ...check.aliases].map((id) => id.toLowerCase()));
  return skips.find((skip) => skip.ids.some((id) => id === '*' || ids.has(id)));
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
  if (/:ignore|kics-scan/.test(lines)) for (const match of lines.matchAll(above)) add(match[2] === undefined ? (match[1] ?? '') : '*', undefined, start + match.index);
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
