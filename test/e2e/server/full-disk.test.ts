import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { installHook, type PushResult } from './bare-server.ts';
import { hookScript } from './gate.ts';
import { eachOnItsOwnGround, gate, ground } from './own-ground.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

eachOnItsOwnGround();

const said = (output: string): string => output.split('\n').filter((line) => line.startsWith('remote:')).map((line) => line.replace(/^remote: (?:hint: )?/, '').trim()).join(' ');

let number = 0;
const push = (): PushResult => {
  ground.work.commit(`c${++number}`, { [`f${number}.txt`]: `text ${number}\n` });
  return ground.push(['origin', 'main']);
};

/** The hook with a line of shell before it, such as a limit. */
const before = (line: string): void => installHook(ground.server.path, hookScript(gate).replace('\n', `\n${line}\n`));

/** What must hold after every push, whatever failed in it: a ref only moved with its record, a refusal said why and what to do, and the log is whole. */
async function expectTruth({ accepted, output }: PushResult): Promise<void> {
  const tip = ground.server.git(['for-each-ref', '--format=%(objectname)', 'refs/heads/main']);
  const records = await ground.records();
  const isLetIn = records.some((one) => one.verdict === 'allow' && one.refs?.some((ref) => ref.new === tip) === true);
  expect([tip === '' || isLetIn, await ground.logProblems()]).toEqual([true, []]);
  expect(accepted ? tip : said(output)).toMatch(accepted ? new RegExp(ground.work.git(['rev-parse', 'HEAD'])) : /(?:cannot be|could not).*Ask the administrator/);
}

describe('a limit on the size of files', () => {
  test('refuses when the log reaches it, says what to do, and loses nothing', async () => {
    // blocks of 512 bytes, or of 1024 where the shell is bash: some records fit, and then a part of one
    before('ulimit -f 4');
    const answers: PushResult[] = [];
    while (answers.every((one) => one.accepted) && answers.length < 20) {
      const answer = push();
      answers.push(answer);
      await expectTruth(answer);
    }
    const last = answers.at(-1);
    expect([answers.length > 2, last?.accepted, said(last?.output ?? '')]).toEqual([true, false, expect.stringMatching(/EFBIG.*Ask the administrator of this server to rotate/)]);
    await expectTruth(push());
    before('');
    expect(push()).toMatchObject({ accepted: true });
    expect((await ground.records()).map((one) => one.seq)).toEqual(Array.from({ length: answers.length }, (_one, index) => index + 1));
  });

  test.each([0, 1])('of %i blocks refuses with an empty log', async (blocks) => {
    before(`ulimit -f ${blocks}`);
    // one block may hold the first record; the second does not fit into what is left of it
    const answers = [push(), push(), push()];
    expect(answers.at(-1)?.accepted).toBe(false);
    expect(said(answers.at(-1)?.output ?? '')).toMatch(/EFBIG/);
    before('');
    const next = push();
    await expectTruth(next);
    expect(next.accepted).toBe(true);
  });
});

describe('a disk with few pages left', () => {
  let mounted: string | undefined;
  afterEach(() => {
    if (mounted !== undefined) spawnSync('umount', ['-l', mounted]);
    mounted = undefined;
  });

  test.each([0, 1, 2, 3, 4])('%i: a push is let in with its record, or refused with what to do', async (pages) => {
    const folder = dirname(ground.log);
    mkdirSync(folder, { recursive: true });
    const isDisk = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder]).status === 0;
    if (isDisk) mounted = folder;
    const filler = join(folder, 'filler');
    expect(push()).toMatchObject({ accepted: true });
    // without the right to mount, the limit on the size of a file stands for the end of the disk
    if (!isDisk) before(`ulimit -f ${pages === 4 ? 1000 : 0}`);
    else writeFileSync(filler, Buffer.alloc((16 - 2 - pages) * 4096));
    const answers = [push(), push(), push()];
    for (const answer of answers) await expectTruth(answer);
    if (pages === 0) expect(said(answers[0]?.output ?? '')).toMatch(/ENOSPC.*make room|EFBIG/);
    if (pages === 4) expect(answers[0]?.accepted).toBe(true);
    if (isDisk) unlinkSync(filler);
    else before('');
    const next = push();
    await expectTruth(next);
    expect([next.accepted, readdirSync(folder).toSorted()]).toEqual([true, ['audit.jsonl', 'audit.jsonl.head']]);
    expect(statSync(ground.log).size).toBeGreaterThan(0);
  });
});

describe('what else may fail', () => {
  test.each([10, 14, 17, 20, 24])('at most %i open files', async (files) => {
    expect(push()).toMatchObject({ accepted: true });
    before(`ulimit -n ${files}`);
    const { accepted, output } = push();
    // with fewer than some twenty the shell or node itself cannot go on; from there on the gate says what is short
    if (files < 18) expect(accepted).toBe(false);
    else expect(accepted ? 'EMFILE' : said(output)).toMatch(/EMFILE|may open no more files/);
    expect(await ground.logProblems()).toEqual([]);
    before('');
    const next = push();
    await expectTruth(next);
    expect(next.accepted).toBe(true);
  });

  test.each(['2>&-', '2>/dev/full', '>&-', '>&- 2>&-'])('output that cannot be written (%s)', async (redirection) => {
    before(`exec ${redirection}`);
    push();
    before('');
    const next = push();
    await expectTruth(next);
    expect(next.accepted).toBe(true);
  });

  test.each(['TERM', 'HUP', 'ALRM'])('SIG%s to the process refuses, is recorded with what it was, and the next push goes on', async (signal) => {
    const stub = join(ground.root, 'node');
    // the process is ended before it has judged; the one that records it is not
    writeFileSync(stub, `#!/bin/sh\ncase "$*" in *--ended*) exec '${process.execPath}' "$@" ;; esac\n'${process.execPath}' "$@" <&0 & kill -${signal} $!; wait $!\n`, { mode: 0o755 });
    installHook(ground.server.path, hookScript(gate).replace(`portcullis_recorded_node='${process.execPath}'`, `portcullis_recorded_node='${stub}'`));
    const { accepted, output } = push();
    expect([accepted, said(output)]).toEqual([false, expect.stringMatching(signal === 'ALRM' ? /ran out before everything was judged/ : /its process was ended by signal \d+/)]);
    expect((await ground.records()).at(-1)).toMatchObject({ verdict: 'broken' });
    installHook(ground.server.path, hookScript(gate));
    const next = push();
    await expectTruth(next);
    expect(next.accepted).toBe(true);
  });
});
