import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { appendRecord } from '../../../src/audit/log.ts';
import { rotateLog } from '../../../src/audit/rotate.ts';
import type { Playground } from './bare-server.ts';
import { token } from './gate.ts';
import { eachOnItsOwnGround, ground } from './own-ground.ts';

eachOnItsOwnGround();
beforeEach(() => {
  expect(ground.push(['origin', 'main'])).toMatchObject({ accepted: true });
});

const day = 86_400_000;
const dateIn = (days: number): string => new Date(Date.now() + days * day).toISOString().slice(0, 10);
const flat = (output: string): string => output.replaceAll(/\s*\nremote: (?:hint: )?\s*/g, ' ');

/** Lets a credential pass for some days and returns the push of it. */
async function allowedFor(days: number): Promise<() => ReturnType<Playground['push']>> {
  ground.work.commit('c', { 'x.txt': `TOKEN=${token()}\n` });
  const push = (): ReturnType<Playground['push']> => ground.push(['origin', 'HEAD:refs/heads/x']);
  expect(push().accepted).toBe(false);
  const fingerprint = (await ground.records()).at(-1)?.findings?.[0]?.fingerprint ?? '';
  ground.administer('portcullis.yaml', `suppressions: [{fingerprint: ${fingerprint}, reason: known, expires: "${dateIn(days)}"}]\n`);
  return push;
}

/** A record as it was written when the clock stood some days further. */
async function writtenIn(days: number): Promise<void> {
  await appendRecord(ground.log, { time: new Date(Date.now() + days * day).toISOString(), event: 'pre-receive', verdict: 'allow', notChecked: [{ path: 'x'.repeat(100_000), reason: 'limit', detail: '' }] });
}

test('a clock that was set back brings nothing that expired to life again, however often one pushes', async () => {
  const push = await allowedFor(3);
  await writtenIn(10);
  for (let i = 0; i < 3; i++) {
    const { accepted, output } = push();
    expect([accepted, flat(output).includes(`${dateIn(10)} counts as today`)], output).toEqual([false, true]);
    expect((await ground.records()).at(-1)?.clock?.latest.slice(0, 10)).toBe(dateIn(10));
  }
  expect(await ground.logProblems()).toEqual([]);
  expect(spawnSync(process.execPath, ['dist/cli.cjs', 'audit', 'list', ground.log], { encoding: 'utf8' }).stdout).toContain('the clock stood behind the log');
});

test('a clock that stands a little behind another one is not spoken of', async () => {
  const push = await allowedFor(3);
  await appendRecord(ground.log, { time: new Date(Date.now() + 60_000).toISOString(), event: 'pre-receive', verdict: 'allow' });
  expect(push()).toMatchObject({ accepted: true, output: expect.not.stringContaining('clock') });
  expect((await ground.records()).at(-1)?.clock).toBeUndefined();
});

test('the log of a clock that once ran ahead is rotated, and the clock counts again', async () => {
  const push = await allowedFor(3);
  await writtenIn(10_000);
  expect(push().accepted).toBe(false);
  await rotateLog(ground.log);
  expect(push()).toMatchObject({ accepted: true });
});

test('what has not expired by either counts, without a log too', async () => {
  const push = await allowedFor(30);
  await writtenIn(10);
  expect(push()).toMatchObject({ accepted: true });
  ground.work.commit('d', { 'x.txt': 'y' });
  rmSync(dirname(ground.log), { recursive: true });
  expect(push()).toMatchObject({ accepted: true });
});
