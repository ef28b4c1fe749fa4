import type { FileReader } from '../../../templates/value.ts';
import { joined, resolvePath } from '../../../templates/kustomize/paths.ts';
import { isKustomizationName } from './file-names.ts';
import { folderOf } from '../../../formats/repository-path.ts';

/** Kustomizations that are looked through; a repository with more is judged whole by a scan. */
const maxKustomizations = 3000;

/** Characters of one that are looked through. */
const maxLength = 200_000;

interface Kustomization {
  readonly path: string;
  readonly folder: string;
  /** Paths of files and folders that its words may name. */
  readonly names: readonly string[];
}

/**
 * The kustomizations that use changed files, over any number of others between, and the files that these name: what each
 * builds is judged again. Words are taken for names without reading the document; one that names nothing leads nowhere.
 */
export function* overlaysOf(changed: readonly string[], files: FileReader): Generator<string> {
  if (files.all === undefined || changed.length === 0) return;
  const paths = [...files.all()].filter(isKustomizationName).slice(0, maxKustomizations);
  if (paths.length === 0) return;
  files.prepare?.(paths);
  const users = new Map<string, Kustomization[]>();
  for (const path of paths) {
    const one = kustomizationAt(path, files);
    for (const name of one.names) {
      const present = users.get(name);
      if (present === undefined) users.set(name, [one]);
      else present.push(one);
    }
  }
  const seen = new Set<string>();
  const waiting = changed.flatMap((path) => (isKustomizationName(path) ? [path, folderOf(path)] : [path]));
  for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
    for (const { path, folder, names } of users.get(place) ?? []) {
      if (seen.has(path)) continue;
      seen.add(path);
      waiting.push(folder);
      yield path;
      for (const name of names) if (/\.(?:ya?ml|json)$/i.test(name)) yield name;
    }
  }
}

function kustomizationAt(path: string, files: FileReader): Kustomization {
  const folder = folderOf(path);
  const names = new Set<string>();
  for (const [word] of (files.readText(path) ?? '').slice(0, maxLength).matchAll(/[\w./@+-]{1,400}/g)) {
    const name = /[./]/.test(word) ? resolvePath(folder, word) : joined(folder, word);
    if (name !== undefined && name !== folder) names.add(name);
  }
  return { path, folder, names: [...names] };
}

