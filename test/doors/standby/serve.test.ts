import { closeSync, constants, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, readdirSync, readSync, rmSync, statSync, utimesSync, writeFileSync, writeSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isInhabited, placeFiles, standbyProcess } from '../../../src/doors/standby/place.ts';
import { watched, type StandbyRequest } from '../../../src/doors/standby/request.ts';
import { serve } from '../../../src/doors/standby/serve.ts';
import { removePlace, settle, type Settled } from '../../../src/doors/standby/settle.ts';
import { until } from '../../e2e/client/standby-ground.ts';

const nonce = '01234567-89ab-cdef-0123-456789abcdef';
const question = Buffer.from(`portcullis-standby 1\0${nonce}\0${process.pid}\0/gate\0pre-commit\0\0${'\0'.repeat(watched.length)}=exit 0\0=exit 0\0=end ${nonce}\0`);

let base = '';
let settled: Settled;
let ended = 0;
const judged: StandbyRequest[] = [];

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'portcullis-serve-'));
  const made = settle({ base, folder: join(base, 'one') });
  if (made === undefined) throw new Error('not settled');
  settled = made;
  ended = 0;
  judged.length = 0;
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

const opened: number[] = [];
const open = (name: string, flags: number): number => {
  const descriptor = openSync(join(settled.folder, name), flags | constants.O_NONBLOCK);
  opened.push(descriptor);
  return descriptor;
};
function start(options: { judge?: (request: StandbyRequest) => Promise<boolean>; idleMs?: number; lookMs?: number; mayStay?: () => boolean } = {}): void {
  const judge = async (request: StandbyRequest): Promise<boolean> => {
    judged.push(request);
    return options.judge === undefined ? true : options.judge(request);
  };
  serve({ settled, judge, mayStay: options.mayStay ?? (() => true), end: () => void ended++, idleMs: options.idleMs ?? 1_000_000, lookMs: options.lookMs ?? 1_000_000 });
}
function read(descriptor: number): string | undefined {
  const bytes = Buffer.alloc(200);
  try {
    return bytes.toString('latin1', 0, readSync(descriptor, bytes)) || undefined;
  } catch {
    return undefined;
  }
}
/** What the shim does, with each step seen. */
async function ask(bytes: Buffer = question): Promise<string> {
  const [question, answers] = [open('in', constants.O_WRONLY), open('out', constants.O_RDONLY)];
  writeFileSync(join(settled.folder, 'lock'), `${process.pid}\n`, { flag: 'wx' });
  writeSync(question, bytes.subarray(0, 30));
  await new Promise((resolve) => void setTimeout(resolve, 30));
  writeSync(question, bytes.subarray(30));
  const answer = await until(() => read(answers) ?? (ended > 0 ? '' : undefined));
  closeSync(question);
  if (answer !== '') {
    expect(await until(() => read(answers))).toBe(`done ${nonce}\n`);
    await until(() => (existsSync(join(settled.folder, 'lock')) ? undefined : true));
  }
  return answer;
}

describe.runIf(process.platform === 'linux')('a standby', () => {
  it('answers one request after the other, and frees the lock after each', async () => {
    start();
    for (let round = 0; round < 3; round++) expect(await ask()).toBe(`allowed ${nonce}\n`);
    expect(judged).toHaveLength(3);
    expect(judged[0]?.body.toString()).toBe('=exit 0\0=exit 0\0');
    expect(ended).toBe(0);
  });

  it.each([['it is not allowed', async () => false], ['the judging fails', async () => Promise.reject(new Error('broken'))]])('says only to go the ordinary way when %s', async (_why, judge) => {
    start({ judge });
    expect(await ask()).toBe(`ordinary ${nonce}\n`);
    expect(await ask()).toBe(`ordinary ${nonce}\n`);
  });

  it('ends at a request that is none, and says nothing', async () => {
    start();
    expect(await ask(Buffer.from(question.toString('latin1').replace('pre-commit', 'pre-push'), 'latin1'))).toBe('');
    expect(judged).toEqual([]);
  });

  it('ends when a question is cut off', async () => {
    start();
    const cut = open('in', constants.O_WRONLY);
    writeSync(cut, question.subarray(0, 50));
    closeSync(cut);
    await until(() => (ended > 0 ? true : undefined));
    expect(judged).toEqual([]);
  });

  it('ends when a second question begins before the first is over', async () => {
    let answer = (_isAllowed: boolean): void => undefined;
    start({ judge: async () => new Promise((resolve) => (answer = resolve)) });
    const asking = open('in', constants.O_WRONLY);
    writeSync(asking, question);
    await until(() => (judged.length === 1 ? true : undefined));
    writeSync(asking, question);
    await until(() => (ended > 0 ? true : undefined));
    answer(true);
  });

  it('ends rather than answer while an answer lies unread', async () => {
    start();
    writeSync(settled.answers, 'allowed for somebody\n');
    writeSync(open('in', constants.O_WRONLY), question);
    await until(() => (ended > 0 ? true : undefined));
    expect(read(settled.answers)).not.toContain(nonce);
  });

  it('ends when nobody read its answer', async () => {
    start();
    const asking = open('in', constants.O_WRONLY);
    writeSync(asking, question);
    await until(() => (judged.length === 1 ? true : undefined));
    await new Promise((resolve) => void setTimeout(resolve, 50));
    closeSync(asking);
    await until(() => (ended > 0 ? true : undefined));
  });

  it('ends after a time without a request, when it may not stay, and when its place is gone', async () => {
    start({ idleMs: 40, lookMs: 20 });
    await until(() => (ended > 0 ? true : undefined));
    ended = 0;
    let stays = true;
    start({ mayStay: () => stays, lookMs: 20 });
    stays = false;
    await until(() => (ended > 0 ? true : undefined));
    stays = true;
    ended = 0;
    start({ lookMs: 20 });
    removePlace(settled.folder, base);
    await until(() => (ended > 0 ? true : undefined));
  });

  it('takes away the lock of a process that is gone, and no other', async () => {
    const lock = join(settled.folder, 'lock');
    start({ lookMs: 20 });
    writeFileSync(lock, `${process.pid}\n`);
    await new Promise((resolve) => void setTimeout(resolve, 100));
    expect(readFileSync(lock, 'latin1')).toBe(`${process.pid}\n`);
    writeFileSync(lock, '');
    await new Promise((resolve) => void setTimeout(resolve, 100));
    expect(existsSync(lock)).toBe(true);
    utimesSync(lock, new Date(), new Date(Date.now() - 60_000));
    await until(() => (existsSync(lock) ? undefined : true));
    writeFileSync(lock, '4194999\n');
    await until(() => (existsSync(lock) ? undefined : true));
  });
});

describe.runIf(process.platform === 'linux')('the place of a standby', () => {
  it('is kept by who lives there, and taken from who is dead', () => {
    expect(standbyProcess(settled.folder)).toBe(process.pid);
    expect(isInhabited(settled.folder)).toBe(true);
    expect(settle({ base, folder: settled.folder })).toBeUndefined();
    expect(statSync(join(settled.folder, placeFiles.question)).ino).toBe(settled.fifo.ino);
    closeSync(settled.answers);
    expect(standbyProcess(settled.folder)).toBeUndefined();
    expect(isInhabited(settled.folder)).toBe(false);
    const next = settle({ base, folder: settled.folder });
    expect(statSync(join(settled.folder, placeFiles.question)).ino).toBe(next?.fifo.ino);
    expect(statSync(settled.folder).mode & 0o777).toBe(0o700);
    expect(statSync(join(settled.folder, placeFiles.question)).mode & 0o777).toBe(0o600);
  });

  it('takes away what dead standbys have left', () => {
    const dead = join(base, `${'0'.repeat(32)}-${hostname()}`);
    const elsewhere = join(base, `${'0'.repeat(32)}-another-machine`);
    for (const folder of [dead, elsewhere, join(base, '.gone-1-2'), join(base, '.3-4')]) {
      mkdirSync(folder);
      writeFileSync(join(folder, 'in'), '');
    }
    utimesSync(join(base, '.gone-1-2'), new Date(), new Date(Date.now() - 100_000));
    expect(settle({ base, folder: join(base, 'two') })).toBeDefined();
    expect(readdirSync(base).sort()).toEqual(['.3-4', `${'0'.repeat(32)}-another-machine`, 'one', 'two']);
  });

  it('is nobody\'s when the process that it names has not its FIFO open', () => {
    const other = join(base, 'other');
    mkdirSync(other);
    writeFileSync(join(other, placeFiles.process), `${process.pid}\n`);
    writeFileSync(join(other, placeFiles.answer), '');
    expect(standbyProcess(other)).toBeUndefined();
  });
});
