import { readFileSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { appendRecord } from '../audit/log.ts';
import { certificateOf, isMadeByServer, pusherOf } from '../audit/pusher.ts';
import type { PushCertificate, Pusher } from '../audit/record.ts';
import { openGate } from '../engine/engine.ts';
import { loadCredentials } from '../engine/loaded.ts';
import { isZero, parseRefUpdates, type RefUpdate } from '../git/ref-update.ts';
import { parseHandedPush, type HandedPush } from '../git/handed-push.ts';
import { alreadyThere, type Selection } from '../git/new-objects.ts';
import type { ObjectPipe } from '../git/object-pipe.ts';
import { GitError } from '../git/run.ts';
import type { Outcome } from '../model/finding.ts';
import { PolicyError } from '../policy/errors.ts';
import { configurationName } from './client-policy.ts';
import { clock as processClock } from './clock.ts';
import { holdToLock } from './policy-lock.ts';
import { answerLines, failureLines, gitlabPrefix } from './push/answer.ts';
import { auditEvent, type AuditFacts } from './push/audit-event.ts';
import type { ChangeControlOptions } from './push/change-control/judge-changes.ts';
import { DeadlineError, startDeadline, type Deadline } from './push/deadline.ts';
import { exceptionsOf, mayAsk, pushOptionsOf, type Exceptions } from './push/exceptions.ts';
import { outOfTimeStatus } from './push/deadline-watch.ts';
import { EndedError, failureOf } from './push/failure.ts';
import { judgePush } from './push/judge-push.ts';
import { movedRefs, refuseLossOfPolicy, selectionOf, type MovedRefs } from './push/moved-refs.ts';
import { clockNote, serverClock, type ServerClock } from './push/server-clock.ts';
import { serverPolicy, type ServerPolicy } from './push/server-policy.ts';
import type { ServerSettings } from './push/server-settings.ts';

export interface ReceiveOptions {
  readonly hook: 'pre-receive' | 'update' | 'post-receive';
  /** Arguments of the hook: ref, old and new oid for `update`. */
  readonly args: readonly string[];
  /** Standard input: the ref updates of pre-receive and post-receive. */
  readonly input: Buffer;
  readonly env: NodeJS.ProcessEnv;
  /** What the shim asked git while node was starting, once it is all there: for a push of the one ref in the input. */
  readonly handed?: (signal: AbortSignal) => Promise<Buffer>;
  /** Exit status of a process that was to judge this push and was ended before it had: that is recorded and said. */
  readonly ended?: number;
  /** Where git writes the objects of a push. */
  readonly pipe?: ObjectPipe;
  /** Throws Undecided, with nothing recorded or said, unless the push is let in and nothing is to be said of it. */
  readonly onlySilent?: boolean;
  /** The administrator's folder: policy, baseline, audit log. Beside the repository's own files when not named. */
  readonly folder?: string;
  /** Writes a line that git hands to the pusher. */
  readonly say: (line: string) => void;
  /** Milliseconds since 1970 and since an arbitrary origin. */
  readonly now?: () => number;
  readonly clock?: () => number;
}

/** What may only let a push in does not decide about this one. */
class Undecided extends Error {
  override readonly name = 'Undecided';
}

/** Name of the administrator's folder in a repository that was not given another one. */
const serverFolderName = 'portcullis';

/**
 * Judges what git is about to receive and returns the hook's exit code: 0 lets the push in, anything else refuses all
 * of it. Nothing that goes wrong lets a push in: a broken policy, an unreadable object, a full disk, an error of git or
 * of our own all refuse and say why. The audit record is on the disk before the answer is given.
 */
export async function receive(options: ReceiveOptions): Promise<number> {
  const clock = options.clock ?? processClock;
  const started = clock();
  const prefix = pusherOf(options.env).server === 'gitlab' ? gitlabPrefix : '';
  const folder = options.folder === undefined ? resolve(options.env['GIT_DIR'] ?? '.', serverFolderName) : resolve(options.folder);
  const sayAll = (lines: readonly string[]): void => lines.forEach((line) => options.say(line));
  let updates: readonly RefUpdate[] = [];
  let policy: ServerPolicy | undefined;
  const clockOf = (settings: ServerSettings): ServerClock => serverClock(logPath(folder, settings.audit, options.env), (options.now ?? Date.now)());
  const record = async (facts: Omit<AuditFacts, 'event' | 'now' | 'durationMs' | 'env' | 'updates'>): Promise<void> => {
    const event = auditEvent({ ...facts, event: options.hook, now: (options.now ?? Date.now)(), durationMs: clock() - started, env: options.env, updates, ...(policy?.clock.behind === undefined ? {} : { latest: policy.clock.behind }) });
    const key = policy?.settings.auditKey === undefined ? undefined : readFileSync(resolve(folder, policy.settings.auditKey));
    const log = logPath(folder, policy?.settings.audit ?? 'audit.jsonl', options.env);
    await appendRecord(log, event, { makeFolder: options.folder === undefined || !log.startsWith(folder), ...(key === undefined ? {} : { key }) });
  };
  try {
    updates = readUpdates(options);
    // git runs it only for some; a chain of hooks whose first one reads the input leaves none, and a shell that is killed too
    if (options.hook === 'pre-receive' && updates.length === 0) throw new Error('the hook was given no ref updates: a hook before it may have read them');
    const moved = movedRefs(updates, options.env['GIT_NAMESPACE']);
    policy = await serverPolicy(folder, options.folder !== undefined, clockOf, () => moved.updates().map((update) => update.ref));
    refuseLossOfPolicy(updates, policy.settings.policyRef);
    holdToLock(folder, policy.lockDigest);
    if (options.hook === 'post-receive') {
      // what landed is noted; it can no longer be refused
      await record({});
      return 0;
    }
    if (options.ended !== undefined) throw options.ended === outOfTimeStatus ? new DeadlineError(policy.deadlineMs) : new EndedError(options.ended);
    const exceptions = exceptionsOf(pushOptionsOf(options.env), pusherOf(options.env), policy.settings.exceptions);
    const outcome = await judge(moved, policy, exceptions, { ...options, folder }, prefix);
    const note = clockNote(policy.clock);
    const lines = answerLines(outcome, { ...(note === undefined ? {} : { note }), maxShown: policy.settings.maxShown, exceptions: exceptions.requests, mayAsk: mayAsk(pusherOf(options.env), policy.settings.exceptions), prefix });
    if (options.onlySilent === true && (outcome.verdict.kind !== 'allow' || lines.length > 0)) throw new Undecided('something is to be said');
    await record({ outcome, exceptions: exceptions.requests });
    sayAll(lines);
    return outcome.verdict.kind === 'allow' || outcome.verdict.kind === 'warn' ? 0 : 1;
  } catch (error) {
    if (options.onlySilent === true) throw error;
    const failure = failureOf(error);
    const isLetIn = error instanceof Error && error.name === 'DeadlineError' && policy?.settings.onDeadline === 'warn';
    try {
      await record({ verdict: isLetIn ? 'warn' : 'broken', cause: failure.cause, ...(policy === undefined ? {} : { policyDigest: policy.gate.digest }) });
    } catch (second) {
      sayAll(failureLines(failure, prefix, false));
      // the log may be what failed in the first place
      if (failureOf(second).cause !== failure.cause) sayAll(failureLines(failureOf(second), prefix, false));
      return 3;
    }
    sayAll(failureLines(failure, prefix, isLetIn));
    return isLetIn ? 0 : 3;
  }
}

/** A log for each repository, where many share a policy, is named below `$GIT_DIR`. Throws where that is no lasting place. */
function logPath(folder: string, name: string, env: NodeJS.ProcessEnv): string {
  if (!name.startsWith('$GIT_DIR/')) return resolve(folder, name);
  const repository = resolve(env['GIT_DIR'] ?? '.');
  // Gitaly's own folder in a storage: with transactions the hook is given a copy of the repository there, which is removed after the push
  if (repository.split(sep).includes('+gitaly')) throw new PolicyError(join(folder, configurationName), undefined, '"server": "audit" lies in the copy of the repository that Gitaly removes after the push: name a file outside');
  return join(repository, name.slice('$GIT_DIR/'.length));
}

/** Loaded only where policy has rules of change control. */
async function controlOf(moved: MovedRefs, policy: ServerPolicy, options: ReceiveOptions & { readonly folder: string }): Promise<ChangeControlOptions | undefined> {
  if (policy.gate.settings('change-control') === undefined) return undefined;
  const { serverChanges } = await import('./push/change-control/options.ts');
  return serverChanges({
    policy: policy.gate,
    registries: policy.registries,
    policyPath: join(options.folder, configurationName),
    folder: options.folder,
    now: policy.clock.behind ?? (options.now ?? Date.now)(),
    updates: moved.updates(),
    pusher: namesOf(pusherOf(options.env), certificateOf(options.env)),
    pushOptions: pushOptionsOf(options.env),
  });
}

/** The names that a pusher is known by. A certificate counts only when git found it good and fresh. */
function namesOf({ name, email, key }: Pusher, certificate: PushCertificate | undefined): readonly string[] {
  const isGood = certificate?.status === 'G' && certificate.nonceStatus === 'OK';
  return [name, email, key, ...(isGood ? [certificate.signer, certificate.key] : [])].flatMap((one) => one ?? []);
}

function readUpdates(options: ReceiveOptions): readonly RefUpdate[] {
  if (options.hook === 'update') {
    const [ref = '', old = '', next = ''] = options.args;
    return updatesOf(Buffer.from(`${old} ${next} ${ref}\n`));
  }
  return updatesOf(options.input);
}

function updatesOf(input: Buffer): readonly RefUpdate[] {
  const { updates, problems } = parseRefUpdates(input);
  if (problems[0] !== undefined) throw new GitError(`git gave the hook a line that is ${problems[0]}`);
  return updates;
}

async function judge(moved: MovedRefs, policy: ServerPolicy, exceptions: Exceptions, options: ReceiveOptions & { readonly folder: string }, prefix: string): Promise<Outcome> {
  await loadCredentials();
  const deadline = startDeadline({
    allowedMs: policy.deadlineMs,
    // a git that hangs must not hold the push for ever
    wallMs: policy.settings.wallMs ?? Math.max(60_000, policy.deadlineMs),
    prefix,
    progress: { afterMs: policy.settings.progressMs, say: () => options.say(`${prefix}portcullis is judging the push, at most ${(policy.deadlineMs / 1000).toFixed(0)} s`) },
  });
  try {
    const changeControl = await controlOf(moved, policy, options);
    const updates = moved.pushed;
    const selected = selectionOf(moved, policy.strictness);
    const handed = await handedFor(selected.selection, policy, options, deadline);
    return await judgePush({
      ...selected,
      handed,
      ...(options.pipe === undefined ? {} : { pipe: options.pipe }),
      refs: updates,
      refNames: updates.filter((update) => isZero(update.old) && !isZero(update.new)).map((update) => update.refBytes),
      pushOptions: pushOptionsOf(options.env),
      open: (families, project) => openGate({ registries: policy.registries, policy: policy.gate, families, project, clock: processClock, ask: deadline.check }),
      maxBytes: policy.gate.limits.maxFileBytes,
      pathsMatter: policy.pathsMatter,
      isMadeByServer: isMadeByServer(pusherOf(options.env)),
      today: policy.clock.today,
      deadline,
      ...(changeControl === undefined ? {} : { changeControl }),
      excuse: (finding) => policy.baseline(finding) ?? exceptions.excuse(finding),
    });
  } finally {
    deadline.end();
  }
}

/** What the shim asked git, when it asked for this very selection. */
async function handedFor(selection: Selection, policy: ServerPolicy, options: ReceiveOptions, deadline: Deadline): Promise<HandedPush | undefined> {
  const bytes = selection.options === alreadyThere ? await options.handed?.(deadline.signal) : undefined;
  const handed = bytes === undefined ? undefined : parseHandedPush(bytes);
  // how far an administrator's own checks look is not known here
  return handed === undefined || policy.registries.length === 1 ? handed : { ...handed, replaced: new Map() };
}
