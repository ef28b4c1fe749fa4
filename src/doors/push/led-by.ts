import { readBlobs } from '../../git/blobs.ts';
import { followLinks } from '../../git/links.ts';
import { symlinkMode } from '../../git/parse-tree.ts';
import type { RawChange } from '../../git/raw-diff.ts';
import { holdsEnding, holdsLinks, parseListing, type Listed } from '../../git/tree-listing.ts';
import { looksLikeCompose } from '../../families/containers/file-names.ts';
import { isComposeName } from '../../templates/compose/detect.ts';
import { namersIn, type NamersOf } from '../../templates/compose/namers.ts';
import type { FileReader } from '../../templates/value.ts';
import { readersIn } from './file-calls.ts';
import { mayUse, usersIn, userWords } from './kubernetes-inputs.ts';
import { includersIn, listNames, mayInclude } from './included-lists.ts';

export interface LeadsOptions {
  /** Texts of files of the tree, read in one go. */
  readonly texts: (paths: readonly string[]) => ReadonlyMap<string, string>;
  /** Whether something changed that may be a template under a name that none has: then any YAML of the tree may name it. */
  readonly hasOdd?: boolean;
  readonly cwd?: string;
}

/** Files that did not change themselves, though what they stand for did. */
export interface Led {
  /** Links to files, by their path, with where they lead. */
  readonly links: ReadonlyMap<string, string>;
  /** Templates that may read a changed file which is none, manifests that include one and Compose files that may name one. */
  readonly readers: readonly string[];
}

/** What leads where in a tree: asked for one set of changes after another. */
export interface Leads {
  readonly ledBy: (changed: ReadonlySet<string>) => Led;
  /** True when there is more than the gate follows. */
  readonly isLimited: boolean;
}

/** Links of a tree that are followed, and templates that are asked what they read. */
const maxLinks = 100_000;
const maxTemplates = 10_000;
/** A target is a path; more is none. Source: PATH_MAX of Linux. */
const maxTarget = 4096;

/** Compose files, or what may be one, that are asked what they name. */
const maxCompose = 3000;

/** Parts of their names by which a tree's listing tells that there may be some. */
const composeWords = ['ompose.', 'ompose-', 'ompose_'];

const configurations = ['.tf', '.tofu', '.tf.json', '.tofu.json'];

/** Whether a tree holds something through which a change may come to another name: a look at its listing. */
export function mayLead(listing: Buffer): boolean {
  return holdsLinks(listing) || configurations.some((ending) => holdsEnding(listing, ending)) || [...composeWords, ...userWords].some((word) => listing.includes(word)) || listNames.some((name) => listing.includes(name));
}

/** Whether a change brings such a thing in, or takes one away. */
export function isLeading({ before, mode, path }: RawChange): boolean {
  return mode === symlinkMode || before.some((one) => one.mode === symlinkMode) || isConfiguration(path.toString('latin1')) || mayInclude(path.toString('latin1')) || isComposeName(path.toString('latin1')) || mayUse(path.toString('latin1'));
}

/**
 * What a change under a name that no template has comes to in a tree: links, also through other links and linked folders,
 * templates that read files and manifests that include others. These are read when they are first asked for.
 */
export function leadsIn(listing: Buffer, { texts, hasOdd = false, cwd }: LeadsOptions): Leads {
  const files = parseListing(listing);
  const links = linksIn(files, cwd);
  const templates = [...files.keys()].filter(isConfiguration);
  const manifests = [...files.keys()].filter(mayInclude);
  const composes = [...files.keys()].filter((path) => /\.ya?ml$/i.test(path) && (hasOdd || isComposeName(path)));
  const uses = usersIn(files, texts);
  let namers: NamersOf | undefined;
  let readers: ReturnType<typeof readersIn> | undefined;
  let includers: ReturnType<typeof includersIn> | undefined;
  const ledBy = (changed: ReadonlySet<string>): Led => {
    const found = [...new Set([...changed].flatMap((path) => links.through.get(path) ?? []))];
    const plain = [...changed].filter((path) => !isConfiguration(path));
    const asked = templates.length === 0 || plain.length === 0 ? [] : (readers ??= readersIn(texts(templates.slice(0, maxTemplates))))([...plain, ...found]);
    const including = manifests.length === 0 ? [] : [...changed, ...found].flatMap((path) => [...((includers ??= includersIn(manifests.slice(0, maxTemplates), texts)).get(path) ?? [])]);
    const naming = composes.length === 0 ? [] : (namers ??= namersIn(composeTexts(composes, texts)))([...changed, ...found]);
    return {
      links: new Map(found.flatMap((link): (readonly [string, string])[] => [links.ends.get(link)].flatMap((end): (readonly [string, string])[] => (end !== undefined && files.has(end) ? [[link, end]] : [])))),
      readers: [...new Set([...asked, ...including, ...naming, ...uses([...changed, ...found])])].filter((path) => !changed.has(path)),
    };
  };
  return { ledBy, isLimited: links.isLimited || templates.length > maxTemplates || manifests.length > maxTemplates || composes.length > maxCompose };
}

/** The texts of files that are called as Compose files are, then of others, as far as they hold services or take some in. */
function composeTexts(paths: readonly string[], texts: LeadsOptions['texts']): ReadonlyMap<string, string> {
  const some = [...paths.filter(isComposeName), ...paths.filter((path) => !isComposeName(path))].slice(0, maxCompose);
  return new Map([...texts(some)].filter(([path, text]) => looksLikeCompose(path, text)));
}

/** Texts of files that are read in one go; one that cannot be read is empty. */
export function textsOf(files: FileReader, paths: readonly string[]): ReadonlyMap<string, string> {
  files.prepare?.(paths);
  return new Map(paths.map((path) => [path, files.readText(path) ?? '']));
}

function isConfiguration(path: string): boolean {
  return configurations.some((ending) => path.endsWith(ending));
}

interface Links {
  /** Where each link leads in the end. */
  readonly ends: ReadonlyMap<string, string>;
  /** The links that lead to or through a path. */
  readonly through: ReadonlyMap<string, readonly string[]>;
  readonly isLimited: boolean;
}

function linksIn(files: ReadonlyMap<string, Listed>, cwd: string | undefined): Links {
  const all = [...files].filter(([, { isLink }]) => isLink);
  const some = all.slice(0, maxLinks);
  const blobs = readBlobs([...new Set(some.map(([, { oid }]) => oid))], maxTarget, cwd);
  const targets = new Map(some.flatMap(([path, { oid }]): (readonly [string, string])[] => {
    const blob = blobs.get(oid);
    return blob !== undefined && 'bytes' in blob ? [[path, blob.bytes.toString('utf8')]] : [];
  }));
  const ends = new Map<string, string>();
  const through = new Map<string, string[]>();
  for (const link of targets.keys()) {
    const followed = followLinks(link, (path) => targets.get(path));
    if (followed === undefined) continue;
    ends.set(link, followed.path);
    for (const path of [followed.path, ...followed.passed]) (through.get(path) ?? through.set(path, []).get(path))?.push(link);
  }
  return { ends, through, isLimited: all.length > maxLinks };
}
