import type { MapNode } from '../node.ts';
import { conflictMarkers } from './conflict-markers.ts';
import type { ReadingDraft } from './reading.ts';
import { readToml } from './toml.ts';

/** Reads a lockfile written in TOML: its root table, with conflict markers and syntax problems in the draft. */
export function tomlLock(text: string): { readonly draft: ReadingDraft; readonly root: MapNode | undefined } {
  const { documents, problems } = readToml(text);
  return { draft: { packages: [], problems: [...conflictMarkers(text), ...problems], inputs: [] }, root: documents[0] };
}

/** Parents of each package, from what every package says it needs. */
export function invertNeeds(needs: Iterable<readonly [parent: string, child: string]>): Map<string, string[]> {
  const parents = new Map<string, string[]>();
  for (const [parent, child] of needs) {
    const list = parents.get(child);
    if (list === undefined) parents.set(child, [parent]);
    else if (list.at(-1) !== parent) list.push(parent);
  }
  return parents;
}
