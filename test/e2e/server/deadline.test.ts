import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { createPlayground, type Playground } from './bare-server.ts';
import { buildGate } from './gate.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let gate: string;
let ground: Playground;

beforeAll(() => {
  gate = buildGate(['credentials', 'infrastructure', 'containers', 'libraries']);
});
afterAll(() => rmSync(dirname(dirname(gate)), { recursive: true, force: true }));
beforeEach(() => {
  ground = createPlayground(gate);
  ground.work.commit('first', { 'readme.md': 'hello\n' });
  ground.push(['-q', 'origin', 'main']);
});
afterEach(() => ground.remove());

const said = (output: string): string => output.split('\n').filter((line) => line.startsWith('remote:')).map((line) => line.replace(/^remote: (?:hint: )?/, '').trim()).join(' ');
const times = (count: number, line: (number: number) => string): string => Array.from({ length: count }, (_one, number) => line(number)).join('');
const letters = 'abcdefghijklmnopqrstuvwxyz'.repeat(2);

/** Each takes seconds, so that what it may take is used up within it. */
const single: readonly (readonly [name: string, path: string, content: () => string])[] = [
  ['a file of assignments', 'a.env', () => times(300_000, (number) => `client_secret=${letters.slice(number % 26, 20 + (number % 26))}${number}\n`)],
  ['a text of escapes', 'a.txt', () => times(200_000, (number) => `pass\\u0077\\u006f\\u0072\\u0064=${letters.slice(number % 26, 12 + (number % 26))}\n`)],
  ['a template', 'template.yaml', () => `AWSTemplateFormatVersion: "2010-09-09"\nResources:\n${times(20_000, (number) => `  B${number}:\n    Type: AWS::S3::Bucket\n    Properties:\n      BucketName: b${number}\n`)}`],
  ['manifests', 'pods.yaml', () => times(20_000, (number) => `---\napiVersion: v1\nkind: Pod\nmetadata:\n  name: p${number}\nspec:\n  containers:\n  - name: c\n    image: nginx\n`)],
  ['a list of packages', 'requirements.txt', () => times(300_000, (number) => `p${number}==1.${number}.0\n`)],
  ['a lockfile', 'poetry.lock', () => times(200_000, (number) => `[[package]]\nname = "p${number}"\nversion = "1.${number}.0"\n\n`)],
];

describe('the deadline is asked within', () => {
  test.each(single)('%s', async (_name, path, content) => {
    // long enough for the loading of the gate, far too short for the file
    ground.administer('portcullis.yaml', 'limits: { deadline-ms: 300 }\n');
    ground.work.commit('long', { [path]: content() });
    const { accepted, output } = ground.push(['origin', 'main']);
    const words = said(output);
    expect(accepted, words).toBe(false);
    expect(words).toContain(`while it looked at ${path}`);
    expect(words).toContain('time of 300 ms');
    expect(words).toMatch(/ask the administrator to raise/);
    const last = (await ground.records()).at(-1);
    expect([last?.verdict, last?.cause?.startsWith("the gate's time of 300 ms ran out")]).toEqual(['broken', true]);
    expect(await ground.logProblems()).toEqual([]);
  });

  test('a file that policy lets in over time is let in, also when a thread had to end the process', async () => {
    ground.administer('portcullis.yaml', 'limits: { deadline-ms: 300 }\nserver: { on-deadline: warn }\n');
    const [, path, content] = single[5] ?? ['', '', () => ''];
    ground.work.commit('long', { [path]: content() });
    const { accepted, output } = ground.push(['origin', 'main']);
    expect([accepted, said(output).includes('let this push in without judging all of it')], output).toEqual([true, true]);
    expect((await ground.records()).at(-1)?.verdict).toBe('warn');
  });

  test('a name that holds a token is not told', () => {
    ground.administer('portcullis.yaml', 'limits: { deadline-ms: 300 }\n');
    const [, , content] = single[0] ?? ['', '', () => ''];
    const name = `a1${letters.slice(0, 30)}9`;
    ground.work.commit('long', { [`${name}.env`]: content() });
    const { accepted, output } = ground.push(['origin', 'main']);
    expect([accepted, said(output).includes(name), said(output).includes('while it looked at a1ab****')], output).toEqual([false, false, true]);
  });
});
