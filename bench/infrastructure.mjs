// Infrastructure templates: `portcullis scan` against `trivy config` and checkov, interleaved in one run, its peak memory,
// and the growth of its time from 10 to 10,000 resources.
// Usage: node bench/infrastructure.mjs [TREE…] [--trivy PATH] [--checkov PATH] [--rounds N]
// A TREE is a folder of Terraform or CloudFormation. Without one, a tree of Terraform and 60 CloudFormation templates are made.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { compare, median, run } from './measure.mjs';
import { cloudFormation, terraform, terraformTree } from './templates.mjs';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { trivy: { type: 'string' }, checkov: { type: 'string' }, rounds: { type: 'string', default: '5' } } });
const rounds = Number(values.rounds);
const root = mkdtempSync(join(tmpdir(), 'portcullis-infrastructure-'));
const scan = (folder) => [resolve('dist/cli.cjs'), 'scan', '--no-baseline', '--family', 'infrastructure', '--format', `json=${join(root, 'out.json')}`, folder];

function judged(folder) {
  const result = run(process.execPath, scan(folder), { cwd: root });
  if (result.status > 1) throw new Error(`the scan of ${folder} exited with ${result.status}`);
  return result;
}

/** Peak resident memory of the scan of a folder, in MiB; Linux only. */
async function peakMemory(folder) {
  const child = spawn(process.execPath, scan(folder), { stdio: 'ignore', cwd: root });
  let peak = 0;
  const timer = setInterval(() => {
    try {
      peak = Math.max(peak, Number(/VmHWM:\s*(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? 0) / 1024);
    } catch {
      // it has just ended
    }
  }, 5);
  await new Promise((done) => child.once('close', done));
  clearInterval(timer);
  return peak;
}

function write(path, text) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

function makeTrees() {
  for (const [path, text] of terraformTree()) write(join(root, 'terraform', path), text);
  for (let number = 0; number < 60; number++) write(join(root, 'cloudformation', `stack${number}.yaml`), cloudFormation(12, number));
  return [join(root, 'terraform'), join(root, 'cloudformation')];
}

try {
  for (const folder of positionals.length === 0 ? makeTrees() : positionals.map((one) => resolve(one))) {
    const subjects = {
      portcullis: () => judged(folder),
      // neither asks the network
      ...(values.trivy === undefined ? {} : { trivy: () => run(values.trivy, ['config', '--quiet', '--skip-check-update', '--skip-version-check', '--format', 'json', '--output', join(root, 'trivy.json'), folder]) }),
      ...(values.checkov === undefined ? {} : { checkov: () => run(values.checkov, ['-d', folder, '--quiet', '--compact', '--framework', 'terraform', 'cloudformation', '--skip-download', '-o', 'json']) }),
    };
    const medians = compare(subjects, rounds);
    console.log(`${basename(folder)}: peak memory ${(await peakMemory(folder)).toFixed(0)} MiB`);
    for (const [name, ms] of Object.entries(medians)) console.log(`  ${name.padEnd(12)} ${(ms / 1000).toFixed(2)} s  ${(medians.portcullis / ms).toFixed(3)} = portcullis / ${name}`);
  }
  console.log('growth');
  for (const [format, file, make] of [['terraform', 'main.tf', terraform], ['cloudformation', 'stack.yaml', cloudFormation]]) {
    let before;
    for (const count of [10, 100, 1000, 10_000]) {
      const folder = join(root, 'growth', format, String(count));
      write(join(folder, file), make(count));
      const ms = median(Array.from({ length: 3 }, () => judged(folder).ms));
      const each = before === undefined ? '' : `  ${((1000 * (ms - before.ms)) / (count - before.count)).toFixed(0)} µs for each further resource`;
      console.log(`  ${format} ${String(count).padStart(6)} resources  ${(ms / 1000).toFixed(2)} s  ${(await peakMemory(folder)).toFixed(0)} MiB${each}`);
      before = { count, ms };
    }
  }
} finally {
  rmSync(root, { recursive: true, force: true });
}
