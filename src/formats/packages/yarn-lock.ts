import { isMarkerLine } from './conflict-markers.ts';
import { eachEntry, jsonCursor, kindHere, takeText } from './json-cursor.ts';
import { eachLine } from './lines.ts';
import { npmName } from './package-name.ts';
import { finishReading, reportProblem, startReading, unknownVersion, type ReadingDraft } from './reading.ts';
import type { PackageReading, PackageScope, SiblingFiles } from './record.ts';
import { siblingPath } from './sibling-path.ts';
import { yarnDescriptors, yarnSplit } from './yarn-descriptor.ts';

interface Entry {
  readonly descriptors: readonly string[];
  readonly start: number;
  readonly end: number;
  version?: string;
  resolved?: string;
  resolution?: string;
  integrity?: string;
  isConditional?: boolean;
  readonly needs: string[];
}

/** Reads yarn.lock of Yarn 1 and of Yarn 2 and later. Source: yarnpkg/lockfile (1), yarnpkg/berry Project.ts and its __metadata versions (2+). */
export function readYarnLock(text: string, path: string, files?: SiblingFiles): PackageReading {
  const draft = startReading(text);
  const entries: Entry[] = [];
  let current: Entry | undefined;
  let section = '';
  let inMetadata = false;
  eachLine(text, (line, start) => {
    const first = line.charCodeAt(0);
    if (Number.isNaN(first) || first === 35 || isMarkerLine(text, start)) return;
    if (first !== 32) {
      section = '';
      current = undefined;
      inMetadata = line.startsWith('__metadata');
      if (inMetadata || !line.endsWith(':')) {
        if (!inMetadata) reportProblem(draft, 'not a line of a yarn.lock: an entry must end in a colon', start, start + line.length);
        return;
      }
      const descriptors = yarnDescriptors(line.slice(0, -1));
      const quoted = first === 34 ? 1 : 0;
      current = { descriptors, start: start + quoted, end: start + quoted + (descriptors[0]?.length ?? 0), needs: [] };
      entries.push(current);
      return;
    }
    let indent = 1;
    while (line.charCodeAt(indent) === 32) indent++;
    const [key, value] = field(line.slice(indent));
    if (inMetadata) {
      if (key === 'version' && indent === 2) {
        draft.formatVersion = value;
        if (!/^(?:[4-9]|1\d)$/.test(value)) unknownVersion(draft, 'yarn.lock', value, start, start + line.length);
      }
    } else if (current !== undefined && indent === 2) {
      section = value === '' ? key : '';
      readField(current, key, value);
    } else if (current !== undefined && (section === 'dependencies' || section === 'optionalDependencies')) current.needs.push(`${key}@${value}`);
  });
  for (const { version, start, end } of entries) {
    if (version === undefined || version.startsWith('"')) reportProblem(draft, 'an entry without a version: the file is truncated or was edited', start, end);
  }
  if (draft.formatVersion === undefined && text.includes('# yarn lockfile v1')) draft.formatVersion = '1';
  addRecords(draft, entries, directFrom(path, files, draft));
  return finishReading(draft, 'lockfile', 'yarn');
}

/** `key "value"` of Yarn 1 and `key: value` of the later ones. */
function field(line: string): [string, string] {
  let at = 0;
  if (line.charCodeAt(0) === 34) at = line.indexOf('"', 1) + 1;
  else while (at < line.length && line.charCodeAt(at) !== 32 && line.charCodeAt(at) !== 58) at++;
  if (at <= 0) return [bare(line), ''];
  let valueAt = line.charCodeAt(at) === 58 ? at + 1 : at;
  while (line.charCodeAt(valueAt) === 32) valueAt++;
  return [bare(line.slice(0, at)), bare(line.slice(valueAt))];
}

function bare(text: string): string {
  return text.length > 1 && text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1) : text;
}

function readField(entry: Entry, key: string, value: string): void {
  if (key === 'version') entry.version = value;
  else if (key === 'resolved') entry.resolved = value;
  else if (key === 'resolution') entry.resolution = value;
  else if (key === 'integrity' || key === 'checksum') entry.integrity = value;
  else if (key === 'conditions') entry.isConditional = true;
}

/** What the package.json beside the lockfile asks for. */
interface Wanted {
  /** Descriptors (`name@range`). */
  readonly direct: ReadonlyMap<string, PackageScope>;
  /** Whether workspaces, which Yarn 1 leaves out of its lockfile, ask for more. */
  readonly hasWorkspaces: boolean;
}

function directFrom(path: string, files: SiblingFiles | undefined, draft: ReadingDraft): Wanted | undefined {
  const sibling = siblingPath(path, 'package.json');
  const manifest = sibling === undefined ? undefined : files?.readText(sibling);
  if (manifest === undefined || sibling === undefined) return undefined;
  draft.inputs.push(sibling);
  const direct = new Map<string, PackageScope>();
  let hasWorkspaces = false;
  const cursor = jsonCursor(manifest, []);
  eachEntry(cursor, (key) => {
    hasWorkspaces ||= key === 'workspaces';
    const scope = key === 'dependencies' ? 'runtime' : key === 'devDependencies' ? 'dev' : key === 'optionalDependencies' ? 'optional' : undefined;
    if (scope !== undefined && kindHere(cursor) === 'object') eachEntry(cursor, (name) => direct.set(`${name}@${takeText(cursor) ?? ''}`, scope));
  });
  return { direct, hasWorkspaces };
}

function addRecords(draft: ReadingDraft, entries: readonly Entry[], wanted: Wanted | undefined): void {
  const byDescriptor = new Map<string, number>();
  entries.forEach((entry, index) => {
    for (const descriptor of entry.descriptors) {
      byDescriptor.set(descriptor, index);
      // what a range is bound to, `file:../x::locator=app%40workspace%3A.`, is not written where it is asked for
      const bound = descriptor.indexOf('::');
      if (bound > 0 && !byDescriptor.has(descriptor.slice(0, bound))) byDescriptor.set(descriptor.slice(0, bound), index);
    }
  });
  const find = (descriptor: string): number | undefined => {
    const found = byDescriptor.get(descriptor);
    if (found !== undefined) return found;
    const split = yarnSplit(descriptor);
    return byDescriptor.get(`${split.name}@npm:${split.range}`);
  };
  const direct = new Map<number, PackageScope | undefined>();
  for (const [descriptor, scope] of wanted?.direct ?? []) {
    const index = find(descriptor);
    if (index !== undefined) direct.set(index, scope);
  }
  const parents = new Map<number, string[]>();
  let knowsDirect = wanted !== undefined && !wanted.hasWorkspaces;
  entries.forEach((entry) => {
    const self = identityOf(entry);
    for (const need of entry.needs) {
      const child = find(need);
      if (child === undefined) continue;
      if (self.local) {
        knowsDirect = true;
        if (!direct.has(child)) direct.set(child, undefined);
      } else {
        const list = parents.get(child) ?? [];
        if (list.at(-1) !== self.name) list.push(self.name);
        parents.set(child, list);
      }
    }
  });
  entries.forEach((entry, index) => {
    const identity = identityOf(entry);
    if (identity.name === '') return;
    if (identity.local) {
      draft.packages.push({ ...npmName(identity.name), version: entry.version, start: entry.start, end: entry.end, resolved: identity.source, project: true, consumer: identity.source === 'workspace:.' ? true : undefined });
      return;
    }
    const { ecosystem, namespace, name } = npmName(identity.name);
    draft.packages.push({
      ecosystem,
      namespace,
      name,
      version: entry.version,
      start: entry.start,
      end: entry.end,
      direct: direct.has(index) || (knowsDirect ? false : undefined),
      scope: direct.get(index),
      resolved: entry.resolved ?? identity.source,
      integrity: entry.integrity,
      ...(entry.isConditional === true ? { conditional: true } : {}),
      parents: parents.get(index),
      alias: identity.alias,
    });
  });
}

function identityOf(entry: Entry): { name: string; local: boolean; alias?: string | undefined; source?: string | undefined } {
  const first = yarnSplit(entry.descriptors[0] ?? '');
  if (entry.resolution !== undefined) {
    const bound = yarnSplit(entry.resolution);
    const patched = bound.range.startsWith('patch:') ? yarnSplit(bound.range.slice(6)).name : '';
    const own = { name: patched === '' ? bound.name : patched, range: bound.range };
    const local = /^(?:workspace|link|portal):/.test(own.range);
    return { name: own.name, local, alias: own.name === first.name ? undefined : first.name, source: own.range.startsWith('npm:') ? undefined : own.range };
  }
  // Yarn 1 writes an alias as "alias@npm:name@range".
  const target = first.range.startsWith('npm:') ? yarnSplit(first.range.slice(4)) : undefined;
  if (target !== undefined && target.range !== '') return { name: target.name, local: false, alias: target.name === first.name ? undefined : first.name };
  return { name: first.name, local: /^(?:workspace|link|portal):/.test(first.range), source: entry.resolved ?? (/^(?:file|link|portal|workspace):/.test(first.range) ? first.range : undefined) };
}
