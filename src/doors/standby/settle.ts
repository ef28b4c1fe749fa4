import { spawnSync } from 'node:child_process';
import { closeSync, constants, mkdirSync, openSync, readFileSync, readdirSync, readlinkSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isInhabited, machineName, placeFiles, type StandbyPlace } from './place.ts';

/** A standby's own folder, with its FIFOs open. */
export interface Settled {
  readonly folder: string;
  /** Descriptor of the answers' FIFO, open for reading and writing: who asks finds it open as long as this process lives. */
  readonly answers: number;
  /** Device and inode of the questions' FIFO. */
  readonly fifo: { readonly dev: number; readonly ino: number };
}

/** A PATH of the system: what the environment of a hook says may lead into a repository. */
const systemPath = '/usr/local/bin:/usr/bin:/bin:/run/current-system/sw/bin';

/**
 * Makes the folder of a standby beside its place and moves it there whole. Undefined where a living standby has the place,
 * or FIFOs cannot be made. Of two that come at once one finds the place taken.
 */
export function settle({ base, folder }: StandbyPlace): Settled | undefined {
  const own = join(base, `.${process.pid}-${Date.now()}`);
  try {
    mkdirSync(own, { mode: 0o700 });
    const fifos = [placeFiles.question, placeFiles.answer, placeFiles.objects].map((name) => join(own, name));
    const made = spawnSync('mkfifo', ['-m', '600', '--', ...fifos], { env: { PATH: systemPath }, cwd: '/', stdio: 'ignore' });
    if (made.status !== 0) return undefined;
    writeFileSync(join(own, placeFiles.process), `${process.pid}\n`, { mode: 0o600 });
    const answers = openSync(join(own, placeFiles.answer), constants.O_RDWR | constants.O_NONBLOCK);
    const { dev, ino } = statSync(join(own, placeFiles.question));
    if (moveTo(own, folder, base)) {
      removeDead(base);
      return { folder, answers, fifo: { dev, ino } };
    }
    closeSync(answers);
    return undefined;
  } finally {
    rmSync(own, { recursive: true, force: true });
  }
}

/** A folder cannot be moved to one that holds files: only one that a dead standby left makes room. */
function moveTo(own: string, folder: string, base: string): boolean {
  for (let tries = 0; tries < 2; tries++) {
    try {
      renameSync(own, folder);
      return true;
    } catch {
      if (isInhabited(folder)) return false;
      removePlace(folder, base);
    }
  }
  return false;
}

/** Takes a place away: first under another name, so that nobody finds half of it. */
export function removePlace(folder: string, base: string): void {
  const gone = join(base, `.gone-${process.pid}-${Date.now()}`);
  try {
    renameSync(folder, gone);
  } catch {
    return;
  }
  rmSync(gone, { recursive: true, force: true });
}

/** Milliseconds after which what is half made or half taken away is nobody's. */
const halfMs = 60_000;

/** Takes away what standbys of other versions that were killed have left, on this machine. */
function removeDead(base: string): void {
  const machine = machineName();
  for (const name of readdirSync(base)) {
    const path = join(base, name);
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat === undefined || machine === undefined) continue;
    const isHalf = /^\.(?:gone-)?\d+-\d+$/.test(name) && Date.now() - stat.mtimeMs > halfMs;
    const isDead = name === `${name.slice(0, 32)}-${machine}` && stat.isDirectory() && !isInhabited(path);
    if (isHalf || isDead) rmSync(path, { recursive: true, force: true });
  }
}

/** Whether the place is still the one that was made. */
export function isSettled({ folder, fifo }: Settled): boolean {
  const stat = statSync(join(folder, placeFiles.question), { throwIfNoEntry: false });
  return stat !== undefined && stat.dev === fifo.dev && stat.ino === fifo.ino;
}

/** Closes what a caller's caller left open to its children: somebody may wait for its end. */
export function closeInherited(): void {
  for (const name of readdirSync('/proc/self/fd')) {
    const descriptor = Number(name);
    if (descriptor <= 2) continue;
    try {
      // node marks its own to be closed in children (O_CLOEXEC)
      const flags = Number.parseInt(/^flags:\s*([0-7]+)$/m.exec(readFileSync(`/proc/self/fdinfo/${name}`, 'latin1'))?.[1] ?? '0', 8);
      if ((flags & 0o2000000) === 0 && !readlinkSync(`/proc/self/fd/${name}`).startsWith('anon_inode:')) closeSync(descriptor);
    } catch {
      // the one that lists them
    }
  }
}
