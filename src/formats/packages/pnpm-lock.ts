import { npmName } from './package-name.ts';
import { eachOutlineLine, flowFields } from './outline.ts';
import { pnpmIdentity, pnpmKey } from './pnpm-key.ts';
import { finishReading, reportProblem, startReading, unknownVersion, type ReadingDraft } from './reading.ts';
import type { PackageReading, PackageScope } from './record.ts';

interface Entry {
  readonly key: string;
  readonly start: number;
  readonly end: number;
  name?: string;
  version?: string;
  integrity?: string;
  source?: string;
  dev?: boolean;
  optional?: boolean;
  script?: boolean;
  isFolder?: boolean;
  isCut?: boolean;
}

/** A dependency as a key and what it resolved to. */
interface Edge {
  readonly name: string;
  ref: string;
}

interface Importers {
  readonly edges: (Edge & { readonly scope: PackageScope })[];
}

const sections: ReadonlyMap<string, PackageScope> = new Map([
  ['dependencies', 'runtime'],
  ['devDependencies', 'dev'],
  ['optionalDependencies', 'optional'],
]);

/** Reads pnpm-lock.yaml, formats 5, 6 and 9. Source: pnpm's lockfile specification (pnpm/spec, lockfile/*.md). */
export function readPnpmLock(text: string): PackageReading {
  const draft = startReading(text);
  const entries = new Map<string, Entry>();
  const edges = new Map<string, Edge[]>();
  const importers: Importers = { edges: [] };
  let major = 5;
  eachOutlineLine(text, (path, line) => {
    const [top, second, third] = path;
    const { key } = line;
    if (key === undefined) return;
    if (path.length === 0) {
      if (key === 'lockfileVersion') {
        draft.formatVersion = line.value;
        major = Number.parseInt(line.value, 10);
        if (![5, 6, 7, 9].includes(major)) unknownVersion(draft, 'pnpm-lock', line.value, line.start, line.end);
      }
    } else if (top === 'packages') {
      if (path.length === 1) entries.set(key, { key, start: line.start, end: line.end });
      else if (second !== undefined) readField(entries.get(second), path, key, line.value);
      if (path.length === 3 && second !== undefined && third !== undefined && sections.has(third)) edgesOf(edges, second).push({ name: key, ref: line.value });
    } else if (top === 'snapshots') {
      if (path.length === 3 && second !== undefined && third !== undefined && sections.has(third)) edgesOf(edges, second).push({ name: key, ref: line.value });
      else if (path.length === 1) edgesOf(edges, key);
      else if (path.length === 2 && key === 'optional' && line.value === 'true' && second !== undefined) {
        const entry = entries.get(withoutPeers(second));
        if (entry !== undefined) entry.optional = true;
      }
    } else readImporter(path, key, line.value, importers);
  });
  addRecords(draft, major, entries, edges, importers);
  return finishReading(draft, 'lockfile', 'pnpm');
}

function edgesOf(edges: Map<string, Edge[]>, key: string): Edge[] {
  let list = edges.get(key);
  if (list === undefined) {
    list = [];
    edges.set(key, list);
  }
  return list;
}

function readField(entry: Entry | undefined, path: readonly string[], key: string, value: string): void {
  if (entry === undefined) return;
  if (path.length === 3 && path[2] === 'resolution') readResolution(entry, key, value);
  if (path.length !== 2) return;
  if (key === 'resolution' && value.startsWith('{') && !value.endsWith('}')) entry.isCut = true;
  if (key === 'resolution') for (const [field, text] of flowFields(value)) readResolution(entry, field, text);
  else if (key === 'name') entry.name = value;
  else if (key === 'version') entry.version = value;
  else if (key === 'dev') entry.dev = value === 'true';
  else if (key === 'optional') entry.optional = value === 'true';
  else if (key === 'requiresBuild') entry.script = value === 'true';
}

function readResolution(entry: Entry, field: string, value: string): void {
  if (field === 'integrity') entry.integrity = value;
  else if (field === 'type') entry.isFolder = value === 'directory';
  else if (field === 'tarball' || field === 'directory') entry.source = value;
  else if (field === 'repo') entry.source = value + (entry.source ?? '');
  else if (field === 'commit') entry.source = (entry.source ?? '') + '#' + value;
}

/** Dependencies of the root (formats 5 and 6 without workspaces) or below `importers`. */
function readImporter(path: readonly string[], key: string, value: string, importers: Importers): void {
  const base = path[0] === 'importers' ? 2 : 0;
  const scope = sections.get(path[base] ?? '');
  if (scope === undefined) return;
  if (path.length === base + 1) importers.edges.push({ name: key, ref: value, scope });
  else if (path.length === base + 2 && key === 'version') {
    const last = importers.edges.at(-1);
    if (last !== undefined) last.ref = value;
  }
}

function addRecords(draft: ReadingDraft, major: number, entries: ReadonlyMap<string, Entry>, edges: ReadonlyMap<string, readonly Edge[]>, importers: Importers): void {
  const isKey = (key: string): boolean => edges.has(key) || entries.has(key);
  const resolve = (edge: Edge): string | undefined => {
    const key = pnpmKey(major, edge.name, edge.ref);
    // Aliases, git and tarball dependencies hold the whole key as their reference.
    return isKey(key) ? key : isKey(edge.ref) ? edge.ref : undefined;
  };
  const children = new Map<string, string[]>();
  for (const [key, list] of edges) children.set(key, list.flatMap((edge) => resolve(edge) ?? []));
  const direct = new Map<string, { scope: PackageScope; alias: string }>();
  const reached = new Set<string>();
  for (const edge of importers.edges) {
    const key = resolve(edge);
    if (key === undefined) continue;
    if (edge.scope !== 'dev') reached.add(key);
    const plain = withoutPeers(key, entries);
    const before = direct.get(plain);
    if (before === undefined || before.scope === 'dev') direct.set(plain, { scope: edge.scope, alias: edge.name });
  }
  // A set grows while it is walked: this is the breadth-first search from what the project needs at run time.
  for (const key of reached) for (const child of children.get(key) ?? []) reached.add(child);
  const runtime = new Set([...reached].map((key) => withoutPeers(key, entries)));
  const identities = new Map<string, { name: string; version: string | undefined } | undefined>();
  // a git repository may be nameless in formats 5 and 6: what asks for it has a name for it
  const asks = new Map<string, string>();
  for (const edge of [...importers.edges, ...[...edges.values()].flat()]) {
    const key = resolve(edge);
    if (key !== undefined && !asks.has(key)) asks.set(key, edge.name);
  }
  for (const entry of entries.values()) {
    const asked = asks.get(entry.key);
    identities.set(entry.key, pnpmIdentity(major, entry.key, entry.name, entry.version) ?? (asked === undefined ? undefined : { name: asked, version: undefined }));
  }
  const parents = new Map<string, string[]>();
  for (const [key, list] of children) {
    const parent = identities.get(withoutPeers(key, entries))?.name;
    if (parent === undefined) continue;
    for (const child of list) {
      const names = edgesOfNames(parents, withoutPeers(child, entries));
      if (names.at(-1) !== parent) names.push(parent);
    }
  }
  for (const entry of entries.values()) {
    const identity = identities.get(entry.key);
    if (identity === undefined) {
      reportProblem(draft, `the entry ${entry.key.slice(0, 80)} does not say which package it is`, entry.start, entry.end);
      continue;
    }
    if (entry.isCut === true) reportProblem(draft, 'a resolution that does not end: the file is truncated', entry.start, entry.end);
    const asked = direct.get(entry.key);
    const isDev = entry.dev ?? (importers.edges.length > 0 && !runtime.has(entry.key));
    const { ecosystem, namespace, name } = npmName(identity.name);
    draft.packages.push({
      ecosystem,
      namespace,
      name,
      version: identity.version,
      start: entry.start,
      end: entry.end,
      direct: asked !== undefined,
      scope: isDev ? 'dev' : entry.optional === true || asked?.scope === 'optional' ? 'optional' : 'runtime',
      resolved: entry.isFolder === true && entry.source !== undefined ? `file:${entry.source}` : entry.source ?? sourceIn(entry.key),
      integrity: entry.integrity,
      installScript: entry.script,
      parents: parents.get(entry.key),
      alias: asked === undefined || asked.alias === identity.name ? undefined : asked.alias,
      project: entry.isFolder === true && identity.version === undefined ? true : undefined,
    });
  }
}

function edgesOfNames(parents: Map<string, string[]>, key: string): string[] {
  let names = parents.get(key);
  if (names === undefined) {
    names = [];
    parents.set(key, names);
  }
  return names;
}

/** `a@1.0.0(b@2.0.0)` names the snapshot of `a@1.0.0` beside one version of its peer. */
function withoutPeers(key: string, entries?: ReadonlyMap<string, Entry>): string {
  if (entries?.has(key) === true) return key;
  const paren = key.indexOf('(');
  return paren < 0 ? key : key.slice(0, paren);
}

function sourceIn(key: string): string | undefined {
  const at = key.indexOf('@', 1);
  const rest = key.slice(at + 1);
  return at > 0 && /^(?:https?|git\+\w{1,10}|git|ssh|file):/.test(rest) ? rest : undefined;
}
