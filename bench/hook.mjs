// The hook on a commit of three files, against its floor: the same node with an empty script and two git processes.
// Usage: node bench/hook.mjs [--node PATH] [--gitleaks PATH] [--rounds N]
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { compare, run } from './measure.mjs';

const { values } = parseArgs({ options: { node: { type: 'string', default: process.execPath }, gitleaks: { type: 'string' }, rounds: { type: 'string', default: '21' } } });
const folder = mkdtempSync(join(tmpdir(), 'portcullis-bench-'));
const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' };
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
  const subjects = {
    floor: () => floor(env),
    // what node takes to read the certificates that NODE_EXTRA_CA_CERTS names; the shim spares it
    ...(env.NODE_EXTRA_CA_CERTS === undefined ? {} : { 'floor without certificates': () => floor({ ...env, NODE_EXTRA_CA_CERTS: '' }) }),
    hook: () => run('sh', ['-c', 'portcullis_home=$1; set -- pre-commit; . "$portcullis_home/hooks/client/run.sh"', 'sh', resolve('.')], { ...options, env: { ...env, PATH: `${dirname(values.node)}:${env.PATH}` } }),
    ...(values.gitleaks === undefined ? {} : { gitleaks: () => run(values.gitleaks, ['git', '--pre-commit', '--staged', '--no-banner'], options) }),
  };
  const medians = compare(subjects, Number(values.rounds));
  for (const [name, ms] of Object.entries(medians)) console.log(`${name.padEnd(26)} ${ms.toFixed(1)} ms  ${(ms / medians.floor).toFixed(2)} x floor`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
