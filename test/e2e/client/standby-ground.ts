import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { standbyProcess } from '../../../src/doors/standby/place.ts';
import { protectedRepository, type Repository } from '../repository.ts';

/** A protected repository whose hooks ask a standby, with a node that counts how often it is started. */
export interface Ground {
  readonly repository: Repository;
  /** Times that a hook started node since this was asked last. */
  nodeStarts(): number;
  /** Folder of the standby. */
  place(): string;
  /** Makes an ordinary commit, unless one is on, and waits until the standby answers. Returns its process. */
  wake(): Promise<number>;
  pid(): number | undefined;
  remove(): Promise<void>;
}

/** Shells that hooks are run by; those that are not on this machine are left out. */
export const shells: readonly string[] = ['/bin/dash', '/bin/bash', '/bin/busybox sh'].filter((shell) => existsSync(shell.split(' ')[0] ?? ''));

export function standbyGround(options: { readonly shell?: string; readonly init?: readonly string[] } = {}): Ground {
  const repository = protectedRepository(options.init === undefined ? {} : { init: options.init });
  const { home, env } = repository;
  const bin = join(home, 'bin');
  const log = join(home, 'node-starts');
  mkdirSync(bin);
  writeFileSync(join(bin, 'node'), `#!/bin/sh\necho started >> '${log}'\nexec '${process.execPath}' "$@"\n`);
  chmodSync(join(bin, 'node'), 0o755);
  env['PATH'] = `${bin}:${process.env['PATH'] ?? ''}`;
  delete env['PORTCULLIS_STANDBY'];
  const base = join(home, '.cache', 'portcullis');
  if (options.shell !== undefined) {
    for (const hook of ['pre-commit', 'commit-msg', 'pre-merge-commit']) {
      const path = join(repository.top, '.git/hooks', hook);
      writeFileSync(path, readFileSync(path, 'utf8').replace(/^#!.*/, `#!${options.shell}`));
    }
  }
  const place = (): string => join(base, (existsSync(base) ? readdirSync(base) : []).find((name) => /^[0-9a-f]{32}-[\w.-]+(?<!\.starting)$/.test(name)) ?? 'none');
  const pid = (): number | undefined => standbyProcess(place());
  const nodeStarts = (): number => {
    const starts = existsSync(log) ? readFileSync(log, 'utf8').split('\n').length - 1 : 0;
    rmSync(log, { force: true });
    return starts;
  };
  return {
    repository,
    nodeStarts,
    place,
    pid,
    async wake() {
      if (pid() === undefined) repository.must('commit', '-q', '--allow-empty', '-m', 'wake');
      const found = await until(pid);
      // the mark of its start goes when it listens
      await until(() => (isStarting(base) ? undefined : true));
      nodeStarts();
      return found;
    },
    async remove() {
      await until(() => (isStarting(base) ? undefined : true));
      const running = pid();
      if (running !== undefined) {
        process.kill(running, 'SIGKILL');
        await until(() => (existsSync(`/proc/${running}`) ? undefined : true));
      }
      repository.remove();
    },
  };
}

/** Whether a standby is on its way; the mark of one that was put off has a time to come. */
function isStarting(base: string): boolean {
  return existsSync(base) && readdirSync(base).some((name) => name.endsWith('.starting') && (statSync(join(base, name), { throwIfNoEntry: false })?.mtimeMs ?? Infinity) <= Date.now());
}

/** Waits until something is there. */
export async function until<T>(look: () => T | undefined, patienceMs = 20_000): Promise<T> {
  for (const end = Date.now() + patienceMs; Date.now() < end; ) {
    const found = look();
    if (found !== undefined) return found;
    await new Promise((resolve) => void setTimeout(resolve, 20));
  }
  throw new Error('it did not come about');
}
