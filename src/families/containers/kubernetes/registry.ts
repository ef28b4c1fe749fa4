import { accountChecks } from './account-checks.ts';
import { danglingChecks } from './dangling.ts';
import { disruptionChecks } from './disruption-checks.ts';
import { environmentChecks } from './env-checks.ts';
import { bindingChecks } from './bindings.ts';
import { imageChecks } from './image-checks.ts';
import { networkChecks } from './network-checks.ts';
import { portChecks } from './port-checks.ts';
import { referenceChecks } from './reference-checks.ts';
import { workloadChecks } from './workload-checks.ts';
import type { NamedCheck } from './named.ts';

/** The functions that policies name. */
export const namedChecks: ReadonlyMap<string, NamedCheck> = new Map([...danglingChecks, ...disruptionChecks, ...environmentChecks, ...bindingChecks, ...networkChecks, ...portChecks, ...workloadChecks, ...accountChecks, ...imageChecks, ...referenceChecks]);
