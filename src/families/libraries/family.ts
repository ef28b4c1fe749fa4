import type { ImportRecord } from '../../formats/imports/import-record.ts';
import { importEcosystem } from '../../formats/imports/source-endings.ts';
import { detectPackageFile } from '../../formats/packages/detect.ts';
import { rangeOf, sourceText, type SourceText } from '../../formats/place.ts';
import { isRecord } from '../../formats/record.ts';
import { isOutOfTime, type Ask } from '../../model/ask.ts';
import type { Check, PolicyCheck } from '../../model/check.ts';
import { BrokenCheck, type FamilyPolicy, type LocatedReport, type Project, type ProjectFamily } from '../../model/family.ts';
import type { Source } from '../../model/source.ts';
import type { FileReader } from '../../templates/value.ts';
import type { Batch, LibraryFinding, LibrarySubject } from './check.ts';
import { defaultMaxDocument, readDocument, type PackageDocument } from './document.ts';
import { numberAt, type Plain } from './policy/plain.ts';
import { loadLibraryCheck } from './registry.ts';
import { isSettingsFile } from './settings-files.ts';

export const name: ProjectFamily['name'] = 'libraries';

/** Judges manifests, lockfiles and what sets package managers up. Throws BrokenCheck for a check that cannot run. */
export async function examine(sources: readonly Source[], project: Project, policy: FamilyPolicy): Promise<readonly LocatedReport[]> {
  const section = isRecord(policy.settings) ? policy.settings : {};
  // without a policy nothing is asked of providers and modules: a commit of templates stays quick
  const wanted = Object.keys(section).length > 0 ? sources : sources.filter(({ path }) => !/\.(?:tf|tofu)$/.test(path));
  if (wanted.length === 0) return [];
  const batch = await batchOf(wanted, project, { advisories: () => policy.data?.('advisories'), maxBytes: numberAt(section, 'max-file-bytes') ?? defaultMaxDocument, ask: policy.ask });
  const checks = policy.checks(subjectsOf(batch)).filter(isPolicy);
  const reports: LocatedReport[] = [];
  const texts = textReader(batch);
  for (const check of checks) {
    const own: Plain = { ...policy.parameters(check), ...section };
    const seen = new Set<string>();
    for (const finding of await run(check, batch, own)) {
      policy.ask?.(finding.path);
      const key = `${finding.path} ${finding.start} ${finding.identity}`;
      if (seen.has(key)) continue;
      seen.add(key);
      reports.push(reportOf(check, finding, texts(finding.path)));
    }
  }
  return reports;
}

async function run(check: PolicyCheck, batch: Batch, section: Plain): Promise<readonly LibraryFinding[]> {
  try {
    const find = await loadLibraryCheck(check.function, section, batch);
    return find === undefined ? [] : await find(batch, section, check);
  } catch (error) {
    throw isOutOfTime(error) ? error : new BrokenCheck(check.id, error);
  }
}

async function batchOf(sources: readonly Source[], project: Project, { advisories, maxBytes, ask }: { readonly advisories: Batch['advisories']; readonly maxBytes: number; readonly ask?: Ask | undefined }): Promise<Batch> {
  const texts = new Map(sources.map((source) => [source.path, source]));
  const files: FileReader = { readText: (path) => texts.get(path)?.bytes.toString('utf8') ?? project.files.readText(path), list: (folder) => project.files.list(folder), ...(project.files.all === undefined ? {} : { all: project.files.all }) };
  const known = new Map<string, Promise<PackageDocument | undefined>>();
  const read = (path: string): Promise<PackageDocument | undefined> => {
    let document = known.get(path);
    if (document === undefined) {
      const text = files.readText(path);
      document = text === undefined ? Promise.resolve(undefined) : readDocument(path, text, files, maxBytes);
      known.set(path, document);
    }
    return document;
  };
  const documents: PackageDocument[] = [];
  const settings: Source[] = [];
  const code: Source[] = [];
  const imports = importReader(project.isThorough === true);
  for (const source of sources) {
    ask?.(source.path);
    if (isSettingsFile(source.path)) settings.push(source);
    if (importEcosystem(source.path) !== undefined) code.push(source);
    const document = await read(source.path);
    if (document !== undefined) documents.push(document);
  }
  const around: Project = { ...(project.previous === undefined ? {} : { previous: project.previous }), files, get today() { return project.today; }, ...(project.isThorough === undefined ? {} : { isThorough: project.isThorough }) };
  return { documents, settings, code, project: around, read, readerOf: detectPackageFile, imports, advisories };
}

/** Finds the imports of each source once by its tokens, and once more by the parser where a thorough run is in doubt. */
function importReader(isThorough: boolean): Batch['imports'] {
  const read = new Map<Source, Promise<readonly ImportRecord[]>>();
  const settled = new Map<Source, Promise<readonly ImportRecord[] | undefined>>();
  return async (source, isDoubtful) => {
    const { findImports, settleFoundImports } = await import('../../formats/imports/find-imports.ts');
    const text = source.bytes.toString('utf8');
    const found = await remember(read, source, () => findImports(source.path, text));
    if (!isThorough || importEcosystem(source.path) !== 'npm') return found;
    const { hasDoubt } = await import('./imports/doubt.ts');
    if (!hasDoubt(text, found, isDoubtful)) return found;
    return (await remember(settled, source, () => settleFoundImports(source.path, text))) ?? found;
  };
}

function remember<T>(known: Map<Source, Promise<T>>, source: Source, find: () => Promise<T>): Promise<T> {
  let found = known.get(source);
  if (found === undefined) known.set(source, (found = find()));
  return found;
}

function subjectsOf(batch: Batch): ReadonlySet<LibrarySubject> {
  const subjects = new Set<LibrarySubject>(batch.documents.map(({ reading }) => reading.kind));
  if (batch.settings.length > 0) subjects.add('settings');
  if (batch.code.length > 0) subjects.add('import');
  return subjects;
}

/** Texts by path with their line index: those of the documents, or of what they include. */
function textReader({ documents, project }: Batch): (path: string) => SourceText {
  const texts = new Map(documents.map(({ source }) => [source.path, source]));
  return (path) => {
    let text = texts.get(path);
    if (text === undefined) texts.set(path, (text = sourceText(path, project.files.readText(path) ?? '')));
    return text;
  };
}

function reportOf(check: PolicyCheck, { path, start, end, message, identity, certainty, severity, resource }: LibraryFinding, source: SourceText): LocatedReport {
  return {
    check: check.id,
    certainty: certainty ?? 'fail',
    path,
    range: rangeOf({ source, start, end }),
    message,
    evidence: '',
    identity,
    ...(resource === undefined ? {} : { resource }),
    ...(severity === undefined ? {} : { severity }),
  };
}

function isPolicy(check: Check): check is PolicyCheck {
  return check.family === 'libraries' && 'applies' in check;
}
