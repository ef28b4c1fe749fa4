import type { Gate } from '../../engine/engine.ts';
import { streamObjects } from '../../git/objects.ts';
import { objectEnvironment } from '../../git/new-objects.ts';
import { gitlinkMode, symlinkMode } from '../../git/parse-tree.ts';
import type { RawChange } from '../../git/raw-diff.ts';
import { isZero } from '../../git/ref-update.ts';
import { git } from '../../git/run.ts';
import { showPath } from '../../git/staged.ts';
import { readListing } from '../../git/tree-listing.ts';
import { treeReader } from '../../git/tree-reader.ts';
import type { FileReader } from '../../templates/value.ts';
import type { Project } from '../../model/family.ts';
import type { Excuse, Finding, Outcome } from '../../model/finding.ts';
import { changesBetween, changesIn, changesOfSteps, type Step } from './changes-between.ts';
import type { Deadline } from './deadline.ts';
import { stackParents } from '../../families/infrastructure/stack-parents.ts';
import { isLeading, leadsIn, mayLead, textsOf } from './led-by.ts';

/** A commit or tree that a ref will point to, and what it points to now. */
export interface Tip {
  readonly oid: string;
  /** Undefined when the ref is created, or pointed to something without a tree. */
  readonly old: string | undefined;
}

/** What git says of what a ref pointed to and will point to, as bytes. */
export interface KnownTrees {
  /** Of `diff-tree -r --raw -z`. */
  readonly changes: Buffer;
  /** Of `ls-tree -r -z` for the second. */
  readonly listing: Buffer | undefined;
}

/** A ref that a push moves. */
export interface MovedRef {
  /** Full name, where there is one: a branch is known to point to a commit. */
  readonly ref?: string;
  readonly old: string;
  readonly new: string;
}

/**
 * The trees that refs will point to, tags peeled, as far as they are new, or new to a branch that is moved to them: what
 * another branch had before may not be what this one is to have. `fresh` holds the push's objects, `commits` those that
 * are commits. Throws GitError.
 */
export function newTips(refs: readonly MovedRef[], fresh: ReadonlySet<string>, commits: ReadonlySet<string>, options: Pick<TipOptions, 'cwd' | 'env'>): readonly Tip[] {
  const moved = refs.filter((ref) => !isZero(ref.new) && (fresh.has(ref.new) || isMovedBranch(ref)));
  // a branch points to a commit, before and after: git is asked only about the rest
  const isPlain = (ref: MovedRef): boolean => ref.ref?.startsWith('refs/heads/') === true && commits.has(ref.new);
  const others = moved.filter((ref) => !isPlain(ref));
  return [...moved.filter(isPlain).map((ref): Tip => ({ oid: ref.new, old: isZero(ref.old) ? undefined : ref.old })), ...peeled(others, fresh, options)];
}

function isMovedBranch({ ref, old }: MovedRef): boolean {
  return ref?.startsWith('refs/heads/') === true && !isZero(old);
}

function peeled(refs: readonly MovedRef[], fresh: ReadonlySet<string>, options: Pick<TipOptions, 'cwd' | 'env'>): readonly Tip[] {
  if (refs.length === 0) return [];
  const peel = (oids: readonly string[]): readonly (string | undefined)[] => {
    const output = git(['cat-file', '--batch-check=%(objectname) %(objecttype)', '--buffer'], { ...options, env: options.env ?? objectEnvironment(), input: oids.map((oid) => `${oid}^{}\n`).join('') });
    const lines = output.toString('latin1').split('\n');
    return oids.map((_oid, number) => /^([0-9a-f]{40,64}) (?:commit|tree)$/.exec(lines[number] ?? '')?.[1]);
  };
  const news = peel(refs.map((ref) => ref.new));
  const olds = peel(refs.map((ref) => ref.old));
  return refs.flatMap((ref, number) => {
    const oid = news[number];
    return oid === undefined || !(fresh.has(oid) || isMovedBranch(ref)) ? [] : [{ oid, old: olds[number] }];
  });
}

export interface TipOptions {
  readonly open: (project: Project) => Gate;
  readonly today: string;
  readonly maxBytes: number;
  readonly deadline: Deadline;
  readonly excuse?: (finding: Finding) => Excuse | undefined;
  /** Blobs of the push that may be templates by what they hold, under a name that none has. */
  readonly shaped?: ReadonlySet<string>;
  /** A commit below the push that was there before; undefined for a first push. */
  readonly boundary: () => string | undefined;
  /** What git says of two commits, where that is known already. */
  readonly known?: (base: string | undefined, tip: string) => KnownTrees | undefined;
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** Trees judged in one push, if its time allows: a mirror of a repository may hold hundreds of branches. The rest is reported as not checked. */
const maxTips = 5000;

/** Trees that git compares in one go: in a first push each may be all of a tree. */
const comparedAtOnce = 50;

/**
 * Judges the trees that refs will point to, each against what its ref pointed to, or against the newest commit that was
 * there before when the ref is new. Findings that were there already are old. Throws GitError, DeadlineError.
 */
export async function judgeTips(tips: readonly Tip[], options: TipOptions): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  let below: { readonly oid: string | undefined } | undefined;
  const judged = new Set<string>();
  const plain = new Set<string>();
  const steps: Step[] = [];
  for (const { oid: tip, old } of tips) {
    const base = old ?? (below ??= { oid: options.boundary() }).oid;
    const key = `${tip} ${base ?? ''}`;
    if (judged.has(key)) continue;
    judged.add(key);
    steps.push({ base, tip });
  }
  const compared: (readonly RawChange[])[] = [];
  for (const [number, step] of steps.entries()) {
    if (number >= maxTips) {
      const gate = options.open({ files: { readText: () => undefined, list: () => [] }, today: options.today });
      gate.skip('branches', 'limit', `more than ${maxTips} different trees in one push; push fewer branches at once`);
      outcomes.push(await gate.outcome());
      break;
    }
    if (steps.length > 1 && number % comparedAtOnce === 0) compared.splice(0, comparedAtOnce, ...changesOfSteps(steps.slice(number, number + comparedAtOnce), options));
    options.deadline.check();
    const outcome = await judgeTip(step, compared[number % comparedAtOnce], plain, options);
    // what an outcome can be asked holds on to the tree that it was judged in; all answer the same
    outcomes.push(outcomes[0] === undefined ? outcome : { ...outcome, check: outcomes[0].check, ran: outcomes[0].ran });
  }
  return outcomes;
}

/** `plain` holds the trees through which no change comes to another name, so that one listing does for many branches. */
async function judgeTip({ base, tip: oid }: Step, compared: readonly RawChange[] | undefined, plain: Set<string>, options: TipOptions): Promise<Outcome> {
  const known = compared === undefined ? options.known?.(base, oid) : undefined;
  const changes = compared ?? (known === undefined ? changesBetween(base, oid, options) : changesIn(known.changes));
  const odd = options.shaped === undefined || options.shaped.size === 0 ? [] : changes.flatMap((change) => (options.shaped?.has(change.oid) === true ? [showPath(change.path)] : []));
  const isPlain = base !== undefined && plain.has(base) && odd.length === 0 && !changes.some(isLeading);
  const listed = isPlain || changes.length === 0 ? undefined : (known?.listing ?? readListing(oid, { ...options, signal: options.deadline.signal }));
  // until it is waited for
  if (listed instanceof Promise) listed.catch(() => undefined);
  let listing: Buffer | undefined;
  const files = treeReader(oid, options.cwd, () => listing);
  const previous = base === undefined ? undefined : treeReader(base, options.cwd);
  const gate = options.open({ files, today: options.today, ...(previous === undefined ? {} : { previous }) });
  const byOid = new Map<string, string[]>();
  // a push of nothing that these families could want costs them nothing more
  for (const change of changes) if (isFile(change.mode) && !isZero(change.oid) && gate.mayWant(showPath(change.path))) (byOid.get(change.oid) ?? byOid.set(change.oid, []).get(change.oid))?.push(showPath(change.path));
  await examine(gate, byOid, options);
  listing = await listed;
  let led: readonly string[] = [];
  if (listing !== undefined && (odd.length > 0 || mayLead(listing))) led = examineLed(gate, { changes, listing, files, odd }, options);
  else if (listing !== undefined && base !== undefined && !changes.some(isLeading)) plain.add(base);
  const counting = (await gate.findings()).filter((finding) => finding.excuse === undefined);
  const old = counting.length === 0 || base === undefined || previous === undefined ? () => undefined : await earlier(changes, new Set([...counting.map((finding) => finding.path), ...led]), { files: previous, today: options.today }, options);
  const outcome = await gate.outcome((finding) => old(finding) ?? options.excuse?.(finding));
  return { ...outcome, findings: outcome.findings.map((finding) => ({ ...finding, commit: oid })) };
}

/** Judges what the change comes to under other names, and returns these: a link is what it leads to, whatever that is called, and a template has in it what it reads. */
function examineLed(gate: Gate, { changes, listing, files, odd }: { readonly changes: readonly RawChange[]; readonly listing: Buffer; readonly files: FileReader; readonly odd: readonly string[] }, options: TipOptions): readonly string[] {
  const { ledBy, isLimited } = leadsIn(listing, { texts: (paths) => textsOf(files, paths), hasOdd: odd.length > 0, ...(options.cwd === undefined ? {} : { cwd: options.cwd }) });
  // also by what is gone: a template may have done without it since
  const led = ledBy(new Set(changes.map((change) => showPath(change.path))));
  files.prepare?.([...led.links.values()]);
  const paths = [...new Set([...led.links.keys(), ...led.readers, ...stackParents(odd, files)])];
  for (const path of paths) {
    const text = files.readText(path);
    if (text === undefined) gate.skip(path, 'too-large', `it leads to ${led.links.get(path) ?? path}, which is larger than what is read beside a template`);
    else gate.examine({ path, subject: 'file', bytes: Buffer.from(text, 'utf8') });
    options.deadline.check(path);
  }
  if (isLimited) gate.skip('links', 'limit', 'more links or templates than the gate follows to what was changed');
  return paths;
}

/** Bytes of templates and lockfiles that no reader takes long for. */
const quicklyRead = 256 * 1024;

async function examine(gate: Gate, byOid: ReadonlyMap<string, readonly string[]>, options: TipOptions): Promise<void> {
  if (byOid.size === 0) return;
  const reading = { maxBytes: options.maxBytes, env: options.env ?? objectEnvironment(), signal: options.deadline.signal, ...(options.cwd === undefined ? {} : { cwd: options.cwd }) };
  let total = 0;
  for await (const batch of streamObjects(byOid.keys(), reading)) {
    for (const object of batch) {
      for (const path of byOid.get(object.oid) ?? []) {
        // blobs over the limit were reported when the push's objects were judged; kept sources must not hold pipe buffers
        total += object.bytes?.length ?? 0;
        if (total > quicklyRead) options.deadline.watch();
        if (object.bytes !== undefined) gate.examine({ path, subject: 'file', bytes: Buffer.from(object.bytes) });
        options.deadline.check(path);
      }
    }
  }
}

async function earlier(changes: readonly RawChange[], paths: ReadonlySet<string>, project: Project, options: TipOptions): Promise<(finding: Finding) => Excuse | undefined> {
  const gate = options.open(project);
  const byOid = new Map<string, string[]>();
  const gone = new Set<string>();
  for (const change of changes) {
    const [before] = change.before;
    if (before === undefined || isZero(before.oid) || !isFile(before.mode) || !gate.mayWant(showPath(change.path))) continue;
    const path = showPath(change.path);
    if (isZero(change.oid)) gone.add(path);
    (byOid.get(before.oid) ?? byOid.set(before.oid, []).get(before.oid))?.push(path);
  }
  await examine(gate, byOid, options);
  // what is found in a file that did not change may come from the change, or have been there
  const changed = new Set(changes.map((change) => showPath(change.path)));
  for (const path of paths) {
    const text = changed.has(path) ? undefined : project.files.readText(path);
    if (text !== undefined) gate.examine({ path, subject: 'file', bytes: Buffer.from(text, 'utf8') });
  }
  const had = new Set<string>();
  const left = new Map<string, Set<string>>();
  for (const finding of await gate.findings()) {
    had.add(`${finding.fingerprint} ${finding.path}`);
    if (gone.has(finding.path)) (left.get(finding.fingerprint) ?? left.set(finding.fingerprint, new Set()).get(finding.fingerprint))?.add(finding.path);
  }
  const arrived = new Map<string, Set<string>>();
  // what moved stands in one place for each that it left; further ones are copies
  const isMoved = ({ fingerprint, path }: Finding): boolean => {
    const places = arrived.get(fingerprint) ?? new Set();
    if (!places.has(path) && places.size >= (left.get(fingerprint)?.size ?? 0)) return false;
    arrived.set(fingerprint, places.add(path));
    return true;
  };
  return (finding) => (had.has(`${finding.fingerprint} ${finding.path}`) || isMoved(finding) ? { kind: 'old', where: 'the tree before the push' } : undefined);
}

function isFile(mode: number): boolean {
  return mode !== gitlinkMode && mode !== symlinkMode && mode !== 0;
}
