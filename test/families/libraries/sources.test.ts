import { expect, it } from 'vitest';
import { parseLicence } from '../../../src/families/libraries/licence/expression.ts';
import { unacceptable } from '../../../src/families/libraries/licence/judge.ts';
import { npmArchive, sourceOf } from '../../../src/families/libraries/source-of.ts';
import { judged, npmLock, type Case } from './judge.ts';

const commit = 'a'.repeat(40);

it.each([
  ['npm', 'https://registry.npmjs.org/a/-/a-1.0.0.tgz', 'registry registry.npmjs.org none'],
  ['npm', 'https://npm.acme.example/api/npm/all/@s%2fa/-/a-1.0.0.tgz', 'registry npm.acme.example none'],
  ['npm', 'https://npm.pkg.github.com/download/@s/a/1.0.0/aa', 'registry npm.pkg.github.com none'],
  ['npm', 'https://example.com/a-1.0.0.tgz', 'archive example.com none'],
  ['npm', `https://codeload.github.com/acme/a/tar.gz/${commit}`, 'archive codeload.github.com none'],
  ['npm', `git+ssh://git@github.com/acme/a.git#${commit}`, 'git github.com commit'],
  ['npm', 'github:acme/a#v1.2.0', 'git github.com tag'],
  ['npm', 'github:acme/a', 'git github.com none'],
  ['npm', 'git@github.com:acme/a.git#main', 'git github.com branch'],
  ['npm', 'git://github.com/acme/a.git', 'git github.com none insecure'],
  ['npm', 'file:../a', 'local  none'],
  ['cargo', 'registry+https://github.com/rust-lang/crates.io-index', 'registry github.com none'],
  ['cargo', 'sparse+https://index.crates.io/', 'registry index.crates.io none'],
  ['cargo', `git+https://github.com/acme/a?branch=main#${commit}`, 'git github.com commit'],
  ['cargo', 'https://github.com/acme/a', 'git github.com none'],
  ['pypi', 'git+https://github.com/acme/a.git@v1.0', 'git github.com tag'],
  ['pypi', `git+https://github.com/acme/a@${commit}`, 'git github.com commit'],
  ['pypi', 'https://files.pythonhosted.org/packages/aa/a-1.0.tar.gz', 'registry files.pythonhosted.org none'],
  ['pypi', 'https://pypi.org/simple', 'registry pypi.org none'],
  ['pypi', 'http://example.com/a-1.0.tar.gz', 'archive example.com none insecure'],
  ['gem', 'https://user:word@gems.example.com/', 'registry gems.example.com none'],
  ['composer', 'https://api.github.com/repos/acme/a/zipball/aa', 'registry api.github.com none'],
  ['npm', '', 'unsaid  none'],
])('%s %s', (ecosystem, resolved, expected) => {
  const { kind, host, pin, isInsecure } = sourceOf({ ecosystem, name: 'a', resolved, start: 0, end: 0 });
  expect(`${kind} ${host} ${pin}${isInsecure ? ' insecure' : ''}`).toBe(expected);
});

it('the address of an npm archive says name and version', () => {
  expect(npmArchive('https://r.example/x/@s/a-b/-/a-b-1.0.0-rc.1.tgz')).toEqual({ registry: 'https://r.example/x/', name: '@s/a-b', version: '1.0.0-rc.1' });
  expect(npmArchive('https://r.example/a/-/b-1.0.0.tgz')).toBeUndefined();
  expect(npmArchive('https://r.example/download/a')).toBeUndefined();
});

it.each([
  ['MIT', [], ['MIT']],
  ['(MIT OR GPL-3.0-only)', ['GPL-*'], undefined],
  ['MIT AND GPL-3.0-only', ['GPL-*'], undefined, 'GPL-3.0-only'],
  ['GPL-2.0', ['GPL-2.0-only'], undefined, 'GPL-2.0'],
  ['GPL-2.0+', ['GPL-2.0-or-later'], undefined, 'GPL-2.0+'],
  ['GPL-2.0+', ['GPL-2.0-only'], undefined],
  ['Apache-2.0 WITH LLVM-exception', [], ['Apache-2.0']],
  ['GPL-2.0-only WITH Classpath-exception-2.0', ['GPL-2.0-only'], ['GPL-2.0-only WITH Classpath-exception-2.0']],
  ['GPL-2.0-only WITH Classpath-exception-2.0', ['GPL-*'], undefined, 'GPL-2.0-only WITH Classpath-exception-2.0'],
  ['MIT/Apache-2.0', [], ['Apache-2.0']],
  ['MIT and (BSD-3-Clause or (ISC and Zlib))', [], ['MIT', 'ISC', 'Zlib']],
  ['Apache License, Version 2.0', [], ['Apache-2.0']],
  ['ISC', [], ['MIT'], 'ISC'],
] as const)('%s, denying %j and allowing %j', (text, deny, allow, ...expected) => {
  const expression = parseLicence(text);
  if (expression === undefined) throw new Error('not read');
  expect(unacceptable(expression, { deny, allow })).toEqual(expected);
});

it.each(['', 'SEE LICENSE IN LICENSE', 'UNLICENSED', 'MIT OR', '(MIT', 'MIT)', 'NOASSERTION', 'MIT Apache-2.0', `${'('.repeat(3000)}MIT`, 'a/'.repeat(900)])('%.40s is no expression', (text) => {
  expect(parseLicence(text)).toBeUndefined();
});

const manifest = (dependencies: string): string => `{"dependencies": {${dependencies}}}`;
const pnpm = (lines: string): string => `lockfileVersion: '9.0'\n${lines}`;
const rows: readonly (readonly [string, Case, readonly string[]])[] = [
  ['nothing is said of an ordinary lockfile', { files: { 'package.json': manifest('"a": "^1.0.0"'), 'package-lock.json': npmLock({ a: '^1.0.0' }, { a: { version: '1.0.0' } }) } }, []],
  ['an edited address is found', { files: { 'package-lock.json': npmLock({ a: '1' }, { a: { version: '1.0.0', resolved: 'https://registry.npmjs.org/b/-/b-1.0.0.tgz' } }) } }, ['integrity-other-package package-lock.json:3']],
  ['http is found, more so without a hash', { files: { 'package-lock.json': npmLock({ a: '1' }, { a: { version: '1.0.0', resolved: 'http://registry.npmjs.org/a/-/a-1.0.0.tgz' } }) } }, ['source-insecure package-lock.json:3']],
  ['a registry is a prefix of whole path segments', { files: { 'package-lock.json': npmLock({ a: '1' }, { a: { version: '1.0.0', resolved: 'https://r.example/npm-evil/a/-/a-1.0.0.tgz' } }) }, libraries: '{sources: {registries: ["https://r.example/npm"]}}' }, ['source-not-allowed package-lock.json:3']],
  ['a registry over https is not itself over http', { files: { 'package-lock.json': npmLock({ a: '1' }, { a: { version: '1.0.0', resolved: 'http://registry.npmjs.org/a/-/a-1.0.0.tgz' } }) }, libraries: '{sources: {http: allow, registries: ["https://registry.npmjs.org"]}}' }, ['source-not-allowed package-lock.json:3']],
  ['archives of PyPI belong to it', { files: { 'requirements.txt': 'a @ https://files.pythonhosted.org/packages/a-1.0.tar.gz\n' }, libraries: '{sources: {registries: ["https://pypi.org/simple"]}}' }, []],
  ['unknown licences of a whole lockfile are one finding', { files: { 'pnpm-lock.yaml': pnpm('packages:\n  a@1.0.0:\n    resolution: {integrity: sha512-AA==}\n  b@1.0.0:\n    resolution: {integrity: sha512-AA==}\n') }, libraries: '{licences: {allow: [MIT]}}' }, ['licence-unknown? pnpm-lock.yaml:3']],
  ['a licence of a development tool may be left out', { files: { 'package-lock.json': npmLock({}, { a: { version: '1.0.0', license: 'GPL-3.0', dev: true } }) }, libraries: '{licences: {allow: [MIT], scopes: [runtime]}}' }, []],
  ['a manifest that was changed alone is out of step', { files: { 'package.json': manifest('"a": "^1.0.0", "b": "^1.0.0"') }, beside: { 'package-lock.json': npmLock({ a: '^1.0.0' }, { a: { version: '1.0.0' } }) } }, ['lockfile-out-of-step package.json:1']],
  ['a lockfile that was changed alone is', { files: { 'package-lock.json': npmLock({ a: '^1.0.0', c: '1' }, { a: { version: '1.0.0' }, c: { version: '1.0.0' } }) }, beside: { 'package.json': manifest('"a": "^1.0.0"') } }, ['lockfile-out-of-step package-lock.json:4']],
  ['overrides explain another version', { files: { 'package.json': '{"dependencies": {"a": "^2.0.0"}, "overrides": {"a": "1.0.0"}}' }, beside: { 'package-lock.json': npmLock({ a: '^1.0.0' }, { a: { version: '1.0.0' } }) } }, []],
  ['a workspace is no missing package', { files: { 'package.json': '{"workspaces": ["b"], "dependencies": {"b": "workspace:*"}}' }, beside: { 'pnpm-lock.yaml': pnpm('') } }, []],
  ['in-step makes it high', { files: { 'package.json': manifest('"b": "^1.0.0"') }, beside: { 'package-lock.json': npmLock({}, {}) }, libraries: '{lockfile: {in-step: false}}' }, []],
  ['an action by its tag is not pinned, by its commit it is', { files: { '.github/workflows/a.yml': `on: push\njobs:\n  a:\n    steps:\n      - uses: a/b@v1\n      - uses: a/c@${commit}\n` }, libraries: '{unpinned: deny}' }, ['unpinned .github/workflows/a.yml:5']],
  ['a second version of what must be single', { files: { 'package-lock.json': npmLock({}, { react: { version: '19.0.0' }, 'node_modules/a/node_modules/react': { version: '18.0.0' } }) }, libraries: '{duplicates: {only: ["pkg:npm/react"]}}' }, ['duplicate package-lock.json:4']],
  ['a date is an age that only the manager can read', { files: { 'uv.lock': 'version = 1\n' }, beside: { 'uv.toml': 'exclude-newer = "2026-01-01T00:00:00Z"\n' }, libraries: '{cooldown: {days: 3}}' }, []],
  ['an age in another folder does not count', { files: { 'a/uv.lock': 'version = 1\n' }, beside: { 'b/uv.toml': 'exclude-newer = "9 days"\n' }, libraries: '{cooldown: {days: 3}}' }, ['cooldown a/uv.lock:1']],
  ['an exception for what is gone is reported where it stands', { files: { 'portcullis.yaml': 'libraries:\n  allow:\n    - {purl: pkg:npm/gone, reason: r}\n' }, beside: { 'package.json': manifest('"a": "1.0.0"') }, libraries: '{deny: [{purl: pkg:npm/gone, reason: r}], allow: [{purl: pkg:npm/gone, reason: r}]}' }, ['unused-exception portcullis.yaml:3']],
  ['a wrapper that brings it in nowhere is', { files: { 'portcullis.yaml': 'libraries:\n  deny:\n    - {purl: pkg:npm/b, wrappers: [x, a]}\n' }, beside: { 'package-lock.json': npmLock({ a: '1' }, { a: { version: '1.0.0', dependencies: { b: '*' } }, b: { version: '1.0.0' } }) }, libraries: '{deny: [{purl: pkg:npm/b, reason: r, wrappers: [x, a]}]}' }, ['unused-exception portcullis.yaml:3']],
];

it.each(rows)('%s', async (_name, one, expected) => {
  expect(await judged(one)).toEqual(expected);
});
