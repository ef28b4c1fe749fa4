import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, realpathSync, readlinkSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientProcess } from '../../../src/doors/standby/client-process.ts';
import type { StandbyRequest } from '../../../src/doors/standby/request.ts';
import { until } from '../../e2e/client/standby-ground.ts';

let folder = '';
let fifo = '';
const children: ChildProcess[] = [];
const present = new Map([['PATH', process.env['PATH'] ?? ''], ['HOME', '/nowhere'], ['GIT_DIR', '.git']]);

beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'portcullis-client-')));
  fifo = join(folder, 'in');
  spawnSync('mkfifo', [fifo, join(folder, 'other')]);
});
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

/** A process that waits, with a FIFO open; `before` may start it in another way. */
async function waiting(name = 'in', before: readonly string[] = []): Promise<StandbyRequest> {
  const descriptor = openSync(join(folder, name), constants.O_RDWR | constants.O_NONBLOCK);
  const [command = '', ...args] = [...before, 'sleep', '60'];
  const child = spawn(command, args, { cwd: folder, env: Object.fromEntries(present), stdio: ['ignore', 'ignore', 'ignore', descriptor] });
  children.push(child);
  closeSync(descriptor);
  const pid = child.pid ?? 0;
  await until(() => (/sleep$/.test(readlinkSync(`/proc/${pid}/exe`)) ? true : undefined));
  return { nonce: '', pid, home: '/gate', hook: 'pre-commit', argument: '', present, body: Buffer.alloc(0) };
}

describe.runIf(process.platform === 'linux')('the process that asks', () => {
  it('lends its environment, its folder and its mask', async () => {
    const request = await waiting();
    const client = clientProcess(request, statSync(fifo));
    expect({ ...client.environment }).toEqual(Object.fromEntries(present));
    expect(realpathSync(client.folder)).toBe(folder);
    expect(client.umask).toBe(process.umask());
  });

  it('is declined when it has not the FIFO open, or another', async () => {
    expect(() => clientProcess({ ...request(1), pid: process.pid }, statSync(fifo))).toThrow('did not ask');
    const other = await waiting('other');
    expect(() => clientProcess(other, statSync(fifo))).toThrow('did not ask');
  });

  it('is declined when it is gone', () => {
    const { pid } = spawnSync('true');
    expect(() => clientProcess(request(pid), statSync(fifo))).toThrow();
  });

  it.each([['GIT_INDEX_FILE', 'x'], ['GIT_DIR', '/elsewhere']])('is declined when its shell has changed %s', async (name, value) => {
    const asked = await waiting();
    expect(() => clientProcess({ ...asked, present: new Map([...present, [name, value]]) }, statSync(fifo))).toThrow(`${name} was changed`);
    const { [name]: _gone, ...rest } = Object.fromEntries(present);
    if (present.has(name)) expect(() => clientProcess({ ...asked, present: new Map(Object.entries(rest)) }, statSync(fifo))).toThrow(`${name} was changed`);
  });

  const asRoot = process.getuid?.() === 0 && spawnSync('setpriv', ['--version']).status === 0;
  it.runIf(asRoot).each([
    ['another user', ['setpriv', '--reuid', '65534', '--clear-groups']],
    ['other groups', ['setpriv', '--groups', '65534']],
    ['fewer capabilities', ['setpriv', '--bounding-set', '-sys_admin', '--inh-caps', '-sys_admin']],
  ])('is declined as %s', async (_what, before) => {
    const asked = await waiting('in', before);
    expect(() => clientProcess(asked, statSync(fifo))).toThrow('another user, or other bounds');
  });

  it.runIf(spawnSync('setpriv', ['--no-new-privs', 'true']).status === 0)('is declined in a sandbox', async () => {
    const asked = await waiting('in', ['setpriv', '--no-new-privs']);
    expect(() => clientProcess(asked, statSync(fifo))).toThrow('another user, or other bounds');
  });

  const namespaces = spawnSync('unshare', ['--mount', 'true']).status === 0;
  it.runIf(namespaces).each([['mnt', ['unshare', '--mount']], ['user', ['unshare', '--user', '--map-root-user']]])('is declined in another %s namespace', async (name, before) => {
    const asked = await waiting('in', before);
    expect(() => clientProcess(asked, statSync(fifo))).toThrow(`another ${name} namespace`);
  });
});

function request(pid: number): StandbyRequest {
  return { nonce: '', pid, home: '/gate', hook: 'pre-commit', argument: '', present, body: Buffer.alloc(0) };
}
