import { fullNameOf } from '../../formats/packages/package-name.ts';
import type { PackageRecord } from '../../formats/packages/record.ts';
import type { PackageDocument } from './document.ts';

const indexes = new WeakMap<PackageDocument, ReadonlyMap<string, PackageRecord>>();

/** Packages that a chain may be long; the lockfile's own graph may be a circle. */
const maxSteps = 10_000;

/**
 * The shortest chain of packages that brings one in, from what the project asks for itself down to it; undefined where
 * the file does not say. `webpack › terser › lodash`.
 */
function chainOf(document: PackageDocument, record: PackageRecord): readonly string[] | undefined {
  const own = fullNameOf(record);
  if (record.direct === true) return [own];
  if (record.parents === undefined || record.parents.length === 0) return undefined;
  const index = indexOf(document);
  const below = new Map<string, string>();
  const queue = [...record.parents];
  for (const parent of queue) below.set(parent, own);
  for (let at = 0; at < queue.length && at < maxSteps; at++) {
    const name = queue[at] ?? '';
    const found = index.get(name);
    if (found === undefined || found.direct === true || found.project === true) return trace(name, below, own);
    for (const parent of found.parents ?? []) {
      if (below.has(parent) || parent === own) continue;
      below.set(parent, name);
      queue.push(parent);
    }
  }
  return trace(record.parents[0] ?? '', below, own);
}

function trace(from: string, below: ReadonlyMap<string, string>, own: string): readonly string[] {
  const chain = [from];
  for (let name = from; name !== own && chain.length < 60; ) {
    const next = below.get(name);
    if (next === undefined) break;
    chain.push(next);
    name = next;
  }
  return chain;
}

/** Records by full name: the one that the project asks for itself where there are several versions. */
function indexOf(document: PackageDocument): ReadonlyMap<string, PackageRecord> {
  const known = indexes.get(document);
  if (known !== undefined) return known;
  const index = new Map<string, PackageRecord>();
  for (const record of document.reading.packages) {
    const name = fullNameOf(record);
    if (record.direct === true || !index.has(name)) index.set(name, record);
  }
  indexes.set(document, index);
  return index;
}

/** ", brought in by a › b" for a package that the project does not ask for itself; empty otherwise. */
export function sayChain(document: PackageDocument, record: PackageRecord): string {
  const chain = chainOf(document, record);
  return chain === undefined || chain.length < 2 ? '' : `, brought in by ${chain.slice(0, -1).join(' › ')}`;
}
