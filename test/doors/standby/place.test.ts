import { spawnSync } from 'node:child_process';
import { appendFileSync, chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { identityOf, makeBase, standbyPlace, wantsStandby } from '../../../src/doors/standby/place.ts';
import { isSameInstallation } from '../../../src/doors/standby/same-installation.ts';

let folder = '';
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'portcullis-place-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const identity = (): string => identityOf(resolve('dist')) ?? 'none';

describe.runIf(process.platform === 'linux')('where a standby is looked for', () => {
  const cases = (): readonly (readonly [NodeJS.ProcessEnv, string | undefined])[] => [
    [{ HOME: folder, XDG_RUNTIME_DIR: join(folder, 'run') }, join(folder, 'run/portcullis')],
    [{ HOME: folder }, join(folder, '.cache/portcullis')],
    [{ HOME: folder, XDG_RUNTIME_DIR: 'run' }, join(folder, '.cache/portcullis')],
    [{ HOME: folder, XDG_RUNTIME_DIR: join(folder, 'none') }, join(folder, '.cache/portcullis')],
    [{ HOME: folder, XDG_RUNTIME_DIR: join(folder, 'file') }, join(folder, '.cache/portcullis')],
    [{ HOME: 'relative' }, undefined],
    [{ HOME: join(folder, 'none') }, undefined],
    [{}, undefined],
  ];

  it('the shim and the gate agree', () => {
    mkdirSync(join(folder, 'run'));
    writeFileSync(join(folder, 'file'), '');
    for (const [environment, base] of cases()) {
      expect(standbyPlace(environment, identity())?.folder, JSON.stringify(environment)).toBe(base === undefined ? undefined : join(base, `${identity()}-${hostname()}`));
      const asked = spawnSync('sh', ['-c', 'portcullis_package=$1; portcullis_at=; . "$portcullis_package/hooks/standby.sh"; if portcullis_ask pre-commit; then exit 1; fi; [ -n "$portcullis_start" ] && printf %s "$portcullis_at"', 'sh', resolve('.')], { env: { PATH: process.env['PATH'], ...environment }, encoding: 'utf8' });
      expect(asked.stdout, JSON.stringify(environment)).toBe(base === undefined ? '' : join(base, `${identity()}-${hostname()}`));
      expect(asked.stderr).toBe('');
    }
  });

  it('others may not write to it', () => {
    const place = { base: join(folder, 'base'), folder: join(folder, 'base/x') };
    expect(makeBase(place)).toBe(true);
    chmodSync(place.base, 0o777);
    expect(makeBase(place)).toBe(false);
    rmSync(place.base, { recursive: true });
    mkdirSync(join(folder, 'elsewhere'));
    symlinkSync(join(folder, 'elsewhere'), place.base);
    expect(makeBase(place)).toBe(false);
  });

  it('nobody looks in CI, with NODE_OPTIONS, and where it is turned off', () => {
    expect([{}, { PORTCULLIS_STANDBY: '1' }, { CI: '' }].map(wantsStandby)).toEqual([true, true, true]);
    const off = [{ PORTCULLIS_STANDBY: '0' }, { CI: '1' }, { JENKINS_URL: 'https://ci.example.com/' }, { TF_BUILD: 'True' }, { TEAMCITY_VERSION: '2026.1' }, { CODEBUILD_BUILD_ID: 'a:b' }, { NODE_OPTIONS: '--inspect' }];
    expect(off.filter(wantsStandby)).toEqual([]);
  });
});

describe('an installation', () => {
  it('is the same while its files are, wherever it lies', () => {
    const copy = join(folder, 'dist');
    mkdirSync(copy);
    for (const name of ['identity', 'digests.json', 'hook.cjs', 'hook-main.cjs', 'registry.bin']) cpSync(join('dist', name), join(copy, name));
    expect(isSameInstallation(resolve('dist'), identity())).toBe(true);
    expect(isSameInstallation(copy, identity())).toBe(true);
    expect(isSameInstallation(copy, '0'.repeat(32))).toBe(false);
    expect(isSameInstallation(copy, identity())).toBe(true);
    const main = readFileSync(join(copy, 'hook-main.cjs'));
    appendFileSync(join(copy, 'hook-main.cjs'), ' ');
    expect(isSameInstallation(copy, identity())).toBe(false);
    writeFileSync(join(copy, 'hook-main.cjs'), main);
    expect(isSameInstallation(copy, identity())).toBe(true);
    writeFileSync(join(copy, 'digests.json'), '{}');
    expect(isSameInstallation(copy, identity())).toBe(false);
    rmSync(join(copy, 'registry.bin'));
    expect(isSameInstallation(copy, identity())).toBe(false);
    expect(isSameInstallation(join(folder, 'none'), identity())).toBe(false);
  });
});
