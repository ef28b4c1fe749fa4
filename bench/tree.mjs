// A whole source tree: `portcullis scan` against betterleaks (and gitleaks, where named), interleaved in one run.
// Usage: node bench/tree.mjs TREE --betterleaks PATH [--gitleaks PATH] [--rounds N]
import { parseArgs } from 'node:util';
import { resolve } from 'node:path';
import { compare, run } from './measure.mjs';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { betterleaks: { type: 'string' }, gitleaks: { type: 'string' }, rounds: { type: 'string', default: '5' } } });
const tree = resolve(positionals[0] ?? '.');
const cli = resolve('dist/cli.cjs');
const subjects = {
  portcullis: () => run(process.execPath, [cli, 'scan', '--no-baseline', '--family', 'credentials', '--quiet', '--format', 'json', '.'], { cwd: tree }),
  ...(values.betterleaks === undefined ? {} : { betterleaks: () => run(values.betterleaks, ['fs', '--no-banner', '--exit-code', '0', '-s', tree]) }),
  ...(values.gitleaks === undefined ? {} : { gitleaks: () => run(values.gitleaks, ['dir', '--no-banner', '--exit-code', '0', tree]) }),
};
const medians = compare(subjects, Number(values.rounds));
for (const [name, ms] of Object.entries(medians)) console.log(`${name.padEnd(12)} ${(ms / 1000).toFixed(2)} s  ${(medians.portcullis / ms).toFixed(2)} = portcullis / ${name}`);
