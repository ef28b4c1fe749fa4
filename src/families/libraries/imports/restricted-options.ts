import { isRecord } from '../../../formats/record.ts';
import type { NameRestriction, RestrictedImports, RestrictedPath, RestrictedPattern } from './restricted-imports.ts';

/**
 * Reads the options of ESLint's `no-restricted-imports` or `no-restricted-modules` in any of their forms: names, `{name, …}` objects,
 * or one `{paths, patterns}`. A text that says what is wrong if they are none.
 */
export function readRestrictedOptions(options: unknown): RestrictedImports | string {
  const list = Array.isArray(options) ? options : [options];
  const [first] = list;
  if (isRecord(first) && ('paths' in first || 'patterns' in first)) {
    if (list.length > 1) return '"paths" and "patterns" stand alone in one object';
    const unknown = Object.keys(first).find((key) => key !== 'paths' && key !== 'patterns');
    if (unknown !== undefined) return `"${unknown}" is not known beside "paths" and "patterns"`;
    const paths = readAll(first['paths'], readPath);
    if (typeof paths === 'string') return paths;
    const patterns = readPatterns(first['patterns']);
    return typeof patterns === 'string' ? patterns : { paths, patterns };
  }
  const paths = readAll(list, readPath);
  return typeof paths === 'string' ? paths : { paths, patterns: [] };
}

function readAll<T>(value: unknown, read: (one: unknown) => T | string): T[] | string {
  if (value === undefined) return [];
  if (!Array.isArray(value)) return 'a list is needed';
  const all: T[] = [];
  for (const one of value) {
    const entry = read(one);
    if (typeof entry === 'string') return entry;
    all.push(entry);
  }
  return all;
}

const pathKeys = ['name', 'message', 'importNames', 'allowImportNames', 'allowTypeImports'];
const patternKeys = ['group', 'regex', 'caseSensitive', 'importNamePattern', 'allowImportNamePattern', 'message', 'importNames', 'allowImportNames', 'allowTypeImports'];

function readPath(value: unknown): RestrictedPath | string {
  if (typeof value === 'string') return { name: value };
  if (!isRecord(value)) return 'an entry of "paths" is a module name or an object with a "name"';
  const names = readNames(value, pathKeys);
  if (typeof names === 'string') return names;
  return typeof value['name'] === 'string' ? { ...names, name: value['name'] } : 'an entry of "paths" has a "name"';
}

/** A list of gitignore lines is one group; otherwise each object is a group or a regular expression. */
function readPatterns(value: unknown): RestrictedPattern[] | string {
  const lines = texts(value);
  if (lines !== undefined && lines.length > 0) return [{ group: lines }];
  return readAll(value, readPattern);
}

function readPattern(value: unknown): RestrictedPattern | string {
  if (!isRecord(value)) return 'the entries of "patterns" are either all texts or all objects';
  const names = readNames(value, patternKeys);
  if (typeof names === 'string') return names;
  const group = texts(value['group']);
  const regex = text(value['regex']);
  if ((group === undefined) === (regex === undefined)) return 'an entry of "patterns" has either a "group" of lines or a "regex"';
  const entry: RestrictedPattern = { ...names, group, regex, caseSensitive: value['caseSensitive'] === true, importNamePattern: text(value['importNamePattern']), allowImportNamePattern: text(value['allowImportNamePattern']) };
  for (const one of [regex, entry.importNamePattern, entry.allowImportNamePattern]) {
    const problem = one === undefined ? undefined : regexProblem(one);
    if (problem !== undefined) return problem;
  }
  return entry;
}

function readNames(value: Readonly<Record<string, unknown>>, known: readonly string[]): NameRestriction | string {
  const unknown = Object.keys(value).find((key) => !known.includes(key));
  if (unknown !== undefined) return `"${unknown}" is not known here: ${known.join(', ')}`;
  for (const key of ['importNames', 'allowImportNames']) if (value[key] !== undefined && texts(value[key]) === undefined) return `"${key}" is a list of names`;
  if (value['allowTypeImports'] !== undefined && typeof value['allowTypeImports'] !== 'boolean') return '"allowTypeImports" is true or false';
  return { message: text(value['message']), importNames: texts(value['importNames']), allowImportNames: texts(value['allowImportNames']), allowTypeImports: value['allowTypeImports'] === true };
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function texts(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) && value.every((one): one is string => typeof one === 'string') ? value : undefined;
}

function regexProblem(source: string): string | undefined {
  try {
    new RegExp(source, 'u');
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : 'not a regular expression';
  }
}
