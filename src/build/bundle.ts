import { build, type BuildOptions, type Metafile, type Plugin } from 'esbuild';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Entry points: the hook, the command line, and what other programs import. */
const entries = [
  { source: 'src/cli/hook-entry.ts', out: 'dist/hook.cjs' },
  { source: 'src/cli/hook-main.ts', out: 'dist/hook-main.cjs' },
  { source: 'src/cli/standby.ts', out: 'dist/standby.cjs' },
  { source: 'src/cli/main.ts', out: 'dist/cli.cjs' },
  { source: 'src/doors/scan/worker.ts', out: 'dist/scan-worker.cjs' },
  { source: 'src/git/pipe-worker.ts', out: 'dist/pipe-worker.cjs' },
  { source: 'src/doors/push/deadline-thread.ts', out: 'dist/deadline-thread.cjs' },
  { source: 'src/cli/receive-entry.ts', out: 'dist/receive.cjs' },
  { source: 'src/cli/receive-main.ts', out: 'dist/receive-main.cjs' },
];

const manifest: { version: string } = JSON.parse(readFileSync('package.json', 'utf8'));
const versionDefine = { PORTCULLIS_VERSION: JSON.stringify(manifest.version) };

const shared: BuildOptions = {
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  minifySyntax: true,
  minifyWhitespace: true,
  // names stay: a stack trace must say something
  keepNames: false,
  legalComments: 'none',
  logLevel: 'warning',
  metafile: true,
  // import() becomes require(): loading the ES module loader costs Node 20 several milliseconds
  supported: { 'dynamic-import': false },
  define: { 'import.meta.url': '""', ...versionDefine },
};

/** Chunks that are nearly all other people's code: short names halve the 7 MB of the TypeScript parser. */
const foreign: ReadonlySet<string> = new Set(['dist/formats-imports-settle.cjs']);

/**
 * Bundles each entry into one CommonJS file, and every module that is imported lazily into a file of its own beside it,
 * so that nothing is read that this run does not need. (esbuild splits only ES modules by itself.)
 */
export async function bundle(): Promise<void> {
  const queue = entries.map((one) => ({ ...one }));
  const done = new Set<string>();
  const metafiles: Metafile[] = [];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    if (done.has(next.out)) continue;
    done.add(next.out);
    const plugin = lazyChunks((source, out) => queue.push({ source, out }));
    const result = await build({ ...shared, minifyIdentifiers: foreign.has(next.out), entryPoints: [next.source], outfile: next.out, plugins: [plugin] });
    if (result.metafile !== undefined) metafiles.push(result.metafile);
    if (!isAscii(readFileSync(next.out))) throw new Error(`${next.out} holds other characters than ASCII, in a regular expression: write them as \\u escapes`);
  }
  for (const [source, out] of [['src/index.ts', 'dist/index.mjs'], ['src/versions.ts', 'dist/versions.mjs'], ['src/secretlint-preset.ts', 'dist/secretlint-preset.mjs']] as const) {
    if (!existsSync(source)) continue;
    const result = await build({ ...shared, format: 'esm', supported: {}, define: versionDefine, entryPoints: [source], outfile: out, plugins: [lazyChunks(() => {})] });
    if (result.metafile !== undefined) metafiles.push(result.metafile);
  }
  writeFileSync('THIRD-PARTY-LICENSES.txt', licences(metafiles));
}

/** Chunks are read as Latin-1 (`src/cli/compiled.ts`), which is done sooner. */
function isAscii(bytes: Buffer): boolean {
  return bytes.every((byte) => byte < 128);
}

function lazyChunks(found: (source: string, out: string) => void): Plugin {
  return {
    name: 'lazy-chunks',
    setup(builder) {
      builder.onResolve({ filter: /^\./ }, (args) => {
        if (args.kind !== 'dynamic-import') return undefined;
        const source = resolve(args.resolveDir, args.path);
        const name = source.slice(resolve('src').length + 1).replace(/\.ts$/, '').replaceAll('/', '-');
        found(source, `dist/${name}.cjs`);
        return { path: `./${name}.cjs`, external: true };
      });
    },
  };
}

/** The licences of every package whose code is in the bundles. */
function licences(metafiles: readonly Metafile[]): string {
  const packages = new Set<string>();
  for (const metafile of metafiles) {
    for (const input of Object.keys(metafile.inputs)) {
      const match = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input);
      if (match?.[1] !== undefined) packages.add(match[1]);
    }
  }
  const parts = [...packages].sort().map((folder) => {
    const manifest: { name: string; version: string; license?: string } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const file = ['LICENSE', 'LICENSE.md', 'LICENSE.txt', 'license', 'LICENCE', 'License'].map((name) => join(folder, name)).find((path) => existsSync(path));
    const text = file === undefined ? `Licence: ${manifest.license ?? 'see the package'}` : readFileSync(file, 'utf8').trim();
    return `${manifest.name} ${manifest.version}\n${'='.repeat(60)}\n${text}\n`;
  });
  return `Code of these packages is part of the bundles in dist/.\n\n${parts.join('\n')}`;
}
