import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { appendFileSync, chownSync, copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { appendRecord } from '../../src/audit/log.ts';
import { rotateLog } from '../../src/audit/rotate.ts';
import { acquireLock } from '../../src/audit/lock.ts';
import { listLog, verifyLog } from '../../src/audit/verify.ts';
import type { AuditEvent, AuditRecord } from '../../src/audit/record.ts';
import { scriptOf } from './script.ts';

const zero = '0'.repeat(40);
const oid = 'a'.repeat(40);
const event: AuditEvent = { time: '2026-11-24T12:00:00.000Z', event: 'pre-receive', pusher: { server: 'gitea', name: 'ada' }, refs: [{ ref: 'refs/heads/main', old: zero, new: oid }], verdict: 'allow', durationMs: 5 };

let folder: string;
let log: string;
let appender: string;

beforeAll(() => {
  appender = scriptOf(
    'append',
    `import { appendRecord } from '@src/audit/log.ts';
     const [path, name, count] = process.argv.slice(2);
     for (let i = 0; i < Number(count); i++) {
       const { seq } = await appendRecord(path, { time: new Date().toISOString(), event: 'pre-receive', pusher: { server: 'local', name: name + '-' + i }, refs: [{ ref: 'refs/heads/' + 'x'.repeat(3000), old: '', new: '' }], verdict: 'allow' });
       process.stdout.write(name + '-' + i + ' ' + seq + '\\n');
     }`,
  );
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portcullis-audit-'));
  log = join(folder, 'audit.jsonl');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function records(path = log): Promise<AuditRecord[]> {
  const all: AuditRecord[] = [];
  for await (const record of listLog(path)) all.push(record);
  return all;
}

async function fill(count: number, key?: Buffer): Promise<string[]> {
  for (let i = 0; i < count; i++) await appendRecord(log, { ...event, pusher: { server: 'gitea', name: `user${i}` }, verdict: i % 2 === 0 ? 'allow' : 'block' }, key === undefined ? {} : { key });
  return readFileSync(log, 'utf8').trimEnd().split('\n');
}

describe('rotateLog', () => {
  const now = (): number => Date.parse('2026-11-26T21:00:00.000Z');

  test('sets the log aside, begins one that names its last record, and both verify', async () => {
    await fill(3);
    const aside = await rotateLog(log, { now });
    expect(aside).toBe(join(folder, 'audit-20261126T210000Z.jsonl'));
    await fill(2);
    const [old, next] = [await verifyLog(aside), await verifyLog(log)];
    expect([old.records, old.problems, next.records, next.problems]).toEqual([4, [], 3, []]);
    expect(next.continues).toEqual({ log: 'audit-20261126T210000Z.jsonl', ...old.last });
    await expect(rotateLog(log, { now })).rejects.toThrow('is there already');
    expect((await verifyLog(log)).records).toBe(3);
  });

  // only root can give files away; elsewhere there is one account
  test.runIf(process.getuid?.() === 0)('by root, like a push of root, leaves the log to the account that receives pushes', async () => {
    chownSync(folder, 65_534, 65_534);
    const path = join(folder, 'made', 'audit.jsonl');
    await appendRecord(path, event);
    await rotateLog(path);
    await appendRecord(path, event);
    const names = readdirSync(join(folder, 'made'));
    expect(names).toHaveLength(4);
    expect(['.', ...names].map((name) => statSync(join(folder, 'made', name)).uid)).toEqual([65_534, 65_534, 65_534, 65_534, 65_534]);
  });

  test('refuses a log that was cut, and leaves it where it is', async () => {
    await fill(3);
    truncateSync(log, 100);
    await expect(rotateLog(log, { now })).rejects.toThrow('was cut');
    expect(readdirSync(folder).sort()).toEqual(['audit.jsonl', 'audit.jsonl.head']);
  });

  test('keeps the chain of a log with a key', async () => {
    const key = Buffer.from('key');
    await fill(2, key);
    const aside = await rotateLog(log, { key, now });
    expect([(await verifyLog(aside, { key })).problems, (await verifyLog(log, { key })).problems, (await verifyLog(log)).problems.length > 0]).toEqual([[], [], true]);
  });

  test('pushes that go on meanwhile lose nothing', async () => {
    const running = Array.from({ length: 4 }, (_one, number) => spawn(process.execPath, [appender, log, `p${number}`, '10'], { stdio: 'ignore' }));
    const ends = running.map((child) => new Promise((done) => child.on('close', done)));
    await fill(1);
    const asides = [await rotateLog(log, { now }), await rotateLog(log, { now: () => now() + 1000 })];
    await Promise.all(ends);
    const all = await Promise.all([...asides, log].map(async (path) => (await verifyLog(path)).problems.length === 0 && (await records(path)).filter((record) => record.event === 'pre-receive').length));
    expect(all.reduce<number>((sum, count) => sum + Number(count), 0)).toBe(41);
  });
});

describe('appendRecord', () => {
  test('records are numbered, chained and verify', async () => {
    await fill(5);
    expect((await records()).map((record) => record.seq)).toEqual([1, 2, 3, 4, 5]);
    expect(await verifyLog(log)).toMatchObject({ records: 5, problems: [], remarks: [] });
  });

  test('no lock or other file stays behind', async () => {
    await fill(2);
    expect(readdirSync(folder).sort()).toEqual(['audit.jsonl', 'audit.jsonl.head']);
  });

  test('processes that append at once lose nothing', async () => {
    const children = Array.from({ length: 8 }, (_one, number) => spawn(process.execPath, [appender, log, `p${number}`, '25'], { stdio: 'ignore' }));
    const codes = await Promise.all(children.map((child) => new Promise((resolve) => child.on('close', resolve))));
    expect(codes).toEqual(codes.map(() => 0));
    expect((await verifyLog(log)).problems).toEqual([]);
    expect(new Set((await records()).map((record) => record.pusher?.name)).size).toBe(200);
  });

  test('kill -9 at any moment, two hundred times, breaks neither the log nor the lock, and what was confirmed is there', async () => {
    const confirmed: string[] = [];
    for (let round = 0; round < 200; round++) {
      const child = spawn(process.execPath, [appender, log, `r${round}`, '1000'], { stdio: ['ignore', 'pipe', 'ignore'] });
      let output = '';
      let timer: NodeJS.Timeout | undefined;
      child.stdout.on('data', (chunk) => {
        output += String(chunk);
        // the clock starts with the first record, so that the kill hits the appending and not Node's start
        timer ??= setTimeout(() => child.kill('SIGKILL'), Math.random() * 12);
      });
      await new Promise((resolve) => child.on('close', resolve));
      clearTimeout(timer);
      confirmed.push(...output.split('\n').slice(0, -1).map((line) => line.split(' ')[0] ?? ''));
    }
    await appendRecord(log, event);
    const verification = await verifyLog(log);
    expect(verification.problems).toEqual([]);
    const there = new Set((await records()).map((record) => record.pusher?.name));
    expect(confirmed.filter((name) => !there.has(name))).toEqual([]);
    expect(confirmed.length).toBeGreaterThan(200);
    expect(readdirSync(folder).filter((name) => name.includes('.lock'))).toEqual([]);
  }, 180_000);

  test.each([1, 50, 200])('a record that was half written (%i bytes) is put aside and its recovery recorded', async (bytes) => {
    const lines = await fill(2);
    const torn = (lines[1] ?? '').slice(0, bytes);
    appendFileSync(log, torn);
    expect((await verifyLog(log)).problems.map((problem) => problem.kind)).toEqual(['torn']);
    await appendRecord(log, event);
    const all = await records();
    expect(all.map((record) => record.event)).toEqual(['pre-receive', 'pre-receive', 'recovered', 'pre-receive']);
    expect(readFileSync(join(folder, all[2]?.recovery?.keptAs ?? ''), 'utf8')).toBe(torn);
    expect((await verifyLog(log)).problems).toEqual([]);
  });

  test('a record whose head was not written yet is taken in', async () => {
    await fill(2);
    copyFileSync(`${log}.head`, join(folder, 'before'));
    await fill(2);
    copyFileSync(join(folder, 'before'), `${log}.head`);
    expect((await verifyLog(log)).remarks).toHaveLength(1);
    await appendRecord(log, event);
    expect(await verifyLog(log)).toMatchObject({ records: 5, problems: [], remarks: [] });
  });

  test('a full disk refuses, leaves the log whole, and works again when there is room', async () => {
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder]);
    if (mounted.status !== 0) {
      // without the right to mount, a folder in place of the head's temporary file stands for a disk that takes no more
      mkdirSync(`${log}.head.new`);
      await expect(appendRecord(log, event)).rejects.toThrow(/cannot be written/);
      return;
    }
    try {
      const large = { ...event, cause: 'x'.repeat(6000) };
      let written = 0;
      await expect(
        (async () => {
          for (;;) {
            await appendRecord(log, large);
            written++;
          }
        })(),
      ).rejects.toThrow(/ENOSPC|cannot be/);
      expect(written).toBeGreaterThan(3);
      expect(await verifyLog(log)).toMatchObject({ records: written, problems: [], remarks: [] });
      execFileSync('mount', ['-o', 'remount,size=256k', folder]);
      await appendRecord(log, large);
      expect(await verifyLog(log)).toMatchObject({ records: written + 1, problems: [], remarks: [] });
    } finally {
      execFileSync('umount', ['-l', folder]);
    }
  });

  test('a log that was cut, changed at its end or lost its head is not continued', async () => {
    await fill(3);
    const size = readFileSync(log).length;
    truncateSync(log, size - 10);
    await expect(appendRecord(log, event)).rejects.toThrow(/was cut/);
    rmSync(log);
    rmSync(`${log}.head`);
    await fill(3);
    writeFileSync(log, readFileSync(log, 'utf8').replace(/"hash":"....(?=[^\n]*\n$)/, '"hash":"0000'));
    await expect(appendRecord(log, event)).rejects.toThrow(/changed at its end/);
    rmSync(log);
    rmSync(`${log}.head`);
    await fill(3);
    rmSync(`${log}.head`);
    await expect(appendRecord(log, event)).rejects.toThrow(/head of the audit log .* is missing/);
  });
});

describe('the lock', () => {
  test('a lock of a living process is waited for, and given up with its name', async () => {
    const lock = await acquireLock(log);
    await expect(acquireLock(log, 50)).rejects.toThrow(/locked by another process/);
    lock.release();
    (await acquireLock(log, 50)).release();
  });

  test('a lock of a dead process is taken over by exactly one', async () => {
    const holder = scriptOf('hold', `import { rotateLog } from '../../src/audit/rotate.ts';
import { acquireLock } from '@src/audit/lock.ts'; await acquireLock(process.argv[2]); process.stdout.write('held'); setInterval(() => {}, 1000);`);
    const child = spawn(process.execPath, [holder, log], { stdio: ['ignore', 'pipe', 'ignore'] });
    await new Promise((resolve) => child.stdout.once('data', resolve));
    child.kill('SIGKILL');
    await new Promise((resolve) => child.on('close', resolve));
    const tries = await Promise.allSettled(Array.from({ length: 10 }, () => acquireLock(log, 200)));
    expect(tries.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
  });
});

describe('verifyLog', () => {
  const key = Buffer.from('a key of the administrator');

  test.each<[string, string, (lines: string[]) => string[]]>([
    ['a changed value', 'changed', (lines) => lines.map((line, number) => (number === 2 ? line.replace('user2', 'userX') : line))],
    ['a changed hash', 'changed', (lines) => lines.map((line, number) => (number === 2 ? line.replace(/"hash":"./, '"hash":"g') : line))],
    ['a removed record', 'removed', (lines) => lines.filter((_line, number) => number !== 2)],
    ['a removed first record', 'removed', (lines) => lines.slice(1)],
    ['two records swapped', 'removed', (lines) => [lines[0], lines[2], lines[1], lines[3], lines[4]].map(String)],
    ['a doubled record', 'reordered', (lines) => [lines[0], lines[1], lines[1], lines[2], lines[3], lines[4]].map(String)],
    ['the last record removed', 'cut', (lines) => lines.slice(0, -1)],
    ['an added line', 'not-a-record', (lines) => [...lines.slice(0, 2), '{"v":1}', ...lines.slice(2)]],
    ['an empty line', 'not-a-record', (lines) => [...lines.slice(0, 2), '', ...lines.slice(2)]],
    ['whitespace in a record', 'changed', (lines) => lines.map((line, number) => (number === 1 ? line.replace('"seq":', '"seq": ') : line))],
  ])('%s is found', async (_name, kind, tamper) => {
    for (const options of [{}, { key }]) {
      rmSync(log, { force: true });
      rmSync(`${log}.head`, { force: true });
      const lines = await fill(5, options.key);
      writeFileSync(log, tamper(lines).map((line) => `${line}\n`).join(''));
      expect((await verifyLog(log, options)).problems.map((problem) => problem.kind)).toContain(kind);
    }
  });

  test('a chain rewritten without the key is found', async () => {
    await fill(3, key);
    const copy = join(folder, 'forged.jsonl');
    for await (const { v: _v, seq: _seq, prev: _prev, hash: _hash, ...rest } of listLog(log)) await appendRecord(copy, rest);
    copyFileSync(copy, log);
    copyFileSync(`${copy}.head`, `${log}.head`);
    expect((await verifyLog(log, { key })).problems.length).toBeGreaterThan(0);
  });

  test('a changed or missing head is found', async () => {
    await fill(3);
    writeFileSync(`${log}.head`, readFileSync(`${log}.head`, 'latin1').replace(/^3/, '2'));
    expect((await verifyLog(log)).problems.map((problem) => problem.kind)).toContain('head');
    rmSync(`${log}.head`);
    expect((await verifyLog(log)).problems.map((problem) => problem.kind)).toContain('head');
  });
});

test('listLog answers who, what and when', async () => {
  await fill(6);
  const names = async (filter: Parameters<typeof listLog>[1]): Promise<unknown[]> => {
    const found: unknown[] = [];
    for await (const record of listLog(log, filter)) found.push(record.pusher?.name);
    return found;
  };
  expect(await names({ pusher: 'USER3' })).toEqual(['user3']);
  expect(await names({ verdict: 'block' })).toEqual(['user1', 'user3', 'user5']);
  expect(await names({ ref: 'refs/heads/*', since: '2026-11-24T12:00:00Z', until: '2026-11-24T12:00:00Z' })).toHaveLength(6);
  expect(await names({ since: '2026-11-25T00:00:00Z' })).toEqual([]);
  expect(await names({ ref: 'refs/heads/other' })).toEqual([]);
});
