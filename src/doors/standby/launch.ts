import { closeSync, openSync, readFileSync, rmSync, statSync, unlinkSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { distFolder } from '../installation.ts';
import { isInhabited, makeBase, placeFiles, standbyPlace, standbyProcess, wantsStandby, type StandbyPlace } from './place.ts';

/** V8's settings for a process that mostly waits: little memory for what is new, and a bound that ends it, not the machine's. */
const settings = ['--max-old-space-size=512', '--max-semi-space-size=4', '--no-warnings'];

/** Milliseconds after which a start that came to nothing no longer keeps others from trying. */
const startMs = 15_000;

/**
 * Starts a standby in the background, unless one is being started. It is given no descriptor and hardly any environment of
 * this process, and its own session: nobody waits for it. That none could be started is no harm.
 */
export function launchStandby(environment: NodeJS.ProcessEnv = process.env): void {
  try {
    const place = wantsStandby(environment) ? standbyPlace(environment) : undefined;
    if (place === undefined || !makeBase(place)) return;
    if (isInhabited(place.folder)) return endStuck(place);
    if (!markStart(place)) return;
    const { HOME, XDG_RUNTIME_DIR } = environment;
    process
      .getBuiltinModule('node:child_process')
      .spawn(process.execPath, [...settings, join(distFolder(), 'standby.cjs')], { cwd: '/', env: { HOME, XDG_RUNTIME_DIR }, detached: true, stdio: 'ignore' })
      .on('error', () => undefined)
      .unref();
  } catch {
    // a home that cannot be written, no process left
  }
}

/** Between the start of a standby and its first answer other hooks run: they start no second one. */
function markStart(place: StandbyPlace): boolean {
  const mark = startMark(place);
  const stat = statSync(mark, { throwIfNoEntry: false });
  const ageMs = stat === undefined ? Infinity : Date.now() - stat.mtimeMs;
  // the time of one that was put off lies ahead; further ahead than that is a clock that was set back
  if (ageMs < startMs && ageMs > -2 * putOffMs) return false;
  if (stat !== undefined) unlinkSync(mark);
  closeSync(openSync(mark, 'wx', 0o600));
  return true;
}

/** Milliseconds that a request may take once nobody waits for its answer any more. */
const stuckMs = 60_000;

/** A standby that goes on and on over what a commit held whose hook was interrupted would never see that it was. */
function endStuck({ folder }: StandbyPlace): void {
  const lock = join(folder, placeFiles.lock);
  const stat = statSync(lock, { throwIfNoEntry: false });
  if (stat === undefined || Date.now() - stat.mtimeMs < stuckMs) return;
  if (statSync(`/proc/${readFileSync(lock, 'latin1').trim()}`, { throwIfNoEntry: false }) !== undefined) return;
  const pid = standbyProcess(folder);
  if (pid !== undefined) process.kill(pid, 'SIGKILL');
}

/** The file that says that a standby is being started, or when it may be tried again. */
function startMark({ folder }: StandbyPlace): string {
  return `${folder}.starting`;
}

/** Milliseconds that hooks try no other standby after one that could not stay: where no FIFO can be made, say. */
const putOffMs = 24 * 60 * 60 * 1000;

/** Says that a start is over. One that came to nothing is not tried again with every commit. */
export function endStart(place: StandbyPlace): void {
  const mark = startMark(place);
  if (isInhabited(place.folder)) return rmSync(mark, { force: true });
  const later = new Date(Date.now() + putOffMs);
  if (statSync(mark, { throwIfNoEntry: false }) !== undefined) utimesSync(mark, later, later);
}
