import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cli, makeRepository, token, type Repository } from '../repository.ts';

let repository: Repository;
beforeEach(() => {
  repository = makeRepository();
  repository.write('packages/web/a.txt', `t = "${token('subfolder')}"\n`);
});
afterEach(() => repository.remove());

/** Runs the gate in a folder of the repository, on files of that folder. */
function inFolder(...args: string[]): { status: number | null; output: string } {
  return repository.run(process.execPath, [cli, ...args], { cwd: join(repository.top, 'packages/web') });
}

describe('a scan in a subfolder', () => {
  it('names paths as they are seen from there', () => {
    expect(inFolder('scan', 'a.txt').output).toContain('     a.txt:1:6');
    expect(inFolder('scan', '../web').output).toContain('     a.txt:1:6');
  });

  it('is judged by the policy at the top, whose paths are relative to the top', () => {
    repository.write('portcullis.yaml', 'paths:\n  - match: ["packages/web/**"]\n    families: { credentials: off }\n');
    expect(inFolder('scan')).toMatchObject({ status: 0 });
    expect(inFolder('scan', '--no-baseline')).toMatchObject({ status: 0 });
    const input = `t = "${token('typed')}"\n`;
    const typed = repository.run(process.execPath, [cli, 'scan', '--stdin', '--stdin-filename', 'b.txt'], { cwd: join(repository.top, 'packages/web'), input });
    expect(typed.status).toBe(0);
    repository.write('portcullis.yaml', 'paths:\n  - match: ["web/**"]\n    families: { credentials: off }\n');
    expect(inFolder('scan')).toMatchObject({ status: 1 });
  });

  it('knows what the baseline at the top accepted', () => {
    repository.must('add', '.');
    repository.must('commit', '-qm', 'old');
    expect(inFolder('baseline', 'write').status).toBe(0);
    expect(inFolder('scan')).toMatchObject({ status: 0 });
    expect(inFolder('scan', '--no-baseline')).toMatchObject({ status: 1 });
  });

  it('is judged by its own policy where it has one', () => {
    repository.write('portcullis.yaml', 'families: { credentials: off }\n');
    repository.write('packages/web/portcullis.yaml', 'version: 1\n');
    expect(inFolder('scan')).toMatchObject({ status: 1 });
  });
});

it('a blocked commit names the files to stage as they are seen from the folder it was made in', () => {
  expect(repository.portcullis('init', '--yes').status).toBe(0);
  repository.must('add', '.');
  const ran = repository.git('-C', 'packages/web', 'commit', '-qm', 'leak');
  expect(ran.status).toBe(1);
  expect(ran.output).toContain('       git add a.txt && git commit\n');
});
