import { eachEntry, eachItem, jsonCursor, kindHere, takeText } from './json-cursor.ts';
import { eachOutlineLine, unquoted } from './outline.ts';
import { plainName } from './package-name.ts';
import { finishReading, reportProblem, startReading } from './reading.ts';
import type { PackageReading, PackageRecord, PackageScope } from './record.ts';

type Open = { -readonly [K in keyof PackageRecord]: PackageRecord[K] };

/** Reads pubspec.lock. Source: dart-lang/pub, lock_file.dart. */
export function readPubspecLock(text: string): PackageReading {
  const draft = startReading(text);
  let open: Open | undefined;
  eachOutlineLine(text, (path, line) => {
    if (path[0] !== 'packages' || line.key === undefined) return;
    if (path.length === 1) {
      open = { ...plainName('pub', line.key), start: line.start, end: line.end };
      draft.packages.push(open);
    } else if (open === undefined) return;
    else if (path.length === 2) {
      if (line.key === 'version') open.version = unquoted(line.value);
      else if (line.key === 'dependency') {
        const kind = unquoted(line.value);
        open.direct = kind.startsWith('direct');
        if (open.direct) open.scope = kind === 'direct dev' ? 'dev' : 'runtime';
      }
    } else if (path[2] === 'description') {
      if (line.key === 'url') open.resolved = line.value;
      else if (line.key === 'sha256') open.integrity = `sha256:${line.value}`;
      else if (line.key === 'resolved-ref') open.resolved = `${open.resolved ?? ''}#${line.value}`;
      else if (line.key === 'path' && open.resolved === undefined) open.resolved = line.value;
    }
  });
  for (const { version, start, end } of draft.packages) if (version === undefined || version === '') reportProblem(draft, 'a package without a version: the file is truncated or was edited', start, end);
  return finishReading(draft, 'lockfile', 'pub');
}

const sections: ReadonlyMap<string, PackageScope> = new Map([
  ['dependencies', 'runtime'],
  ['dev_dependencies', 'dev'],
  ['dependency_overrides', 'runtime'],
]);

/** Reads pubspec.yaml. Source: dart.dev/tools/pub/dependencies. */
export function readPubspec(text: string): PackageReading {
  const draft = startReading(text);
  let open: Open | undefined;
  const own = { version: '', name: '', start: 0, end: 0 };
  eachOutlineLine(text, (path, line) => {
    if (line.key === undefined) return;
    const scope = sections.get(path[0] ?? '');
    if (path.length === 0 && line.key === 'name') {
      own.name = line.value;
      own.start = line.valueStart;
      own.end = line.valueStart + line.value.length;
    } else if (path.length === 0 && line.key === 'version') own.version = line.value;
    if (scope === undefined) return;
    if (path.length === 1) {
      const range = line.value === '' || line.value.startsWith('{') ? undefined : line.value;
      open = { ...plainName('pub', line.key), range, version: /^\d[\w.+-]{0,60}$/.test(range ?? '') ? range : undefined, start: line.start, end: line.end, direct: true, scope };
      draft.packages.push(open);
    } else if (open !== undefined && path.length >= 2) {
      if (line.key === 'version') open.range = line.value;
      else if (['git', 'url', 'path', 'hosted', 'sdk'].includes(line.key) && line.value !== '') open.resolved = line.value;
    }
  });
  if (own.name !== '') draft.packages.push({ ...plainName('pub', own.name), version: own.version || undefined, start: own.start, end: own.end, project: true });
  return finishReading(draft, 'manifest', 'pub');
}

/**
 * Reads .dart_tool/package_config.json: the folder of each package that is compiled in. A folder of pub's cache ends in name
 * and version, one of a repository in its commit; a relative one is of this project. Source: dart-lang/language, package configuration file, version 2.
 */
export function readDartPackages(text: string): PackageReading {
  const draft = startReading(text);
  const cursor = jsonCursor(text, draft.problems);
  eachEntry(cursor, (key) => {
    if (key !== 'packages' || kindHere(cursor) !== 'list') return;
    eachItem(cursor, () => {
      const own = { name: '', folder: '', start: 0 };
      eachEntry(cursor, (field) => {
        if (kindHere(cursor) !== 'string') return;
        const at = cursor.at + 1;
        const value = takeText(cursor) ?? '';
        if (field === 'name') Object.assign(own, { name: value, start: at });
        else if (field === 'rootUri') own.folder = value;
      });
      if (own.name === '') return;
      const isNear = !/^[a-z]{2,10}:/.test(own.folder);
      const version = isNear ? undefined : /-(\d{1,9}\.\d{1,9}\.\d{1,9}[\w.+-]{0,100})\/?$/.exec(own.folder)?.[1];
      draft.packages.push({ ...plainName('pub', own.name), version, start: own.start, end: own.start + own.name.length, resolved: own.folder || undefined, project: isNear ? true : undefined });
    });
  });
  return finishReading(draft, 'lockfile', 'pub');
}
