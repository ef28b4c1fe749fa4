import { isPolicy, type PolicyCheck } from '../../../model/check.ts';
import { BrokenCheck, type FamilyPolicy } from '../../../model/family.ts';
import type { DockerfileCheck } from './check.ts';
import { dockerfileChecks } from './registry.ts';

/** The thing that policies over Dockerfiles apply to. */
const subject = 'dockerfile';

/** A policy with the function it names. */
export interface RunnableCheck {
  readonly check: PolicyCheck;
  readonly run: DockerfileCheck;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** The Dockerfile policies that are on (and heard), ready to run. Throws BrokenCheck for a function that does not exist. */
export function runnableChecks(policy: FamilyPolicy, heard?: boolean): readonly RunnableCheck[] {
  return policy.checks([subject], heard).flatMap((check) => {
    if (!isPolicy(check) || check.function?.startsWith('dockerfile.') !== true) return [];
    const run = dockerfileChecks.get(check.function);
    if (run === undefined) throw new BrokenCheck(check.id, new Error(`there is no function "${check.function}"`));
    return [{ check, run, parameters: policy.parameters(check) }];
  });
}

