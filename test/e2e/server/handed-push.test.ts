import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { changesBetween, changesIn } from '../../../src/doors/push/changes-between.ts';
import { parseHandedPush, type HandedPush } from '../../../src/git/handed-push.ts';
import { listObjects, objectEnvironment, pushSelection } from '../../../src/git/new-objects.ts';
import { streamObjects } from '../../../src/git/objects.ts';
import { readListing } from '../../../src/git/tree-listing.ts';
import { createRepository, testEnvironment, type TestRepository } from '../../git/repository.ts';
import { createPlayground, installHook, type Playground } from './bare-server.ts';
import { bareHookScript, buildGate, hookScript, token } from './gate.ts';

const zero = (oid: string): string => '0'.repeat(oid.length);
const long = (from: number, to = from + 60): string => Array.from({ length: to - from }, (_one, number) => `export const value${from + number} = compute(${from + number}, 'name');\n`).join('');

describe('what the shim hands over', () => {
  let folder: string;
  let repository: TestRepository;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'portcullis-handed-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
    repository.remove();
  });

  /** What node gets on standard input and as arguments. */
  function shim(input: string, env: NodeJS.ProcessEnv = {}): { readonly args: string; readonly line: string; readonly rest: Buffer } {
    const fake = join(folder, 'node');
    writeFileSync(fake, `#!/bin/sh\nprintf '%s ' "$@" > '${folder}/args'\ncat > '${folder}/input'\n`);
    chmodSync(fake, 0o755);
    const run = spawnSync('sh', ['-c', 'portcullis_recorded_node=$1 portcullis_home=$2 portcullis_folder=; set -- pre-receive; . "$portcullis_home/gate/hooks/server/run.sh"', 'sh', fake, home], { cwd: repository.path, env: { ...testEnvironment, ...env }, input });
    expect([run.status, run.stderr.toString()]).toEqual([0, '']);
    const bytes = readFileSync(join(folder, 'input'));
    const end = bytes.indexOf(10) + 1;
    return { args: readFileSync(join(folder, 'args'), 'utf8'), line: bytes.toString('utf8', 0, end), rest: bytes.subarray(end) };
  }

  function handed(old: string, tip: string, env: NodeJS.ProcessEnv = {}): HandedPush {
    repository.git(['update-ref', 'refs/heads/main', old]);
    const input = `${old} ${tip} refs/heads/main\n`;
    const { args, line, rest } = shim(input, env);
    expect([line, args.endsWith('receive.cjs pre-receive --handed ')]).toEqual([input, true]);
    const parsed = parseHandedPush(rest);
    if (parsed === undefined) throw new Error(`not understood: ${rest.toString('latin1').slice(0, 2000)}`);
    return parsed;
  }

  async function expectAsAsked({ objects, trees }: HandedPush, old: string, tip: string): Promise<void> {
    const env = objectEnvironment(testEnvironment);
    const reading = { cwd: repository.path, env, maxBytes: 1 << 30 };
    const asked: unknown[] = [];
    const selection = pushSelection([{ ref: 'refs/heads/main', refBytes: Buffer.from('refs/heads/main'), old, new: tip }]);
    for await (const batch of streamObjects(listObjects(selection, reading), reading)) asked.push(...batch.map((one) => ({ ...one, bytes: one.bytes?.toString('latin1') })));
    expect(objects.map((one) => ({ ...one, bytes: one.bytes?.toString('latin1') }))).toEqual(asked);
    expect(asked.length).toBeGreaterThan(0);
    expect(trees && changesIn(trees.changes)).toEqual(changesBetween(old, tip, reading));
    expect(trees?.listing?.toString('latin1')).toBe((await readListing(tip, reading)).toString('latin1'));
  }

  it.each(['sha1', 'sha256'] as const)('is what the gate itself would ask, with %s and names of all kinds', async (objectFormat) => {
    repository = createRepository({ objectFormat });
    const old = repository.commit('first', { 'a.ts': long(0), 'folder/b.ts': long(100), 'gone.ts': long(200), 'two words.ts': long(300), 'é.ts': long(400), 'a\tb"c.ts': long(500) });
    rmSync(join(repository.path, 'gone.ts'));
    repository.commit('second', { 'a.ts': long(1), 'two words.ts': long(301), 'é.ts': long(401), 'a\tb"c.ts': long(501), 'new.ts': '.ended-0 missing\n=exit 0\n' });
    const tip = repository.commit('third', { 'folder/b.ts': `${long(100)}.ended-0 missing\n=exit 0\n` });
    const push = handed(old, tip);
    await expectAsAsked(push, old, tip);
    expect([...push.replaced.keys()].sort()).toEqual(['a.ts', 'folder/b.ts', 'two words.ts']);
    expect(push.replaced.get('a.ts')?.bytes.toString()).toBe(long(0));
    expect(push.replaced.get('a.ts')?.before).toBe(repository.git(['rev-parse', `${old}:a.ts`]));
    expect(push.replaced.get('a.ts')?.oid).toBe(repository.git(['rev-parse', `${tip}:a.ts`]));
  });

  it('names no former version of a file that the push touches more than once', () => {
    repository = createRepository();
    const old = repository.commit('first', Object.fromEntries(['twice.ts', 'away.ts', 'link.ts', 'once.ts', 'merged.ts'].map((name, number) => [name, long(number * 100)])));
    repository.git(['checkout', '-q', '-b', 'side']);
    repository.commit('side', { 'merged.ts': long(402) });
    repository.git(['checkout', '-q', 'main']);
    rmSync(join(repository.path, 'away.ts'));
    repository.commit('second', { 'twice.ts': long(1), 'once.ts': long(301), 'merged.ts': long(403) });
    repository.commit('third', { 'twice.ts': long(2), 'away.ts': long(101) });
    repository.git(['merge', '-q', '-X', 'ours', '-m', 'merge', 'side']);
    const tip = repository.git(['rev-parse', 'HEAD']);
    repository.git(['branch', '-q', '-D', 'side']);
    expect([...handed(old, tip).replaced.keys()]).toEqual(['once.ts']);
  });

  it('is not changed by replaced objects, grafts or the settings of others', async () => {
    repository = createRepository();
    const old = repository.commit('first', { 'a.ts': long(0) });
    const tip = repository.commit('second', { 'a.ts': `${long(0)}// ${token()}\n` });
    const clean = repository.git(['hash-object', '-w', '--stdin'], { input: 'clean\n' });
    repository.git(['replace', repository.git(['rev-parse', `${tip}:a.ts`]), clean]);
    writeFileSync(join(repository.path, '.git', 'info', 'grafts'), `${tip} ${tip}\n`);
    repository.git(['config', 'core.quotePath', 'false']);
    repository.git(['config', 'diff.noprefix', 'true']);
    const push = handed(old, tip, { GIT_TRACE: '1', GIT_FLUSH: '1', GIT_PAGER: 'false' });
    await expectAsAsked(push, old, tip);
    expect(push.replaced.size).toBe(1);
  });

  it('is nothing for more than one ref, a deletion, a line that is none, and a new ref that may be a whole history', () => {
    repository = createRepository();
    const tip = repository.commit('first', { a: 'a' });
    const inputs = [`${tip} ${tip} refs/heads/a\n${tip} ${tip} refs/heads/b\n`, `${tip} ${tip} refs/heads/a\n${tip} ${tip} refs/heads/b\nx\n\ny`, `${tip} ${zero(tip)} refs/heads/a\n`, `--all ${tip} refs/heads/a\n`, `${tip} $(touch x) refs/heads/a\n`, `${zero(tip)} ${tip} refs/heads/a\n`, 'nonsense\n'];
    for (const input of inputs) {
      const { args, line, rest } = shim(input);
      expect([line + rest.toString(), args.includes('--handed')]).toEqual([input, false]);
    }
    expect(shim('').args).not.toContain('--handed');
  });

  it('is nothing for a pack of more objects than a small push has', () => {
    repository = createRepository();
    const old = repository.commit('first', { a: 'a' });
    const tip = repository.commit('second', { a: 'b' });
    repository.git(['update-ref', 'refs/heads/main', old]);
    const quarantine = join(folder, 'quarantine');
    mkdirSync(join(quarantine, 'pack'), { recursive: true });
    const isHanded = (bytes: number): boolean => {
      writeFileSync(join(quarantine, 'pack', 'pack-1.idx'), Buffer.alloc(bytes));
      return shim(`${old} ${tip} refs/heads/main\n`, { GIT_QUARANTINE_PATH: quarantine }).args.includes('--handed');
    };
    expect([isHanded(1072), isHanded(32 * 1024), isHanded(32 * 1024 + 1)]).toEqual([true, true, false]);
  });

  it('is refused when it is cut short anywhere or a command failed', () => {
    repository = createRepository();
    const old = repository.commit('first', { 'a.ts': long(0, 3) });
    const tip = repository.commit('second', { 'a.ts': long(1, 4), b: '.ended-0 missing\n=exit 0\n' });
    repository.git(['update-ref', 'refs/heads/main', old]);
    const { rest } = shim(`${old} ${tip} refs/heads/main\n`);
    expect(parseHandedPush(rest)).toBeDefined();
    const listed = rest.lastIndexOf('=exit 0\n') + '=exit 0\n'.length;
    for (let length = 0; length < listed; length++) expect(parseHandedPush(rest.subarray(0, length))).toBeUndefined();
    for (let length = listed; length < rest.length; length++) expect(parseHandedPush(rest.subarray(0, length))?.trees?.listing).toBeUndefined();
    expect(parseHandedPush(rest)?.trees?.listing).toBeDefined();
    const text = rest.toString('latin1');
    const spoilt = [text.replace('=exit 0\0', '=exit 1\0'), text.replace('.ended-0 missing', '.ended-1 missing'), `${text.slice(0, listed - 2)}9${text.slice(listed - 1)}`];
    for (const one of spoilt) expect([one.length, parseHandedPush(Buffer.from(one, 'latin1'))]).toEqual([text.length, undefined]);
    expect(parseHandedPush(Buffer.concat([rest, Buffer.from('x')]))?.trees?.listing).toBeUndefined();
    const missing = zero(tip).replaceAll('0', '1');
    expect(parseHandedPush(shim(`${old} ${missing} refs/heads/main\n`).rest)).toBeUndefined();
    expect(parseHandedPush(shim(`${missing} ${tip} refs/heads/main\n`).rest)).toBeUndefined();
  });
});

describe('a push that is handed over', () => {
  let ground: Playground;
  beforeEach(() => {
    ground = createPlayground(gate);
    ground.work.commit('first', { 'a.ts': long(0), 'old.ts': `${long(100)}const key = '${old}';\n` });
    installHook(ground.server.path, '#!/bin/sh\nexit 0\n');
    expect(ground.push(['origin', 'main']).accepted).toBe(true);
    installHook(ground.server.path, hookScript(gate));
  });
  afterEach(() => ground.remove());
  const old = token();

  it('is refused for what a changed file newly holds, and let in with what it held before', () => {
    ground.work.commit('more', { 'old.ts': `${long(99)}const key = '${old}';\n` });
    expect(ground.push(['origin', 'main'])).toMatchObject({ accepted: true });
    ground.work.commit('secret', { 'a.ts': `${long(0)}const key = '${token()}';\n` });
    expect(ground.push(['origin', 'main'])).toMatchObject({ accepted: false });
  });

  it('is refused for a secret that was taken away and is written anew', () => {
    ground.work.commit('away', { 'old.ts': long(100) });
    ground.work.commit('back', { 'old.ts': `${long(99)}const key = '${old}';\n` });
    expect(ground.push(['origin', 'main'])).toMatchObject({ accepted: false });
  });

  it('is refused for a secret under another name, and for one that another file had', () => {
    ground.work.commit('copied', { 'a.ts': `${long(0)}const key = '${old}';\n` });
    expect(ground.push(['origin', 'main'])).toMatchObject({ accepted: false });
  });

  it('is judged as well when git fails in the shim', () => {
    const bin = join(ground.root, 'bin');
    mkdirSync(bin);
    writeFileSync(join(bin, 'sed'), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
    const env = { PATH: `${bin}:${process.env['PATH'] ?? ''}` };
    ground.work.commit('more', { 'a.ts': long(1) });
    expect(ground.push(['origin', 'main'], env)).toMatchObject({ accepted: true });
    ground.work.commit('secret', { 'a.ts': `${long(1)}const key = '${token()}';\n` });
    expect(ground.push(['origin', 'main'], env)).toMatchObject({ accepted: false });
  });

  it.each<[string, string, string]>([
    ['is killed', 'kill -9 $$', 'ended by signal 9'],
    ['has no memory left', 'kill -ABRT $$', 'ended by signal 6'],
    ['ends otherwise', 'exit 7', 'ended with status 7'],
  ])('is refused, and that recorded, when the gate %s', async (_how, end, said) => {
    const node = join(ground.root, 'node');
    writeFileSync(node, `#!/bin/sh\ncase "$*" in *--ended*) exec '${process.execPath}' "$@" ;; esac\ncat >/dev/null\n${end}\n`, { mode: 0o755 });
    installHook(ground.server.path, hookScript(gate).replace(`'${process.execPath}'`, `'${node}'`));
    ground.work.commit('more', { 'a.ts': long(1) });
    ground.work.git(['branch', 'other']);
    for (const refs of [['main'], ['main', 'other']]) {
      expect(ground.push(['origin', ...refs])).toMatchObject({ accepted: false, output: expect.stringContaining(said) });
      expect((await ground.records()).at(-1)).toMatchObject({ verdict: 'broken', cause: expect.stringContaining(said), refs: [...refs].map((name) => ({ ref: `refs/heads/${name}` })) });
    }
  });

  it('does not wait for a git that hangs, longer than its time', () => {
    const bin = join(ground.root, 'bin');
    mkdirSync(bin);
    writeFileSync(join(bin, 'sed'), '#!/bin/sh\nexec sleep 20\n', { mode: 0o755 });
    ground.administer('portcullis.yaml', 'version: 1\nserver:\n  wall-ms: 800\n');
    ground.work.commit('more', { 'a.ts': long(1) });
    const started = Date.now();
    expect(ground.push(['origin', 'main'], { PATH: `${bin}:${process.env['PATH'] ?? ''}` })).toMatchObject({ accepted: false, output: expect.stringContaining('ran out') });
    expect(Date.now() - started).toBeLessThan(15_000);
  });

  it('is judged whole when it is larger than is handed over', () => {
    const large = Array.from({ length: 12 }, (_one, number) => [`large${number}.ts`, long(number * 20_000, number * 20_000 + 14_000)] as const);
    ground.work.commit('large', Object.fromEntries(large));
    expect(ground.push(['origin', 'main'])).toMatchObject({ accepted: true });
    ground.work.commit('secret', { ...Object.fromEntries(large.map(([name, text]) => [name, `// changed\n${text}`])), 'large3.ts': `${large[3]?.[1] ?? ''}const key = '${token()}';\n` });
    expect(ground.push(['origin', 'main'])).toMatchObject({ accepted: false });
  });

  it('is judged as it is without the shim', async () => {
    const findings = async (): Promise<unknown> => (await ground.records()).at(-1)?.findings?.map(({ check, path, fingerprint }) => ({ check, path, fingerprint }));
    ground.work.commit('secret', { 'a.ts': `${long(0, 30)}const key = '${token()}';\n${long(30)}`, 'b.ts': `const key = '${token()}';\n` });
    expect(ground.push(['origin', 'main'])).toMatchObject({ accepted: false });
    const byShim = await findings();
    installHook(ground.server.path, bareHookScript(gate));
    expect(ground.push(['origin', 'main'])).toMatchObject({ accepted: false });
    expect(await findings()).toEqual(byShim);
    expect(byShim).toHaveLength(2);
  });
});

const home = mkdtempSync(join(tmpdir(), 'portcullis-home-'));
let gate: string;
beforeAll(() => {
  gate = buildGate();
  mkdirSync(join(home, 'gate', 'dist'), { recursive: true });
  cpSync('hooks', join(home, 'gate', 'hooks'), { recursive: true });
  writeFileSync(join(home, 'gate', 'dist', 'receive.cjs'), '');
});
afterAll(() => rmSync(home, { recursive: true, force: true }));
