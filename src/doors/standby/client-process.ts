import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { watched, type StandbyRequest } from './request.ts';

/** What a standby has to be like for the time of one request, to see what the hook's own process would. */
export interface ClientProcess {
  readonly environment: NodeJS.ProcessEnv;
  /** Leads to the client's current folder, whatever its name is by now. */
  readonly folder: string;
  /** File mode creation mask, as `process.umask` takes it. */
  readonly umask: number;
}

/** A request that is not answered, and why; for tests and for whoever debugs. */
export class Declined extends Error {
  override readonly name = 'Declined';
}

/**
 * Looks at the process that asks, in Linux' /proc. Throws Declined unless it is this user's, sees the files that this
 * process sees, has the very FIFO open that the request came by, and has the environment that its shell says it has.
 * Source: proc(5).
 */
export function clientProcess({ pid, present }: StandbyRequest, fifo: { readonly dev: number; readonly ino: number }): ClientProcess {
  const client = `/proc/${pid}`;
  for (const name of ['mnt', 'pid', 'user']) if (readlinkSync(`${client}/ns/${name}`) !== readlinkSync(`/proc/self/ns/${name}`)) throw new Declined(`another ${name} namespace`);
  const [root, own] = [statSync(`${client}/root/`), statSync('/')];
  if (root.dev !== own.dev || root.ino !== own.ino) throw new Declined('another root');
  const [theirs, ours] = [credentialsOf(client), credentialsOf('/proc/self')];
  if (theirs.text !== ours.text) throw new Declined('another user, or other bounds');
  if (!hasOpen(client, fifo)) throw new Declined('the process that is named did not ask');
  const environment = parseEnvironment(readFileSync(`${client}/environ`));
  for (const name of watched) if (environment[name] !== present.get(name)) throw new Declined(`${name} was changed`);
  return { environment, folder: `${client}/cwd`, umask: theirs.umask };
}

/** What bounds a process: user, groups, capabilities, sandboxes (seccomp, Landlock, AppArmor, SELinux); and its mask. */
function credentialsOf(proc: string): { readonly text: string; readonly umask: number } {
  const status = readFileSync(`${proc}/status`, 'latin1');
  const umask = /^Umask:\t([0-7]+)$/m.exec(status)?.[1];
  const bounds = bounding.map((name) => new RegExp(`^${name}:.*$`, 'm').exec(status)?.[0]);
  if (umask === undefined || bounds.includes(undefined)) throw new Declined('a process that cannot be read');
  return { text: [...bounds, labelOf(proc)].join('\n'), umask: Number.parseInt(umask, 8) };
}

/** Landlock shows in none of them, but asks for NoNewPrivs first. */
const bounding = ['Uid', 'Gid', 'Groups', 'CapEff', 'NoNewPrivs', 'Seccomp'];

/** The label of a security module, where there is one. */
function labelOf(proc: string): string {
  try {
    return readFileSync(`${proc}/attr/current`, 'latin1');
  } catch {
    // EINVAL: no module has labels
    return '';
  }
}

function hasOpen(proc: string, fifo: { readonly dev: number; readonly ino: number }): boolean {
  return readdirSync(`${proc}/fd`).some((descriptor) => {
    const stat = statSync(`${proc}/fd/${descriptor}`, { throwIfNoEntry: false });
    return stat !== undefined && stat.isFIFO() && stat.dev === fifo.dev && stat.ino === fifo.ino;
  });
}

/** The environment a process was started with. Throws Declined for what has no exact text. */
export function parseEnvironment(bytes: Buffer): NodeJS.ProcessEnv {
  const text = bytes.toString('utf8');
  if (text.includes('\ufffd')) throw new Declined('an environment that is not UTF-8');
  // names such as __proto__ are names
  const environment: NodeJS.ProcessEnv = Object.create(null);
  for (const entry of text.split('\0')) {
    const equals = entry.indexOf('=');
    if (equals <= 0) continue;
    const name = entry.slice(0, equals);
    // of two, programs differ in which they take
    if (name in environment) throw new Declined(`${name} stands twice`);
    environment[name] = entry.slice(equals + 1);
  }
  return environment;
}
