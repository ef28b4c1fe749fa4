import { openGate } from '../../engine/engine.ts';
import { loadCredentials } from '../../engine/loaded.ts';
import { openRegistry } from '../../engine/registry.ts';
import { readObjects } from '../../git/batch.ts';
import { outgoingSelection } from '../../git/new-objects.ts';
import { isZero, parseOutgoingRefs } from '../../git/ref-update.ts';
import { GitError } from '../../git/run.ts';
import { topLevel } from '../../git/top-level.ts';
import type { Outcome } from '../../model/finding.ts';
import { clientPolicy, configurationName } from '../client-policy.ts';
import { registryPath } from '../installation.ts';
import { noDeadline } from '../push/deadline.ts';
import { judgePush } from '../push/judge-push.ts';
import { clock } from '../clock.ts';
import { today } from '../today.ts';

/**
 * Judges what a push sends out: all commits that the remote is not known to have. Rebase, cherry-pick, revert and am
 * run no pre-commit, so this is where their work is seen.
 * `input` is what git gives on standard input. Throws GitError, PolicyError, BrokenCheck.
 */
export async function judgeOutgoing(remote: string, input: Buffer): Promise<Outcome> {
  const { refs, problems } = parseOutgoingRefs(input);
  if (problems[0] !== undefined) throw new GitError(problems[0]);
  const committed = readObjects([`:${configurationName}`], 16 * 1024 * 1024)[0];
  const policy = await clientPolicy({ committed: committed !== undefined && 'bytes' in committed ? committed.bytes.toString('utf8') : undefined, hook: true, refs: refs.map((ref) => ref.remoteRef) });
  await loadCredentials();
  const registries = [openRegistry(registryPath()), ...policy.ownChecks()];
  const sent = refs.filter((ref) => !isZero(ref.localOid));
  const selection = outgoingSelection(refs, remote);
  const changeControl =
    policy.gate.settings('change-control') === undefined
      ? undefined
      : (await import('../push/change-control/options.ts')).outgoingChanges({ policy: policy.gate, registries, policyPath: configurationName, folder: topLevel(), now: Date.now(), refs, selection });
  return judgePush({
    selection,
    refs: sent.map((ref) => ({ ref: ref.remoteRef, old: ref.remoteOid, new: ref.localOid })),
    refNames: sent.filter((ref) => isZero(ref.remoteOid)).map((ref) => Buffer.from(ref.remoteRef)),
    open: (families, project) => openGate({ registries, policy: policy.gate, families, project, clock }),
    maxBytes: policy.gate.limits.maxFileBytes,
    today: today(),
    deadline: noDeadline,
    ...(changeControl === undefined ? {} : { changeControl }),
    excuse: await policy.baseline(),
  });
}
