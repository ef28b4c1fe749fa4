import { attribute, type Introduction } from '../../git/attribution.ts';
import { boundary, existing, objectEnvironment, type Selection } from '../../git/new-objects.ts';
import { streamObjects } from '../../git/objects.ts';
import { git } from '../../git/run.ts';
import type { Excuse, Finding } from '../../model/finding.ts';
import type { Source } from '../../model/source.ts';

/** What the history says of a finding. */
export interface Explanation {
  readonly excuse?: Excuse;
  /** The commit or tag that brought it in. */
  readonly commit?: string;
}

export interface ExplainOptions {
  readonly selection: Selection;
  readonly maxBytes: number;
  /** Judges earlier versions and returns their findings. */
  readonly judge: (sources: AsyncIterable<readonly Source[]>) => Promise<readonly Finding[]>;
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal;
}

/** Commits below the push that are asked for a file name; more are not worth a verdict's time. */
const maxBoundary = 50;

/**
 * Says who brought each finding in, and which findings are old: those that every commit that brought the blob in had
 * already in the version before, in a parent of the merge, or in a file that it removed. Judged under the path the
 * earlier version had, so that nothing is carried out of a folder where policy allows more. Throws GitError.
 */
export async function explainFindings(findings: readonly Finding[], options: ExplainOptions): Promise<(finding: Finding) => Explanation> {
  const inBlobs = findings.filter((finding) => finding.origin !== undefined && (finding.subject === 'file' || finding.subject === 'symlink'));
  const blobs = new Set(inBlobs.flatMap((finding) => finding.origin ?? []));
  const paths = new Set(findings.filter((finding) => finding.subject === 'file-name').map((finding) => finding.path));
  const reading = { ...options, env: options.env ?? objectEnvironment() };
  const { byBlob, addedPaths } = await attribute(options.selection, { blobs, paths }, reading);
  const before = await earlierFindings([...byBlob.values()].flat(), reading);
  const standing = paths.size === 0 ? new Set<string>() : standingPaths([...paths].filter((path) => !addedPaths.has(path)), options);
  const stored = storedBefore(new Set(findings.flatMap((finding) => finding.origin ?? [])), reading);
  return (finding) => {
    if (finding.origin !== undefined && stored.has(finding.origin)) return { excuse: { kind: 'old', where: 'the repository before the push' } };
    if (finding.subject === 'file-name') {
      if (standing.has(finding.path)) return { excuse: { kind: 'old', where: 'the tree before the push' } };
      return withCommit(addedPaths.get(finding.path));
    }
    if (finding.subject !== 'file' && finding.subject !== 'symlink') return withCommit(finding.origin);
    return explainBlob(finding, byBlob.get(finding.origin ?? '') ?? [], before);
  };
}

function withCommit(commit: string | undefined): Explanation {
  return commit === undefined ? {} : { commit };
}

function explainBlob(finding: Finding, all: readonly Introduction[], before: ReadonlySet<string>): Explanation {
  const here = all.filter((one) => one.path === finding.path);
  const introductions = here.length > 0 ? here : all;
  const anew = introductions.filter(
    (one) => !one.before.some((oid) => before.has(mark(oid, one.path, finding.fingerprint))) && !one.removed.some(({ oid, path }) => before.has(mark(oid, path, finding.fingerprint))),
  );
  // the oldest one wrote it; later ones brought it back
  const writer = anew.at(-1);
  if (writer !== undefined) return { commit: writer.commit };
  const carrier = introductions.at(-1);
  // a blob that no commit brought in was tagged or noted directly: it is new
  return carrier === undefined ? {} : { commit: carrier.commit, excuse: { kind: 'old', where: `the version before commit ${carrier.commit.slice(0, 12)}` } };
}

function mark(oid: string, path: string, fingerprint: string): string {
  return `${oid} ${fingerprint} ${path}`;
}

async function earlierFindings(introductions: readonly Introduction[], options: ExplainOptions & { readonly env: NodeJS.ProcessEnv }): Promise<ReadonlySet<string>> {
  const pathsByOid = new Map<string, Set<string>>();
  const note = (oid: string, path: string): void => void (pathsByOid.get(oid) ?? pathsByOid.set(oid, new Set()).get(oid))?.add(path);
  const lists = new Set<Introduction['removed']>();
  for (const one of introductions) {
    for (const oid of one.before) note(oid, one.path);
    lists.add(one.removed);
  }
  for (const list of lists) for (const { oid, path } of list) note(oid, path);
  if (pathsByOid.size === 0) return new Set();
  async function* sources(): AsyncGenerator<readonly Source[]> {
    for await (const batch of streamObjects(pathsByOid.keys(), options)) {
      yield batch.flatMap(({ oid, bytes }): Source[] => (bytes === undefined ? [] : [...(pathsByOid.get(oid) ?? [])].map((path) => ({ path, subject: 'file', bytes, origin: oid }))));
    }
  }
  return new Set((await options.judge(sources())).map((finding) => mark(finding.origin ?? '', finding.path, finding.fingerprint)));
}

/**
 * Those of the objects that were on the server before: a revert brings an old blob back under a tree that `rev-list` does
 * not know as old. Without a quarantine nothing can be told, because the push is stored already.
 */
function storedBefore(oids: ReadonlySet<string>, options: ExplainOptions & { readonly env: NodeJS.ProcessEnv }): ReadonlySet<string> {
  const { GIT_QUARANTINE_PATH: quarantine, GIT_OBJECT_DIRECTORY: _objects, GIT_ALTERNATE_OBJECT_DIRECTORIES: _alternates, ...env } = options.env;
  if (quarantine === undefined || quarantine === '') return new Set();
  return new Set(existing([...oids], { ...options, env }));
}

/** Those of the paths that the commits below the push already have. */
function standingPaths(paths: readonly string[], options: ExplainOptions): ReadonlySet<string> {
  const askable = paths.filter((path) => !/[\n\0]/.test(path));
  const commits = askable.length === 0 ? [] : boundary(options.selection, maxBoundary, options);
  if (commits.length === 0) return new Set();
  const questions = commits.flatMap((commit) => askable.map((path) => ({ path, name: `${commit}:${path}` })));
  const answers = git(['cat-file', '--batch-check', '--buffer'], { ...options, env: options.env ?? objectEnvironment(), input: questions.map(({ name }) => `${name}\n`).join('') }).toString('utf8').split('\n');
  return new Set(questions.filter((_question, number) => /^[0-9a-f]{40,64} (?:blob|tree) \d+$/.test(answers[number] ?? '')).map(({ path }) => path));
}
