import { positionAt, sourceText } from '../place.ts';
import type { FoundImport, ImportEcosystem, ImportReader, ImportRecord } from './import-record.ts';
import { packageOf } from './package-of.ts';

/** A language whose imports are read: the ecosystem, and the reader, which is loaded when it is asked for. */
interface Language {
  readonly ecosystem: ImportEcosystem;
  readonly reader: () => Promise<ImportReader>;
}

const javascript: Language = { ecosystem: 'npm', reader: async () => (await import('./javascript.ts')).readJavascriptImports };
const component: Language = { ecosystem: 'npm', reader: async () => (await import('./component.ts')).readComponentImports };
const python: Language = { ecosystem: 'pypi', reader: async () => (await import('./python.ts')).readPythonImports };
const go: Language = { ecosystem: 'golang', reader: async () => (await import('./go.ts')).readGoImports };
const jvm: Language = { ecosystem: 'maven', reader: async () => (await import('./jvm.ts')).readJvmImports };
const ruby: Language = { ecosystem: 'gem', reader: async () => (await import('./ruby.ts')).readRubyImports };
const rust: Language = { ecosystem: 'cargo', reader: async () => (await import('./rust.ts')).readRustImports };
const csharp: Language = { ecosystem: 'nuget', reader: async () => (await import('./csharp.ts')).readCsharpImports };
const visualBasic: Language = { ecosystem: 'nuget', reader: async () => (await import('./csharp.ts')).readVisualBasicImports };
const fsharp: Language = { ecosystem: 'nuget', reader: async () => (await import('./csharp.ts')).readFsharpImports };
const php: Language = { ecosystem: 'composer', reader: async () => (await import('./php.ts')).readPhpImports };

/** By the ending of the file's name. A Map, because a path may say `constructor`. */
const languages: ReadonlyMap<string, Language> = new Map<string, Language>([
  ...['js', 'jsx', 'mjs', 'cjs', 'ts', 'tsx', 'mts', 'cts'].map((ending): [string, Language] => [ending, javascript]),
  ...['vue', 'svelte', 'astro', 'html', 'htm'].map((ending): [string, Language] => [ending, component]),
  ...['py', 'pyi', 'pyw'].map((ending): [string, Language] => [ending, python]),
  ['go', go],
  ...['java', 'kt', 'kts', 'scala', 'sc', 'groovy'].map((ending): [string, Language] => [ending, jvm]),
  ...['rb', 'rake', 'ru'].map((ending): [string, Language] => [ending, ruby]),
  ['rs', rust],
  ['cs', csharp],
  ['vb', visualBasic],
  ...['fs', 'fsx', 'fsi'].map((ending): [string, Language] => [ending, fsharp]),
  ...['php', 'phtml'].map((ending): [string, Language] => [ending, php]),
]);

function languageOf(path: string): Language | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return languages.get(name.slice(name.lastIndexOf('.') + 1).toLowerCase());
}

/** The ecosystem whose packages a source file imports, by its path; undefined for files without imports that are read. Loads nothing. */
export function importEcosystem(path: string): ImportEcosystem | undefined {
  return languageOf(path)?.ecosystem;
}

/** Finds what a source file imports, in the order of the text. Empty for a file of another kind. */
export async function findImports(path: string, text: string): Promise<readonly ImportRecord[]> {
  const language = languageOf(path);
  if (language === undefined) return [];
  const found = (await language.reader())(text);
  if (found.length === 0) return [];
  const source = sourceText(path, text);
  return found.toSorted((a, b) => a.start - b.start).map((one: FoundImport) => ({ ...one, ecosystem: language.ecosystem, name: packageOf(language.ecosystem, one, text), ...positionAt(source, one.start) }));
}
