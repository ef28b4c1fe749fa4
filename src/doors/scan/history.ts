import { openGate } from '../../engine/engine.ts';
import { loadCredentials } from '../../engine/loaded.ts';
import { openRegistry } from '../../engine/registry.ts';
import { readObjects } from '../../git/batch.ts';
import { rangeSelection, wholeHistory } from '../../git/new-objects.ts';
import { revisionsOf } from '../../git/revisions.ts';
import { git, GitError } from '../../git/run.ts';
import { isBare } from '../../git/top-level.ts';
import type { FamilyName, Outcome } from '../../model/finding.ts';
import { UsageError } from '../../model/usage-error.ts';
import { clientPolicy, configurationName } from '../client-policy.ts';
import { registryPath } from '../installation.ts';
import { noDeadline } from '../push/deadline.ts';
import { judgePush } from '../push/judge-push.ts';
import { clock } from '../clock.ts';
import { today } from '../today.ts';
import type { ProgressLine } from './progress.ts';

export interface RangeOptions {
  readonly cwd: string;
  /** `A..B`; absent for everything that any ref reaches. */
  readonly range?: string;
  readonly families?: ReadonlySet<FamilyName>;
  readonly policyFile?: string;
  readonly baseline: boolean;
  readonly progress: ProgressLine;
}

/**
 * Judges what the commits of a range bring in, or the whole history: every version of every file, and the trees at the
 * ends. Throws GitError, UsageError, PolicyError, BrokenCheck.
 */
export async function judgeRange(options: RangeOptions): Promise<Outcome> {
  const { cwd } = options;
  const policy = await clientPolicy({ cwd, committed: committedConfiguration(cwd), ...(options.policyFile === undefined ? {} : { file: options.policyFile }) });
  const range = options.range === undefined ? undefined : revisionsOf(options.range, cwd);
  const old = range?.find((revision) => revision.startsWith('^'))?.slice(1) ?? '0'.repeat(40);
  const tips = range?.filter((revision) => !revision.startsWith('^')) ?? headOf(cwd);
  await loadCredentials();
  const registries = [openRegistry(registryPath()), ...policy.ownChecks()];
  const baseline = options.baseline ? await policy.baseline() : undefined;
  const selection = range === undefined ? wholeHistory : rangeSelection(range);
  const changeControl =
    policy.gate.settings('change-control') === undefined
      ? undefined
      : // keys that have expired since approved what was signed with them
        (await import('../push/change-control/options.ts')).rangeChanges({ policy: policy.gate, registries, policyPath: options.policyFile ?? configurationName, folder: cwd, now: 0, selection });
  const outcome = await fromFullClone(cwd, () => judgePush({
    cwd,
    selection,
    refs: tips.map((tip) => ({ old, new: tip })),
    open: (families, project) => {
      const gate = openGate({ registries, policy: policy.gate, families, project, clock });
      return {
        ...gate,
        examine(source) {
          options.progress.show(source.path);
          gate.examine(source);
        },
      };
    },
    maxBytes: policy.gate.limits.maxFileBytes,
    today: today(),
    deadline: noDeadline,
    ...(changeControl === undefined ? {} : { changeControl }),
    ...(options.families === undefined ? {} : { families: options.families }),
    ...(baseline === undefined ? {} : { excuse: baseline }),
  }));
  options.progress.clear();
  return outcome;
}

/** Of a partial clone not every object is here, and none is fetched: what to do then is said. */
async function fromFullClone<Judged>(cwd: string, judge: () => Promise<Judged>): Promise<Judged> {
  try {
    return await judge();
  } catch (error) {
    const isPartial = error instanceof GitError && git(['config', '--get-regexp', '^remote\\..*\\.promisor$'], { cwd, accept: [0, 1] }).length > 0;
    if (!isPartial) throw error;
    throw new UsageError('this is a partial clone: versions of files that were never checked out are not here; judge a full clone, or the files with "portcullis scan"', { cause: error });
  }
}

/** What a bare repository has of a configuration: that of its HEAD. A working tree's own file is read where it lies. */
function committedConfiguration(cwd: string): string | undefined {
  if (!isBare(cwd)) return undefined;
  const [blob] = readObjects([`HEAD:${configurationName}`], 16 * 1024 * 1024, cwd);
  return blob !== undefined && 'bytes' in blob ? blob.bytes.toString('utf8') : undefined;
}

function headOf(cwd: string): readonly string[] {
  const head = git(['rev-parse', '--verify', '--quiet', 'HEAD^{commit}'], { cwd, accept: [0, 1, 128] }).toString('latin1').trim();
  return head === '' ? [] : [head];
}
