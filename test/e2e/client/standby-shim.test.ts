import { spawn } from 'node:child_process';
import { closeSync, constants, existsSync, mkdirSync, openSync, readFileSync, readSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { identityOf, standbyPlace } from '../../../src/doors/standby/place.ts';
import { parseRequest, seemsWhole, type StandbyRequest } from '../../../src/doors/standby/request.ts';
import { settle, type Settled } from '../../../src/doors/standby/settle.ts';
import { makeRepository, type Repository } from '../repository.ts';
import { shells, until } from './standby-ground.ts';

let repository: Repository;
let settled: Settled | undefined;
afterEach(() => repository.remove());

/** Status of the node that stands for the ordinary way. */
const ordinary = 99;

interface FalseStandby {
  readonly settled: Settled;
  readonly questions: number;
}

/** A place whose standby is this very process. */
function occupy(): FalseStandby {
  repository = makeRepository();
  repository.write('a.txt', 'a\n');
  repository.must('add', '.');
  repository.must('commit', '-qm', 'first');
  repository.write('b\nc.txt', 'b\n');
  repository.must('add', '.');
  delete repository.env['PORTCULLIS_STANDBY'];
  const bin = join(repository.home, 'bin');
  mkdirSync(bin);
  writeFileSync(join(bin, 'node'), `#!/bin/sh\n[ -z "$1" ] || printf '%s' "$PORTCULLIS_STANDBY_START" > '${join(repository.home, 'start')}'\nexit ${ordinary}\n`, { mode: 0o755 });
  repository.env['PATH'] = `${bin}:${process.env['PATH'] ?? ''}`;
  const place = standbyPlace(repository.env, identityOf(resolve('dist')));
  if (place === undefined) throw new Error('no place');
  mkdirSync(place.base, { recursive: true, mode: 0o700 });
  settled = settle(place);
  if (settled === undefined) throw new Error('not settled');
  return { settled, questions: openSync(join(settled.folder, 'in'), constants.O_RDONLY | constants.O_NONBLOCK) };
}

/** Runs the shim in a shell of its own. Resolves to its status, or "hangs". */
function ask(shell: string): Promise<number | null | 'hangs'> {
  const [command = '', ...args] = shell.split(' ');
  // as husky runs it: set -e, and a subshell
  const child = spawn(command, [...args, '-e', '-c', `( portcullis_home='${resolve('.')}'; set -- pre-commit; . "$portcullis_home/hooks/client/run.sh" ) || exit $?`], { cwd: repository.top, env: repository.env, stdio: 'ignore' });
  return new Promise((done) => {
    const patience = setTimeout(() => {
      child.kill('SIGKILL');
      done('hangs');
    }, 15_000);
    child.on('exit', (status) => {
      clearTimeout(patience);
      done(status);
    });
  });
}

async function question({ questions }: FalseStandby): Promise<StandbyRequest> {
  let bytes = Buffer.alloc(0);
  const chunk = Buffer.alloc(65_536);
  return until(() => {
    try {
      bytes = Buffer.concat([bytes, chunk.subarray(0, readSync(questions, chunk))]);
    } catch {
      // EAGAIN: nothing yet
    }
    return seemsWhole(bytes) ? parseRequest(bytes) : undefined;
  });
}

const say = (standby: FalseStandby, text: string): void => void writeSync(standby.settled.answers, text);
const end = (standby: FalseStandby): void => {
  closeSync(standby.settled.answers);
  closeSync(standby.questions);
};

const answers: readonly (readonly [string, (nonce: string) => string, number])[] = [
  ['it is allowed', (nonce) => `allowed ${nonce}\ndone ${nonce}\n`, 0],
  ['to go the ordinary way', (nonce) => `ordinary ${nonce}\ndone ${nonce}\n`, ordinary],
  ['that another is allowed', (nonce) => `allowed ${nonce.replace(/./, (first) => (first === '0' ? '1' : '0'))}\n\n`, ordinary],
  ['that all is allowed', () => 'allowed\n\n', ordinary],
  ['more than that', (nonce) => `allowed ${nonce} and more\n\n`, ordinary],
  ['it behind blanks', (nonce) => ` allowed ${nonce}\n\n`, ordinary],
  ['it in capitals', (nonce) => `ALLOWED ${nonce}\n\n`, ordinary],
  ['nothing in a line', () => '\n', ordinary],
  ['a pattern', () => '*\n\n', ordinary],
  ['a zero byte', (nonce) => `\0allowed\0 ${nonce.slice(1)}\n\n`, ordinary],
];

describe.runIf(process.platform === 'linux').each(shells)('the shim under %s', (shell) => {
  it.each(answers)('that is told %s ends rightly', async (_what, answer, status) => {
    const standby = occupy();
    const asked = ask(shell);
    const request = await question(standby);
    expect(request.body.toString()).toContain('A\0b\nc.txt\0=exit 0\0');
    say(standby, answer(request.nonce));
    expect(await asked).toBe(status);
    end(standby);
  });

  it.each<[string, (standby: FalseStandby) => Promise<void>]>([
    ['before it reads', async () => undefined],
    ['before it answers', async (standby) => void (await question(standby))],
    ['within its answer', async (standby) => say(standby, `allowed ${(await question(standby)).nonce}`)],
  ])('goes the ordinary way when the standby ends %s', async (_when, act) => {
    const standby = occupy();
    const asked = ask(shell);
    await until(() => (existsSync(join(standby.settled.folder, 'lock')) ? true : undefined));
    await act(standby);
    end(standby);
    // sooner than bash loses its patience
    expect(await asked).toBe(ordinary);
    expect(readFileSync(join(repository.home, 'start'), 'latin1')).toBe('1');
  });

  it('is allowed by an answer whose standby ends right behind it', async () => {
    const standby = occupy();
    const asked = ask(shell);
    const { nonce } = await question(standby);
    say(standby, `allowed ${nonce}\n`);
    await until(() => {
      // it has read all of it
      try {
        return readSync(standby.questions, Buffer.alloc(1)) === 0 ? true : undefined;
      } catch {
        return undefined;
      }
    });
    end(standby);
    expect(await asked).toBe(0);
  });

  it('starts no standby where one is, and one where none is left', async () => {
    const standby = occupy();
    writeFileSync(join(standby.settled.folder, 'pid'), '4194999\n');
    expect(await ask(shell)).toBe(ordinary);
    expect(readFileSync(join(repository.home, 'start'), 'latin1')).toBe('1');
    for (const odd of ['', 'x\n', '-1\n', '1 1\n', '../self\n']) {
      writeFileSync(join(standby.settled.folder, 'pid'), odd);
      expect(await ask(shell), odd).toBe(ordinary);
    }
    end(standby);
    rmSync(standby.settled.folder, { recursive: true });
    expect(await ask(shell)).toBe(ordinary);
    expect(readFileSync(join(repository.home, 'start'), 'latin1')).toBe('1');
  });
});
