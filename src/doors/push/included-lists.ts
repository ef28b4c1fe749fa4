import { posix } from 'node:path';
import { isDockerfileName } from '../../families/containers/file-names.ts';
import { listsInstalledIn } from '../../formats/packages/dockerfile-lists.ts';

/** Lists of packages that name further ones, by their names; what they name may be called anything. */
const manifest = /(?:^|\/)(?:[^/]*(?:requirement|constraint)[^/]*\.(?:txt|in|pip)|requirements\/[^/]+|pyproject\.toml)$/i;

/** Endings and words by which a tree's listing tells that such lists may be there. */
export const listNames: readonly string[] = ['equirement', 'onstraint', 'pyproject.toml', 'ockerfile', 'ontainerfile'];

/** Lists that are followed from one manifest. */
const maxLists = 100;

/** Whether a file is such a list by its name, or a Dockerfile, which may install from one. */
export function mayInclude(path: string): boolean {
  return manifest.test(path) || isDockerfileName(path);
}

/**
 * The manifests that lead to each list they include, also through others. Sources: pip docs, requirements file format;
 * setuptools.pypa.io, "Dynamic Metadata".
 */
export function includersIn(manifests: readonly string[], texts: (paths: readonly string[]) => ReadonlyMap<string, string>): ReadonlyMap<string, ReadonlySet<string>> {
  const includers = new Map<string, Set<string>>();
  const known = new Map<string, readonly string[]>();
  const read = (paths: readonly string[]): void => {
    for (const [path, text] of texts(paths.filter((one) => !known.has(one)))) known.set(path, includedIn(path, text));
  };
  read(manifests);
  for (const start of manifests) {
    const seen = new Set<string>();
    let open = known.get(start) ?? [];
    while (open.length > 0 && seen.size < maxLists) {
      for (const path of open) {
        seen.add(path);
        (includers.get(path) ?? includers.set(path, new Set()).get(path))?.add(start);
      }
      read(open);
      open = [...new Set(open.flatMap((path) => known.get(path) ?? []))].filter((path) => !seen.has(path));
    }
  }
  return includers;
}

function includedIn(path: string, text: string): readonly string[] {
  if (isDockerfileName(path)) return listsInstalledIn(path, text).flatMap(({ paths }) => paths);
  const named = path.endsWith('.toml') ? [...text.matchAll(/\bfile\s{0,9}=\s{0,9}(?:\[([^\]]{0,2000})|("[^"\n]{1,300}"|'[^'\n]{1,300}'))/g)].flatMap(([, list, one]) => (list ?? one ?? '').match(/"[^"\n]{1,300}"|'[^'\n]{1,300}'/g) ?? []).map((quoted) => quoted.slice(1, -1)) : [...text.matchAll(/^[ \t]{0,9}(?:-r|--requirement|-c|--constraint)(?:\s{1,20}|=|(?=[^\s-]))(\S{1,500})/gm)].map(([, name = '']) => name);
  return named.filter((name) => !name.includes('://')).map((name) => posix.join(posix.dirname(path), name));
}
