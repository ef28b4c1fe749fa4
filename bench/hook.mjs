// The hook on a commit of three files, against its floor: the same node with an empty script and two git processes.
// With a standby and without; the standby is started for this and ended. Usage: node bench/hook.mjs [--node PATH] [--gitleaks PATH] [--rounds N]
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { compare, run } from './measure.mjs';

const { values } = parseArgs({ options: { node: { type: 'string', default: process.execPath }, gitleaks: { type: 'string' }, rounds: { type: 'string', default: '21' } } });
const folder = mkdtempSync(join(tmpdir(), 'portcullis-bench-'));
const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' };
let standby;
const git = (...args) => spawnSync('git', args, { cwd: folder, env });

try {
  git('init', '-q');
  git('config', 'user.email', 'bench@localhost');
  git('config', 'user.name', 'bench');
  const code = (from, to) => Array.from({ length: to - from }, (_, i) => `export const value${from + i} = compute(${from + i}, 'name ${from + i}');`).join('\n') + '\n';
  writeFileSync(join(folder, 'app.ts'), code(0, 200));
  writeFileSync(join(folder, 'portcullis.yaml'), 'version: 1\n');
  writeFileSync(join(folder, 'Dockerfile'), 'FROM node:22.1-slim\nWORKDIR /app\nUSER node\nCMD ["node", "app.js"]\n');
  writeFileSync(join(folder, 'main.tf'), 'resource "aws_sns_topic" "a" {\n  name              = "a"\n  kms_master_key_id = "alias/own"\n}\n');
  git('add', '.');
  git('commit', '-qm', 'first');
  writeFileSync(join(folder, 'app.ts'), code(0, 160) + code(300, 340));
  writeFileSync(join(folder, 'Dockerfile'), 'FROM node:22.2-slim\nWORKDIR /app\nUSER node\nCMD ["node", "app.js"]\n');
  writeFileSync(join(folder, 'main.tf'), 'resource "aws_sns_topic" "b" {\n  name              = "b"\n  kms_master_key_id = "alias/own"\n}\n');
  git('add', '.');
  writeFileSync(join(folder, 'empty.cjs'), '');
  const oids = spawnSync('git', ['ls-files', '-s'], { cwd: folder, encoding: 'utf8' }).stdout.split('\n').filter(Boolean).map((line) => line.split(' ')[1]).join('\n') + '\n';
  const options = { cwd: folder, env };
  const floor = (used) => {
    const node = run(values.node, [join(folder, 'empty.cjs')], { ...options, env: used });
    const diff = run('git', ['diff-index', '--cached', '--raw', '-z', 'HEAD'], options);
    const cat = run('git', ['cat-file', '--batch'], { ...options, input: oids, stdio: ['pipe', 'ignore', 'ignore'] });
    return { ms: node.ms + diff.ms + cat.ms, status: 0 };
  };
  const hookEnv = { ...env, HOME: folder, XDG_RUNTIME_DIR: '', CI: '', NODE_OPTIONS: '', PATH: `${dirname(values.node)}:${env.PATH}` };
  const hook = (more, ...args) => () => run('sh', ['-c', 'portcullis_home=$1; shift; . "$portcullis_home/hooks/client/run.sh"', 'sh', resolve('.'), ...(args.length === 0 ? ['pre-commit'] : args)], { ...options, env: { ...hookEnv, ...more } });
  if (process.platform === 'linux') standby = await startStandby(hook({}));
  const subjects = {
    floor: () => floor(env),
    // what node takes to read the certificates that NODE_EXTRA_CA_CERTS names; the shim spares it
    ...(env.NODE_EXTRA_CA_CERTS === undefined ? {} : { 'floor without certificates': () => floor({ ...env, NODE_EXTRA_CA_CERTS: '' }) }),
    hook: hook({ PORTCULLIS_STANDBY: '0' }),
    ...(standby === undefined ? {} : { 'hook, standby': hook({}), 'message, standby': hook({}, 'commit-msg', 'app.ts') }),
    ...(values.gitleaks === undefined ? {} : { gitleaks: () => run(values.gitleaks, ['git', '--pre-commit', '--staged', '--no-banner'], options) }),
  };
  const medians = compare(subjects, Number(values.rounds));
  if (standby !== undefined) console.log(`standby: ${/^VmRSS:\s*(.*)$/m.exec(readFileSync(`/proc/${standby}/status`, 'latin1'))?.[1]} resident after ${2 * Number(values.rounds)} hooks`);
  for (const [name, ms] of Object.entries(medians)) console.log(`${name.padEnd(26)} ${ms.toFixed(1)} ms  ${(ms / medians.floor).toFixed(2)} x floor`);
} finally {
  if (standby !== undefined) process.kill(standby, 'SIGKILL');
  rmSync(folder, { recursive: true, force: true });
}

/** Runs a hook, which starts a standby in the background, and waits until that is warm. Returns its process. */
async function startStandby(hook) {
  hook();
  const base = join(folder, '.cache', 'portcullis');
  for (let tries = 0; tries < 200; tries++) {
    const place = existsSync(base) ? readdirSync(base).find((name) => existsSync(join(base, name, 'pid'))) : undefined;
    await new Promise((resolve) => setTimeout(resolve, place === undefined ? 50 : 2000));
    if (place !== undefined) return Number(readFileSync(join(base, place, 'pid'), 'latin1'));
  }
  throw new Error('no standby came');
}
