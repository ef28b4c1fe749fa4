import { isPolicy, type Check } from '../model/check.ts';
import type { FamilyPolicy } from '../model/family.ts';

/** Some of the checks with their own parameters and no settings: what an inventory asks for itself, whatever a policy says. */
export function policyOf(checksFor: (applies: Iterable<string>) => readonly Check[], isAsked: (check: Check) => boolean): FamilyPolicy {
  return {
    checks: (applies) => checksFor(applies ?? []).filter(isAsked),
    parameters: (check) => (isPolicy(check) ? check.parameters : {}),
    settings: undefined,
  };
}
