import { eachEntry, eachItem, jsonCursor, kindHere, takeScalar, takeText, takeTexts, type JsonCursor } from './json-cursor.ts';
import { eachLine } from './lines.ts';
import { finishReading, startReading, unknownVersion, type ReadingDraft } from './reading.ts';
import type { PackageReading, PackageRecord, PackageScope } from './record.ts';

/** Name, version, user and channel of a Conan reference, `name/version@user/channel#revision`. Source: docs.conan.io, references. */
export function conanReference(written: string): Pick<PackageRecord, 'ecosystem' | 'namespace' | 'name' | 'version' | 'range' | 'qualifiers'> | undefined {
  const found = /^([A-Za-z0-9_][\w.+-]{0,100})\/(\[[^\]]{1,200}\]|[^@#%\s]{1,100})(?:@([\w.+-]{1,100})?(?:\/([\w.+-]{1,100}))?)?(?:#(\w{1,64}))?/.exec(written.trim());
  if (found === null) return undefined;
  const [, name = '', version = '', user, channel, revision] = found;
  const qualifiers = new Map<string, string>();
  if (user !== undefined && user !== '_') qualifiers.set('user', user);
  if (channel !== undefined && channel !== '_') qualifiers.set('channel', channel);
  if (revision !== undefined) qualifiers.set('rrev', revision);
  const isRange = version.startsWith('[');
  return { ecosystem: 'conan', namespace: undefined, name, version: isRange ? undefined : version, range: isRange ? version.slice(1, -1) : undefined, qualifiers: qualifiers.size > 0 ? qualifiers : undefined };
}

/** Reads conan.lock of Conan 1 (a graph) and 2 (lists). Source: docs.conan.io, lockfiles. */
export function readConanLock(text: string): PackageReading {
  const draft = startReading(text);
  const cursor = jsonCursor(text, draft.problems);
  eachEntry(cursor, (key, start, end) => {
    if (key === 'version') {
      draft.formatVersion = takeScalar(cursor) ?? '';
      if (!/^0\.[0-9]$/.test(draft.formatVersion)) unknownVersion(draft, 'conan.lock', draft.formatVersion, start, end);
    } else if (key === 'graph_lock') eachEntry(cursor, (field) => { if (field === 'nodes') readNodes(cursor, draft); });
    else if (['requires', 'build_requires', 'python_requires', 'config_requires'].includes(key)) readList(cursor, draft, key === 'requires' ? 'runtime' : 'build');
  });
  return finishReading(draft, 'lockfile', 'conan');
}

function readNodes(cursor: JsonCursor, draft: ReadingDraft): void {
  const direct = new Set<string>();
  const found: { id: string; record: PackageRecord; path: string | undefined }[] = [];
  eachEntry(cursor, (id) => {
    let written = '';
    let at = cursor.at;
    let path: string | undefined;
    let context: string | undefined;
    let requires: string[] = [];
    eachEntry(cursor, (field) => {
      if (field === 'ref' || field === 'pref') {
        kindHere(cursor);
        at = cursor.at + 1;
        written = takeText(cursor) ?? '';
      } else if (field === 'path') path = takeText(cursor);
      else if (field === 'context') context = takeText(cursor);
      else if (field === 'requires' && kindHere(cursor) === 'list') requires = takeTexts(cursor);
    });
    const name = conanReference(written);
    if (path !== undefined) for (const one of requires) direct.add(one);
    if (name !== undefined) found.push({ id, path, record: { ...name, start: at, end: at + written.length, scope: context === 'build' ? 'build' : 'runtime' } });
  });
  // The node with a path is the consumer's own conanfile.
  for (const { id, record, path } of found) draft.packages.push({ ...record, direct: path === undefined && direct.size > 0 ? direct.has(id) : undefined, ...(path === undefined ? {} : { project: true, consumer: true }) });
}

function readList(cursor: JsonCursor, draft: ReadingDraft, scope: PackageScope): void {
  eachItem(cursor, (_, start) => {
    if (kindHere(cursor) === 'list') return;
    const written = takeText(cursor) ?? '';
    const name = conanReference(written);
    if (name !== undefined) draft.packages.push({ ...name, start: start + 1, end: start + 1 + written.length, scope });
  });
}

/** Reads conanfile.txt, and the static parts of conanfile.py. Source: docs.conan.io, conanfile. */
export function readConanfile(text: string, path: string): PackageReading {
  const draft = startReading(text);
  let section = '';
  const add = (written: string, start: number, scope: PackageScope): void => {
    const name = conanReference(written);
    if (name !== undefined) draft.packages.push({ ...name, start, end: start + written.length, direct: true, scope });
  };
  if (path.endsWith('.py')) {
    eachLine(text, (line, start) => {
      if (line.length > 5000 || line.trimStart().startsWith('#')) return;
      const method = /\bself\.(requires|tool_requires|build_requires|test_requires)\(/.exec(line);
      const assigned = /^\s{0,40}(requires|tool_requires|build_requires|test_requires|python_requires)\s{0,10}=/.exec(line);
      const kind = method?.[1] ?? assigned?.[1];
      if (kind === undefined) return;
      for (const one of line.matchAll(/["']([A-Za-z0-9_][\w.+-]{0,100}\/[^"']{1,200})["']/g)) add(one[1] ?? '', start + one.index + 1, kind === 'requires' ? 'runtime' : kind === 'test_requires' ? 'test' : 'build');
    });
  } else {
    eachLine(text, (line, start) => {
      const bare = line.trim();
      if (bare.startsWith('[')) section = bare;
      else if (bare !== '' && !bare.startsWith('#') && /^\[(?:tool_|build_|test_)?requires\]$/.test(section)) add(/^[^\s[]{1,200}(?:\[[^\]]{1,200}\]\S{0,200})?/.exec(bare)?.[0] ?? '', start + line.indexOf(bare), section === '[requires]' ? 'runtime' : section === '[test_requires]' ? 'test' : 'build');
    });
  }
  return finishReading(draft, 'manifest', 'conan');
}
