import { positionAt, sourceText } from '../place.ts';
import type { FoundImport, ImportEcosystem, ImportReader, ImportRecord } from './import-record.ts';
import { packageOf } from './package-of.ts';
import { ecosystemOfEnding, endingOf } from './source-endings.ts';

/** Loads the reader for a file's ending: each language stays in a chunk of its own. */
async function readerFor(ending: string): Promise<ImportReader | undefined> {
  switch (ending) {
    case 'vue':
    case 'svelte':
    case 'astro':
    case 'html':
    case 'htm': return (await import('./component.ts')).readComponentImports;
    case 'vb': return (await import('./csharp.ts')).readVisualBasicImports;
    case 'fs':
    case 'fsx':
    case 'fsi': return (await import('./csharp.ts')).readFsharpImports;
  }
  switch (ecosystemOfEnding(ending)) {
    case 'npm': return (await import('./javascript.ts')).readJavascriptImports;
    case 'pypi': return (await import('./python.ts')).readPythonImports;
    case 'golang': return (await import('./go.ts')).readGoImports;
    case 'maven': return (await import('./jvm.ts')).readJvmImports;
    case 'gem': return (await import('./ruby.ts')).readRubyImports;
    case 'cargo': return (await import('./rust.ts')).readRustImports;
    case 'nuget': return (await import('./csharp.ts')).readCsharpImports;
    case 'composer': return (await import('./php.ts')).readPhpImports;
    case undefined: return undefined;
  }
}

/** Finds what a source file imports, in the order of the text. Empty for a file of another kind. */
export async function findImports(path: string, text: string): Promise<readonly ImportRecord[]> {
  const ending = endingOf(path);
  const ecosystem = ecosystemOfEnding(ending);
  const read = await readerFor(ending);
  if (ecosystem === undefined || read === undefined) return [];
  const found = read(text);
  return placed(path, text, ecosystem, found);
}

/** Files that the parser can settle: scripts and modules, not the components that hold some. */
const parsed = new Set(['js', 'jsx', 'mjs', 'cjs', 'ts', 'tsx', 'mts', 'cts']);

/** Finds what a file of JavaScript or TypeScript imports with its scopes; undefined for other files and for what does not parse. Loads the parser. */
export async function settleFoundImports(path: string, text: string): Promise<readonly ImportRecord[] | undefined> {
  if (!parsed.has(endingOf(path))) return undefined;
  const { settleImports } = await import('./settle.ts');
  const found = settleImports(text, path);
  return found === undefined ? undefined : placed(path, text, 'npm', found);
}

function placed(path: string, text: string, ecosystem: ImportEcosystem, found: readonly FoundImport[]): readonly ImportRecord[] {
  if (found.length === 0) return [];
  const source = sourceText(path, text);
  return found.toSorted((a, b) => a.start - b.start).map((one: FoundImport) => ({ ...one, ecosystem, name: packageOf(ecosystem, one, text), ...positionAt(source, one.start) }));
}
