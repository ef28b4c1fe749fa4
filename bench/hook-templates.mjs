// The hook on a commit that changes one resource of a template with old findings, by the number of its resources.
// Usage: node bench/hook-templates.mjs [--gate FOLDER]… [--rounds N]
// A FOLDER holds a built gate; with two, both run in turn.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { compare, run } from './measure.mjs';
import { cloudFormation, terraform } from './templates.mjs';

const { values } = parseArgs({ options: { gate: { type: 'string', multiple: true, default: ['.'] }, rounds: { type: 'string', default: '7' } } });
const env = { ...process.env, PORTCULLIS_STANDBY: '0', GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' };

for (const [format, file, make] of [['terraform', 'main.tf', terraform], ['cloudformation', 'stack.yaml', cloudFormation]]) {
  for (const count of [1, 20, 500, 5000]) {
    const folder = mkdtempSync(join(tmpdir(), 'portcullis-hook-templates-'));
    const git = (...args) => spawnSync('git', args, { cwd: folder, env });
    try {
      git('init', '-q');
      git('config', 'user.email', 'bench@localhost');
      git('config', 'user.name', 'bench');
      writeFileSync(join(folder, file), make(count));
      git('add', '.');
      git('commit', '-qm', 'first');
      // as it lies in a clone
      git('gc', '-q');
      writeFileSync(join(folder, file), make(count).replace('-data-0', '-data-zero'));
      git('add', '.');
      const hook = (gate) => () => run('sh', ['-c', 'portcullis_home=$1; set -- pre-commit; . "$portcullis_home/hooks/client/run.sh"', 'sh', resolve(gate)], { cwd: folder, env });
      const medians = compare(Object.fromEntries(values.gate.map((gate) => [gate, Object.assign(hook(gate), { expect: 0 })])), Number(values.rounds));
      console.log(`${format} ${String(count).padStart(5)} resources  ${Object.entries(medians).map(([gate, ms]) => `${gate} ${ms.toFixed(0)} ms`).join('  ')}`);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
}
