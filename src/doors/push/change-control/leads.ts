import { boundary, type Selection } from '../../../git/new-objects.ts';
import type { GitOptions } from '../../../git/run.ts';
import { readListing } from '../../../git/tree-listing.ts';
import { treeReader } from '../../../git/tree-reader.ts';
import { leadsIn, mayLead, textsOf, type Led } from '../led-by.ts';
import type { Declared } from './declared.ts';

/** Tips of a push whose trees are asked what leads where; above it no more are, and nothing is taken for unchanged. */
const maxTips = 50;

type Options = Pick<GitOptions, 'cwd' | 'env'> & { readonly signal: AbortSignal };

/** What changes come to under other names in the trees that a push leads to; undefined where nothing there leads anywhere. */
export async function leadsOf(revisions: Iterable<string>, options: Options): Promise<((changed: ReadonlySet<string>) => Led) | undefined> {
  const all: ((changed: ReadonlySet<string>) => Led)[] = [];
  for (const revision of [...new Set(revisions)].filter((one) => !one.startsWith('^')).slice(0, maxTips)) {
    const listing = await readListing(revision, options);
    if (!mayLead(listing)) continue;
    const files = treeReader(revision, options.cwd, () => listing);
    all.push(leadsIn(listing, { texts: (paths) => textsOf(files, paths), ...(options.cwd === undefined ? {} : { cwd: options.cwd }) }).ledBy);
  }
  if (all.length === 0) return undefined;
  return (changed) => {
    const led = all.map((ledBy) => ledBy(changed));
    return { links: new Map(led.flatMap(({ links }) => [...links])), readers: [...new Set(led.flatMap(({ readers }) => readers))] };
  };
}

/**
 * Whether templates that may read what was changed declare something else in the end. Most do not, and a long history is
 * not evaluated commit by commit for them. `declare` says what they declare in a tree.
 */
export async function comesToChange(selection: Selection, { declare, differs, ...options }: Options & { readonly declare: (revision: string) => Promise<Declared>; readonly differs: (before: Declared, after: Declared) => boolean }): Promise<boolean> {
  const [base] = boundary(selection, 1, options);
  const tips = selection.revisions.filter((one) => !one.startsWith('^'));
  if (base === undefined || tips.length > maxTips) return true;
  const before = await declare(base);
  for (const tip of tips) if (differs(before, await declare(tip))) return true;
  return false;
}
