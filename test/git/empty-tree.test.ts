import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { emptyTree } from '../../src/git/empty-tree.ts';

it.each(['sha1', 'sha256'])('the empty tree of %s is what git says', (hash) => {
  const folder = mkdtempSync(join(tmpdir(), 'portcullis-empty-tree-'));
  try {
    spawnSync('git', ['init', '-q', `--object-format=${hash}`, folder]);
    const said = spawnSync('git', ['-C', folder, 'hash-object', '-t', 'tree', '--stdin'], { input: '', encoding: 'utf8' }).stdout.trim();
    expect(emptyTree('0'.repeat(said.length))).toBe(said);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
