import { readBlobs } from '../../git/blobs.ts';
import { followLinks } from '../../git/links.ts';
import { symlinkMode } from '../../git/parse-tree.ts';
import type { RawChange } from '../../git/raw-diff.ts';
import { holdsEnding, holdsLinks, parseListing, type Listed } from '../../git/tree-listing.ts';
import { readersOf } from './file-calls.ts';

export interface LedOptions {
  /** The listing of the new tree. */
  readonly listing: Buffer;
  /** Paths that the push changes in it. */
  readonly changed: ReadonlySet<string>;
  /** Whether some family would want a file of this name. */
  readonly mayWant: (path: string) => boolean;
  /** Texts of files of the new tree, read in one go. */
  readonly texts: (paths: readonly string[]) => ReadonlyMap<string, string>;
  readonly cwd?: string;
}

/** Files that did not change themselves, though what they stand for did. */
export interface Led {
  /** Links by their path, with where they lead. */
  readonly links: ReadonlyMap<string, string>;
  /** Templates that read a changed file which is none. */
  readonly readers: readonly string[];
  /** True when there were more than the gate follows. */
  readonly isLimited: boolean;
}

/** Links of a tree that are followed, and templates that are asked what they read. */
const maxLinks = 20_000;
const maxTemplates = 10_000;
/** A target is a path; more is none. Source: PATH_MAX of Linux. */
const maxTarget = 4096;

const configurations = ['.tf', '.tofu', '.tf.json', '.tofu.json'];

/** Whether a tree holds something through which a change may come to another name. */
export function mayLead(listing: Buffer): boolean {
  return holdsLinks(listing) || holdsConfiguration(listing);
}

/** Whether a change brings such a thing in, or takes one away. */
export function isLeading({ before, mode, path }: RawChange): boolean {
  return mode === symlinkMode || before.some((one) => one.mode === symlinkMode) || isConfiguration(path.toString('latin1'));
}

function holdsConfiguration(listing: Buffer): boolean {
  return configurations.some((ending) => holdsEnding(listing, ending));
}

/**
 * What a push changes under a name that no template has, and what leads there: links, also through other links and
 * linked folders, and templates that read files.
 */
export function ledByChanges(options: LedOptions): Led {
  const { listing, changed } = options;
  const files = parseListing(listing);
  const linked = linksTo(files, options);
  const asked = holdsConfiguration(listing) && [...changed].some((path) => !isConfiguration(path)) ? [...files.keys()].filter((path) => isConfiguration(path) && !changed.has(path)) : [];
  const texts = options.texts(asked.slice(0, maxTemplates));
  return { links: linked.links, readers: readersOf(texts, [...changed, ...linked.found]), isLimited: linked.isLimited || asked.length > maxTemplates };
}

function isConfiguration(path: string): boolean {
  return configurations.some((ending) => path.endsWith(ending));
}

/** The links of a name that a family wants which lead to what changed, and all links that do. */
function linksTo(files: ReadonlyMap<string, Listed>, { changed, mayWant, cwd }: LedOptions): { readonly links: ReadonlyMap<string, string>; readonly found: readonly string[]; readonly isLimited: boolean } {
  const all = [...files].filter(([, { isLink }]) => isLink);
  const some = all.slice(0, maxLinks);
  const blobs = readBlobs([...new Set(some.map(([, { oid }]) => oid))], maxTarget, cwd);
  const targets = new Map(some.flatMap(([path, { oid }]): (readonly [string, string])[] => {
    const blob = blobs.get(oid);
    return blob !== undefined && 'bytes' in blob ? [[path, blob.bytes.toString('utf8')]] : [];
  }));
  const links = new Map<string, string>();
  const found: string[] = [];
  for (const link of targets.keys()) {
    const followed = followLinks(link, (path) => targets.get(path));
    if (followed === undefined || ![followed.path, ...followed.passed].some((path) => changed.has(path))) continue;
    found.push(link);
    if (mayWant(link) && files.has(followed.path)) links.set(link, followed.path);
  }
  return { links, found, isLimited: all.length > maxLinks };
}
