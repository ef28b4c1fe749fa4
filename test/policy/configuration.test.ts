import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/model/finding.ts';
import { baselineExcuse, formatBaseline, parseBaseline } from '../../src/policy/baseline.ts';
import { parseCheckFile } from '../../src/policy/check-file.ts';
import { parseConfiguration } from '../../src/policy/configuration.ts';
import { nearest } from '../../src/policy/errors.ts';
import { pathPatterns } from '../../src/doors/path-patterns.ts';
import { resolvePolicy } from '../../src/policy/resolve.ts';

const parse = (text: string): ReturnType<typeof parseConfiguration> => parseConfiguration('portcullis.yaml', text);

describe('a wrong configuration', () => {
  const cases: [string, string, string][] = [
    ['an unknown key', 'version: 1\nfamilys: {}\n', 'portcullis.yaml:2: unknown key "familys" (did you mean "families"?)'],
    ['an unknown family', 'families:\n  credential: off\n', '"credential" is not a family (did you mean "credentials"?)'],
    ['an unknown action', 'checks:\n  credentials/jwt/token: blok\n', 'expected block, warn, off'],
    ['a number that is none', 'limits:\n  max-findings: many\n', 'portcullis.yaml:2: "max-findings" must be a number'],
    ['a suppression without a reason', 'suppressions:\n  - fingerprint: "0123456789"\n', '"reason" is missing'],
    ['a suppression without a fingerprint', 'suppressions:\n  - reason: x\n    fingerprint: nope\n', 'is not a fingerprint'],
    ['a date that is none', 'suppressions:\n  - {fingerprint: "0123456789", reason: x, expires: soon}\n', 'is not a date'],
    ['a list for a mapping', 'families: [a]\n', '"families" must be a mapping'],
    ['broken YAML', 'a: b: c\n', 'portcullis.yaml:1:'],
    ['no mapping at all', '- a\n', 'expected a mapping'],
  ];
  it.each(cases)('with %s names file, line and remedy', (_what, text, message) => {
    expect(() => parse(text)).toThrow(message);
  });

  it('cannot reach a prototype', () => {
    const plain = parse('server:\n  __proto__: {polluted: true}\n').sections.get('server');
    expect(Object.getPrototypeOf(plain)).toBeNull();
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });
});

const finding: Finding = {
  check: 'credentials/jwt/token',
  family: 'credentials',
  severity: 'medium',
  certainty: 'fail',
  title: 't',
  message: '',
  path: 'a.txt',
  subject: 'file',
  range: { startLine: 1, startColumn: 1, endLine: 1, endColumn: 2 },
  evidence: '',
  fingerprint: '0123456789abcdef0123456789abcdef',
  action: 'block',
  frame: [],
};

function resolve(text: string, today = '2026-06-01'): ReturnType<typeof resolvePolicy> {
  return resolvePolicy({ configurations: [parse(text)], digestOf: [], today, matcher: (patterns) => (path) => patterns.includes(path) });
}

describe('a policy', () => {
  const key = { check: 'credentials/jwt/token', family: 'credentials', severity: 'medium', certainty: 'fail', path: 'a.txt' } as const;

  it('blocks credentials from medium on and other families from high on', () => {
    const policy = resolve('');
    expect(policy.decide(key).action).toBe('block');
    expect(policy.decide({ ...key, severity: 'low' }).action).toBe('warn');
    expect(policy.decide({ ...key, family: 'containers' }).action).toBe('warn');
    expect(policy.decide({ ...key, family: 'containers', severity: 'high' }).action).toBe('block');
    expect(policy.decide({ ...key, severity: 'high', certainty: 'unsure' }).action).toBe('warn');
  });

  it('takes the nearest setting of a check, its folder, its path', () => {
    const policy = resolve('checks:\n  credentials/jwt: warn\n  credentials/jwt/token: {severity: low}\npaths:\n  - match: [b.txt]\n    checks: {credentials: off}\n');
    expect(policy.decide(key)).toEqual({ severity: 'low', action: 'warn' });
    expect(policy.decide({ ...key, path: 'b.txt' }).action).toBe('off');
    expect(resolve('checks: {credentials/jwt: off}').isOn({ id: key.check, family: 'credentials', severity: 'medium', on: true })).toBe(false);
  });

  it('says which checks need not run in a hook, because nobody would hear of them', () => {
    const low = { id: 'containers/dockerfile/casing', family: 'containers', severity: 'low', on: true } as const;
    const heard = (text: string, hook = true): boolean => resolvePolicy({ configurations: [parse(text)], digestOf: [], today: '2026-01-01', matcher: (patterns) => (path) => patterns.includes(path), refs: () => ['refs/heads/main'], hook }).isHeard(low);
    const cases: [string, boolean][] = [
      ['', false],
      ['checks: {containers/dockerfile: warn}', true],
      ['checks: {containers/dockerfile/casing: {severity: high}}', true],
      ['checks: {containers/dockerfile/casing: off}', false],
      ['families: {containers: {report: low}}', true],
      ['branches: [{match: main, families: {containers: {report: low}}}]', true],
      ['branches: [{match: other, families: {containers: {report: low}}}]', false],
      ['paths: [{match: [a], families: {containers: {report: low}}}]', true],
    ];
    for (const [text, expected] of cases) expect([text, heard(text)]).toEqual([text, expected]);
    expect(heard('', false)).toBe(true);
  });

  it('goes by the branches that a change goes to, and by the strictest where there are several', () => {
    const text = 'families: {credentials: {block: critical}}\nbranches:\n  - {match: [main, "release/**"], families: {credentials: {block: medium}}}\n  - {match: ["try/*"], checks: {credentials/jwt: off}}\n  - {match: ["refs/tags/*"], checks: {credentials/jwt: block}}\n';
    const to = (...refs: readonly string[]) => resolvePolicy({ configurations: [parse(text)], digestOf: [], today: '2026-01-01', matcher: pathPatterns, refs: () => refs }).decide(key).action;
    expect([to('refs/heads/main'), to('refs/heads/release/1/2'), to('refs/heads/other'), to('refs/heads/try/x'), to('refs/tags/v1'), to()]).toEqual(['block', 'block', 'warn', 'off', 'block', 'warn']);
    expect([to('refs/heads/try/x', 'refs/heads/main'), to('refs/heads/try/x', 'refs/heads/other'), to('refs/heads/main/x')]).toEqual(['block', 'warn', 'warn']);
    const isOn = (...refs: readonly string[]) => resolvePolicy({ configurations: [parse('families: {credentials: off}\nbranches: [{match: main, families: {credentials: {on: true}}}]\n')], digestOf: [], today: '2026-01-01', matcher: pathPatterns, refs: () => refs }).isOn({ id: key.check, family: 'credentials', severity: 'low', on: true });
    expect([isOn('refs/heads/main'), isOn('refs/heads/other'), isOn('refs/heads/other', 'refs/heads/main')]).toEqual([true, false, true]);
  });

  it('turns on what is off by default when it is named', () => {
    expect(resolve('checks: {credentials/jwt/token: on}').isOn({ id: key.check, family: 'credentials', severity: 'low', on: false })).toBe(true);
    expect(resolve('').isOn({ id: key.check, family: 'credentials', severity: 'low', on: false })).toBe(false);
  });

  it('lets a suppressed finding pass until the suppression expires, and says which entries are expired or unused', () => {
    const text = 'suppressions:\n  - {fingerprint: "01234567", reason: test key, owner: ana, expires: "2026-05-31"}\n  - {fingerprint: "ffffffff", reason: gone}\n';
    const before = resolve(text, '2026-05-31');
    expect(before.suppression(finding)).toEqual({ kind: 'suppressed', reason: 'test key', owner: 'ana', expires: '2026-05-31', where: 'portcullis.yaml:2' });
    expect(before.suppression({ ...finding, fingerprint: 'a'.repeat(32) })).toBeUndefined();
    const after = resolve(text, '2026-06-01');
    expect(after.suppression(finding)).toBeUndefined();
    expect(after.remarks(true).join()).toMatch(/expired on 2026-05-31.*matches nothing any more/);
  });

  it('has another digest when anything in it differs', () => {
    expect(resolve('limits: {max-findings: 5}').digest).not.toBe(resolve('limits: {max-findings: 6}').digest);
    expect(resolve('').digest).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('a baseline', () => {
  it('is sorted, free of duplicates, and read back', () => {
    const other = { ...finding, path: 'odd\nname' };
    const text = formatBaseline([other, finding, finding]);
    expect(text.split('\n').filter((line) => !line.startsWith('#') && line !== '')).toHaveLength(2);
    const excuse = baselineExcuse(parseBaseline('b', text));
    expect(excuse(finding)).toEqual({ kind: 'baseline' });
    expect(excuse(other)).toEqual({ kind: 'baseline' });
    expect(excuse({ ...finding, fingerprint: 'f'.repeat(32) })).toBeUndefined();
    expect(excuse({ ...finding, path: 'elsewhere' })).toBeUndefined();
  });

  it('with a broken line is refused', () => {
    expect(() => parseBaseline('b', 'not an entry\n')).toThrow('b:1:');
  });
});

describe('a check file', () => {
  const valid = 'title: t\nseverity: high\nreason: r\nremedy: f\nkeywords: [abc]\npattern: abc\n';
  const cases: [string, string, string, string][] = [
    ['a wrong key', 'credentials/a', `${valid}patern: x\n`, 'did you mean "pattern"?'],
    ['no keyword', 'credentials/a', valid.replace('keywords: [abc]\n', ''), '"keywords" is missing'],
    ['a short keyword', 'credentials/a', valid.replace('[abc]', '[ab]'), 'shorter than three'],
    ['a broken expression', 'credentials/a', valid.replace('pattern: abc', "pattern: '('"), 'not a regular expression'],
    ['another family', 'secrets/a', valid, '"secrets" is not a family of checks'],
    ['no assertion', 'infrastructure/a', 'title: t\nreason: r\nremedy: f\napplies: x\n', 'either "assert" or "function"'],
  ];
  it.each(cases)('with %s is refused', (_what, id, text, message) => {
    expect(() => parseCheckFile(id, `${id}.yaml`, text)).toThrow(message);
  });
});

it('the nearest word is near', () => {
  expect(nearest('credentails', ['credentials', 'containers'])).toBe('credentials');
  expect(nearest('zzz', ['credentials', 'containers'])).toBeUndefined();
});
