import { chownSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import { git, gitEnvironment } from '../../git/run.ts';
import { compileAhead } from './compile-ahead.ts';
import { copyGate } from './copy-gate.ts';
import { isForeign } from './foreign-hook.ts';
import { isThere, openJournal, rewind, type Journal } from './journal.ts';
import { isInside, posixPath, shellQuote } from './paths.ts';
import { UsageError } from '../../model/usage-error.ts';
import { endStandby } from '../standby/state.ts';

/** Hooks that can be installed on a server; pre-receive is the one that refuses. */
export const serverHooks: readonly string[] = ['pre-receive', 'update', 'post-receive'];

export interface ServerOptions {
  /** Default: pre-receive alone. */
  readonly hooks?: readonly string[];
  /** The administrator's folder; beside the hooks when not named. */
  readonly policy?: string;
  /** Lets a standby judge pushes of which there is nothing to say (docs/standby.md). */
  readonly standby?: boolean;
}

/** Where things go, by what the folder is. */
export interface ServerPlace {
  readonly kind: 'repository' | 'hooks-folder' | 'drop-in-folder';
  /** Path of the hook file for a hook's name. */
  readonly hookFile: (hook: string) => string;
  /** Our own folder: gate, journal, policy and audit log. */
  readonly home: string;
}

const firstPolicy = `# The gate's policy on this server. Nothing that is pushed is believed: this file alone decides.
# Reference: docs/configuration.md and docs/servers/ in the package.
version: 1
server:
  on-deadline: block
`;

/**
 * Says where hooks go below a folder: a bare repository (with drop-in folders where the server made them), a folder of
 * hooks (gitolite's `common`, `custom_hooks`, a global core.hooksPath), or a drop-in folder such as `pre-receive.d`.
 * Throws when the folder is none of them.
 */
export function serverPlace(folder: string): ServerPlace {
  const dir = resolve(folder);
  if (!existsSync(dir) || !statSync(dir).isDirectory()) throw new UsageError(`${dir} is not a folder; name a bare repository or a server's hooks folder`);
  const isRepository = existsSync(join(dir, 'HEAD')) && existsSync(join(dir, 'objects'));
  if (isRepository) {
    const custom = join(dir, 'custom_hooks');
    const hooks = existsSync(custom) || isOfGogs(join(dir, 'hooks', 'pre-receive')) ? custom : hooksOf(dir);
    // Gitea, Forgejo and soft-serve write hooks/pre-receive themselves and run what lies in pre-receive.d
    return { kind: 'repository', hookFile: (hook) => (existsSync(join(hooks, `${hook}.d`)) ? join(hooks, `${hook}.d`, 'portcullis') : join(hooks, hook)), home: join(dir, 'portcullis') };
  }
  const dropIn = /^(pre-receive|update|post-receive)\.d$/.exec(basename(dir));
  if (dropIn !== null) return { kind: 'drop-in-folder', hookFile: (hook) => join(dirname(dir), `${hook}.d`, 'portcullis'), home: join(dirname(dirname(dir)), 'portcullis') };
  if (existsSync(join(dir, '.git'))) throw new UsageError(`${dir} is a work tree, not a server's repository; run "portcullis init" in it without --server`);
  if (!/hooks|common/.test(basename(dir)) && !readdirSync(dir).some((name) => serverHooks.includes(name.replace(/\.d$/, '')))) {
    throw new UsageError(`${dir} is neither a bare repository nor a folder of hooks (its name holds neither "hooks" nor "common", and no server hook lies in it)`);
  }
  return { kind: 'hooks-folder', hookFile: (hook) => (existsSync(join(dir, `${hook}.d`)) ? join(dir, `${hook}.d`, 'portcullis') : join(dir, hook)), home: join(dirname(dir), 'portcullis') };
}

/** Whether a hook is the one that Gogs writes, anew whenever its administrator asks: it runs what lies in `custom_hooks`. */
function isOfGogs(path: string): boolean {
  return existsSync(path) && /^"[^"\n]*" hook --config='[^'\n]*' pre-receive$/m.test(readFileSync(path, 'latin1'));
}

/** The folder that git runs a repository's hooks from. Throws when it lies outside: other repositories may use it too. */
function hooksOf(dir: string): string {
  const asked = resolve(dir, git(['rev-parse', '--git-path', 'hooks'], { cwd: dir, env: { ...gitEnvironment(), GIT_DIR: dir } }).toString('utf8').trimEnd());
  if (!isInside(dir, asked)) throw new UsageError(`git runs the hooks of ${dir} from ${asked} (core.hooksPath): name that folder, or unset core.hooksPath`);
  return asked;
}

/** Installs the server hooks. Hooks that are there are kept and run first. Doing it twice changes nothing. */
export async function installServer(folder: string, options: ServerOptions): Promise<readonly string[]> {
  const hooks = options.hooks ?? ['pre-receive'];
  const unknown = hooks.find((hook) => !serverHooks.includes(hook));
  if (unknown !== undefined) throw new UsageError(`there is no server hook "${unknown}"; known are ${serverHooks.join(', ')}`);
  const place = serverPlace(folder);
  const policyFolder = options.policy === undefined ? place.home : resolve(options.policy);
  const isFirst = !existsSync(place.home);
  const journal = openJournal(place.home);
  try {
    mkdirSync(place.home, { recursive: true });
    copyGate(join(place.home, 'gate'));
    for (const hook of hooks) placeHook(place, hook, { policyFolder, standby: options.standby === true }, journal);
  } catch (error) {
    if (!isFirst) throw error;
    takeBack(place, journal);
    throw error instanceof UsageError ? error : new Error(`${error instanceof Error ? error.message : String(error)}; nothing was installed`, { cause: error });
  }
  const policy = join(policyFolder, 'portcullis.yaml');
  const done = [`installed ${hooks.join(', ')} for ${resolve(folder)}`];
  if (!existsSync(policy)) {
    mkdirSync(policyFolder, { recursive: true });
    writeFileSync(policy, firstPolicy);
    done.push(`wrote ${policy}`);
  }
  compileAhead(firstPolicy, (folderOfPolicy) => serverHook('pre-receive', { home: place.home, policyFolder: folderOfPolicy, node: process.execPath }));
  giveToOwner(resolve(folder), [place.home, policyFolder]);
  return [...done, `the audit log is ${join(policyFolder, 'audit.jsonl')}; ship it off this machine`, `to prove it, as the account that receives pushes: portcullis doctor --server ${shellQuote(resolve(folder))}`];
}

/** Takes a server installation back; policy and audit log stay. */
export async function uninstallServer(folder: string): Promise<{ found: boolean; remarks: readonly string[] }> {
  const place = serverPlace(folder);
  endStandby(join(place.home, 'gate', 'dist'));
  const journal = openJournal(place.home);
  if (journal.steps.length === 0 && !existsSync(join(place.home, 'gate'))) return { found: false, remarks: [] };
  return { found: true, remarks: takeBack(place, journal) };
}

function takeBack(place: ServerPlace, journal: Journal): readonly string[] {
  const remarks = rewind(journal, { set: () => undefined, remove: () => undefined, takeOut: () => false });
  for (const own of ['gate', 'gate.new', 'gate.old', 'install.json']) rmSync(join(place.home, own), { recursive: true, force: true });
  const left = existsSync(place.home) ? readdirSync(place.home) : [];
  if (left.length === 0) rmSync(place.home, { recursive: true, force: true });
  return left.length === 0 ? remarks : [...remarks, `${place.home} keeps ${left.join(', ')}`];
}

function placeHook(place: ServerPlace, hook: string, settings: Pick<ServerHook, 'policyFolder' | 'standby'>, journal: Journal): void {
  const path = place.hookFile(hook);
  // a drop-in folder runs all its files by itself; elsewhere the former hook is kept and run first
  const former = `${path}.before-portcullis`;
  if (isForeign(path) && !isThere(former)) journal.move(path, former);
  journal.write(path, serverHook(hook, { ...settings, home: place.home, node: process.execPath, ...(isThere(former) ? { former } : {}) }), true);
}

/** What a server hook is made of, all absolute paths. */
export interface ServerHook {
  readonly home: string;
  readonly policyFolder: string;
  /** Node that ran init. */
  readonly node: string;
  readonly standby?: boolean;
  /** The hook that was here before and is run first. */
  readonly former?: string;
}

/** The text of a server hook: POSIX sh with absolute paths, because a server's environment is bare. */
export function serverHook(hook: string, { home, policyFolder, node, standby, former }: ServerHook): string {
  const quotedHome = shellQuote(posixPath(home));
  const lines = ['#!/bin/sh', '# portcullis: judges every push; `portcullis uninstall --server` takes this file away'];
  if (former !== undefined) {
    const quoted = shellQuote(posixPath(former));
    if (hook === 'update') lines.push(`if [ -x ${quoted} ]; then ${quoted} "$@" || exit $?; fi`);
    else lines.push('portcullis_input=$(cat; printf x)', `if [ -x ${quoted} ]; then printf '%s' "\${portcullis_input%x}" | ${quoted} "$@" || exit $?; fi`, 'exec <<PORTCULLIS_INPUT', '${portcullis_input%x}', 'PORTCULLIS_INPUT');
  }
  return [
    ...lines,
    // without /proc, as in a bare root, node does not know its own path: then it is looked for
    `portcullis_recorded_node=${shellQuote(isAbsolute(node) ? posixPath(node) : '')}`,
    `portcullis_home=${quotedHome}`,
    `portcullis_folder=${shellQuote(posixPath(policyFolder))}`,
    `portcullis_standby=${standby === true ? 1 : 0}`,
    `[ -f "$portcullis_home/gate/hooks/server/run.sh" ] || { printf '%s\\n' 'error: push refused: the gate of this server is missing' "hint: the administrator must restore $portcullis_home" >&2; exit 3; }`,
    `set -- ${hook} "$@"`,
    '. "$portcullis_home/gate/hooks/server/run.sh"',
    '',
  ].join('\n');
}

/** Installed by root, the folders must still be writable for the account that receives pushes: the owner of the folder. */
function giveToOwner(folder: string, created: readonly string[]): void {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = statSync(folder);
  if (uid === 0) return;
  const give = (path: string): void => {
    chownSync(path, uid, gid);
    if (statSync(path).isDirectory()) for (const name of readdirSync(path)) give(join(path, name));
  };
  for (const path of created) give(path);
}
