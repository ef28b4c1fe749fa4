import { isKustomizationName, isObjectName } from '../../families/containers/kubernetes/file-names.ts';
import { nameWords, type NameWords } from '../../formats/name-words.ts';
import { basenameOf, folderOf } from '../../formats/repository-path.ts';

/** Kustomizations, and templates of one chart, that are asked what they use. */
const maxKustomizations = 3000;
const maxTemplates = 300;

/** Words by which a tree's listing tells that there may be charts or kustomizations. */
export const userWords: readonly string[] = ['Chart.yaml', 'ustomization'];

/** Whether a file says by its name what others are. */
export function mayUse(path: string): boolean {
  return isKustomizationName(path) || basenameOf(path) === 'Chart.yaml';
}

/** Says what uses some files that are no objects of Kubernetes by themselves. */
export type UsersOf = (changed: readonly string[]) => readonly string[];

/**
 * What builds on files of any name: kustomizations that have it for a resource, a patch or what they generate from, and
 * templates of a chart that read files of it or define what others include.
 */
export function usersIn(files: ReadonlyMap<string, unknown>, texts: (paths: readonly string[]) => ReadonlyMap<string, string>): UsersOf {
  let words: NameWords | undefined;
  const kustomizations = [...files.keys()].filter(isKustomizationName).slice(0, maxKustomizations);
  const wordsOf = (): NameWords => {
    const made = nameWords();
    for (const [path, text] of texts(kustomizations)) made.add(path, text);
    return made;
  };
  return (changed) => {
    // objects in YAML and JSON are followed when they are judged
    const plain = changed.filter((path) => !isObjectName(path));
    const found = new Set<string>();
    if (kustomizations.length > 0 && plain.length > 0) {
      words ??= wordsOf();
      for (const path of plain) for (const one of words.naming(path)) found.add(one);
    }
    for (const path of chartUsers(changed, files, texts)) found.add(path);
    return [...found];
  };
}

function chartUsers(changed: readonly string[], files: ReadonlyMap<string, unknown>, texts: Parameters<typeof usersIn>[1]): readonly string[] {
  const roots = new Map<string, { isHelper: boolean; isFile: boolean }>();
  for (const path of changed) {
    const root = chartAbove(path, files);
    if (root === undefined) continue;
    const inside = root === '' ? path : path.slice(root.length + 1);
    const uses = roots.get(root) ?? { isHelper: false, isFile: false };
    if (inside.startsWith('templates/')) uses.isHelper = true;
    else uses.isFile = true;
    roots.set(root, uses);
  }
  return [...roots].flatMap(([root, { isHelper, isFile }]) => {
    const start = root === '' ? 'templates/' : `${root}/templates/`;
    const templates = [...files.keys()].filter((path) => path.startsWith(start) && /\.(?:ya?ml|tpl)$/i.test(path)).slice(0, maxTemplates);
    return [...texts(templates)].flatMap(([path, text]) => ((isFile && text.includes('.Files')) || (isHelper && /\b(?:include|template)\b/.test(text)) ? [path] : []));
  });
}

/** The folder of the chart that a file lies in. */
function chartAbove(path: string, files: ReadonlyMap<string, unknown>): string | undefined {
  for (let folder = folderOf(path); ; folder = folderOf(folder)) {
    if (files.has(folder === '' ? 'Chart.yaml' : `${folder}/Chart.yaml`)) return folder;
    if (folder === '') return undefined;
  }
}
