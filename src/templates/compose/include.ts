import type { TemplateProblem, Value } from '../value.ts';
import { joined, type ComposeFile, type ComposeFiles } from './files.ts';
import { fieldOf, scalarText } from '../access.ts';
import type { ComposeKind } from './model.ts';
import { folderOf } from '../../formats/repository-path.ts';

const kinds: readonly ComposeKind[] = ['services', 'networks', 'volumes', 'secrets', 'configs', 'models'];

/** What the files that a project includes define. */
export interface Included {
  readonly names: ReadonlyMap<ComposeKind, Set<string>>;
  /** The files, in the order in which they were first met. */
  readonly paths: readonly string[];
  /** False when one of them could not be read. */
  readonly complete: boolean;
}

/** Follows `include` through files. A file that is included twice counts once; one that includes itself is a problem. */
export function includedBy(file: ComposeFile, files: ComposeFiles, problems: TemplateProblem[]): Included {
  const names = new Map<ComposeKind, Set<string>>(kinds.map((kind) => [kind, new Set<string>()]));
  const open = new Set<string>();
  const done = new Set<string>();
  const paths = new Set<string>();
  let complete = true;
  const follow = (one: ComposeFile): void => {
    const { path } = one.source;
    open.add(path);
    for (const value of wanted(one)) {
      const target = joined(folderOf(path), scalarText(value) ?? '\0');
      if (target !== undefined && open.has(target)) {
        problems.push({ code: 'cycle', message: `${target} includes itself`, at: value.at });
        continue;
      }
      if (target !== undefined && done.has(target)) continue;
      const other = target === undefined || target.includes('\0') ? undefined : files.open(target);
      if (other === undefined) complete = false;
      else {
        for (const kind of kinds) for (const name of keysOf(fieldOf(other.root, kind))) names.get(kind)?.add(name);
        paths.add(other.source.path);
        follow(other);
      }
    }
    open.delete(path);
    done.add(path);
  };
  follow(file);
  return { names, paths: [...paths], complete };
}

/** The paths that a file includes: `- a.yaml`, `- path: a.yaml`, `- path: [a.yaml, b.yaml]`. */
function wanted({ root }: ComposeFile): readonly Value[] {
  const list = fieldOf(root, 'include');
  return list?.kind !== 'list'
    ? []
    : list.items.flatMap((item): readonly Value[] => {
        const path = item.kind === 'map' ? fieldOf(item, 'path') : item;
        return path === undefined ? [] : path.kind === 'list' ? path.items : [path];
      });
}

function keysOf(value: Value | undefined): readonly string[] {
  return value?.kind === 'map' ? [...value.entries.keys()] : [];
}
