import { eachEntry, eachItem, jsonCursor, kindHere, skipValue, takeScalar, takeText, type JsonCursor } from './json-cursor.ts';
import { npmName } from './package-name.ts';
import { finishReading, startReading, unknownVersion } from './reading.ts';
import type { PackageReading, PackageScope } from './record.ts';

const sections: ReadonlyMap<string, PackageScope> = new Map([
  ['dependencies', 'runtime'],
  ['devDependencies', 'dev'],
  ['optionalDependencies', 'optional'],
  ['peerDependencies', 'peer'],
]);

/** Reads bun.lock, Bun's lockfile as text (JSON with trailing commas). Source: bun.lock.zig, stringifier. */
export function readBunLock(text: string): PackageReading {
  const draft = startReading(text);
  const cursor = jsonCursor(text, draft.problems);
  const wanted = new Map<string, PackageScope>();
  const scripts = new Set<string>();
  eachEntry(cursor, (key, start, end) => {
    if (key === 'lockfileVersion') {
      draft.formatVersion = takeScalar(cursor) ?? '';
      if (!/^[01]$/.test(draft.formatVersion)) unknownVersion(draft, 'bun.lock', draft.formatVersion, start, end);
    } else if (key === 'workspaces') readWorkspaces(cursor, wanted);
    else if (key === 'trustedDependencies') eachItem(cursor, () => scripts.add(takeText(cursor) ?? ''));
    else if (key === 'packages') {
      const parents = new Map<string, string[]>();
      eachEntry(cursor, (path, s, e) => readPackage(cursor, path, s, e, { add: (record) => draft.packages.push(record), wanted, parents, scripts }));
      for (let i = 0; i < draft.packages.length; i++) {
        const found = draft.packages[i];
        const list = found === undefined ? undefined : parents.get(found.alias ?? (found.namespace === undefined ? found.name : `${found.namespace}/${found.name}`));
        if (found !== undefined && list !== undefined) draft.packages[i] = { ...found, parents: list };
      }
    }
  });
  return finishReading(draft, 'lockfile', 'bun');
}

function readWorkspaces(cursor: JsonCursor, wanted: Map<string, PackageScope>): void {
  eachEntry(cursor, () => {
    eachEntry(cursor, (field) => {
      const scope = sections.get(field);
      if (scope !== undefined && kindHere(cursor) === 'object') {
        eachEntry(cursor, (name) => {
          if (wanted.get(name) !== 'runtime') wanted.set(name, scope);
          skipValue(cursor);
        });
      }
    });
  });
}

interface BunContext {
  readonly add: (record: PackageReading['packages'][number]) => void;
  readonly wanted: ReadonlyMap<string, PackageScope>;
  readonly parents: Map<string, string[]>;
  readonly scripts: ReadonlySet<string>;
}

/** `"path/to/name": ["name@version", registry, {info}, integrity]`; git and tarball entries have fewer items. */
function readPackage(cursor: JsonCursor, path: string, start: number, end: number, context: BunContext): void {
  let spec = '';
  let integrity: string | undefined;
  let registry: string | undefined;
  const needs: string[] = [];
  eachItem(cursor, (index) => {
    if (kindHere(cursor) === 'object') {
      eachEntry(cursor, (field) => {
        if (sections.has(field) && kindHere(cursor) === 'object') eachEntry(cursor, (name) => { needs.push(name); skipValue(cursor); });
      });
      return;
    }
    const text = takeText(cursor);
    if (index === 0) spec = text ?? '';
    else if (text !== undefined && /^sha\d{1,3}-/.test(text)) integrity = text;
    else if (text !== undefined && text !== '' && index === 1) registry = text;
  });
  const at = spec.indexOf('@', 1);
  if (at < 0) return;
  const name = spec.slice(0, at);
  const source = spec.slice(at + 1);
  if (source.startsWith('workspace:') || source.startsWith('link:')) return;
  const isVersion = /^\d/.test(source);
  const written = lastName(path);
  for (const need of needs) {
    const list = context.parents.get(need);
    if (list === undefined) context.parents.set(need, [name]);
    else if (!list.includes(name) && list.length < 50) list.push(name);
  }
  context.add({
    ...npmName(name),
    version: isVersion ? source : undefined,
    start,
    end,
    direct: path === written && context.wanted.has(path),
    scope: path === written ? context.wanted.get(path) : undefined,
    resolved: isVersion ? registry : source,
    integrity,
    installScript: context.scripts.has(name) ? true : undefined,
    alias: written === name ? undefined : written,
  });
}

/** The last package name of a key such as `a/@scope/b`. */
function lastName(path: string): string {
  const last = path.lastIndexOf('/');
  if (last < 0) return path;
  const before = path.lastIndexOf('/', last - 1);
  return path.charCodeAt(before + 1) === 64 ? path.slice(before + 1) : path.slice(last + 1);
}
