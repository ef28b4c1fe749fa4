import type { ImportEcosystem } from './import-record.ts';
import { basenameOf } from '../repository-path.ts';

const endings: readonly (readonly [ImportEcosystem, string])[] = [
  ['npm', 'js jsx mjs cjs ts tsx mts cts vue svelte astro html htm'],
  ['pypi', 'py pyi pyw'],
  ['golang', 'go'],
  ['maven', 'java kt kts scala sc groovy'],
  ['gem', 'rb rake ru'],
  ['cargo', 'rs'],
  ['nuget', 'cs vb fs fsx fsi'],
  ['composer', 'php phtml'],
];

/** A Map, because a path may end in `constructor`; filled by the first question. */
let known: ReadonlyMap<string, ImportEcosystem> | undefined;

/** What stands after the last dot of a file's name, in lower case; the whole name without a dot. */
export function endingOf(path: string): string {
  const name = basenameOf(path);
  return name.slice(name.lastIndexOf('.') + 1).toLowerCase();
}

/** The ecosystem whose packages files of an ending import; undefined for files without imports that are read. */
export function ecosystemOfEnding(ending: string): ImportEcosystem | undefined {
  known ??= new Map(endings.flatMap(([ecosystem, list]) => list.split(' ').map((one): [string, ImportEcosystem] => [one, ecosystem])));
  return known.get(ending);
}

/** The ecosystem whose packages a source file imports, by its path. Loads nothing. */
export function importEcosystem(path: string): ImportEcosystem | undefined {
  return ecosystemOfEnding(endingOf(path));
}
