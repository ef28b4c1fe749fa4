import type { DataNode, MapNode } from '../node.ts';
import { plainName } from './package-name.ts';
import { finishReading, startReading, unknownVersion, type ReadingDraft } from './reading.ts';
import type { PackageReading, PackageScope, SiblingFiles } from './record.ts';
import { siblingPath } from './sibling-path.ts';
import { at, entriesAt, itemsAt, keyOf, tablesAt, textAt } from './toml-fields.ts';
import { invertNeeds, tomlLock } from './toml-lock.ts';
import { readToml } from './toml.ts';

const sections: readonly (readonly [string, PackageScope])[] = [
  ['dependencies', 'runtime'],
  ['dev-dependencies', 'dev'],
  ['dev_dependencies', 'dev'],
  ['build-dependencies', 'build'],
  ['build_dependencies', 'build'],
];

/** Reads Cargo.toml: dependencies of every kind and target, of the workspace, and patches. Source: the Cargo book, manifest. */
export function readCargoManifest(text: string): PackageReading {
  const draft = startReading(text);
  const { documents, problems } = readToml(text);
  draft.problems.push(...problems);
  const root = documents[0];
  readSections(draft, root);
  for (const target of entriesAt(root, 'target')) readSections(draft, target.value);
  addTable(draft, at(root, 'workspace', 'dependencies'), 'runtime', 'table');
  for (const source of entriesAt(root, 'patch')) addTable(draft, source.value, 'runtime', 'table');
  addTable(draft, at(root, 'replace'), 'runtime', 'table');
  const name = at(root, 'package', 'name');
  if (name?.kind === 'scalar' && typeof name.value === 'string') {
    draft.packages.push({ ...plainName('cargo', name.value), version: textAt(root, 'package', 'version'), licence: textAt(root, 'package', 'license'), start: name.start, end: name.end, project: true });
  }
  return finishReading(draft, 'manifest', 'cargo');
}

function readSections(draft: ReadingDraft, node: DataNode | undefined): void {
  for (const [section, scope] of sections) addTable(draft, at(node, section), scope);
}

/** A `table` says what a dependency would be and asks for none. */
function addTable(draft: ReadingDraft, table: DataNode | undefined, scope: PackageScope, use: 'asked' | 'table' = 'asked'): void {
  for (const dependency of entriesAt(table)) {
    const { value, key } = dependency;
    const written = keyOf(dependency).split(':', 1)[0] ?? '';
    const name = textAt(value, 'package') ?? written;
    const range = value.kind === 'scalar' ? String(value.value) : textAt(value, 'version');
    const optional = at(value, 'optional');
    const git = textAt(value, 'git');
    const revision = textAt(value, 'rev') ?? textAt(value, 'tag') ?? textAt(value, 'branch');
    draft.packages.push({
      ...plainName('cargo', name),
      version: range?.startsWith('=') === true ? range.slice(1).trim() : undefined,
      range,
      start: key.start,
      end: key.end,
      direct: use === 'asked' ? true : undefined,
      scope: optional?.kind === 'scalar' && optional.value === true ? 'optional' : scope,
      resolved: git === undefined ? (textAt(value, 'path') ?? textAt(value, 'registry-index') ?? textAt(value, 'registry')) : git + (revision === undefined ? '' : '#' + revision),
      alias: name === written ? undefined : written,
    });
  }
}

/** Reads Cargo.lock, formats 1 to 4. Source: cargo, core/resolver/encode.rs. */
export function readCargoLock(text: string, path: string, files?: SiblingFiles): PackageReading {
  const { draft, root } = tomlLock(text);
  const version = at(root, 'version');
  if (version?.kind === 'scalar') {
    draft.formatVersion = String(version.value);
    if (!/^[1-4]$/.test(draft.formatVersion)) unknownVersion(draft, 'Cargo.lock', draft.formatVersion, version.start, version.end);
  }
  const packages = [...tablesAt(root, 'package'), ...tablesAt(root, 'root')];
  const single = at(root, 'root');
  if (single?.kind === 'map') packages.push(single);
  const versions = new Map<string, string[]>();
  for (const one of packages) {
    const name = textAt(one, 'name') ?? '';
    const list = versions.get(name);
    if (list === undefined) versions.set(name, [textAt(one, 'version') ?? '']);
    else list.push(textAt(one, 'version') ?? '');
  }
  // Most names have one version and need no key of their own making.
  const idOf = (name: string, version: string | undefined): string => ((versions.get(name)?.length ?? 0) > 1 ? `${name}@${version ?? ''}` : name);
  const idsOf = (one: MapNode): string[] =>
    itemsAt(one, 'dependencies').flatMap((item) => {
      const [name = '', wanted] = item.kind === 'scalar' ? String(item.value).split(' ', 2) : [];
      return name === '' ? [] : [idOf(name, wanted)];
    });
  const needs = new Map(packages.map((one) => [one, idsOf(one)] as const));
  const members = new Set(packages.filter((one) => at(one, 'source') === undefined));
  const direct = new Set([...members].flatMap((one) => needs.get(one) ?? []));
  // Format 1 keeps the hashes in a table of their own.
  const checksums = new Map(entriesAt(root, 'metadata').map((one) => [keyOf(one), textAt(one.value)] as const));
  const parents = invertNeeds(packages.flatMap((one) => (members.has(one) ? [] : (needs.get(one) ?? []).map((id) => [textAt(one, 'name') ?? '', id] as const))));
  const scopes = scopesOf(path, files, draft);
  for (const one of packages) {
    const name = at(one, 'name');
    if (name?.kind !== 'scalar' || typeof name.value !== 'string') continue;
    const exact = textAt(one, 'version');
    const id = idOf(name.value, exact);
    const source = textAt(one, 'source');
    draft.packages.push({
      ecosystem: 'cargo',
      namespace: undefined,
      name: name.value,
      version: exact,
      start: name.start,
      end: name.end,
      direct: source === undefined ? undefined : direct.has(id),
      scope: direct.has(id) ? scopes.get(name.value) : undefined,
      resolved: source,
      integrity: textAt(one, 'checksum') ?? checksums.get(`checksum ${name.value} ${exact ?? ''} (${source ?? ''})`),
      parents: parents.get(id),
      project: source === undefined ? true : undefined,
    });
  }
  return finishReading(draft, 'lockfile', 'cargo');
}

/** What the manifest beside the lockfile wants each package for. */
function scopesOf(path: string, files: SiblingFiles | undefined, draft: ReadingDraft): Map<string, PackageScope> {
  const sibling = siblingPath(path, 'Cargo.toml');
  const manifest = sibling === undefined ? undefined : files?.readText(sibling);
  const scopes = new Map<string, PackageScope>();
  if (manifest === undefined || sibling === undefined) return scopes;
  draft.inputs.push(sibling);
  for (const one of readCargoManifest(manifest).packages) {
    if (one.project !== true && one.scope !== undefined && scopes.get(one.name) !== 'runtime') scopes.set(one.name, one.scope);
  }
  return scopes;
}
