import { attribute, type Introduction } from '../../git/attribution.ts';
import { boundary, existing, listObjects, objectEnvironment, pushedHistory, type Selection } from '../../git/new-objects.ts';
import { streamObjects } from '../../git/objects.ts';
import { quarantineOf, withoutQuarantine } from '../../git/quarantine.ts';
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
  /** Oids of the push's objects. */
  readonly fresh: ReadonlySet<string>;
  /** Old content that the push puts under a new path, as `place`s: that it is old is no excuse there. */
  readonly moved: ReadonlySet<string>;
  readonly maxBytes: number;
  /** True where what was on the server before may have come there under rules that let more pass. */
  readonly isStoredNew?: boolean;
  /** Judges earlier versions and returns their findings. */
  readonly judge: (sources: AsyncIterable<readonly Source[]>) => Promise<readonly Finding[]>;
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal;
}

/** Commits below the push that are asked for a file name; more are not worth a verdict's time. */
const maxBoundary = 50;
/** How often a file with a finding may have moved within the push; above it what was carried counts as new. */
const maxMoves = 5;

/**
 * Says who brought each finding in, and which findings are old: those that no commit of the push wrote anew. A commit
 * writes a finding anew when neither the version before, nor any parent of a merge, nor a file that it removed had it.
 * Earlier versions are judged under the path they had, so that nothing is carried out of a folder where policy allows
 * more; a version that came with the same push counts only as far as it is old itself. Throws GitError.
 */
export async function explainFindings(findings: readonly Finding[], options: ExplainOptions): Promise<(finding: Finding) => Explanation> {
  const inBlobs = findings.filter((finding) => finding.origin !== undefined && isContent(finding));
  const names = new Set(findings.filter((finding) => finding.subject === 'file-name').map((finding) => finding.path));
  const reading = { ...options, env: options.env ?? objectEnvironment() };
  const history = await historyOf(inBlobs, names, reading);
  const stored = await storedBefore(new Set(findings.flatMap((finding) => finding.origin ?? []).concat(history.introductions.map((one) => one.oid))), reading);
  const isOld = (oid: string): boolean => !options.fresh.has(oid) || stored.has(oid);
  const writers = writersOf(inBlobs, history, isOld, options.moved);
  const standing = names.size === 0 ? new Set<string>() : standingPaths([...names].filter((path) => !history.addedPaths.has(path)), options);
  return (finding) => {
    const { origin } = finding;
    if (finding.subject === 'file-name') {
      if (standing.has(finding.path)) return { excuse: { kind: 'old', where: 'the tree before the push' } };
      return withCommit(history.addedPaths.get(finding.path));
    }
    if (isContent(finding)) {
      const writer = writers.get(`${finding.fingerprint} ${finding.path}`) ?? writers.get(`${finding.fingerprint} ${origin ?? ''}`);
      if (writer?.anew !== undefined) return { commit: writer.anew };
      if (writer !== undefined) return { commit: writer.carrier, excuse: { kind: 'old', where: `the version before commit ${writer.carrier.slice(0, 12)}` } };
    }
    if (origin !== undefined && stored.has(origin)) return { excuse: { kind: 'old', where: 'the repository before the push' } };
    // what no commit brought in was tagged directly: it is new
    return isContent(finding) ? {} : withCommit(origin);
  };
}

function isContent(finding: Finding): boolean {
  return finding.subject === 'file' || finding.subject === 'symlink';
}

function withCommit(commit: string | undefined): Explanation {
  return commit === undefined ? {} : { commit };
}

interface History {
  readonly introductions: readonly Introduction[];
  readonly addedPaths: ReadonlyMap<string, string>;
  /** Versions that have a finding, as `place(oid, path)`, by fingerprint. */
  readonly having: ReadonlyMap<string, ReadonlySet<string>>;
}

/** One version of one path. */
export function place(oid: string, path: string): string {
  return `${oid} ${path}`;
}

/** The versions of every path where a finding is, in the push and just before it, and which of them have it. */
async function historyOf(findings: readonly Finding[], names: ReadonlySet<string>, options: ExplainOptions & { readonly env: NodeJS.ProcessEnv }): Promise<History> {
  const blobs = new Set(findings.flatMap((finding) => finding.origin ?? []));
  const paths = new Set([...names, ...findings.map((finding) => finding.path)]);
  const fingerprints = new Set(findings.map((finding) => finding.fingerprint));
  const having = new Map<string, Set<string>>();
  const note = (fingerprint: string, at: string): void => void (having.get(fingerprint) ?? having.set(fingerprint, new Set()).get(fingerprint))?.add(at);
  for (const finding of findings) note(finding.fingerprint, place(finding.origin ?? '', finding.path));
  const judged = new Set<string>();
  for (let moves = 0; ; moves++) {
    const { introductions, addedPaths } = await attribute(options.selection, { blobs, paths }, options);
    const found = await judgeVersions(introductions, judged, options);
    for (const { fingerprint, origin, path } of found) if (fingerprints.has(fingerprint)) note(fingerprint, place(origin ?? '', path));
    // a file that moved brings the versions under its former name in
    const former = found.filter((one) => fingerprints.has(one.fingerprint) && options.fresh.has(one.origin ?? '') && !paths.has(one.path));
    if (former.length === 0 || moves === maxMoves) return { introductions, addedPaths, having };
    for (const one of former) paths.add(one.path);
  }
}

/** Judges the versions of these introductions and what stood before them, each once under each of its paths. */
async function judgeVersions(introductions: readonly Introduction[], judged: Set<string>, options: ExplainOptions & { readonly env: NodeJS.ProcessEnv }): Promise<readonly Finding[]> {
  const pathsByOid = new Map<string, string[]>();
  const add = (oid: string, path: string): void => {
    const at = place(oid, path);
    if (judged.has(at)) return;
    judged.add(at);
    (pathsByOid.get(oid) ?? pathsByOid.set(oid, []).get(oid))?.push(path);
  };
  const lists = new Set<Introduction['removed']>();
  for (const one of introductions) {
    add(one.oid, one.path);
    for (const oid of one.before) add(oid, one.path);
    lists.add(one.removed);
  }
  for (const list of lists) for (const { oid, path } of list) add(oid, path);
  if (pathsByOid.size === 0) return [];
  async function* sources(): AsyncGenerator<readonly Source[]> {
    for await (const batch of streamObjects(pathsByOid.keys(), options)) {
      yield batch.flatMap(({ oid, bytes }): Source[] => (bytes === undefined ? [] : (pathsByOid.get(oid) ?? []).map((path) => ({ path, subject: 'file', bytes, origin: oid }))));
    }
  }
  return options.judge(sources());
}

interface Writer {
  /** Commit that wrote the finding anew; undefined when all carried it. */
  readonly anew: string | undefined;
  /** Oldest commit that has it. */
  readonly carrier: string;
}

/**
 * Who wrote each finding, by fingerprint and path, and by fingerprint and blob. Parents are looked at before children,
 * so that of each version before it is known already whether it was new.
 */
function writersOf(findings: readonly Finding[], history: History, isOld: (oid: string) => boolean, moved: ReadonlySet<string>): ReadonlyMap<string, Writer> {
  const byPlace = new Map<string, number[]>();
  history.introductions.forEach((one, number) => {
    const at = place(one.oid, one.path);
    const list = byPlace.get(at);
    if (list === undefined) byPlace.set(at, [number]);
    else list.push(number);
  });
  const writers = new Map<string, Writer>();
  for (const fingerprint of new Set(findings.map((finding) => finding.fingerprint))) {
    const having = history.having.get(fingerprint) ?? new Set();
    // the list has children before parents, so the highest number is the oldest
    const numbers = [...having].flatMap((at) => byPlace.get(at) ?? []).sort((a, b) => b - a);
    const status = new Map<string, string | undefined>();
    const taken = new Map<string, string>();
    for (const number of numbers) {
      const one = history.introductions[number];
      if (one === undefined) continue;
      const at = place(one.oid, one.path);
      const before = [...one.before.map((oid) => ({ oid, path: one.path })), ...movedFrom(one, having, taken)].filter(({ oid, path }) => having.has(place(oid, path)));
      const isCarried = (isOld(one.oid) && !moved.has(at)) || before.some(({ oid, path }) => isOld(oid) || (status.has(place(oid, path)) && status.get(place(oid, path)) === undefined));
      const known = before.map(({ oid, path }) => status.get(place(oid, path))).find((commit) => commit !== undefined);
      const anew = isCarried ? undefined : (known ?? one.commit);
      status.set(at, status.get(at) ?? anew);
      for (const key of [`${fingerprint} ${one.path}`, `${fingerprint} ${one.oid}`]) {
        const writer = writers.get(key);
        if (writer === undefined || writer.anew === undefined) writers.set(key, { anew, carrier: writer?.carrier ?? one.commit });
      }
    }
  }
  return writers;
}

/** The removed file with the finding that a file was moved from: it moves to one place, further ones are copies. */
function movedFrom({ commit, path, removed }: Introduction, having: ReadonlySet<string>, taken: Map<string, string>): Introduction['removed'] {
  const keyOf = (from: Introduction['removed'][number]): string => `${commit} ${place(from.oid, from.path)}`;
  const able = removed.filter((from) => having.has(place(from.oid, from.path)));
  const from = able.find((one) => taken.get(keyOf(one)) === path) ?? able.find((one) => !taken.has(keyOf(one)));
  if (from === undefined) return [];
  taken.set(keyOf(from), path);
  return [from];
}

/** How long it may take to learn whether refs reached an object before the push, in milliseconds; after it the finding counts as new. */
const maxReachingMs = 15_000;

/**
 * Those of the objects that refs reached before the push: a revert brings an old blob back under a tree that `rev-list`
 * does not know as old. That an object is stored is not enough: a server's interface may have stored it for whoever asks,
 * and no hook ran. Without a quarantine nothing can be told, because the push is stored already.
 */
async function storedBefore(oids: ReadonlySet<string>, options: ExplainOptions & { readonly env: NodeJS.ProcessEnv }): Promise<ReadonlySet<string>> {
  if (options.isStoredNew === true || quarantineOf(options.env) === undefined) return new Set();
  const env = withoutQuarantine(options.env);
  const wanted = new Set(existing([...oids], { ...options, env }));
  const reached = new Set<string>();
  const budget = AbortSignal.timeout(maxReachingMs);
  try {
    if (wanted.size > 0) {
      for await (const list of listObjects(pushedHistory, { ...options, env, signal: options.signal === undefined ? budget : AbortSignal.any([options.signal, budget]) })) {
        for (const oid of list) if (wanted.has(oid)) reached.add(oid);
        if (reached.size === wanted.size) break;
      }
    }
  } catch (error) {
    if (!budget.aborted || options.signal?.aborted === true) throw error;
  }
  return reached;
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
