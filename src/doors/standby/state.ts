import { readFileSync } from 'node:fs';
import { identityOf, isInhabited, standbyPlace, standbyProcess, wantsStandby } from './place.ts';

/** Whether hooks have a standby, for a person. */
export type StandbyState =
  | { readonly kind: 'on'; readonly pid: number; readonly megabytes: number }
  /** None yet: the next commit starts one. */
  | { readonly kind: 'none' }
  | { readonly kind: 'off'; readonly why: string };

/** Looks for the standby of the gate in a `dist` folder. Undefined where there are none: on other systems than Linux. */
export function standbyState(dist: string, environment: NodeJS.ProcessEnv = process.env): StandbyState | undefined {
  if (process.platform !== 'linux') return undefined;
  if (!wantsStandby(environment)) return { kind: 'off', why: 'what a CI server sets, NODE_OPTIONS or PORTCULLIS_STANDBY=0 is set here' };
  const place = standbyPlace(environment, identityOf(dist));
  if (place === undefined) return { kind: 'off', why: 'neither XDG_RUNTIME_DIR nor HOME is a folder of yours' };
  if (!isInhabited(place.folder)) return { kind: 'none' };
  const pid = standbyProcess(place.folder);
  return pid === undefined ? { kind: 'off', why: `another container or machine has ${place.folder}` } : { kind: 'on', pid, megabytes: residentMegabytes(pid) };
}

function residentMegabytes(pid: number): number {
  try {
    return Math.round(Number(/^VmRSS:\s*(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1] ?? 0) / 1024);
  } catch {
    // it ends just now
    return 0;
  }
}

/** Ends the standby of the gate in a `dist` folder, if there is one. */
export function endStandby(dist: string, environment: NodeJS.ProcessEnv = process.env): void {
  const place = standbyPlace(environment, identityOf(dist));
  const pid = place === undefined ? undefined : standbyProcess(place.folder);
  if (pid === undefined) return;
  try {
    process.kill(pid, 'SIGTERM');
  } catch {
    // it has ended by itself
  }
}
