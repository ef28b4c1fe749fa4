import { eachEntry, eachItem, jsonCursor, kindHere, takeScalar, takeText, type JsonCursor } from './json-cursor.ts';
import { npmName } from './package-name.ts';
import { finishReading, startReading, unknownVersion, type ReadingDraft } from './reading.ts';
import type { PackageReading, PackageScope } from './record.ts';

const sections: ReadonlyMap<string, PackageScope> = new Map([
  ['dependencies', 'runtime'],
  ['devDependencies', 'dev'],
  ['optionalDependencies', 'optional'],
  ['peerDependencies', 'peer'],
]);

/** A project of the lockfile: the root, or a member. */
interface Workspace {
  name: string;
  version?: string;
  readonly wants: Map<string, PackageScope>;
}

/** `"path/to/name": ["name@version", registry, {info}, integrity]`; git and tarball entries have fewer items. */
interface Entry {
  /** Names from the package that holds its own copy down to this one. */
  readonly path: readonly string[];
  readonly start: number;
  readonly end: number;
  readonly name: string;
  readonly source: string;
  readonly integrity: string | undefined;
  readonly registry: string | undefined;
  readonly needs: readonly string[];
}

/** A path longer than this is no nesting that a package manager made. */
const maxNesting = 50;

/** Reads bun.lock, Bun's lockfile as text (JSON with trailing commas). Source: bun.lock.zig, stringifier. */
export function readBunLock(text: string): PackageReading {
  const draft = startReading(text);
  const cursor = jsonCursor(text, draft.problems);
  const workspaces = new Map<string, Workspace>();
  const list: (readonly [string, Entry])[] = [];
  const scripts = new Set<string>();
  eachEntry(cursor, (key, start, end) => {
    if (key === 'lockfileVersion') {
      draft.formatVersion = takeScalar(cursor) ?? '';
      if (!/^[01]$/.test(draft.formatVersion)) unknownVersion(draft, 'bun.lock', draft.formatVersion, start, end);
    } else if (key === 'workspaces') eachEntry(cursor, (folder) => workspaces.set(folder, readWorkspace(cursor)));
    else if (key === 'trustedDependencies') eachItem(cursor, () => scripts.add(takeText(cursor) ?? ''));
    else if (key === 'packages') {
      eachEntry(cursor, (path, s, e) => {
        const entry = readEntry(cursor, path, s, e);
        if (entry !== undefined) list.push([path, entry]);
      });
    }
  });
  addRecords(draft, workspaces, list, scripts);
  return finishReading(draft, 'lockfile', 'bun');
}

function readWorkspace(cursor: JsonCursor): Workspace {
  const workspace: Workspace = { name: '', wants: new Map() };
  eachEntry(cursor, (field) => {
    const scope = sections.get(field);
    if (field === 'name') workspace.name = takeText(cursor) ?? '';
    else if (field === 'version') workspace.version = takeText(cursor) ?? '';
    else if (scope !== undefined && kindHere(cursor) === 'object') {
      eachEntry(cursor, (name) => {
        if (workspace.wants.get(name) !== 'runtime') workspace.wants.set(name, scope);
      });
    }
  });
  return workspace;
}

function readEntry(cursor: JsonCursor, path: string, start: number, end: number): Entry | undefined {
  let spec = '';
  let integrity: string | undefined;
  let registry: string | undefined;
  const needs: string[] = [];
  eachItem(cursor, (index) => {
    if (kindHere(cursor) === 'object') {
      eachEntry(cursor, (field) => {
        if (sections.has(field) && kindHere(cursor) === 'object') eachEntry(cursor, (name) => void needs.push(name));
      });
      return;
    }
    const text = takeText(cursor);
    if (index === 0) spec = text ?? '';
    else if (text !== undefined && /^sha\d{1,3}-/.test(text)) integrity = text;
    else if (text !== undefined && text !== '' && index === 1) registry = text;
  });
  const at = spec.indexOf('@', 1);
  if (at < 0) return undefined;
  return { path: namesOf(path), start, end, name: spec.slice(0, at), source: spec.slice(at + 1), integrity, registry, needs };
}

function addRecords(draft: ReadingDraft, workspaces: ReadonlyMap<string, Workspace>, list: readonly (readonly [string, Entry])[], scripts: ReadonlySet<string>): void {
  // both sides of a merge conflict may hold a key: both are listed
  const entries = new Map(list);
  const direct = new Map<string, PackageScope>();
  for (const [folder, { name, wants }] of workspaces) {
    for (const [want, scope] of wants) {
      const key = keyFrom(entries, folder === '' ? [] : [name], want);
      if (key !== undefined && direct.get(key) !== 'runtime') direct.set(key, scope);
    }
  }
  const parents = new Map<string, string[]>();
  for (const { path, name, needs, source } of entries.values()) {
    if (source.startsWith('workspace:')) continue;
    for (const need of needs) {
      const key = keyFrom(entries, path, need);
      if (key === undefined) continue;
      const list = parents.get(key);
      if (list === undefined) parents.set(key, [name]);
      else if (!list.includes(name) && list.length < 50) list.push(name);
    }
  }
  for (const [key, { path, start, end, name, source, integrity, registry }] of list) {
    if (source.startsWith('link:')) continue;
    if (source.startsWith('workspace:') || source === 'root:') {
      draft.packages.push({ ...npmName(name), version: workspaces.get(source === 'root:' ? '' : source.slice('workspace:'.length))?.version, start, end, resolved: source, project: true });
      continue;
    }
    const isVersion = /^\d/.test(source);
    const written = path.at(-1);
    const own = npmName(name);
    draft.packages.push({
      ecosystem: own.ecosystem,
      namespace: own.namespace,
      name: own.name,
      version: isVersion ? source : undefined,
      start,
      end,
      direct: direct.has(key),
      scope: direct.get(key),
      resolved: isVersion ? registry : source,
      integrity,
      installScript: scripts.has(name) ? true : undefined,
      parents: parents.get(key),
      alias: written === name ? undefined : written,
    });
  }
}

/** The key under which what a package needs is found: its own copy, one of a package around it, or the one at the top. */
function keyFrom(entries: ReadonlyMap<string, Entry>, path: readonly string[], need: string): string | undefined {
  for (let depth = Math.min(path.length, maxNesting); depth >= 0; depth--) {
    const key = [...path.slice(0, depth), need].join('/');
    if (entries.has(key)) return key;
  }
  return undefined;
}

/** The package names of a key such as `a/@scope/b`. */
function namesOf(key: string): string[] {
  const names: string[] = [];
  for (const part of key.split('/', 2 * maxNesting)) {
    const last = names.at(-1);
    if (last?.startsWith('@') === true && !last.includes('/')) names[names.length - 1] = `${last}/${part}`;
    else names.push(part);
  }
  return names;
}
