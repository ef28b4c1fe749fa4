import { eachEntry, jsonCursor, kindHere, skipValue, takeScalar, takeText, takeTrue, type JsonCursor } from './json-cursor.ts';
import { npmName } from './package-name.ts';
import { finishReading, startReading, unknownVersion, type ReadingDraft } from './reading.ts';
import type { PackageReading, PackageScope, SiblingFiles } from './record.ts';
import { siblingPath } from './sibling-path.ts';

/** What one entry of the `packages` or `dependencies` object says. Named for what it is filled from: an open slot a field. */
interface LockEntry {
  /** Install path, `node_modules/a/node_modules/b`; empty for the root. */
  readonly path: string;
  readonly start: number;
  readonly end: number;
  name?: string;
  version?: string;
  resolved?: string;
  integrity?: string;
  licence?: string;
  dev?: boolean;
  optional?: boolean;
  peer?: boolean;
  link?: boolean;
  script?: boolean;
  readonly needs: string[];
}

const folder = 'node_modules/';
/** Nested `dependencies` of format 1 deeper than this are left out and reported: npm itself never nests so far. */
const maxNesting = 200;

/** Reads package-lock.json, npm-shrinkwrap.json (formats 1 to 3) and node_modules/.package-lock.json. Source: npm docs, package-lock-json. */
export function readNpmLock(text: string, path: string, files?: SiblingFiles): PackageReading {
  const draft = startReading(text);
  const cursor = jsonCursor(text, draft.problems);
  const entries: LockEntry[] = [];
  const nested: LockEntry[] = [];
  let versionAt = 0;
  eachEntry(cursor, (key, start) => {
    if (key === 'lockfileVersion') {
      draft.formatVersion = takeScalar(cursor) ?? '';
      versionAt = start;
    } else if (key === 'packages') eachEntry(cursor, (at, s, e) => entries.push(readEntry(cursor, at, s, e)));
    else if (key === 'dependencies' && entries.length === 0) readNested(cursor, '', nested, 0);
  });
  const known = draft.formatVersion;
  if (known !== undefined && known !== '1' && known !== '2' && known !== '3') unknownVersion(draft, 'package-lock', known, versionAt, versionAt + 15);
  const all = entries.length > 0 ? entries : nested;
  const installed = installedPaths(all);
  const direct = entries.length > 0 ? directPaths(entries, installed) : directFromManifest(path, files, draft);
  addRecords(draft, all, installed, direct);
  return finishReading(draft, 'lockfile', 'npm');
}

function readEntry(cursor: JsonCursor, path: string, start: number, end: number): LockEntry {
  const entry: LockEntry = { path, start, end, needs: [] };
  eachEntry(cursor, (key) => readField(cursor, entry, key));
  return entry;
}

function readField(cursor: JsonCursor, entry: LockEntry, key: string): void {
  switch (key) {
    case 'version': setText(entry, 'version', takeText(cursor)); break;
    case 'resolved': setText(entry, 'resolved', takeText(cursor)); break;
    case 'integrity': setText(entry, 'integrity', takeText(cursor)); break;
    case 'name': setText(entry, 'name', takeText(cursor)); break;
    case 'license': setText(entry, 'licence', takeText(cursor)); break;
    case 'dev': entry.dev = takeTrue(cursor); break;
    case 'optional': entry.optional = takeTrue(cursor); break;
    case 'devOptional': entry.dev = entry.optional = takeTrue(cursor); break;
    case 'peer': entry.peer = takeTrue(cursor); break;
    case 'link': entry.link = takeTrue(cursor); break;
    case 'hasInstallScript': entry.script = takeTrue(cursor); break;
    case 'dependencies':
    case 'optionalDependencies':
    case 'devDependencies':
    case 'peerDependencies':
    case 'requires':
      if (kindHere(cursor) === 'object') eachEntry(cursor, (name) => entry.needs.push(name));
      break;
    default: break;
  }
}

function setText(entry: LockEntry, field: 'version' | 'resolved' | 'integrity' | 'name' | 'licence', value: string | undefined): void {
  if (value !== undefined) entry[field] = value;
}

/** Format 1: `dependencies` hold `dependencies`. */
function readNested(cursor: JsonCursor, parent: string, into: LockEntry[], depth: number): void {
  eachEntry(cursor, (name, start, end) => {
    const entry: LockEntry = { path: parent + folder + name, start, end, needs: [] };
    eachEntry(cursor, (key, at) => {
      if (key !== 'dependencies') readField(cursor, entry, key);
      else if (depth < maxNesting) readNested(cursor, entry.path + '/', into, depth + 1);
      else {
        cursor.problems.push({ message: `dependencies are nested deeper than ${maxNesting}: what is below is not read`, start: at, end: at + key.length });
        skipValue(cursor);
      }
    });
    const alias = entry.version?.startsWith('npm:') === true ? entry.version.slice(4) : undefined;
    if (alias !== undefined) {
      const at = alias.lastIndexOf('@');
      entry.name = at > 0 ? alias.slice(0, at) : alias;
      entry.version = at > 0 ? alias.slice(at + 1) : '';
    } else if (entry.version !== undefined && /^[a-z+]{2,20}:/.test(entry.version)) {
      // In format 1 a git or file dependency has its source where others have their version.
      entry.resolved ??= entry.version;
      delete entry.version;
    }
    into.push(entry);
  });
}

/** Install paths that the root and the workspaces ask for themselves. */
function directPaths(entries: readonly LockEntry[], installed: Installed): Set<string> {
  const direct = new Set<string>();
  for (const entry of entries) {
    if (isInstalled(entry.path)) continue;
    for (const name of entry.needs) {
      const found = locate(installed, entry.path, name);
      if (found !== undefined) direct.add(found);
    }
  }
  return direct;
}

function directFromManifest(path: string, files: SiblingFiles | undefined, draft: ReadingDraft): Set<string> | undefined {
  const sibling = siblingPath(path, 'package.json');
  const manifest = sibling === undefined ? undefined : files?.readText(sibling);
  if (manifest === undefined || sibling === undefined) return undefined;
  draft.inputs.push(sibling);
  const direct = new Set<string>();
  const cursor = jsonCursor(manifest, []);
  eachEntry(cursor, (key) => {
    if (/^(?:dev|optional|peer)?[dD]ependencies$/.test(key)) eachEntry(cursor, (name) => direct.add(folder + name));
  });
  return direct;
}

function addRecords(draft: ReadingDraft, entries: readonly LockEntry[], installed: Installed, direct: Set<string> | undefined): void {
  const parents = new Map<string, string[]>();
  for (const entry of entries) {
    if (!isInstalled(entry.path)) continue;
    const self = installedName(entry);
    for (const name of entry.needs) {
      const found = locate(installed, entry.path, name);
      if (found === undefined) continue;
      const list = parents.get(found);
      if (list === undefined) parents.set(found, [self]);
      else if (list.at(-1) !== self) list.push(self);
    }
  }
  for (const entry of entries) {
    if (!isInstalled(entry.path)) {
      if (entry.path !== '' && entry.link !== true) addLocal(draft, entry);
      continue;
    }
    if (entry.link === true) continue;
    const own = installedName(entry);
    const written = entry.path.slice(entry.path.lastIndexOf(folder) + folder.length);
    const name = npmName(own);
    draft.packages.push({
      ecosystem: name.ecosystem,
      namespace: name.namespace,
      name: name.name,
      version: entry.version === '' ? undefined : entry.version,
      start: entry.start,
      end: entry.end,
      direct: direct?.has(entry.path),
      scope: scopeOf(entry),
      resolved: entry.resolved,
      integrity: entry.integrity,
      licence: entry.licence,
      installScript: entry.script,
      parents: parents.get(entry.path),
      alias: own === written ? undefined : written,
    });
  }
}

/** A workspace or a `file:` dependency: a package of this repository. */
function addLocal(draft: ReadingDraft, entry: LockEntry): void {
  const name = npmName(entry.name ?? entry.path.slice(entry.path.lastIndexOf('/') + 1));
  draft.packages.push({ ...name, version: entry.version, start: entry.start, end: entry.end, resolved: entry.path, licence: entry.licence, project: true });
}

function isInstalled(path: string): boolean {
  return path.startsWith(folder) || path.includes('/' + folder);
}

function installedName(entry: LockEntry): string {
  return entry.name ?? entry.path.slice(entry.path.lastIndexOf(folder) + folder.length);
}

function scopeOf(entry: LockEntry): PackageScope {
  if (entry.dev === true) return 'dev';
  if (entry.optional === true) return 'optional';
  return entry.peer === true ? 'peer' : 'runtime';
}

/** Where every name is installed: the path where there is only one at the top, which is nearly always, otherwise null. */
interface Installed {
  readonly paths: ReadonlySet<string>;
  readonly onlyTop: ReadonlyMap<string, string | null>;
}

function installedPaths(entries: readonly LockEntry[]): Installed {
  const paths = new Set<string>();
  const onlyTop = new Map<string, string | null>();
  for (const { path } of entries) {
    paths.add(path);
    const cut = path.lastIndexOf(folder);
    const name = cut < 0 ? path : path.slice(cut + folder.length);
    onlyTop.set(name, cut === 0 && !onlyTop.has(name) ? path : null);
  }
  return { paths, onlyTop };
}

/** The install path that Node would find `name` at from `from`: the nearest `node_modules` upwards. */
function locate({ paths, onlyTop }: Installed, from: string, name: string): string | undefined {
  const only = onlyTop.get(name);
  if (only !== null) return only;
  let base = from;
  for (let step = 0; step < 64; step++) {
    const candidate = base === '' ? folder + name : `${base}/${folder}${name}`;
    if (paths.has(candidate)) return candidate;
    if (base === '') return undefined;
    const cut = base.lastIndexOf('/' + folder);
    if (cut >= 0) base = base.slice(0, cut);
    else base = '';
  }
  return undefined;
}
