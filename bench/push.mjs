// A push into a bare repository, judged by the gate's pre-receive hook, against `betterleaks git --pre-receive` and bare
// node, interleaved in one run: a long history (about 150 MB of new blobs) and a typical push of three commits. Said are
// the median on the wall and the least processor time, git's in it, which a busy machine blurs less. Both are also judged by
// a standby, on Linux; it has judged the same push some times before. Its processor time is known to a hundredth of a second.
// Usage: node bench/push.mjs [--history REPOSITORY] [--betterleaks PATH] [--commits N] [--rounds N]
// Without --history, one is made of the sources of an installed package: every commit edits six of its files in one line.
// A history of real changes is harder on both: take the releases of a package, a commit each.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { compare } from './measure.mjs';

const { values } = parseArgs({ options: { history: { type: 'string' }, betterleaks: { type: 'string' }, commits: { type: 'string', default: '1000' }, rounds: { type: 'string', default: '3' } } });
const root = mkdtempSync(join(tmpdir(), 'portcullis-push-'));
const env = { ...process.env, HOME: root, XDG_RUNTIME_DIR: '', CI: '', PORTCULLIS_STANDBY: '', GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null', GIT_AUTHOR_NAME: 'b', GIT_AUTHOR_EMAIL: 'b@localhost', GIT_COMMITTER_NAME: 'b', GIT_COMMITTER_EMAIL: 'b@localhost' };
let hook = '';
let hookWithStandby = '';
const isLinux = process.platform === 'linux';
const git = (cwd, ...args) => {
  const result = spawnSync('git', args, { cwd, env, encoding: 'utf8', maxBuffer: 1 << 30 });
  if (result.status !== 0) throw new Error(`git ${args[0]}: ${result.stderr}`);
  return result.stdout.trim();
};

/** A history of real sources in a bare repository. */
function makeHistory(path, commits) {
  git(root, 'init', '-q', '--bare', '-b', 'main', path);
  const source = readFileSync(resolve('node_modules/typescript/lib/typescript.js'), 'utf8').split('\n');
  const files = Array.from({ length: 60 }, (_one, number) => source.slice(number * 600, number * 600 + 600));
  const parts = [];
  const put = (text) => parts.push(Buffer.from(text));
  for (let commit = 0; commit < commits; commit++) {
    put(`commit refs/heads/main\ncommitter b <b@localhost> ${1700000000 + commit} +0000\ndata 8\ncommit x\n`);
    for (let k = 0; k < 6; k++) {
      const number = (commit * 6 + k * 7) % files.length;
      const lines = files[number];
      lines[(commit * 31) % lines.length] = `const value${commit} = compute(${commit}, 'name ${commit}');`;
      const body = Buffer.from(lines.join('\n'));
      put(`M 100644 inline src/file${number}.js\ndata ${body.length}\n`);
      parts.push(body);
      put('\n');
    }
  }
  const result = spawnSync('git', ['fast-import', '--quiet'], { cwd: path, env, input: Buffer.concat(parts), maxBuffer: 1 << 30 });
  if (result.status !== 0) throw new Error(String(result.stderr));
  // as a client packs what it sends: each version as its difference from another of the same file
  git(path, 'repack', '-adfq');
}

/** The hook as it is installed on a server, with this checkout as the gate. */
function installed(standby) {
  const home = join(root, 'home');
  mkdirSync(join(home, 'settings'), { recursive: true });
  if (standby === 0) symlinkSync(resolve('.'), join(home, 'gate'));
  const hook = join(home, `pre-receive-${standby}`);
  writeFileSync(hook, `portcullis_recorded_node='${process.execPath}' portcullis_standby=${standby}\nportcullis_home='${home}'\nportcullis_folder='${join(home, 'settings')}'\nset -- pre-receive\n. "$portcullis_home/gate/hooks/server/run.sh"\n`);
  return hook;
}

/** Times the hook alone: the objects are there, as in git's quarantine, and no ref points to them. */
function pushSubjects(repository, old, tip) {
  const line = `${old} ${tip} refs/heads/main\n`;
  // what receive-pack does: refs as before the push, new objects beside
  const server = join(root, `server-${tip.slice(0, 8)}.git`);
  git(root, 'init', '-q', '--bare', '-b', 'main', server);
  git(server, 'fetch', '-q', repository, tip);
  rmSync(join(server, 'FETCH_HEAD'), { force: true });
  if (!/^0+$/.test(old)) git(server, 'update-ref', 'refs/heads/main', old);
  const call = (command, args) => {
    const started = process.hrtime.bigint();
    const result = spawnSync('/usr/bin/env', ['sh', '-c', '"$@"; status=$?; times; exit $status', 'sh', command, ...args], { cwd: server, env: { ...env, GIT_DIR: '.' }, input: line, maxBuffer: 1 << 30, encoding: 'utf8' });
    return { ms: Number(process.hrtime.bigint() - started) / 1e6, status: result.status, processorMs: processorMs(result.stdout) };
  };
  return {
    // one that refuses has done something else than it is timed for
    portcullis: Object.assign(() => call('/bin/sh', [hook]), { expect: 0 }),
    ...(isLinux ? { standby: Object.assign(() => withStandby(() => call('/bin/sh', [hookWithStandby])), { expect: 0 }) } : {}),
    ...(values.betterleaks === undefined ? {} : { betterleaks: () => call(resolve(values.betterleaks), ['git', '--pre-receive', '--no-banner', '--exit-code', '0']) }),
    node: () => call(process.execPath, [join(root, 'empty.cjs')]),
  };
}

/** Milliseconds that a standby takes at most until it listens. */
const patienceMs = 10_000;

/** Has the standby judge a push until nothing of it is new to it. */
async function warmUp(push) {
  push();
  for (const end = Date.now() + patienceMs; standbyProcess() === undefined; ) {
    if (Date.now() > end) throw new Error('no standby came');
    await new Promise((done) => setTimeout(done, 50));
  }
  // it judges samples of its own first
  await new Promise((done) => setTimeout(done, 1000));
  for (let round = 0; round < 6; round++) push();
}

/** Adds what the standby itself and the git that it ran took. */
function withStandby(push) {
  const before = standbyMs();
  const { processorMs: ofShell, ...rest } = push();
  return { ...rest, processorMs: ofShell + standbyMs() - before };
}

/** Processor time of the standby and its ended children, in milliseconds, by /proc: clock ticks of 10 ms. */
function standbyMs() {
  const pid = standbyProcess();
  if (pid === undefined) return 0;
  // the name in brackets may hold blanks; behind it come the fields from the third on
  const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').replace(/^.*\) /s, '').split(' ');
  return 10 * fields.slice(11, 15).reduce((sum, one) => sum + Number(one), 0);
}

function standbyProcess() {
  const base = join(root, '.cache', 'portcullis');
  const name = existsSync(base) ? readdirSync(base).find((one) => !one.endsWith('.starting') && !one.startsWith('.')) : undefined;
  const file = name === undefined ? undefined : join(base, name, 'pid');
  return file !== undefined && existsSync(file) ? Number(readFileSync(file, 'utf8')) : undefined;
}

function endStandby() {
  const pid = standbyProcess();
  if (pid !== undefined) process.kill(pid, 'SIGTERM');
}

/** Processor time of a shell's children, git among them, by its last line: user and system as `0m1.234s`. */
function processorMs(output) {
  const match = /(\d+)m([\d.]+)s (\d+)m([\d.]+)s\s*$/.exec(output);
  if (match === null) throw new Error('the shell said no times');
  return 1000 * (60 * (Number(match[1]) + Number(match[3])) + Number(match[2]) + Number(match[4]));
}

try {
  writeFileSync(join(root, 'empty.cjs'), '');
  hook = installed(0);
  if (isLinux) hookWithStandby = installed(1);
  const repository = values.history === undefined ? join(root, 'history.git') : resolve(values.history);
  if (values.history === undefined) makeHistory(repository, Number(values.commits));
  const tip = git(repository, 'rev-parse', 'HEAD');
  const zero = '0'.repeat(tip.length);
  for (const [name, old] of [[`push of a whole history (${git(repository, 'rev-list', '--count', 'HEAD')} commits)`, zero], ['push of three commits', git(repository, 'rev-parse', 'HEAD~3')]]) {
    const best = new Map();
    const subjects = pushSubjects(repository, old, tip);
    if (isLinux) await warmUp(subjects.standby);
    const medians = compare(subjects, Number(values.rounds), best);
    const own = best.get('portcullis processorMs');
    console.log(name);
    for (const [subject, ms] of Object.entries(medians)) {
      const processor = best.get(`${subject} processorMs`);
      const ofStandby = medians.standby === undefined ? '' : `, standby ${(medians.standby / ms).toFixed(2)}`;
      console.log(`  ${subject.padEnd(12)} ${(ms / 1000).toFixed(3)} s; processor at least ${(processor / 1000).toFixed(3)} s; to it portcullis ${(medians.portcullis / ms).toFixed(2)}${ofStandby}; processor ${(own / processor).toFixed(2)}${ofStandby === '' ? '' : `, standby ${(best.get('standby processorMs') / processor).toFixed(2)}`}`);
    }
  }
} finally {
  endStandby();
  rmSync(root, { recursive: true, force: true });
}
