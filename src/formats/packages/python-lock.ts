import type { DataNode, MapNode } from '../node.ts';
import { pypiName } from './package-name.ts';
import { finishReading, unknownVersion, type ReadingDraft } from './reading.ts';
import type { PackageReading, PackageScope, SiblingFiles } from './record.ts';
import { siblingPath } from './sibling-path.ts';
import { at, entriesAt, itemsAt, keyOf, tablesAt, textAt } from './toml-fields.ts';
import { invertNeeds, tomlLock } from './toml-lock.ts';
import { parseRequirement } from './pep508.ts';
import { readPyproject } from './pyproject.ts';

/** Reads poetry.lock, formats 1 and 2. Source: python-poetry, poetry/packages/locker.py. */
export function readPoetryLock(text: string, path: string, files?: SiblingFiles): PackageReading {
  const { draft, root } = tomlLock(text);
  formatOf(draft, root, ['metadata', 'lock-version'], /^[12](?:\.|$)/, 'poetry.lock');
  const direct = directNames(path, files, draft);
  const packages = tablesAt(root, 'package');
  const parents = invertNeeds(packages.flatMap((one) => entriesAt(one, 'dependencies').map((need) => [nameOf(one), pypiName(keyOf(need)).name] as const)));
  // Format 1 keeps the hashes in a table of their own.
  const hashes = new Map(entriesAt(root, 'metadata', 'files').map((one) => [keyOf(one), itemsAt(one.value)[0]] as const));
  for (const one of packages) {
    const groups = itemsAt(one, 'groups').flatMap((group) => (group.kind === 'scalar' ? [String(group.value)] : []));
    const category = textAt(one, 'category') ?? (groups.length === 0 || groups.includes('main') ? 'main' : (groups[0] ?? 'dev'));
    const isOptional = at(one, 'optional');
    const scope: PackageScope = category !== 'main' ? (/test/.test(category) ? 'test' : 'dev') : isOptional?.kind === 'scalar' && isOptional.value === true ? 'optional' : 'runtime';
    const file = itemsAt(one, 'files')[0] ?? hashes.get(textAt(one, 'name') ?? '');
    add(draft, one, { direct, parents, scope, integrity: textAt(file, 'hash'), resolved: sourceOf(at(one, 'source')) });
  }
  return finishReading(draft, 'lockfile', 'poetry');
}

/** Reads pdm.lock. Source: pdm-project, pdm/formats and lockfile documentation. */
export function readPdmLock(text: string, path: string, files?: SiblingFiles): PackageReading {
  const { draft, root } = tomlLock(text);
  formatOf(draft, root, ['metadata', 'lock_version'], /^[34](?:\.|$)/, 'pdm.lock');
  const direct = directNames(path, files, draft);
  const packages = tablesAt(root, 'package');
  const parents = invertNeeds(packages.flatMap((one) => requirementNames(itemsAt(one, 'dependencies')).map((need) => [nameOf(one), need] as const)));
  for (const one of packages) {
    const groups = itemsAt(one, 'groups').flatMap((group) => (group.kind === 'scalar' ? [String(group.value)] : []));
    const scope: PackageScope | undefined = groups.length === 0 ? undefined : groups.includes('default') ? 'runtime' : groups.some((group) => /test/.test(group)) ? 'test' : groups.includes('dev') ? 'dev' : 'optional';
    const git = textAt(one, 'git');
    const revision = textAt(one, 'revision');
    add(draft, one, {
      direct,
      parents,
      scope,
      integrity: textAt(itemsAt(one, 'files')[0], 'hash'),
      resolved: git === undefined ? (textAt(one, 'url') ?? textAt(one, 'path')) : git + (revision === undefined ? '' : '#' + revision),
    });
  }
  return finishReading(draft, 'lockfile', 'pdm');
}

/** Reads uv.lock. Source: astral-sh/uv, uv-resolver/src/lock. */
export function readUvLock(text: string): PackageReading {
  const { draft, root } = tomlLock(text);
  formatOf(draft, root, ['version'], /^1$/, 'uv.lock');
  const packages = tablesAt(root, 'package');
  const own = new Set(packages.filter(isProject));
  const direct = new Map<string, PackageScope>();
  for (const project of own) {
    for (const item of itemsAt(project, 'dependencies')) direct.set(textAt(item, 'name') ?? '', 'runtime');
    for (const section of ['optional-dependencies', 'dev-dependencies']) {
      for (const group of entriesAt(project, section)) {
        for (const item of itemsAt(group.value)) {
          const name = textAt(item, 'name') ?? '';
          if (!direct.has(name)) direct.set(name, section === 'dev-dependencies' ? (/test/.test(keyOf(group)) ? 'test' : 'dev') : 'optional');
        }
      }
    }
  }
  const needed = packages.filter((one) => !own.has(one));
  const parents = invertNeeds(needed.flatMap((one) => [...itemsAt(one, 'dependencies'), ...entriesAt(one, 'optional-dependencies').flatMap((group) => itemsAt(group.value))].map((item) => [nameOf(one), textAt(item, 'name') ?? ''] as const)));
  const asked = own.size > 0 ? new Set(direct.keys()) : undefined;
  for (const one of packages) {
    const source = at(one, 'source');
    add(draft, one, {
      direct: asked,
      parents,
      scope: direct.get(nameOf(one)),
      integrity: textAt(at(one, 'sdist'), 'hash') ?? textAt(itemsAt(one, 'wheels')[0], 'hash'),
      resolved: textAt(source, 'git') ?? textAt(source, 'url') ?? textAt(source, 'path') ?? textAt(source, 'registry'),
      project: own.has(one),
      consumer: at(source, 'virtual') !== undefined,
    });
  }
  return finishReading(draft, 'lockfile', 'uv');
}

/** Reads pylock.toml. Source: PEP 751. */
export function readPylock(text: string): PackageReading {
  const { draft, root } = tomlLock(text);
  formatOf(draft, root, ['lock-version'], /^1\./, 'pylock.toml');
  const packages = tablesAt(root, 'packages');
  const parents = invertNeeds(packages.flatMap((one) => itemsAt(one, 'dependencies').map((item) => [nameOf(one), pypiName(textAt(item, 'name') ?? '').name] as const)));
  for (const one of packages) {
    const hashes = at(itemsAt(one, 'wheels')[0] ?? at(one, 'sdist') ?? at(one, 'archive'), 'hashes');
    const hash = entriesAt(hashes)[0];
    add(draft, one, {
      direct: undefined,
      parents,
      scope: undefined,
      integrity: hash === undefined ? undefined : `${keyOf(hash)}:${textAt(hashes, keyOf(hash)) ?? ''}`,
      resolved: textAt(at(one, 'vcs'), 'url') ?? textAt(at(one, 'archive'), 'url') ?? textAt(at(one, 'directory'), 'path') ?? textAt(one, 'index'),
      project: at(one, 'directory') !== undefined,
    });
  }
  return finishReading(draft, 'lockfile', textAt(root, 'created-by') ?? 'pip');
}

interface Details {
  readonly direct: ReadonlySet<string> | undefined;
  readonly parents: ReadonlyMap<string, string[]>;
  readonly scope: PackageScope | undefined;
  readonly integrity: string | undefined;
  readonly resolved: string | undefined;
  readonly project?: boolean;
  readonly consumer?: boolean;
}

function add(draft: ReadingDraft, one: MapNode, details: Details): void {
  const node = at(one, 'name');
  if (node?.kind !== 'scalar' || typeof node.value !== 'string') return;
  const name = pypiName(node.value);
  draft.packages.push({
    ecosystem: name.ecosystem,
    namespace: name.namespace,
    name: name.name,
    written: name.written,
    version: textAt(one, 'version'),
    start: node.start,
    end: node.end,
    direct: details.project === true ? undefined : details.direct?.has(name.name),
    scope: details.scope,
    resolved: details.resolved,
    integrity: details.integrity,
    parents: details.parents.get(name.name),
    project: details.project === true ? true : undefined,
    consumer: details.consumer === true ? true : undefined,
  });
}

function formatOf(draft: ReadingDraft, root: MapNode | undefined, keys: readonly string[], known: RegExp, format: string): void {
  const node = at(root, ...keys);
  if (node?.kind !== 'scalar') return;
  draft.formatVersion = String(node.value);
  if (!known.test(draft.formatVersion)) unknownVersion(draft, format, draft.formatVersion, node.start, node.end);
}

function nameOf(one: MapNode): string {
  return pypiName(textAt(one, 'name') ?? '').name;
}

function isProject(one: MapNode): boolean {
  const source = at(one, 'source');
  return ['virtual', 'editable', 'workspace'].some((key) => at(source, key) !== undefined);
}

function sourceOf(source: DataNode | undefined): string | undefined {
  const url = textAt(source, 'url');
  const revision = textAt(source, 'resolved_reference');
  return url === undefined || revision === undefined ? url : `${url}#${revision}`;
}

function requirementNames(items: readonly DataNode[]): string[] {
  return items.flatMap((item) => {
    const found = item.kind === 'scalar' && typeof item.value === 'string' ? parseRequirement(item.value) : undefined;
    return found === undefined ? [] : [found.name];
  });
}

function directNames(path: string, files: SiblingFiles | undefined, draft: ReadingDraft): Set<string> | undefined {
  const sibling = siblingPath(path, 'pyproject.toml');
  const text = sibling === undefined ? undefined : files?.readText(sibling);
  if (text === undefined || sibling === undefined) return undefined;
  draft.inputs.push(sibling);
  return new Set(readPyproject(text).packages.filter((one) => one.project !== true && one.scope !== 'build').map((one) => one.name));
}
