// Lockfiles: the hook on a commit with a package-lock.json of 2,000 packages and 5 MB over the same commit without it, and
// a scan of a tree with 200 lockfiles against osv-scanner, where it is named, and against parsing them with JSON.parse, yaml
// and smol-toml alone. All subjects of a pair run interleaved.
// Usage: node bench/libraries.mjs [--osv-scanner PATH] [--tree FOLDER] [--rounds N]
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { compare, run } from './measure.mjs';

const { values } = parseArgs({ options: { 'osv-scanner': { type: 'string' }, tree: { type: 'string' }, rounds: { type: 'string', default: '11' } } });
const rounds = Number(values.rounds);
const folder = mkdtempSync(join(tmpdir(), 'portcullis-bench-'));
const env = { ...process.env, PORTCULLIS_STANDBY: '0', GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' };

try {
  const hook = hookSubjects();
  const commit = compare(hook, rounds);
  console.log(`hook without lockfile  ${commit.without.toFixed(1)} ms`);
  console.log(`hook with lockfile     ${commit.with.toFixed(1)} ms, ${(commit.with - commit.without).toFixed(1)} ms more`);
  const tree = resolve(values.tree ?? writeTree(join(folder, 'tree')));
  const scans = compare(scanSubjects(tree), Math.min(rounds, 7));
  for (const [name, ms] of Object.entries(scans)) console.log(`${name.padEnd(12)} ${(ms / 1000).toFixed(2)} s  ${(scans.portcullis / ms).toFixed(2)} = portcullis / ${name}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Two repositories with the same staged code; one has a changed lockfile besides. */
function hookSubjects() {
  const subject = (name, withLock) => {
    const cwd = join(folder, name);
    mkdirSync(cwd);
    const git = (...args) => spawnSync('git', args, { cwd, env });
    git('init', '-q');
    git('config', 'user.email', 'bench@localhost');
    git('config', 'user.name', 'bench');
    writeFileSync(join(cwd, 'app.ts'), 'export const a = 1;\n');
    writeFileSync(join(cwd, 'portcullis.yaml'), 'version: 1\nlibraries:\n  deny: [{ purl: pkg:npm/never-there, reason: bench }]\n');
    if (withLock) writeFileSync(join(cwd, 'package.json'), npmManifest(2000));
    if (withLock) writeFileSync(join(cwd, 'package-lock.json'), npmLock(2000, '1.0.0', 2300));
    git('add', '.');
    git('commit', '-qm', 'first');
    writeFileSync(join(cwd, 'app.ts'), 'export const a = 2;\n');
    if (withLock) writeFileSync(join(cwd, 'package-lock.json'), npmLock(2000, '1.0.1', 2300));
    git('add', '.');
    const call = () => run('sh', ['-c', 'portcullis_home=$1; set -- pre-commit; . "$portcullis_home/hooks/client/run.sh"', 'sh', resolve('.')], { cwd, env });
    call.expect = 0;
    return call;
  };
  return { without: subject('without', false), with: subject('with', true) };
}

function scanSubjects(tree) {
  const scan = () => run(process.execPath, [resolve('dist/cli.cjs'), 'scan', '--no-baseline', '--family', 'libraries', '--format', 'json', '.'], { cwd: tree });
  const osv = values['osv-scanner'];
  return {
    portcullis: scan,
    'parse only': () => run(process.execPath, [resolve('bench/parse-lockfiles.mjs'), tree]),
    ...(osv === undefined ? {} : { 'osv-scanner': () => run(osv, ['scan', 'source', '--offline', '--all-packages', '--format', 'json', '-r', tree]) }),
  };
}

/** 200 folders with one lockfile each, of the managers in turn; 120 to 320 packages a file. */
function writeTree(root) {
  const writers = [
    ['package-lock.json', (n) => npmLock(n, '1.2.3', 0)],
    ['pnpm-lock.yaml', pnpmLock],
    ['yarn.lock', yarnLock],
    ['Cargo.lock', cargoLock],
    ['poetry.lock', poetryLock],
  ];
  for (let i = 0; i < 200; i++) {
    const [name, write] = writers[i % writers.length];
    const at = join(root, `group-${i % 10}`, `part-${i}`);
    mkdirSync(at, { recursive: true });
    writeFileSync(join(at, name), write(120 + ((i * 37) % 201)));
    writeFileSync(join(at, 'main.js'), `export const part = ${i};\n`);
  }
  return root;
}

function npmManifest(count) {
  return `${JSON.stringify({ name: 'app', version: '1.0.0', private: true, dependencies: Object.fromEntries(names(count).slice(0, 40).map((name) => [name, '^1.0.0'])) }, null, 2)}\n`;
}

/** A package-lock.json of format 3. With `bytes`, each entry is filled up to that size by what large ones have: peers, optional parts, platforms, funding. */
function npmLock(count, version, bytes) {
  const all = names(count);
  const packages = { '': { name: 'app', version: '1.0.0', dependencies: Object.fromEntries(all.slice(0, 40).map((name) => [name, '^1.0.0'])) } };
  all.forEach((name, i) => {
    const some = (most, step) => Object.fromEntries(Array.from({ length: most }, (_, at) => [all[(i * step + at * 13 + 1) % count], '^1.0.0']));
    const entry = { version, resolved: `https://registry.npmjs.org/${name}/-/${name}-${version}.tgz`, integrity: hash(i), license: 'MIT', dependencies: some(4, 7), engines: { node: '>=18' } };
    if (bytes > 0) {
      Object.assign(entry, { bin: { [name]: 'bin/cli.js' }, optionalDependencies: some(8, 11), peerDependencies: some(6, 17), os: ['linux', 'darwin'], cpu: ['x64', 'arm64'], funding: [] });
      while (JSON.stringify(entry, null, 2).length < bytes * 0.75) entry.funding.push({ type: 'opencollective', url: `https://opencollective.com/${name}/backer-${entry.funding.length}` });
    }
    packages[`node_modules/${name}`] = entry;
  });
  return `${JSON.stringify({ name: 'app', version: '1.0.0', lockfileVersion: 3, requires: true, packages }, null, 2)}\n`;
}

function pnpmLock(count) {
  const all = names(count);
  const packages = all.map((name, i) => `  ${name}@1.2.3:\n    resolution: {integrity: ${hash(i)}}\n    engines: {node: '>=18'}\n`).join('\n');
  const snapshots = all.map((name, i) => `  ${name}@1.2.3:\n    dependencies:\n      ${all[(i + 1) % count]}: 1.2.3\n      ${all[(i + 5) % count]}: 1.2.3\n`).join('\n');
  return `lockfileVersion: '9.0'\n\nimporters:\n\n  .:\n    dependencies:\n      ${all[0]}:\n        specifier: ^1.0.0\n        version: 1.2.3\n\npackages:\n\n${packages}\nsnapshots:\n\n${snapshots}`;
}

function yarnLock(count) {
  const all = names(count);
  return `# yarn lockfile v1\n\n\n${all.map((name, i) => `${name}@^1.0.0:\n  version "1.2.3"\n  resolved "https://registry.yarnpkg.com/${name}/-/${name}-1.2.3.tgz"\n  integrity ${hash(i)}\n  dependencies:\n    ${all[(i + 1) % count]} "^1.0.0"\n`).join('\n')}`;
}

function cargoLock(count) {
  const all = names(count);
  return `version = 4\n\n${all.map((name, i) => `[[package]]\nname = "${name}"\nversion = "1.2.3"\nsource = "registry+https://github.com/rust-lang/crates.io-index"\nchecksum = "${hex(i)}"\ndependencies = [\n "${all[(i + 1) % count]}",\n]\n`).join('\n')}`;
}

function poetryLock(count) {
  const all = names(count);
  const packages = all.map((name, i) => `[[package]]\nname = "${name}"\nversion = "1.2.3"\ndescription = "Part ${i}"\noptional = false\npython-versions = ">=3.9"\ngroups = ["main"]\nfiles = [\n    {file = "${name}-1.2.3-py3-none-any.whl", hash = "sha256:${hex(i)}"},\n]\n\n[package.dependencies]\n${all[(i + 1) % count]} = ">=1.0"\n`).join('\n');
  return `${packages}\n[metadata]\nlock-version = "2.1"\npython-versions = ">=3.9"\ncontent-hash = "${hex(count)}"\n`;
}

function names(count) {
  return Array.from({ length: count }, (_, i) => `bench-${['core', 'util', 'parse', 'stream', 'color'][i % 5]}-${i}`);
}

function hash(i) {
  return `sha512-${createHash('sha512').update(`${i}`).digest('base64')}`;
}

function hex(i) {
  return createHash('sha256').update(`${i}`).digest('hex');
}
