import { closeSync, constants, lstatSync, mkdirSync, openSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { distFolder, identityName } from '../installation.ts';

/** Where the standby of an installation is found; nothing of it can be named by a repository. */
export interface StandbyPlace {
  /** Folder of all standbys of this user. */
  readonly base: string;
  /** Folder of this one, which holds what follows. */
  readonly folder: string;
}

/** Files in a standby's folder: the FIFOs of question, answer and what git reads out for it, its process, and who asks at the moment. */
export const placeFiles = { question: 'in', answer: 'out', objects: 'objects', process: 'pid', lock: 'lock' } as const;

/** What an installation is called by: all with the same files have the same name. Undefined where it cannot be read. */
export function identityOf(dist: string = distFolder()): string | undefined {
  try {
    return /^([0-9a-f]{32})\n$/.exec(readFileSync(join(dist, identityName), 'latin1'))?.[1];
  } catch {
    return undefined;
  }
}

/**
 * The place of this installation's standby for a user with this environment, by the rules of `hooks/standby.sh`:
 * the folder that the login made for such things (XDG_RUNTIME_DIR, which ends with the login), else the cache at home.
 */
export function standbyPlace(environment: NodeJS.ProcessEnv, identity: string | undefined = identityOf()): StandbyPlace | undefined {
  if (process.platform !== 'linux' || identity === undefined) return undefined;
  const { XDG_RUNTIME_DIR: runtime = '', HOME: home = '' } = environment;
  const base = isOwnFolder(runtime) ? join(runtime, 'portcullis') : isOwnFolder(home) ? join(home, '.cache', 'portcullis') : undefined;
  const machine = machineName();
  return base === undefined || machine === undefined ? undefined : { base, folder: join(base, `${identity}-${machine}`) };
}

/** A home that machines or containers share holds the standbys of all: each has its own processes. */
export function machineName(): string | undefined {
  return /^([A-Za-z0-9.-]{1,64})\n$/.exec(readFileSync('/proc/sys/kernel/hostname', 'latin1'))?.[1];
}

/**
 * Whether a standby lives at a place: it has the FIFO of the answers open for reading too, and without a reader a FIFO
 * cannot be opened for writing at once. This also tells of one whose process cannot be seen from here. Source: fifo(7).
 */
export function isInhabited(folder: string): boolean {
  try {
    closeSync(openSync(join(folder, placeFiles.answer), constants.O_WRONLY | constants.O_NONBLOCK));
    return true;
  } catch {
    // ENXIO: nobody reads; ENOENT: no FIFO
    return false;
  }
}

/** The process of the standby at a place, if it lives: it alone keeps the FIFO of the answers open there. */
export function standbyProcess(folder: string): number | undefined {
  try {
    const pid = Number(readFileSync(join(folder, placeFiles.process), 'latin1').trim());
    if (!Number.isSafeInteger(pid) || pid <= 1) return undefined;
    const { dev, ino } = statSync(join(folder, placeFiles.answer));
    const isOpen = readdirSync(`/proc/${pid}/fd`).some((descriptor) => {
      const stat = statSync(`/proc/${pid}/fd/${descriptor}`, { throwIfNoEntry: false });
      return stat?.isFIFO() === true && stat.dev === dev && stat.ino === ino;
    });
    return isOpen ? pid : undefined;
  } catch {
    // no folder, no such process, or somebody else's
    return undefined;
  }
}

/** What CI servers set (Jenkins, Azure Pipelines, TeamCity and CodeBuild do not set `CI`), and what changes how node runs. */
const unwanted = ['CI', 'JENKINS_URL', 'TF_BUILD', 'TEAMCITY_VERSION', 'CODEBUILD_BUILD_ID', 'NODE_OPTIONS'] as const;

/** Whether hooks with this environment ask a standby at all; the shim's own words for it are in `hooks/standby.sh`. */
export function wantsStandby(environment: NodeJS.ProcessEnv): boolean {
  return environment['PORTCULLIS_STANDBY'] !== '0' && unwanted.every((name) => (environment[name] ?? '') === '');
}

function isOwnFolder(path: string): boolean {
  const stat = path.startsWith('/') ? statSync(path, { throwIfNoEntry: false }) : undefined;
  return stat !== undefined && stat.isDirectory() && stat.uid === process.getuid?.();
}

/** Makes the folder of all standbys. False where it is somebody else's, or others may write to it. */
export function makeBase({ base }: StandbyPlace): boolean {
  mkdirSync(base, { recursive: true, mode: 0o700 });
  const stat = lstatSync(base);
  return stat.isDirectory() && stat.uid === process.getuid?.() && (stat.mode & 0o022) === 0;
}
