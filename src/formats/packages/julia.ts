import { plainName } from './package-name.ts';
import { finishReading, startReading, unknownVersion } from './reading.ts';
import type { PackageReading, PackageScope, SiblingFiles } from './record.ts';
import { siblingPath } from './sibling-path.ts';
import { at, entriesAt, itemsAt, keyOf, textAt } from './toml-fields.ts';
import { invertNeeds, tomlLock } from './toml-lock.ts';
import { readToml } from './toml.ts';

/** Reads Julia's Manifest.toml, formats 1 and 2. Source: pkgdocs.julialang.org, Project.toml and Manifest.toml. */
export function readJuliaLock(text: string, path: string, files?: SiblingFiles): PackageReading {
  const { draft, root } = tomlLock(text);
  const format = at(root, 'manifest_format');
  if (format?.kind === 'scalar') {
    draft.formatVersion = String(format.value);
    if (!/^[12](?:\.|$)/.test(draft.formatVersion)) unknownVersion(draft, 'Manifest.toml', draft.formatVersion, format.start, format.end);
  }
  const sibling = siblingPath(path, 'Project.toml');
  const project = sibling === undefined ? undefined : files?.readText(sibling);
  if (project !== undefined && sibling !== undefined) draft.inputs.push(sibling);
  const asked = project === undefined ? undefined : new Set(entriesAt(readToml(project).documents[0], 'deps').map(keyOf));
  const entries = at(root, 'deps') === undefined ? entriesAt(root).filter((one) => one.value.kind === 'list') : entriesAt(root, 'deps');
  const parents = invertNeeds(
    entries.flatMap((entry) =>
      itemsAt(entry.value).flatMap((one) => {
        const needs = at(one, 'deps');
        const names = needs?.kind === 'map' ? needs.entries.map(keyOf) : itemsAt(needs).map((item) => (item.kind === 'scalar' ? String(item.value) : ''));
        return names.map((name) => [keyOf(entry), name] as const);
      }),
    ),
  );
  for (const entry of entries) {
    for (const one of itemsAt(entry.value)) {
      const uuid = textAt(one, 'uuid');
      const version = textAt(one, 'version');
      const source = textAt(one, 'repo-url');
      const tree = textAt(one, 'git-tree-sha1');
      // Packages of the standard library have neither version nor tree.
      draft.packages.push({
        ...plainName('julia', keyOf(entry)),
        version,
        start: Math.max(one.start, 0),
        end: one.end,
        direct: asked?.has(keyOf(entry)),
        parents: parents.get(keyOf(entry)),
        resolved: source === undefined ? textAt(one, 'path') : `${source}#${textAt(one, 'repo-rev') ?? ''}`,
        integrity: tree === undefined ? undefined : `git-tree-sha1:${tree}`,
        qualifiers: uuid === undefined ? undefined : new Map([['uuid', uuid]]),
      });
    }
  }
  return finishReading(draft, 'lockfile', 'julia');
}

/** Reads Julia's Project.toml. Source: pkgdocs.julialang.org, Project.toml and Manifest.toml. */
export function readJuliaManifest(text: string): PackageReading {
  const draft = startReading(text);
  const { documents, problems } = readToml(text);
  draft.problems.push(...problems);
  const root = documents[0];
  const ranges = new Map(entriesAt(root, 'compat').map((one) => [keyOf(one), textAt(one.value)] as const));
  for (const [section, scope] of [['deps', 'runtime'], ['weakdeps', 'optional'], ['extras', 'test']] as const satisfies readonly (readonly [string, PackageScope])[]) {
    for (const one of entriesAt(root, section)) {
      const uuid = textAt(one.value);
      const range = ranges.get(keyOf(one));
      draft.packages.push({ ...plainName('julia', keyOf(one)), range, version: /^=\s?(\d\S{0,40})$/.exec(range ?? '')?.[1], start: one.key.start, end: one.key.end, direct: true, scope, qualifiers: uuid === undefined ? undefined : new Map([['uuid', uuid]]) });
    }
  }
  const name = at(root, 'name');
  const own = textAt(root, 'uuid');
  if (name?.kind === 'scalar' && typeof name.value === 'string') draft.packages.push({ ...plainName('julia', name.value), qualifiers: own === undefined ? undefined : new Map([['uuid', own]]), version: textAt(root, 'version'), start: name.start, end: name.end, project: true });
  return finishReading(draft, 'manifest', 'julia');
}
