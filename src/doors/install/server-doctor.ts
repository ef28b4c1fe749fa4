import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { accessSync, constants, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expandSample } from '../../families/credentials/samples.ts';
import { git } from '../../git/run.ts';
import { version } from '../../model/version.ts';
import { configurationName } from '../client-policy.ts';
import type { Diagnosis } from './doctor.ts';
import { serverHook, serverHooks, serverPlace, type ServerHook, type ServerPlace } from './server.ts';
import { isOurs } from './shims.ts';

/** Longest time the hook may take over the planted token, in milliseconds. */
const patienceMs = 120_000;

/** Looks at every part of a server's installation and ends with a proof: a push of a planted token into a scratch repository. */
export function examineServer(folder: string): readonly Diagnosis[] {
  const dir = resolve(folder);
  const place = serverPlace(dir);
  const diagnoses: Diagnosis[] = serverHooks.flatMap((hook) => checkHook(place, hook, dir));
  diagnoses.push(checkCopy(place));
  const path = place.hookFile('pre-receive');
  const text = existsSync(path) ? readFileSync(path, 'latin1') : '';
  const policyFolder = isOurs(text) ? recorded(text, 'folder') : undefined;
  const node = recorded(text, 'recorded_node') ?? '';
  if (policyFolder === undefined) return diagnoses;
  const account = checkAccount(dir, policyFolder);
  diagnoses.push(account);
  // run by another account, the proof would leave files that the account of the pushes cannot write
  return account.ok ? [...diagnoses, checkPolicy(policyFolder), prove({ home: place.home, policyFolder, node })] : diagnoses;
}

function checkHook(place: ServerPlace, hook: string, dir: string): readonly Diagnosis[] {
  const path = place.hookFile(hook);
  const remedy = `run "portcullis init --server '${dir}'" again`;
  const isThere = existsSync(path) && isOurs(readFileSync(path, 'latin1'));
  if (!isThere) return hook === 'pre-receive' ? [{ ok: false, text: `${hook}: no hook of ours at ${path}: nothing is judged`, remedy }] : [];
  try {
    accessSync(path, constants.X_OK);
  } catch {
    return [{ ok: false, text: `${hook}: ${path} is not executable, so git skips it in silence`, remedy: `chmod +x '${path}'` }];
  }
  return [{ ok: true, text: `${hook}: ${path}` }];
}

function checkCopy(place: ServerPlace): Diagnosis {
  const manifest = join(place.home, 'gate', 'package.json');
  const remedy = 'run "portcullis init --server" again';
  if (!existsSync(manifest) || !existsSync(join(place.home, 'gate', 'dist', 'receive.cjs'))) return { ok: false, text: `the gate's copy in ${place.home} is missing: every push is refused`, remedy };
  const installed: { version?: string } = JSON.parse(readFileSync(manifest, 'utf8'));
  return { ok: installed.version === version, text: `the gate in ${place.home} is version ${installed.version ?? 'unknown'}`, remedy: `this is version ${version}: ${remedy}` };
}

function checkAccount(dir: string, policyFolder: string): Diagnosis {
  const remedy = 'run this as the account that receives pushes';
  if (!existsSync(policyFolder)) return { ok: false, text: `the policy's folder ${policyFolder} is missing: every push is refused`, remedy: 'restore it, or run "portcullis init --server" again' };
  const { uid } = statSync(dir);
  const own = process.getuid?.() ?? uid;
  return own === uid ? { ok: true, text: `the policy's folder is ${policyFolder}` } : { ok: false, text: `${dir} belongs to account ${uid}, this is account ${own}`, remedy };
}

/** The first policy is written by init: without it the defaults count, and what an administrator asked for does not. */
function checkPolicy(policyFolder: string): Diagnosis {
  const path = join(policyFolder, configurationName);
  if (existsSync(path)) return { ok: true, text: `the policy is ${path}` };
  return { ok: true, note: true, text: `there is no ${path}: the defaults apply`, remedy: 'restore it, or run "portcullis init --server" again' };
}

/** A value that the hook's text gives to one of our variables. */
function recorded(text: string, name: 'folder' | 'recorded_node'): string | undefined {
  return new RegExp(`^portcullis_${name}='(.*)'$`, 'm').exec(text)?.[1]?.replaceAll(`'\\''`, "'");
}

/** Hands the gate a push of a freshly drawn token, by the policy of the server; the log keeps a record of it. */
function prove(hook: ServerHook): Diagnosis {
  const scratch = mkdtempSync(join(tmpdir(), 'portcullis-proof-'));
  const remedy = 'see the message above; every push gets the same one';
  try {
    git(['init', '-q', '--bare', scratch]);
    const env = { ...process.env, GIT_AUTHOR_NAME: 'x', GIT_AUTHOR_EMAIL: 'x@localhost', GIT_COMMITTER_NAME: 'x', GIT_COMMITTER_EMAIL: 'x@localhost' };
    const made = (args: readonly string[], input = ''): string => git(args, { cwd: scratch, env, input }).toString('latin1').trim();
    const token = expandSample('ghp_{base62:30}{crc32:6}', randomBytes(16).toString('hex'));
    const blob = made(['hash-object', '-w', '--stdin'], `token = "${token}"\n`);
    const commit = made(['commit-tree', '-m', 'planted', made(['mktree'], `100644 blob ${blob}\tportcullis-proof.txt\n`)]);
    // as the hook that is there does, but without the one that was there before
    const result = spawnSync('sh', ['-c', serverHook('pre-receive', hook)], { cwd: scratch, env: { ...env, GIT_DIR: '.', USER: 'portcullis-doctor' }, input: `${'0'.repeat(commit.length)} ${commit} refs/heads/portcullis-doctor\n`, timeout: patienceMs, encoding: 'utf8' });
    const output = `${result.stdout ?? ''}${result.stderr ?? ''}`;
    if (output.includes(token)) return { ok: false, text: 'the gate printed the planted token', remedy: 'report this' };
    if (result.status === 0) return { ok: false, text: 'the gate let a planted token in, as the policy says', remedy: `look for "credentials" in ${join(hook.policyFolder, 'portcullis.yaml')}` };
    if (result.status !== 1 || !output.includes('credentials/github/personal-access-token')) return { ok: false, text: `the gate refused without finding the planted token:\n${output.trimEnd().replace(/^/gm, '      ')}`, remedy };
    return { ok: true, text: 'a planted token was refused' };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
