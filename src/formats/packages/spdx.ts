import { eachEntry, eachItem, jsonCursor, kindHere, takeText, type JsonCursor } from './json-cursor.ts';
import { eachLine } from './lines.ts';
import { plainName } from './package-name.ts';
import { purlParts } from './parse-purl.ts';
import { finishReading, startReading, type ReadingDraft } from './reading.ts';
import type { PackageReading } from './record.ts';

interface Found {
  name: string;
  version: string;
  purl: string;
  licence: string;
  integrity: string;
  resolved: string;
  /** What the package is for, lower case: `library`, `application`, `source` … */
  purpose: string;
  start: number;
  end: number;
}

/** Reads an SPDX document: 2.x in JSON and tag-value, 3.0 in JSON-LD. Sources: ISO/IEC 5962 (SPDX 2.2.1), spdx.github.io/spdx-spec. */
export function readSpdx(text: string): PackageReading {
  const draft = startReading(text);
  if (/^\ufeff?\s{0,1000}[{]/.test(text)) readJson(draft, text);
  else readTags(draft, text);
  return finishReading(draft, 'sbom', 'spdx');
}

function blank(at: number): Found {
  return { name: '', version: '', purl: '', licence: '', integrity: '', resolved: '', purpose: '', start: at, end: at };
}

function readJson(draft: ReadingDraft, text: string): void {
  const cursor = jsonCursor(text, draft.problems);
  eachEntry(cursor, (key) => {
    if (key === 'spdxVersion') draft.formatVersion = takeText(cursor) ?? '';
    else if (key === 'packages') eachItem(cursor, () => readPackage(cursor, draft));
    else if (key === '@graph') eachItem(cursor, () => readElement(cursor, draft));
  });
}

function readPackage(cursor: JsonCursor, draft: ReadingDraft): void {
  const found = blank(cursor.at);
  eachEntry(cursor, (key) => {
    if (key === 'name') takeName(cursor, found);
    else if (key === 'versionInfo') found.version = takeText(cursor) ?? '';
    else if (key === 'licenseConcluded' || key === 'licenseDeclared') found.licence = licenceOf(found.licence, takeText(cursor));
    else if (key === 'downloadLocation') found.resolved = takeText(cursor) ?? '';
    else if (key === 'primaryPackagePurpose') found.purpose = (takeText(cursor) ?? '').toLowerCase();
    else if (key === 'checksums') {
      eachItem(cursor, () => {
        const fields = new Map<string, string>();
        eachEntry(cursor, (field) => fields.set(field, takeText(cursor) ?? ''));
        found.integrity = `${(fields.get('algorithm') ?? '').toLowerCase()}:${fields.get('checksumValue') ?? ''}`;
      });
    } else if (key === 'externalRefs') {
      eachItem(cursor, () => {
        let type = '';
        let locator = '';
        eachEntry(cursor, (field) => {
          if (field === 'referenceType') type = takeText(cursor) ?? '';
          else if (field === 'referenceLocator') locator = takeText(cursor) ?? '';
        });
        if (type === 'purl' && found.purl === '') found.purl = locator;
      });
    }
  });
  add(draft, found);
}

/** An element of SPDX 3: packages carry `software_packageUrl`. */
function readElement(cursor: JsonCursor, draft: ReadingDraft): void {
  const found = blank(cursor.at);
  let type = '';
  eachEntry(cursor, (key) => {
    if (kindHere(cursor) !== 'string') return;
    if (key === 'type' || key === '@type') type = takeText(cursor) ?? '';
    else if (key === 'name') takeName(cursor, found);
    else if (key === 'software_packageVersion') found.version = takeText(cursor) ?? '';
    else if (key === 'software_packageUrl') found.purl = takeText(cursor) ?? '';
    else if (key === 'software_primaryPurpose') found.purpose = (takeText(cursor) ?? '').toLowerCase();
    else if (key === 'software_downloadLocation') found.resolved = takeText(cursor) ?? '';
    else if (key === 'specVersion' && draft.formatVersion === undefined) draft.formatVersion = takeText(cursor) ?? '';
  });
  if (type === 'software_Package') add(draft, found);
}

function takeName(cursor: JsonCursor, found: Found): void {
  kindHere(cursor);
  found.start = cursor.at + 1;
  found.name = takeText(cursor) ?? '';
  found.end = cursor.at - 1;
}

function readTags(draft: ReadingDraft, text: string): void {
  let found: Found | undefined;
  eachLine(text, (line, start) => {
    const colon = line.indexOf(':');
    if (colon < 0 || colon > 60) return;
    const tag = line.slice(0, colon);
    const value = line.slice(colon + 1).trim();
    if (tag === 'SPDXVersion') draft.formatVersion = value;
    else if (tag === 'PackageName') {
      if (found !== undefined) add(draft, found);
      found = { ...blank(start), name: value, start: start + line.indexOf(value, colon), end: start + line.length };
    } else if (found === undefined) return;
    else if (tag === 'PackageVersion') found.version = value;
    else if (tag === 'PackageLicenseConcluded' || tag === 'PackageLicenseDeclared') found.licence = licenceOf(found.licence, value);
    else if (tag === 'PackageDownloadLocation') found.resolved = value;
    else if (tag === 'PrimaryPackagePurpose') found.purpose = value.toLowerCase();
    else if (tag === 'PackageChecksum') found.integrity = value.replace(/:\s{0,5}/, ':').toLowerCase();
    else if (tag === 'ExternalRef' && found.purl === '') found.purl = /\bpurl\s{1,10}(pkg:\S{1,1000})/.exec(value)?.[1] ?? '';
  });
  if (found !== undefined) add(draft, found);
}

function licenceOf(before: string, value: string | undefined): string {
  return before !== '' || value === undefined || value === 'NOASSERTION' || value === 'NONE' ? before : value;
}

function add(draft: ReadingDraft, found: Found): void {
  const purl = purlParts(found.purl);
  const identity = purl ?? { ...plainName('generic', found.name), version: undefined, qualifiers: undefined };
  // the project itself, and what some tools make of each lockfile they read, are packages of SPDX, but none of a registry
  const isOther = found.purpose !== '' && found.purpose !== 'library' && found.purpose !== 'framework';
  if (identity.name === '' || (purl === undefined && isOther)) return;
  const isSource = found.resolved !== '' && found.resolved !== 'NOASSERTION' && found.resolved !== 'NONE';
  draft.packages.push({
    ecosystem: identity.ecosystem,
    namespace: identity.namespace,
    name: identity.name,
    qualifiers: identity.qualifiers,
    version: identity.version ?? (found.version || undefined),
    start: found.start,
    end: found.end,
    licence: found.licence || undefined,
    integrity: found.integrity || undefined,
    resolved: isSource ? found.resolved : undefined,
  });
}
