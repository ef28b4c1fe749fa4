import { eachEntry, eachItem, jsonCursor, kindHere, takeText, type JsonCursor } from './json-cursor.ts';
import { parseNpmSpecifier } from './npm-specifier.ts';
import { npmName } from './package-name.ts';
import { finishReading, startReading, type ReadingDraft } from './reading.ts';
import type { PackageReading, PackageScope } from './record.ts';

const sections: ReadonlyMap<string, PackageScope> = new Map([
  ['dependencies', 'runtime'],
  ['devDependencies', 'dev'],
  ['peerDependencies', 'peer'],
  ['optionalDependencies', 'optional'],
]);

/** Reads package.json: its dependencies of every kind, overrides, resolutions and catalogues. Source: npm docs, package-json. */
export function readNpmManifest(text: string): PackageReading {
  const draft = startReading(text);
  const cursor = jsonCursor(text, draft.problems);
  const own = { name: '', start: 0, end: 0, version: undefined as string | undefined, licence: undefined as string | undefined };
  let manager: string | undefined;
  let isOther = false;
  eachEntry(cursor, (key) => {
    const scope = sections.get(key);
    if (scope !== undefined) readSection(cursor, draft, scope, true);
    else if (key === 'name') {
      kindHere(cursor);
      own.start = cursor.at + 1;
      own.name = takeText(cursor) ?? '';
      own.end = Math.max(own.start, cursor.at - 1);
    } else if (key === 'version') own.version = takeText(cursor);
    // extensions of Visual Studio Code and packages of Unity use the same file and are published elsewhere
    else if (key === 'unity' || key === 'contributes') isOther = true;
    else if (key === 'engines' && kindHere(cursor) === 'object') eachEntry(cursor, (engine) => { isOther ||= engine === 'vscode'; });
    else if (key === 'license') own.licence = takeText(cursor);
    else if (key === 'packageManager') manager = /^[a-z]{1,20}/.exec(takeText(cursor) ?? '')?.[0];
    else if (key === 'resolutions' || key === 'overrides') readOverrides(cursor, draft, 0);
    else if (key === 'pnpm') {
      eachEntry(cursor, (field) => {
        if (field === 'overrides') readOverrides(cursor, draft, 0);
        else if (field === 'packageExtensions') readExtensions(cursor, draft);
      });
    }
    else if (key === 'catalog') readSection(cursor, draft, 'runtime', true);
    else if (key === 'catalogs') eachEntry(cursor, () => readSection(cursor, draft, 'runtime', true));
    else if (key === 'workspaces' && kindHere(cursor) === 'object') {
      eachEntry(cursor, (field) => {
        if (field === 'catalog') readSection(cursor, draft, 'runtime', true);
        else if (field === 'catalogs') eachEntry(cursor, () => readSection(cursor, draft, 'runtime', true));
      });
    }
  });
  if (own.name !== '' && !isOther) {
    draft.packages.push({ ...npmName(own.name), version: own.version, licence: own.licence, start: own.start, end: own.end, project: true });
  }
  return finishReading(draft, 'manifest', manager ?? 'npm');
}

/** What is added to the manifests of others: a package, its sections, their dependencies. */
function readExtensions(cursor: JsonCursor, draft: ReadingDraft): void {
  eachEntry(cursor, () =>
    eachEntry(cursor, (section) => {
      const scope = sections.get(section);
      if (scope !== undefined) readSection(cursor, draft, scope, false);
    }),
  );
}

function readSection(cursor: JsonCursor, draft: ReadingDraft, scope: PackageScope, direct: boolean): void {
  if (kindHere(cursor) === 'list') {
    // Very old packages wrote a list of names.
    eachItem(cursor, (_, start) => {
      const name = takeText(cursor);
      if (name !== undefined) draft.packages.push({ ...npmName(name), start: start + 1, end: start + 1 + name.length, direct, scope });
    });
    return;
  }
  eachEntry(cursor, (name, start, end) => addDependency(draft, name, takeText(cursor) ?? '', start, end, scope, direct));
}

/** Overrides and resolutions may nest, and their keys may hold a path and a range: `a>b`, `a/b`, `b@^2`. */
function readOverrides(cursor: JsonCursor, draft: ReadingDraft, depth: number): void {
  eachEntry(cursor, (key, start, end) => {
    if (kindHere(cursor) === 'object') {
      if (depth < 20) readOverrides(cursor, draft, depth + 1);
      return;
    }
    const range = takeText(cursor);
    const name = overridden(key);
    if (range !== undefined && name !== undefined && !range.startsWith('$') && range !== '-') addDependency(draft, name, range, start, end, 'runtime', false);
  });
}

function overridden(key: string): string | undefined {
  const last = key.slice(key.lastIndexOf('>') + 1).trim();
  // Longer than a scope, a name and a range together: the expression below starts at every character.
  if (last.length > 700) return undefined;
  const named = /((?:@[\w.~-]{1,214}\/)?[\w.~-]{1,214})(?:@[^@/]{0,200})?$/.exec(last)?.[1];
  return named === '.' ? undefined : named;
}

function addDependency(draft: ReadingDraft, written: string, specifier: string, start: number, end: number, scope: PackageScope, direct: boolean): void {
  if (written === '') return;
  const wanted = parseNpmSpecifier(specifier);
  const name = wanted.name ?? written;
  draft.packages.push({
    ...npmName(name),
    version: wanted.version,
    range: wanted.range,
    start,
    end,
    direct,
    scope,
    resolved: wanted.source,
    alias: wanted.name === undefined || wanted.name === written ? undefined : written,
  });
}
