import { denoPackage } from './deno-specifier.ts';
import { eachEntry, jsonCursor, kindHere, takeScalar, takeText, takeTexts, type JsonCursor } from './json-cursor.ts';
import { fullNameOf, npmName, splitLast } from './package-name.ts';
import { finishReading, startReading, unknownVersion, type ReadingDraft } from './reading.ts';
import type { PackageReading } from './record.ts';
import { invertNeeds } from './toml-lock.ts';

/** Reads deno.lock, formats 2 to 5: npm, JSR and remote modules. Source: deno_lockfile, Lockfile. */
export function readDenoLock(text: string): PackageReading {
  const draft = startReading(text);
  const cursor = jsonCursor(text, draft.problems);
  const direct = new Set<string>();
  const needs: (readonly [string, string])[] = [];
  const section = (key: string, start: number, end: number): void => {
    if (key === 'version') {
      draft.formatVersion = takeScalar(cursor) ?? '';
      if (!/^[1-5]$/.test(draft.formatVersion)) unknownVersion(draft, 'deno.lock', draft.formatVersion, start, end);
    } else if (key === 'packages' && kindHere(cursor) === 'object') eachEntry(cursor, section);
    else if (key === 'specifiers') eachEntry(cursor, (from) => {
        const to = takeText(cursor) ?? '';
        // Formats 2 and 3 name the package again, `npm:chalk@5.3.0`; the later ones give its version.
        direct.add(/^(?:npm|jsr):/.test(to) ? cleanVersion(to.slice(4)) : `${nameOf(from)}@${cleanVersion(to)}`);
      });
    else if (key === 'npm' && kindHere(cursor) === 'object') readNpm(cursor, draft, direct, needs);
    else if (key === 'jsr') readJsr(cursor, draft, direct);
    else if (key === 'remote') readRemote(cursor, draft);
  };
  eachEntry(cursor, section);
  const parents = invertNeeds(needs);
  const packages = draft.packages.map((one) => ({ ...one, parents: one.ecosystem === 'npm' ? parents.get(fullNameOf(one)) : undefined }));
  return finishReading({ ...draft, packages }, 'lockfile', 'deno');
}

function readNpm(cursor: JsonCursor, draft: ReadingDraft, direct: Set<string>, needs: (readonly [string, string])[]): void {
  eachEntry(cursor, (key, start, end) => {
    if (key === 'specifiers') {
      eachEntry(cursor, () => direct.add(withoutPeers(takeText(cursor) ?? '')));
      return;
    }
    // Formats 2 and 3 hold the packages in an object of their own.
    if (key === 'packages') {
      readNpm(cursor, draft, direct, needs);
      return;
    }
    const spec = withoutPeers(key);
    const at = spec.indexOf('@', 1);
    let integrity: string | undefined;
    let installScript: boolean | undefined;
    const name = at < 0 ? spec : spec.slice(0, at);
    eachEntry(cursor, (field) => {
      if (field === 'integrity') integrity = takeText(cursor);
      else if (/[dD]ependencies$/.test(field) && kindHere(cursor) === 'list') for (const need of takeTexts(cursor)) needs.push([name, nameOf(need)]);
      else if (field === 'scripts') installScript = takeScalar(cursor) === 'true' ? true : undefined;
    });
    if (at > 0) draft.packages.push({ ...npmName(name), version: spec.slice(at + 1), start, end, integrity, installScript, direct: direct.has(spec) });
  });
}

function readJsr(cursor: JsonCursor, draft: ReadingDraft, direct: ReadonlySet<string>): void {
  eachEntry(cursor, (key, start, end) => {
    const at = key.indexOf('@', 1);
    let integrity: string | undefined;
    eachEntry(cursor, (field) => {
      if (field === 'integrity') integrity = takeText(cursor);
      else if (field === 'dependencies' && kindHere(cursor) === 'list') takeTexts(cursor);
    });
    if (at > 0) draft.packages.push({ ...splitLast('jsr', key.slice(0, at)), version: key.slice(at + 1), start, end, integrity, direct: direct.has(key) });
  });
}

function readRemote(cursor: JsonCursor, draft: ReadingDraft): void {
  const seen = new Set<string>();
  eachEntry(cursor, (url, start, end) => {
    const integrity = takeText(cursor);
    const found = denoPackage(url);
    if (found === undefined) return;
    const id = `${found.namespace ?? ''}/${found.name}@${found.version ?? ''}`;
    // One module of a remote package stands for all of them.
    if (found.version !== undefined && seen.has(id)) return;
    seen.add(id);
    draft.packages.push({ ...found, start, end, integrity });
  });
}

function nameOf(specifier: string): string {
  const bare = specifier.replace(/^(?:npm|jsr):\/?/, '');
  const at = bare.indexOf('@', 1);
  return at < 0 ? bare : bare.slice(0, at);
}

function cleanVersion(version: string): string {
  return version.split('_', 1)[0] ?? version;
}

/** `a@1.0.0_b@2.0.0`: peers follow an underscore after the version. */
function withoutPeers(key: string): string {
  const at = key.indexOf('@', 1);
  const cut = at < 0 ? -1 : key.indexOf('_', at);
  return cut < 0 ? key : key.slice(0, cut);
}
