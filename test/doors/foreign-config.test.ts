import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { clientPolicy } from '../../src/doors/client-policy.ts';
import { readCheckFolder } from '../../src/doors/load-configuration.ts';
import { openGate } from '../../src/engine/engine.ts';
import { loadCredentials } from '../../src/engine/loaded.ts';
import { memoryRegistry } from '../../src/engine/registry.ts';
import { expandSample } from '../../src/families/credentials/samples.ts';
import type { Outcome } from '../../src/model/finding.ts';

const registry = memoryRegistry(readCheckFolder('policies', new Set(['credentials'])));
const github = expandSample('ghp_{base62:30}{crc32:6}', 'foreign');
const other = expandSample('ghp_{base62:30}{crc32:6}', 'another');

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'foreign-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Judges a file in a folder that holds the files of another tool. */
async function judge(files: Readonly<Record<string, string>>, path: string, text: string): Promise<Outcome> {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  await loadCredentials();
  const policy = await clientPolicy({ cwd: folder, committed: undefined, repository: false });
  const gate = openGate({ registries: [registry, ...policy.ownChecks()], policy: policy.gate, project: { files: { readText: () => undefined, list: () => [] }, today: '2026-01-01' }, clock: () => 0, whole: true });
  gate.examine({ path, subject: 'file', bytes: Buffer.from(text) });
  return gate.outcome();
}

const excuses = ({ findings }: Outcome): unknown => findings.map(({ excuse }) => (excuse?.kind === 'suppressed' ? `${excuse.where}: ${excuse.reason}` : excuse));

describe("an allow-list of gitleaks's", () => {
  const passes = ['.gitleaks.toml: an allow-list lets it pass'];
  it.each([
    ['of paths', "[allowlist]\npaths = ['''^docs/.*\\.md$''']", 'docs/a.md', passes],
    ['of other paths', "[allowlist]\npaths = ['''^docs/.*\\.md$''']", 'src/a.md', [undefined]],
    ['of expressions on the secret', `[allowlist]\nregexes = ['''^${github.slice(0, 12)}''']`, 'a.txt', passes],
    ['of expressions on the line', "[allowlist]\nregexTarget = \"line\"\nregexes = ['''fixture of''']", 'a.txt', passes],
    ['of expressions on the secret that only the line holds', "[allowlist]\nregexes = ['''fixture of''']", 'a.txt', [undefined]],
    ['of stop words', `[[allowlists]]\nstopwords = ["${github.slice(8, 16).toLowerCase()}"]`, 'a.txt', passes],
    ['of one rule', "[[rules]]\nid = \"github-pat\"\n[[rules.allowlists]]\npaths = ['''a\\.txt$''']", 'a.txt', passes],
    ['of another rule', "[[rules]]\nid = \"slack-bot-token\"\n[[rules.allowlists]]\npaths = ['''a\\.txt$''']", 'a.txt', [undefined]],
    ['for named rules', "[[allowlists]]\ntargetRules = [\"github-pat\"]\npaths = ['''a\\.txt$''']", 'a.txt', passes],
    ['for other named rules', "[[allowlists]]\ntargetRules = [\"jwt\"]\npaths = ['''a\\.txt$''']", 'a.txt', [undefined]],
    ['whose conditions hold together', "[[allowlists]]\ncondition = \"AND\"\nregexTarget = \"line\"\npaths = ['''a\\.txt$''']\nregexes = ['''fixture''']", 'a.txt', passes],
    ['of whose conditions one does not hold', "[[allowlists]]\ncondition = \"AND\"\nregexTarget = \"line\"\npaths = ['''b\\.txt$''']\nregexes = ['''fixture''']", 'a.txt', [undefined]],
  ])('%s counts as it does there', async (_name, toml, path, expected) => {
    expect(excuses(await judge({ '.gitleaks.toml': toml }, path, `fixture of ${github}\n`))).toEqual(expected);
  });

  it('in a file that is extended counts', async () => {
    expect(excuses(await judge({ '.gitleaks.toml': '[extend]\npath = "ci/base.toml"\n', 'ci/base.toml': "[allowlist]\npaths = ['''a\\.txt''']" }, 'a.txt', github))).toEqual(['ci/base.toml: an allow-list lets it pass']);
  });

  it('and a disabled rule let a finding pass, and nothing does with foreign-config: false', async () => {
    const files = { '.gitleaks.toml': '[extend]\nuseDefault = true\ndisabledRules = ["github-pat"]\n' };
    expect(excuses(await judge(files, 'a.txt', github))).toEqual(['.gitleaks.toml: the rule is disabled there']);
    expect(excuses(await judge({ ...files, 'portcullis.yaml': 'foreign-config: false\n' }, 'a.txt', github))).toEqual([undefined]);
  });
});

describe("a rule of gitleaks's", () => {
  const rule = (more: string): Record<string, string> => ({ '.gitleaks.toml': `[[rules]]\nid = "Acme Key"\ndescription = "Acme key"\n${more}` });
  const value = 'q9f3k2m8x7c1v5b4';
  it.each([
    ['with keywords', `regex = '''acme_([a-z0-9]{16})'''\nkeywords = ["acme"]`, `x acme_${value} y`, 1],
    ['without keywords', `regex = '''(?i)ACME[_-]key\\s*[:=]\\s*([a-z0-9]{16})'''`, `acme-key: ${value}`, 1],
    ['with keywords that stand elsewhere', `regex = '''zorg:([a-z0-9]{16})'''\nkeywords = ["vault"]`, `zorg:${value}`, 1],
    ['with a group', `regex = '''(acme)_([a-z0-9]{16})'''\nsecretGroup = 2\nkeywords = ["acme"]`, `acme_${value}`, 1],
    ['with a path', `regex = '''acme_([a-z0-9]{16})'''\npath = '''\\.env$'''\nkeywords = ["acme"]`, `acme_${value}`, 0],
    ['with an entropy that is not reached', `regex = '''acme_([a-z0-9]{16})'''\nentropy = 4.5\nkeywords = ["acme"]`, `acme_${value}`, 0],
    ['in syntax that JavaScript has not', `regex = '''(?s:acme_)(?P<secret>[[:alnum:]]{16})\\z'''\nkeywords = ["acme"]`, `acme_${value}`, 1],
  ])('%s is applied', async (_name, more, text, count) => {
    const { findings } = await judge(rule(more), 'a.txt', text);
    expect(findings.filter(({ check }) => check === 'credentials/custom/acme-key')).toHaveLength(count);
    if (count > 0) expect(findings[0]).toMatchObject({ title: 'Acme key', range: { startColumn: text.indexOf(value) + 1, endColumn: text.indexOf(value) + 17 } });
  });

  it('that would take exponential time takes none', async () => {
    const started = performance.now();
    const { notChecked } = await judge(rule(`regex = '''acme(a*)*(a|a)*.*.*.*.*!'''\nkeywords = ["acme"]`), 'a.txt', `acme${'a'.repeat(100_000)}`);
    expect(performance.now() - started).toBeLessThan(5000);
    expect(notChecked).toEqual([]);
  });

  it('that cannot be applied is said', async () => {
    const { remarks } = await judge(rule(`regex = '''(?<!x)acme'''\nkeywords = ["acme"]`), 'a.txt', 'x');
    expect(remarks.join()).toContain('the rule "Acme Key" has an expression that cannot be read');
  });
});

describe('what another tool was told to ignore', () => {
  it('in .gitleaksignore is that rule on that line of that file', async () => {
    const text = `one\n${github}\n${other}\n`;
    expect(excuses(await judge({ '.gitleaksignore': 'a.txt:github-pat:2\n' }, 'a.txt', text))).toEqual(['.gitleaksignore: names this finding', undefined]);
    expect(excuses(await judge({ '.gitleaksignore': `${'a1'.repeat(20)}:a.txt:github-pat:2\n` }, 'a.txt', text))).toEqual(['.gitleaksignore: names this finding', undefined]);
    expect(excuses(await judge({ '.gitleaksignore': 'a.txt:slack-bot-token:2\nb.txt:github-pat:2\n' }, 'a.txt', text))).toEqual([undefined, undefined]);
  });

  it('in a baseline of detect-secrets is a secret, by its hash, wherever it stands in its file', async () => {
    const hash = createHash('sha1').update(github).digest('hex');
    const baseline = JSON.stringify({ version: '1.5.0', filters_used: [], results: { 'a.txt': [{ type: 'GitHub Token', filename: 'a.txt', hashed_secret: hash, line_number: 77 }] } });
    expect(excuses(await judge({ '.secrets.baseline': baseline }, 'a.txt', `one\n${github}\n${other}\n`))).toEqual(['.secrets.baseline: is among the secrets it knows', undefined]);
    expect(excuses(await judge({ '.secrets.baseline': baseline }, 'b.txt', github))).toEqual([undefined]);
  });

  it('by the filters of detect-secrets is left out', async () => {
    const filter = (name: string, pattern: string): string => JSON.stringify({ filters_used: [{ path: `detect_secrets.filters.regex.${name}`, pattern: [pattern] }], results: {} });
    for (const [name, pattern] of [['should_exclude_file', 'a\\.txt$'], ['should_exclude_line', 'fixture'], ['should_exclude_secret', `^${github.slice(0, 10)}`]] as const) {
      expect(excuses(await judge({ '.secrets.baseline': filter(name, pattern) }, 'a.txt', `fixture ${github}`)), name).toEqual(['.secrets.baseline: is excluded there']);
      expect(excuses(await judge({ '.secrets.baseline': filter(name, 'nothing') }, 'a.txt', `fixture ${github}`)), name).toEqual([undefined]);
    }
  });

  it('in .secretlintignore is a path', async () => {
    expect(excuses(await judge({ '.secretlintignore': '# generated\nfixtures/\n' }, 'x/fixtures/a.txt', github))).toEqual(['.secretlintignore: leaves this path out']);
    expect(excuses(await judge({ '.secretlintignore': 'fixtures/\n' }, 'x/a.txt', github))).toEqual([undefined]);
  });

  it.each(['gitleaks:allow', 'kingfisher:ignore', 'pragma: allowlist secret', 'secretlint-disable-line', 'trufflehog:ignore'])('by the comment "%s" passes', async (comment) => {
    expect((await judge({}, 'a.txt', `${github} # ${comment}\n`)).findings.map(({ excuse }) => excuse?.kind)).toEqual(['suppressed']);
  });
});

describe('what .secretlintrc names', () => {
  const preset = '@secretlint/secretlint-rule-preset-recommend';
  const rc = (rule: object): Record<string, string> => ({ '.secretlintrc.json': JSON.stringify({ rules: [{ id: preset, rules: [rule] }] }) });
  it.each([
    ['an expression in "allows"', { id: '@secretlint/secretlint-rule-github', options: { allows: [`/^${github.slice(0, 9)}/i`] } }, ['.secretlintrc.json: "allows" lets it pass']],
    ['a text in "allows"', { id: '@secretlint/secretlint-rule-github', options: { allows: [github] } }, ['.secretlintrc.json: "allows" lets it pass']],
    ['another text in "allows"', { id: '@secretlint/secretlint-rule-github', options: { allows: [other] } }, [undefined]],
    ['a disabled rule', { id: '@secretlint/secretlint-rule-github', disabled: true }, ['.secretlintrc.json: the rule is disabled there']],
    ['another disabled rule', { id: '@secretlint/secretlint-rule-npm', disabled: true }, [undefined]],
  ])('as %s counts as it does there', async (_name, rule, expected) => {
    expect(excuses(await judge(rc(rule), 'a.txt', github))).toEqual(expected);
  });

  it('beyond our own rules is no program that runs unasked', async () => {
    const { remarks } = await judge({ '.secretlintrc.json': '{"rules": [{"id": "@secretlint/secretlint-rule-preset-recommend"}, {"id": "secretlint-rule-acme"}]}' }, 'a.txt', github);
    expect(remarks.join()).toContain('secretlint-rule-acme run only where portcullis.yaml says "foreign-config: true"');
    await expect(judge({ 'portcullis.yaml': 'foreign-config: true\n' }, 'a.txt', github)).rejects.toThrow('secretlint-rule-acme');
  });
});

it('files that cannot be read let nothing pass, and that is said', async () => {
  const { findings, remarks } = await judge({ '.gitleaks.toml': '[allowlist\npaths = [', '.secrets.baseline': '{', '.gitleaksignore': 'nonsense\n' }, 'a.txt', github);
  expect(findings.map(({ excuse }) => excuse)).toEqual([undefined]);
  expect(remarks.length).toBeGreaterThan(2);
});
