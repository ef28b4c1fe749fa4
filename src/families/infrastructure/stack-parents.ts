import { holdsPart } from '../../formats/escaped-text.ts';
import { nameWords } from '../../formats/name-words.ts';
import { folderOf } from '../../formats/repository-path.ts';
import type { FileReader } from '../../templates/value.ts';

/** Templates that are searched for who nests a stack, the nearest first, characters of one, and parents that are judged. */
const maxFiles = 1000;
const maxLength = 1_000_000;
const maxParents = 100;

/** What a template that takes in another one holds. */
const nesting = ['AWS::CloudFormation::Stack', 'AWS::Serverless::Application'];

/**
 * The templates of the repository that nest changed ones as stacks, also over others: there the values are given. Any word
 * of theirs is taken for the last part of a name. Empty where the reader cannot list the repository.
 */
export function stackParents(changed: readonly string[], files: FileReader): readonly string[] {
  if (files.all === undefined || changed.length === 0) return [];
  const own = new Set(changed);
  const candidates = nearest([...files.all()].filter((path) => /\.(?:ya?ml|jsonc?|template|cfn|cform)$/i.test(path) && !own.has(path)), changed);
  files.prepare?.(candidates);
  const words = nameWords();
  const escaped: string[] = [];
  for (const path of candidates) {
    const text = files.readText(path)?.slice(0, maxLength) ?? '';
    if (!nesting.some((type) => holdsPart(text, type))) continue;
    words.add(path, text);
    // what is written with escapes may be any name
    if (/\\[xuU]/.test(text)) escaped.push(path);
  }
  const found = new Set<string>();
  const open = [...changed];
  for (let path = open.pop(); path !== undefined && found.size < maxParents; path = open.pop()) {
    for (const parent of [...words.naming(path), ...escaped]) {
      if (found.has(parent) || parent === path) continue;
      found.add(parent);
      open.push(parent);
    }
  }
  return [...found].toSorted();
}

/** The paths that share most folders with one of some files. */
function nearest(paths: readonly string[], to: readonly string[]): readonly string[] {
  if (paths.length <= maxFiles) return paths;
  const folders = new Map<string, number>();
  for (const path of to) {
    let depth = path.split('/').length;
    for (let folder = folderOf(path); ; folder = folderOf(folder)) {
      folders.set(folder, Math.max(folders.get(folder) ?? 0, --depth));
      if (folder === '') break;
    }
  }
  const shared = (path: string): number => {
    for (let folder = folderOf(path); ; folder = folderOf(folder)) {
      const depth = folders.get(folder);
      if (depth !== undefined || folder === '') return depth ?? 0;
    }
  };
  return paths.map((path) => ({ path, near: shared(path) })).toSorted((a, b) => b.near - a.near).slice(0, maxFiles).map(({ path }) => path);
}
