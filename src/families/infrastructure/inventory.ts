import { isMap, termOf, textOf } from '../../expressions/term.ts';
import { positionAt } from '../../formats/place.ts';
import type { CanonicalResource } from './canonical.ts';
import { tagsOf } from './environment.ts';

/** One line of the inventory: a resource and where it is written. */
export interface InventoryResource {
  /** Canonical type, and the type it was written as where that differs. */
  readonly type: string;
  readonly writtenAs?: string;
  readonly name: string;
  readonly path: string;
  /** 1-based. */
  readonly line: number;
  readonly tags: Readonly<Record<string, string>>;
}

/** Lists resources for `portcullis inventory`, sorted by path, line and name. */
export function inventory(resources: readonly CanonicalResource[]): readonly InventoryResource[] {
  return resources
    .filter((one) => !one.partial && !/^(?:data\.|provider\.|module$|terraform$)/.test(one.type))
    .map((one) => ({
      type: one.type,
      ...(one.type === one.origin.type ? {} : { writtenAs: one.origin.type }),
      name: one.name,
      path: one.origin.head.source.path,
      line: positionAt(one.origin.head.source, one.origin.head.start).line,
      tags: knownTags(one),
    }))
    .sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : a.line - b.line || (a.name < b.name ? -1 : 1)));
}

function knownTags(resource: CanonicalResource): Readonly<Record<string, string>> {
  const tags = tagsOf(resource.properties);
  const found: Record<string, string> = Object.create(null);
  if (isMap(tags)) for (const [key, item] of tags.entries) found[key] = textOf(termOf(item)) ?? '';
  return found;
}
