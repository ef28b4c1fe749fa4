import { buildSync } from 'esbuild';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** Bundles a few lines of TypeScript with what they import from `src/`, for tests that need a process of its own to kill. */
export function scriptOf(name: string, source: string): string {
  const folder = mkdtempSync(join(tmpdir(), `portcullis-${name}-`));
  const entry = join(folder, `${name}.ts`);
  writeFileSync(entry, source.replaceAll('@src/', `${resolve('src')}/`));
  const outfile = join(folder, `${name}.mjs`);
  buildSync({ entryPoints: [entry], bundle: true, platform: 'node', format: 'esm', outfile, logLevel: 'error' });
  return outfile;
}
