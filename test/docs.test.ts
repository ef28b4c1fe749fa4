import Ajv from 'ajv';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseInput, type Command } from '../src/cli/command.ts';
import { changeControlOf } from '../src/doors/push/change-control/settings.ts';
import { serverSettings } from '../src/doors/push/server-settings.ts';
import { testPolicies } from '../src/doors/test-policies.ts';
import { readYaml } from '../src/formats/yaml.ts';
import { parseConfiguration } from '../src/policy/configuration.ts';
import { plainValue } from '../src/policy/fields.ts';

/** Written by hand; `docs/policies/` is generated and tested with its generator. */
const pages = ['README.md', ...readdirSync('docs', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.md') && !name.startsWith('policies')).map((name) => join('docs', name))];
const schema = JSON.parse(readFileSync('docs/portcullis.schema.json', 'utf8'));
const validate = new Ajv.default({ allErrors: true, strict: false }).compile(schema);
const keys: ReadonlySet<string> = new Set(Object.keys(schema.properties));

interface Block {
  readonly page: string;
  readonly language: string;
  readonly text: string;
}

const blocks: readonly Block[] = pages.flatMap((page) => [...readFileSync(page, 'utf8').matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(([, language = '', text = '']) => ({ page, language, text })));
const yaml = blocks.filter(({ language }) => language === 'yaml');
const plain = (text: string): unknown => JSON.parse(JSON.stringify(plainValue(readYaml(text).documents[0])));
/** A file of another tool says its name in the first line. */
const isForeign = ({ text }: Block): boolean => /^# \.[\w./-]+\n/.test(text);
const checkPath = ({ text }: Block): string | undefined => /^# security\/checks\/(\S+)\n/.exec(text)?.[1];

describe('the documentation', () => {
  it.each(yaml.filter((block) => !isForeign(block) && checkPath(block) === undefined).map(({ page, text }) => [page, text]))('%s shows a configuration that is read as it stands:\n%s', (_page, text) => {
    const { sections } = parseConfiguration('portcullis.yaml', text);
    serverSettings('portcullis.yaml', sections.get('server'));
    changeControlOf('portcullis.yaml', sections.get('change-control'));
    const value = plain(text);
    expect(validate(value), JSON.stringify(validate.errors)).toBe(true);
    expect(Object.keys(Object(value)).filter((key) => !keys.has(key))).toEqual([]);
  });

  it('shows checks that pass their own examples', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'portcullis-docs-'));
    try {
      const shown = yaml.flatMap((block) => (checkPath(block) === undefined ? [] : [{ path: checkPath(block) ?? '', text: block.text }]));
      for (const { path, text } of shown) {
        mkdirSync(join(folder, dirname(path)), { recursive: true });
        writeFileSync(join(folder, path), text);
      }
      expect(shown.length).toBeGreaterThan(2);
      const { passed, failures } = await testPolicies(folder);
      expect(failures).toEqual([]);
      expect(passed).toBeGreaterThanOrEqual(2 * shown.length);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  const shell = blocks.filter(({ language }) => language === 'sh').map(({ text }) => text).join('');
  const told = [
    ...shell.matchAll(/^(?:npx (?:--yes )?)?portcullis ([^\n#|]*)/gm),
    ...pages.flatMap((page) => [...readFileSync(page, 'utf8').matchAll(/`(?:npx (?:--yes )?)?portcullis ([a-z][^`]*)`|npx --yes portcullis ([^\n`#'|]*)/g)]),
  ];
  const commands = [...new Set(told.map(([, first, second]) => (first ?? second ?? '').replace(/\s+/g, ' ').trim()))];

  it.each(commands)('speaks of a command that there is: portcullis %s', async (line) => {
    const [name = '', ...words] = line.replace(/"([^"]*)"/g, (_quoted, text: string) => text.replaceAll(' ', '_')).split(/\s+/);
    expect(existsSync(join('src/cli', `${name}.ts`)), name).toBe(true);
    const loaded: Readonly<Record<string, Command>> = await import(`../src/cli/${name}.ts`);
    const command = loaded[name];
    expect(command?.name).toBe(name);
    if (command !== undefined) expect(() => parseInput(command, words.filter((word) => word !== '…'))).not.toThrow();
  });

  it.each(pages)('%s links to pages and headings that there are', (page) => {
    for (const [, target = ''] of readFileSync(page, 'utf8').matchAll(/\]\((?!https?:)([^)]+)\)/g)) {
      const [path = '', heading] = target.split('#');
      const file = path === '' ? page : join(dirname(page), path);
      expect(existsSync(file), target).toBe(true);
      if (heading === undefined) continue;
      const slugs = [...readFileSync(file, 'utf8').matchAll(/^#+ (.*)$/gm)].map(([, text = '']) => text.toLowerCase().replace(/[^\p{L}\p{N} -]/gu, '').replaceAll(' ', '-'));
      expect(slugs, target).toContain(heading);
    }
  });
});

it('the README opens with the two commands that a fresh machine can run', () => {
  const [first = ''] = /```sh\n([^`]*)```/.exec(readFileSync('README.md', 'utf8'))?.slice(1) ?? [];
  expect(first.trim().split('\n').map((line) => line.replace(/\s*#.*$/, ''))).toEqual(['npm ci && npm start', 'npm ci && npm test']);
});
