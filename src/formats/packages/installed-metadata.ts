import { eachEntry, jsonCursor, kindHere, takeText, takeTexts } from './json-cursor.ts';
import { eachLine } from './lines.ts';
import { eachOutlineLine } from './outline.ts';
import { plainName, pypiName } from './package-name.ts';
import { finishReading, startReading, type ReadingDraft } from './reading.ts';
import type { PackageReading } from './record.ts';

/** Reads METADATA of a wheel and PKG-INFO of an egg or source archive that stand in the tree: the package whose code was put there. Source: PyPA, core metadata. */
export function readPythonMetadata(text: string): PackageReading {
  const draft = startReading(text);
  const fields = new Map<string, { readonly value: string; readonly start: number }>();
  let inHeader = true;
  eachLine(text, (line, start) => {
    if (line === '') inHeader = false;
    const field = inHeader ? /^(Name|Version|License-Expression|License):[ \t]{1,20}(\S.{0,300})$/.exec(line) : null;
    if (field !== null && !fields.has(field[1] ?? '')) fields.set(field[1] ?? '', { value: (field[2] ?? '').trim(), start: start + line.indexOf(field[2] ?? '') });
  });
  const name = fields.get('Name');
  const licence = fields.get('License-Expression') ?? fields.get('License');
  if (name !== undefined) draft.packages.push({ ...pypiName(name.value), version: fields.get('Version')?.value, licence: licence?.value === 'UNKNOWN' ? undefined : licence?.value, start: name.start, end: name.start + name.value.length });
  return finishReading(draft, 'sbom', 'pip');
}

/** Reads conda-meta/*.json, which conda writes for each package of an environment. Source: docs.conda.io, conda package specification. */
export function readCondaMeta(text: string): PackageReading {
  return ofJson(text, 'conda', 'conda');
}

/** Reads META.json and META.yml of a distribution of CPAN. Source: metacpan.org, CPAN::Meta::Spec. */
export function readCpanMeta(text: string, path: string): PackageReading {
  if (path.endsWith('.json')) return ofJson(text, 'cpan', 'cpan');
  const draft = startReading(text);
  const own = new Map<string, { readonly value: string; readonly start: number; readonly end: number }>();
  eachOutlineLine(text, (above, { key, value, start, end }) => {
    if (above.length === 0 && key !== undefined) own.set(key, { value, start, end });
  });
  const name = own.get('name');
  if (name !== undefined && name.value !== '') draft.packages.push({ ...plainName('cpan', name.value), version: own.get('version')?.value || undefined, licence: own.get('license')?.value || undefined, start: name.start, end: name.end });
  return finishReading(draft, 'sbom', 'cpan');
}

function ofJson(text: string, ecosystem: string, manager: string): PackageReading {
  const draft: ReadingDraft = startReading(text);
  const cursor = jsonCursor(text, draft.problems);
  const own = { name: '', version: undefined as string | undefined, licence: undefined as string | undefined, start: 0 };
  eachEntry(cursor, (key) => {
    if (key === 'name') {
      kindHere(cursor);
      own.start = cursor.at + 1;
      own.name = takeText(cursor) ?? '';
    } else if (key === 'version') own.version = takeText(cursor);
    else if (key === 'license') own.licence = kindHere(cursor) === 'list' ? takeTexts(cursor).join(' OR ') || undefined : takeText(cursor);
  });
  if (own.name !== '') draft.packages.push({ ...plainName(ecosystem, own.name), version: own.version, licence: own.licence, start: own.start, end: own.start + own.name.length });
  return finishReading(draft, 'sbom', manager);
}
