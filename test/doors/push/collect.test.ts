import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { collectPush } from '../../../src/doors/push/collect.ts';
import { wholeHistory } from '../../../src/git/new-objects.ts';

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'portcullis-collect-'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const identity = { GIT_AUTHOR_NAME: 'a', GIT_AUTHOR_EMAIL: 'a@localhost', GIT_COMMITTER_NAME: 'a', GIT_COMMITTER_EMAIL: 'a@localhost', GIT_AUTHOR_DATE: '1700000000 +0000', GIT_COMMITTER_DATE: '1700000000 +0000', GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' };

/** A repository with one commit that holds these files. */
function repositoryOf(files: ReadonlyMap<string, string>): string {
  const cwd = mkdtempSync(join(root, 'r-'));
  const git = (args: readonly string[], input = ''): string => execFileSync('git', args, { cwd, input, encoding: 'utf8', env: { ...process.env, ...identity } });
  git(['init', '-q', '--bare', '-b', 'main', '.']);
  const parts = [...files].map(([path, text]) => `M 100644 inline ${path}\ndata ${text.length}\n${text}\n`);
  git(['fast-import', '--quiet'], `commit refs/heads/main\ncommitter a <a@localhost> 1700000000 +0000\ndata 1\nx\n${parts.join('')}\n`);
  return cwd;
}

/** What is judged: each text with the path it is judged under. Texts without an exclamation mark are found to hold nothing. */
async function judged(files: ReadonlyMap<string, string>): Promise<readonly string[]> {
  const seen: string[] = [];
  for await (const batch of collectPush({ selection: wholeHistory, maxBytes: 1 << 20, cwd: repositoryOf(files) })) {
    for (const one of batch) {
      if (one.kind !== 'source') throw new Error(one.detail);
      const { subject, bytes, path, note } = one.source;
      if (note !== undefined) note.isQuiet = !bytes.includes('!');
      if (subject === 'file') seen.push(`${path}: ${bytes.toString('latin1')}`);
      if (subject === 'file-name') seen.push(path);
    }
  }
  return seen;
}

const name = fc.constantFrom('a', 'b', 'c');
const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((names) => `${names.slice(0, -1).map((one) => `folder-${one}/`).join('')}${names.at(-1) ?? ''}`);
const text = fc.constantFrom('nothing', 'something!', 'another!', 'nor this');

test('every file is judged under each of its paths, or under one of its name where that showed nothing', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(path, text), { minLength: 1, maxLength: 14 }), async (list) => {
      const files = new Map(list);
      const seen = await judged(files);
      expect(new Set(seen).size).toBe(seen.length);
      const folders = [...files.keys()].flatMap((one) => one.split('/').slice(0, -1).map((_folder, number) => one.split('/').slice(0, number + 1).join('/')));
      for (const one of [...files.keys(), ...folders]) expect(seen).toContain(one);
      for (const [one, content] of files) {
        const own = `${one}: ${content}`;
        if (content.includes('!')) expect(seen).toContain(own);
        else expect(seen.includes(own) || seen.some((other) => other.endsWith(`: ${content}`) && nameOf(other) === nameOf(own))).toBe(true);
      }
    }),
    { numRuns: 30 },
  );
});

function nameOf(judgedAs: string): string {
  return judgedAs.slice(judgedAs.lastIndexOf('/') + 1);
}

test('a file of the same name in another folder is not judged again where nothing was found, under another name it is', async () => {
  const seen = await judged(new Map([['x/one', 'nothing'], ['y/one', 'nothing'], ['y/two', 'nothing'], ['x/z', 'some!'], ['y/z', 'some!']]));
  expect(seen.filter((one) => one.includes(': ')).toSorted()).toEqual(['x/one: nothing', 'x/z: some!', 'y/two: nothing', 'y/z: some!']);
});
