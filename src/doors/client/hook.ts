import type { Outcome } from '../../model/finding.ts';
import type { ClientPolicy } from '../client-policy.ts';
import { readStandardInput } from '../standard-input.ts';
import { judgeStaged } from './pre-commit.ts';

/** How a hook ended. */
export interface HookEnd {
  /** 0 allowed, 1 blocked, 2 wrong configuration, 3 could not finish. */
  readonly code: number;
  /** Nothing was said, so nothing has to be waited for. */
  readonly isSilent: boolean;
  /** A standby may answer the next hooks: the change was judged, and the configuration has nothing against it. */
  readonly mayStandBy?: boolean;
}

/** Runs one client hook as git calls it. Silent when nothing is wrong. */
export async function runHook(name: string, args: readonly string[]): Promise<HookEnd> {
  let mayStandBy = false;
  const onPolicy = (policy: ClientPolicy): void => void (mayStandBy = policy.standby);
  try {
    switch (name) {
      case 'pre-commit':
      case 'pre-merge-commit': {
        return { ...(await show(await judgeStaged({ hook: true, onPolicy }), 'commit')), mayStandBy };
      }
      case 'commit-msg': {
        const { judgeMessage } = await import('./commit-message.ts');
        return { ...(await show(await judgeMessage(args[0] ?? '', { onPolicy }), 'message')), mayStandBy };
      }
      case 'pre-push': {
        const { judgeOutgoing } = await import('./pre-push.ts');
        const { toldByPreCommit } = await import('./pre-commit-push.ts');
        const { remote, input } = toldByPreCommit({ remote: args[0] ?? 'origin', input: await readStandardInput() });
        return await show(await judgeOutgoing(remote, input), 'push');
      }
      default:
        process.stderr.write(`portcullis: there is no client hook "${name}"; known are pre-commit, pre-merge-commit, commit-msg and pre-push\n`);
        return { code: 2, isSilent: false };
    }
  } catch (error) {
    return failed(error, name);
  }
}

/** Whether a hook says nothing of this outcome and lets the change pass. */
export function isNothingToSay(outcome: Outcome): boolean {
  return outcome.verdict.kind === 'allow' && outcome.notChecked.length === 0 && outcome.remarks.length === 0;
}

async function show(outcome: Outcome, door: 'commit' | 'message' | 'push'): Promise<HookEnd> {
  if (isNothingToSay(outcome)) return { code: 0, isSilent: true };
  const { showOutcome } = await import('../show.ts');
  return { code: await showOutcome(outcome, { door }), isSilent: false };
}

async function failed(error: unknown, name: string): Promise<HookEnd> {
  const { showFailure } = await import('../show.ts');
  return { code: await showFailure(error, name), isSilent: false };
}
