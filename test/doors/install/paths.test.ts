import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isInside, posixPath, shellQuote } from '../../../src/doors/install/paths.ts';
import { hookFile, sharedBlock, withBlock, withoutBlock } from '../../../src/doors/install/shims.ts';

describe('paths for shims', () => {
  const paths: [string, string][] = [
    ['C:\\Program Files\\nodejs\\node.exe', 'C:/Program Files/nodejs/node.exe'],
    ['\\\\server\\share\\repo', '//server/share/repo'],
    ['packages\\app', 'packages/app'],
    ['/home/a\\b/c', '/home/a\\b/c'],
    ['/usr/bin/node', '/usr/bin/node'],
  ];
  it.each(paths)('%s becomes %s', (path, expected) => {
    expect(posixPath(path)).toBe(expected);
  });

  const inside: [string, string, boolean][] = [
    ['/a/b', '/a/b/c', true],
    ['/a/b', '/a/bc', false],
    ['/a/b/', '/a/b', true],
    ['C:\\Repo', 'c:/Repo/.git/hooks', true],
    ['C:\\Repo', 'D:\\Repo\\x', false],
  ];
  it.each(inside)('%s holds %s: %s', (folder, path, expected) => {
    expect(isInside(folder, path)).toBe(expected);
  });

  it('a quoted text is one word of sh that means itself', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 30 }).filter((text) => !text.includes('\0')), (text) => {
        expect(spawnSync('sh', ['-c', `printf %s ${shellQuote(text)}`], { encoding: 'utf8' }).stdout).toBe(text);
      }),
      { numRuns: 50 },
    );
  });
});

describe('shims', () => {
  it('are POSIX sh, also with blanks, quotes and drive letters in every path', () => {
    for (const hook of ['pre-commit', 'pre-push']) {
      const text = hookFile({ hook, copy: `C:\\it's here\\gate`, node: 'C:\\Program Files\\node.exe', packageFolder: "a b/node_modules/portcullis", chain: `C:\\old hooks\\${hook}` });
      expect(text).not.toContain('\r');
      expect(spawnSync('sh', ['-n'], { input: text, encoding: 'utf8' }).stderr).toBe('');
      expect(spawnSync('sh', ['-n'], { input: `#!/bin/sh\n${sharedBlock(hook, undefined)}`, encoding: 'utf8' }).stderr).toBe('');
    }
  });

  it('go into a script and out again without a trace', () => {
    for (const script of ['#!/bin/sh\nnpm test\n', 'npm test\n', '#!/usr/bin/env bash\n', '', '#!/bin/sh\r\nnpm test\r\n']) {
      const block = sharedBlock('pre-commit', undefined);
      expect(withBlock(script, block)).toContain(block);
      expect(withoutBlock(withBlock(script, block))).toBe(script);
      expect(withBlock(withBlock(script, block), block)).toBe(withBlock(script, block));
    }
  });
});
