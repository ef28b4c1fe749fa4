import { resolve } from 'node:path';
import type { Outcome } from '../../model/finding.ts';
import type { ObjectPipe } from '../../git/object-pipe.ts';
import type { ClientPolicy } from '../client-policy.ts';
import { judgeMessage } from '../client/commit-message.ts';
import { isNothingToSay } from '../client/hook.ts';
import { judgeStaged } from '../client/pre-commit.ts';
import { parseStagedInput } from '../client/staged-input.ts';
import { clientProcess, Declined } from './client-process.ts';
import { wantsStandby } from './place.ts';
import type { StandbyRequest } from './request.ts';
import { isSameInstallation } from './same-installation.ts';

export interface JudgeOptions {
  readonly identity: string;
  /** The FIFO that the request came by. */
  readonly fifo: { readonly dev: number; readonly ino: number };
  /** Where git writes what a push brings. */
  readonly pipe: ObjectPipe;
}

/** Of more changes than these the start of node is a small part, and others would be kept waiting. */
const maxChanges = 300;

/**
 * Judges a request in the environment and folder of the process that asks. True only where the hook would let the change
 * pass and say nothing; throws Declined, or whatever the judging throws, where it cannot be said.
 */
export async function judgeRequest(request: StandbyRequest, { identity, fifo, pipe }: JudgeOptions): Promise<boolean> {
  const client = clientProcess(request, fifo);
  if (!wantsStandby(client.environment)) throw new Declined('the environment wants no standby');
  const [environment, umask] = [process.env, process.umask()];
  try {
    process.chdir(client.folder);
    process.umask(client.umask);
    process.env = client.environment;
    if (!isSameInstallation(resolve(request.home, 'dist'), identity)) throw new Declined('another installation');
    if (request.hook === 'pre-receive') return await (await import('./judge-push.ts')).isPushLetIn(request, pipe);
    return isNothingToSay(await outcomeOf(request));
  } finally {
    process.env = environment;
    process.umask(umask);
    process.chdir('/');
  }
}

async function outcomeOf({ hook, argument, body }: StandbyRequest): Promise<Outcome> {
  if (hook === 'commit-msg') {
    if (argument === '') throw new Declined('no message');
    return judgeMessage(argument, { programs: false, onPolicy: refuseOwnChecks });
  }
  const given = parseStagedInput(body);
  if (given === undefined) throw new Declined('git did not answer the shim');
  if (given.changes.length > maxChanges) throw new Declined('many changes');
  return judgeStaged({ hook: true, given, programs: false, onPolicy: refuseOwnChecks });
}

/** What a repository brings itself stays out of a process that judges others too. */
function refuseOwnChecks(policy: ClientPolicy): void {
  if (!policy.standby) throw new Declined('the configuration wants no standby');
  if (policy.ownChecks().length > 0 || policy.hosted !== undefined) throw new Declined('checks of the repository');
}
