import { minimatch } from 'minimatch';
import { describe, expect, it } from 'vitest';
import { parseCheckFile } from '../../../src/policy/check-file.ts';
import { convertDetectSecrets } from '../../../src/policy/migrate/detect-secrets.ts';
import { convertGitleaks, convertGitleaksIgnore, javascriptExpression } from '../../../src/policy/migrate/gitleaks.ts';
import { pathPatterns } from '../../../src/policy/migrate/path-pattern.ts';
import { convertSecretlint, convertSecretlintIgnore } from '../../../src/policy/migrate/secretlint.ts';

describe('a path expression', () => {
  it.each([
    ['vendor/', ['vendor/a.js', 'x/vendor/a/b.js'], ['vendored.js']],
    ['^docs/', ['docs/a.md', 'docs/b/c.md'], ['x/docs/a.md']],
    ['_test\\.go$', ['a_test.go', 'x/y/b_test.go'], ['a_test.go.txt', 'test.go']],
    ['(^|/)node_modules(/|$)', ['node_modules/a.js', 'x/node_modules/b/c.js'], []],
    ['.*\\.(?:png|jpe?g)$', undefined, undefined],
    ['.*\\.(png|jpg)$', ['a.png', 'x/b.jpg'], ['a.gif']],
    ['^tests/.*/fixtures/', ['tests/a/fixtures/x', 'tests/a/b/fixtures/x'], ['tests/x']],
    ['package-lock\\.json', ['package-lock.json', 'a/package-lock.json'], ['package.json']],
    ['^(?!src)', undefined, undefined],
  ])('%s is written as path patterns that match the same', (expression, matching, other) => {
    const patterns = pathPatterns(expression);
    if (matching === undefined) {
      expect(patterns).toBeUndefined();
      return;
    }
    const matches = (path: string): boolean => (patterns ?? []).some((pattern) => minimatch(path, pattern, { dot: true }));
    for (const path of matching) expect(matches(path), `${path} by ${String(patterns)}`).toBe(true);
    for (const path of other ?? []) expect(matches(path), `${path} by ${String(patterns)}`).toBe(false);
  });
});

it('a configuration of gitleaks gives checks, paths and disabled rules, and says what it could not', () => {
  const converted = convertGitleaks(
    '.gitleaks.toml',
    `title = "x"
[extend]
useDefault = true
disabledRules = ["generic-api-key"]
[allowlist]
paths = ['''vendor/''', '''(?<x>y)''']
regexes = ['''219-09-9999''']
[[rules]]
id = "Acme Token"
description = "Acme token"
regex = '''(?i)acme_[a-z0-9]{32}'''
keywords = ["acme_"]
entropy = 3.5
[[rules]]
id = "late-group"
regex = '''(a)(b)'''
secretGroup = 2
keywords = ["abc"]
`,
  );
  expect(converted.paths).toEqual(['**/*vendor/**']);
  expect(converted.off).toEqual(['generic-api-key']);
  expect(converted.checks.map((check) => check.name)).toEqual(['acme-token']);
  const check = parseCheckFile('credentials/custom/acme-token', 'acme-token.yaml', converted.checks[0]?.text ?? '');
  expect(check).toMatchObject({ title: 'Acme token', pattern: 'acme_[a-z0-9]{32}', flags: 'i', keywords: ['acme_'], entropy: 3.5, aliases: ['gitleaks:acme-token'] });
  expect(converted.notes).toHaveLength(3);
  expect(converted.notes.join('\n')).toMatch(/\(\?<x>y\)[^]*1 regexes|1 regexes[^]*\(\?<x>y\)/);
  expect(converted.notes.join('\n')).toContain('group 2');
});

it('fingerprints of gitleaks name files and lines', () => {
  const converted = convertGitleaksIgnore('.gitleaksignore', '# accepted\ncd5226711335c68be1e720b318b7bc3135a30eb2:cmd/x.go:rule-id:37\nsrc/a b.ts:rule:4 # why\nnonsense\n');
  expect(converted.accepted).toEqual([{ path: 'cmd/x.go', line: 37, rule: 'rule-id' }, { path: 'src/a b.ts', line: 4, rule: 'rule' }]);
  expect(converted.notes).toEqual(['.gitleaksignore:4: "nonsense" is not a fingerprint']);
});

it('a baseline of detect-secrets gives what it accepts and the files it leaves out', () => {
  const text = JSON.stringify({
    version: '1.5.0',
    filters_used: [{ path: 'detect_secrets.filters.regex.should_exclude_file', pattern: ['package-lock\\.json', '^a{2}$'] }],
    results: { 'src\\a.py': [{ type: 'Secret Keyword', filename: 'src/a.py', hashed_secret: '0'.repeat(40), is_verified: false, line_number: 12 }] },
  });
  const converted = convertDetectSecrets('.secrets.baseline', text);
  expect(converted.accepted).toEqual([{ path: 'src/a.py', line: 12 }]);
  expect(converted.paths).toEqual(['**/*package-lock.json*', '**/*package-lock.json*/**']);
  expect(converted.notes).toEqual(['.secrets.baseline: the path expression ^a{2}$ cannot be written as path patterns']);
});

it('rules of secretlint beyond its preset are hosted', () => {
  const converted = convertSecretlint('.secretlintrc.json', JSON.stringify({ rules: [{ id: '@secretlint/secretlint-rule-preset-recommend', allowMessageIds: ['X'] }, { id: '@secretlint/secretlint-rule-no-homedir', options: {} }, { id: '@secretlint/secretlint-rule-pattern', options: { patterns: [] } }, { id: 'off', disabled: true }] }));
  expect(converted.secretlint).toEqual(['@secretlint/secretlint-rule-no-homedir']);
  expect(converted.notes).toHaveLength(3);
  expect(convertSecretlintIgnore('.secretlintignore', '# x\nnode_modules/\n/dist\n*.min.js\n!keep.js\n')).toMatchObject({ paths: ['**/node_modules/**', 'dist', 'dist/**', '**/*.min.js', '**/*.min.js/**'], notes: ['.secretlintignore: "!keep.js" takes an exception back, which path patterns here cannot'] });
});

it.each([
  ['(?i)abc', 'abc', 'i'],
  ['(?P<x>a)\\z', '(?<x>a)$', ''],
  ['[[:alnum:]]{3}', '[A-Za-z0-9]{3}', ''],
])('the Go expression %s is written in JavaScript', (go, source, flags) => {
  expect(javascriptExpression(go)).toEqual({ source, flags });
});

it.each(['a(?i:b)c', '\\pL', '(?U)a+'])('the Go expression %s has no counterpart', (go) => {
  expect(javascriptExpression(go)).toBeUndefined();
});
