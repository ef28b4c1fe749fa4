import { eachEntry, eachItem, jsonCursor, kindHere, takeText, takeTexts, type JsonCursor } from './json-cursor.ts';
import { composerName } from './package-name.ts';
import { finishReading, startReading, type ReadingDraft } from './reading.ts';
import type { PackageReading, PackageScope, SiblingFiles } from './record.ts';
import { siblingPath } from './sibling-path.ts';
import { invertNeeds } from './toml-lock.ts';

/** Reads composer.json: `require` and `require-dev`, without the platform (php, extensions). Source: getcomposer.org/doc/04-schema.md. */
export function readComposerManifest(text: string): PackageReading {
  const draft = startReading(text);
  const cursor = jsonCursor(text, draft.problems);
  let own: { name: string; start: number } | undefined;
  let version: string | undefined;
  let licence: string | undefined;
  eachEntry(cursor, (key) => {
    if (key === 'require' || key === 'require-dev') {
      eachEntry(cursor, (name, start, end) => {
        const range = takeText(cursor);
        const named = composerName(name);
        if (isPlatform(name) || named.name === '') return;
        draft.packages.push({ ...named, range, version: /^=?v?(\d[\w.-]{0,80})$/.exec(range ?? '')?.[1], start, end, direct: true, scope: key === 'require' ? 'runtime' : 'dev' });
      });
    } else if (key === 'name') {
      kindHere(cursor);
      const start = cursor.at + 1;
      const name = takeText(cursor);
      if (name !== undefined && composerName(name).name !== '') own = { name, start };
    } else if (key === 'version') version = takeText(cursor);
    else if (key === 'license') licence = takeLicence(cursor);
  });
  if (own !== undefined) draft.packages.push({ ...composerName(own.name), version, licence, start: own.start, end: own.start + own.name.length, project: true });
  return finishReading(draft, 'manifest', 'composer');
}

/** Reads composer.lock. Source: composer, Package/Locker.php. */
export function readComposerLock(text: string, path: string, files?: SiblingFiles): PackageReading {
  const draft = startReading(text);
  const cursor = jsonCursor(text, draft.problems);
  const sibling = siblingPath(path, 'composer.json');
  const manifest = sibling === undefined ? undefined : files?.readText(sibling);
  if (manifest !== undefined && sibling !== undefined) draft.inputs.push(sibling);
  const direct = manifest === undefined ? undefined : new Set(readComposerManifest(manifest).packages.filter((one) => one.project !== true).map(id));
  const needs: (readonly [string, string])[] = [];
  eachEntry(cursor, (key) => {
    if (key === 'packages' || key === 'packages-dev') eachItem(cursor, (_, start) => readPackage(cursor, draft, start, key === 'packages' ? 'runtime' : 'dev', needs));
  });
  const parents = invertNeeds(needs);
  const packages = draft.packages.map((one) => ({ ...one, direct: direct?.has(id(one)), parents: parents.get(id(one)) }));
  return finishReading({ ...draft, packages }, 'lockfile', 'composer');
}

function readPackage(cursor: JsonCursor, draft: ReadingDraft, start: number, scope: PackageScope, needs: (readonly [string, string])[]): void {
  let name = '';
  let nameStart = start;
  let version: string | undefined;
  let licence: string | undefined;
  let integrity: string | undefined;
  const from = { url: '', reference: '' };
  eachEntry(cursor, (field) => {
    if (field === 'name') {
      kindHere(cursor);
      nameStart = cursor.at + 1;
      name = takeText(cursor) ?? '';
    } else if (field === 'version') version = takeText(cursor);
    else if (field === 'license') licence = takeLicence(cursor);
    else if (field === 'require' && kindHere(cursor) === 'object') {
      eachEntry(cursor, (need) => {
        if (!isPlatform(need)) needs.push([name, need.toLowerCase()]);
      });
    } else if (field === 'source' || field === 'dist') {
      eachEntry(cursor, (part) => {
        const text = takeText(cursor);
        if (text === undefined || text === '') return;
        if (part === 'url') from.url = text;
        else if (part === 'reference') from.reference = text;
        else if (part === 'shasum') integrity = `sha1:${text}`;
      });
    }
  });
  const named = composerName(name);
  if (named.name === '') return;
  draft.packages.push({
    ecosystem: named.ecosystem,
    namespace: named.namespace,
    name: named.name,
    version,
    start: nameStart,
    end: nameStart + name.length,
    scope,
    licence,
    integrity,
    resolved: from.url === '' ? undefined : from.reference === '' || from.url.includes(from.reference) ? from.url : `${from.url}#${from.reference}`,
  });
}

function takeLicence(cursor: JsonCursor): string | undefined {
  if (kindHere(cursor) !== 'list') return takeText(cursor);
  const texts = takeTexts(cursor);
  // A list in Composer means a choice.
  return texts.length === 0 ? undefined : texts.length === 1 ? texts[0] : `(${texts.join(' OR ')})`;
}

function isPlatform(name: string): boolean {
  return /^(?:php(?:-64bit|-ipv6|-zts|-debug)?|hhvm|composer(?:-plugin-api|-runtime-api)?|(?:ext|lib)-\S{1,100})$/.test(name);
}

function id(one: { readonly namespace?: string | undefined; readonly name: string }): string {
  return one.namespace === undefined ? one.name : `${one.namespace}/${one.name}`;
}
