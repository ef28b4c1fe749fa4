import { eachEntry, eachItem, jsonCursor, kindHere, takeScalar, takeText, type JsonCursor } from './json-cursor.ts';
import { plainName } from './package-name.ts';
import { finishReading, startReading, unknownVersion, type ReadingDraft } from './reading.ts';
import type { PackageName, PackageReading } from './record.ts';

/** A Swift package: host and owner as namespace, the repository as name (package URL type definition of swift). */
export function swiftName(url: string): PackageName {
  const found = /^(?:[a-z+]{1,10}:\/\/)?(?:[^@/\s]{1,100}@)?([\w.-]{1,200})[/:](\S{1,500}?)(?:\.git)?\/?$/i.exec(url);
  if (found === null) return plainName('swift', url);
  const path = found[2] ?? '';
  const slash = path.lastIndexOf('/');
  return { ecosystem: 'swift', namespace: `${found[1] ?? ''}${slash < 0 ? '' : '/' + path.slice(0, slash)}`, name: path.slice(slash + 1) };
}

/** Reads Package.resolved, formats 1 to 3. Source: swift-package-manager, PinsStore.swift. */
export function readPackageResolved(text: string): PackageReading {
  const draft = startReading(text);
  const cursor = jsonCursor(text, draft.problems);
  const top = (key: string, start: number, end: number): void => {
    if (key === 'pins') eachItem(cursor, () => readPin(cursor, draft));
    else if (key === 'object' && kindHere(cursor) === 'object') eachEntry(cursor, top);
    else if (key === 'version') {
      draft.formatVersion = takeScalar(cursor) ?? '';
      if (!/^[1-3]$/.test(draft.formatVersion)) unknownVersion(draft, 'Package.resolved', draft.formatVersion, start, end);
    }
  };
  eachEntry(cursor, top);
  return finishReading(draft, 'lockfile', 'swiftpm');
}

function readPin(cursor: JsonCursor, draft: ReadingDraft): void {
  let location = '';
  let identity = '';
  let start = cursor.at;
  let end = cursor.at;
  let isRegistry = false;
  const state = new Map<string, string>();
  eachEntry(cursor, (key) => {
    if (key === 'state') eachEntry(cursor, (field) => state.set(field, takeText(cursor) ?? ''));
    else if (key === 'location' || key === 'repositoryURL') location = takeText(cursor) ?? '';
    else if (key === 'kind') isRegistry = takeText(cursor) === 'registry';
    else if (key === 'identity' || key === 'package') {
      kindHere(cursor);
      start = cursor.at + 1;
      identity = takeText(cursor) ?? '';
      end = start + identity.length;
    }
  });
  if (identity === '' && location === '') return;
  const dot = identity.indexOf('.');
  const name = isRegistry && dot > 0 ? { ecosystem: 'swift', namespace: identity.slice(0, dot), name: identity.slice(dot + 1) } : location === '' ? plainName('swift', identity) : swiftName(location);
  const revision = state.get('revision') ?? '';
  draft.packages.push({ ...name, version: state.get('version') || revision || state.get('branch') || undefined, start, end, resolved: location === '' ? undefined : location + (revision === '' ? '' : '#' + revision) });
}

/** Reads Package.swift as far as it is static. Source: Swift package description. */
export function readSwiftManifest(text: string): PackageReading {
  const draft = startReading(text);
  for (const found of text.matchAll(/\.package\(\s{0,200}(?:name:\s{0,20}"[^"\n]{0,200}",\s{0,200})?(url|id):\s{0,20}"([^"\n]{1,500})",\s{0,200}([^\n]{0,300})/g)) {
    const [whole, kind, target = '', requirement = ''] = found;
    const exact = /(?:exact:|\.exact\()\s{0,20}"([^"]{1,60})"/.exec(requirement)?.[1];
    const start = found.index + whole.indexOf(target);
    const dot = target.indexOf('.');
    const name = kind === 'id' && dot > 0 ? { ecosystem: 'swift', namespace: target.slice(0, dot), name: target.slice(dot + 1) } : swiftName(target);
    draft.packages.push({ ...name, version: exact, range: requirement.trim().replace(/\),?$/, ''), start, end: start + target.length, direct: true, scope: 'runtime', resolved: kind === 'url' ? target : undefined });
  }
  return finishReading(draft, 'manifest', 'swiftpm');
}
