import fc from 'fast-check';
import { expect, it } from 'vitest';
import { slippedFrom } from '../../../src/families/libraries/typo-squats/nearest.ts';
import { npm } from '../../../src/families/libraries/typo-squats/names/npm.ts';
import { parseLicence } from '../../../src/families/libraries/licence/expression.ts';
import { parsePurlPattern, pathMatcher } from '../../../src/families/libraries/policy/purl-pattern.ts';
import { sourceOf } from '../../../src/families/libraries/source-of.ts';
import { judge, npmLock } from './judge.ts';

/** Every part of the policy at once. */
const libraries = JSON.stringify({
  deny: [{ purl: 'pkg:npm/b', reason: 'r', wrappers: ['a'] }, { purl: 'pkg:npm/*', versions: '<1', reason: 'r' }, { purl: 'pkg:pypi/**', paths: ['x/**'], reason: 'r' }],
  allow: [{ purl: 'pkg:npm/b', versions: '1.0.0', reason: 'r' }],
  sources: { registries: ['https://registry.npmjs.org'], git: 'deny', 'git-pin': 'commit', tarballs: 'deny', local: 'deny', http: 'deny' },
  licences: { allow: ['MIT'], unknown: 'block' },
  'install-scripts': 'deny',
  integrity: 'required',
  lockfile: { required: true, 'in-step': true },
  duplicates: 'deny',
  unpinned: 'deny',
  cooldown: { days: 3 },
});

const samples: Readonly<Record<string, string>> = {
  'package-lock.json': npmLock({ a: '1' }, { a: { version: '1.0.0', dependencies: { b: '*' }, license: '(MIT OR ISC)' }, b: { version: '0.9.0', hasInstallScript: true } }),
  'package.json': '{"name": "own", "dependencies": {"a": "^1.0.0", "b": "github:x/b#main", "lodahs": "npm:c@1", "__proto__": "1"}}',
  'pnpm-lock.yaml': "lockfileVersion: '9.0'\nimporters:\n  .:\n    dependencies:\n      a:\n        specifier: ^1.0.0\n        version: 1.0.0\npackages:\n  a@1.0.0:\n    resolution: {integrity: sha512-AA==}\nsnapshots:\n  a@1.0.0: {}\n",
  'yarn.lock': '# yarn lockfile v1\n\na@^1.0.0:\n  version "1.0.0"\n  resolved "http://r.example/b/-/b-1.0.0.tgz#aa"\n',
  'requirements.txt': '-r requirements.txt\na==1 --hash=md5:aa\nb @ git+https://github.com/x/b@main\n',
  'Cargo.lock': 'version = 4\n[[package]]\nname = "a"\nversion = "1.0.0"\nsource = "git+https://github.com/x/a?branch=main#aa"\n',
  Dockerfile: 'FROM debian\nRUN apt-get install -y a=1 && pip install b==2 http://x.example/c.whl\n',
  'pom.xml': '<project><dependencies><dependency><groupId>g</groupId><artifactId>a</artifactId><version>[1,2)</version></dependency></dependencies></project>',
};

it('no document, however broken, makes the family fail', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...Object.keys(samples)), fc.nat(400), fc.nat(40), fc.string({ unit: 'binary', maxLength: 12 }), async (path, at, cut, put) => {
      const text = samples[path] ?? '';
      const broken = text.slice(0, at % (text.length + 1)) + put + text.slice((at % (text.length + 1)) + cut);
      const findings = await judge({ files: { [path]: broken }, beside: { 'package.json': samples['package.json'] ?? '', 'package-lock.json': samples['package-lock.json'] ?? '' }, libraries });
      for (const { range, message } of findings) {
        expect(range.startLine).toBeGreaterThan(0);
        expect(message).not.toBe('');
      }
    }),
    { numRuns: 150 },
  );
});

it.each(['package-lock.json', 'Cargo.lock'])('a %s that is cut short is never read as a whole one', async (path) => {
  const text = samples[path] ?? '';
  const end = path === 'package-lock.json' ? text.trimEnd().length - 1 : text.indexOf('"git') + 3;
  expect((await judge({ files: { [path]: text.slice(0, end) } })).map(({ check, action }) => [check, action])).toContainEqual(['libraries/unreadable', 'block']);
});

it('readers of policy, source, licence and name take any text in linear time', () => {
  const started = performance.now();
  for (const piece of ['a', '*', '/*', '@', '(', 'MIT OR ', 'git+', '://', '-', '#', '%41', '.git@', '/-/', '+', 'rn']) {
    const text = piece.repeat(20_000);
    const pattern = parsePurlPattern(`pkg:npm/${text.slice(0, 900)}`);
    if (typeof pattern !== 'string') pathMatcher(pattern)(text.slice(0, 5000));
    sourceOf({ ecosystem: 'npm', name: 'a', resolved: text, start: 0, end: 0 });
    sourceOf({ ecosystem: 'npm', name: 'a', resolved: `https://${text}`, start: 0, end: 0 });
    sourceOf({ ecosystem: 'npm', name: 'a', resolved: `git+https://${text}`, start: 0, end: 0 });
    parseLicence(text);
    slippedFrom(text, npm.used);
    slippedFrom(text.slice(0, 99), npm.used);
  }
  expect(performance.now() - started).toBeLessThan(15_000);
});
