import { packagesOf, type Batch, type LibraryCheck, type LibraryFinding } from '../check.ts';
import type { PackageDocument } from '../document.ts';
import { entriesOf, indexEntries, isWrapper, type Entry } from '../policy/entry.ts';
import { entryTests } from '../policy/entry-tests.ts';
import { mapAt, mapsAt } from '../policy/plain.ts';
import { clip } from '../say.ts';

/** Files and folders that are looked at for package documents; a larger project is not asked. */
const maxFolders = 50_000;
const maxDocuments = 500;

/**
 * Exceptions that nothing needs any more: `allow` entries, licence exceptions and wrappers that match no package of the
 * project, and those whose day has passed. Asked only where the policy file itself is judged.
 */
export const unusedException: LibraryCheck = async (batch, section) => {
  const policy = batch.settings.find(({ path }) => path === 'portcullis.yaml');
  if (policy === undefined) return [];
  const allow = entriesOf(mapsAt(section, 'allow'), 'allow');
  const exceptions = entriesOf(mapsAt(mapAt(section, 'licences'), 'exceptions'), 'licences: exceptions');
  const wrapped = entriesOf(mapsAt(section, 'deny'), 'deny').filter(({ wrappers }) => wrappers !== undefined);
  if (allow.length + exceptions.length + wrapped.length === 0) return [];
  const documents = await allDocuments(batch);
  if (documents === undefined) return [];
  const text = policy.bytes.toString('utf8');
  const findings: LibraryFinding[] = [];
  for (const [list, what] of [[allow, 'allow'], [exceptions, 'licences: exceptions']] as const) {
    const tests = await entryTests(list, batch.project.today);
    const used = await usedEntries(list, documents, batch.project.today);
    for (const entry of list) {
      if (!tests.isCurrent(entry)) findings.push(at(text, entry.written, `${entry.written} under "${what}" counted until ${entry.until ?? ''} and does no more`, `expired ${what} ${entry.written}`));
      else if (!used.has(entry)) findings.push(at(text, entry.written, `${entry.written} under "${what}" matches no package of this project`, `unused ${what} ${entry.written}`));
    }
  }
  for (const entry of wrapped) for (const wrapper of unusedWrappers(entry, documents)) findings.push(at(text, wrapper, `the wrapper ${clip(wrapper)} of ${entry.written} brings it in nowhere`, `wrapper ${entry.written} ${wrapper}`, text.indexOf(entry.written)));
  return findings;
};

async function usedEntries(list: readonly Entry[], documents: readonly PackageDocument[], today: string): Promise<ReadonlySet<Entry>> {
  const index = indexEntries(list);
  const tests = await entryTests(list, today);
  const used = new Set<Entry>();
  for (const { record, document } of packagesOf(documents)) {
    for (const entry of index.matching(record)) {
      if (tests.coversPath(entry, record.path ?? document.source.path) && (record.version === undefined || tests.versionIn(entry, record.version))) used.add(entry);
    }
  }
  return used;
}

function unusedWrappers(entry: Entry, documents: readonly PackageDocument[]): readonly string[] {
  const index = indexEntries([entry]);
  const left = new Set(entry.wrappers);
  let isSaid = false;
  for (const { record } of packagesOf(documents)) {
    if (left.size === 0) break;
    if (index.matching(record).length === 0 || record.parents === undefined) continue;
    isSaid = true;
    for (const wrapper of left) if (record.parents.some((parent) => isWrapper([wrapper], record.ecosystem, parent))) left.delete(wrapper);
  }
  // a project whose files say of no package what brings it in cannot show that a wrapper is unused
  return isSaid ? [...left] : [];
}

/** Every manifest and lockfile of the project; undefined when there are too many to ask. */
async function allDocuments(batch: Batch): Promise<readonly PackageDocument[] | undefined> {
  const found = new Map(batch.documents.map((document) => [document.source.path, document]));
  for (const path of batch.project.files.all?.() ?? walk(batch)) {
    if (path === undefined) return undefined;
    if (found.has(path) || /(?:^|\/)node_modules\//.test(path) || batch.readerOf(path) === undefined) continue;
    if (found.size >= maxDocuments) return undefined;
    const document = await batch.read(path);
    if (document !== undefined) found.set(path, document);
  }
  return [...found.values()];
}

/** Paths below the top, folder by folder; undefined at the end when there are too many. A file asked for its entries gives none. */
function* walk(batch: Batch): Generator<string | undefined> {
  const queue = [''];
  for (let at = 0; at < queue.length; at++) {
    for (const name of batch.project.files.list(queue[at] ?? '')) {
      const path = queue[at] === '' ? name : `${queue[at] ?? ''}/${name}`;
      yield path;
      if (skippedFolders.has(name) || batch.readerOf(path) !== undefined || path.split('/').length > 20) continue;
      if (queue.length >= maxFolders) {
        yield undefined;
        return;
      }
      queue.push(path);
    }
  }
}

const skippedFolders = new Set(['.git', 'node_modules', '.venv', 'venv', 'dist', 'target']);

function at(text: string, written: string, message: string, identity: string, from = 0): LibraryFinding {
  const start = Math.max(0, text.indexOf(written, Math.max(0, from)));
  return { path: 'portcullis.yaml', start, end: start + written.length, message, identity };
}
