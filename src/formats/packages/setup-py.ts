import { pypiName } from './package-name.ts';
import { parseRequirement } from './pep508.ts';
import { stringsInBrackets, type SourceString } from './python-static.ts';
import { finishReading, startReading, type ReadingDraft } from './reading.ts';
import type { PackageReading, PackageScope } from './record.ts';

const lists: ReadonlyMap<string, PackageScope> = new Map([
  ['install_requires', 'runtime'],
  ['requires', 'runtime'],
  ['setup_requires', 'build'],
  ['tests_require', 'test'],
  ['extras_require', 'optional'],
]);

/**
 * Reads what setup.py asks for as far as it is written out: lists and dictionaries of string literals given to `setup`,
 * in place or through a variable of the same file. Strings that are formatted at run time are left out. Source: setuptools docs, keywords.
 */
export function readSetupPy(text: string): PackageReading {
  const draft = startReading(text);
  const seen = new Set<number>();
  let variables = 0;
  for (const found of text.matchAll(/\b(install_requires|setup_requires|tests_require|extras_require)\s{0,20}=(?!=)\s{0,200}(?:([[({])|([A-Za-z_]\w{0,100}))/g)) {
    const scope = lists.get(found[1] ?? '') ?? 'runtime';
    if (found[2] !== undefined) readList(draft, text, found.index + found[0].length - 1, scope, seen);
    else if (variables++ < 50) readVariable(draft, text, found[3] ?? '', scope, seen);
  }
  return finishReading(draft, 'manifest', 'setuptools');
}

function readVariable(draft: ReadingDraft, text: string, name: string, scope: PackageScope, seen: Set<number>): void {
  const assigned = text.search(new RegExp(`^[ \\t]{0,100}${name}\\s{0,20}\\+?=\\s{0,200}[\\[({]`, 'm'));
  if (assigned < 0) return;
  const open = text.slice(assigned).search(/[[({]/);
  readList(draft, text, assigned + open, scope, seen);
}

function readList(draft: ReadingDraft, text: string, open: number, scope: PackageScope, seen: Set<number>): void {
  // A list is read once, however often it is named: the reader stays linear.
  if (seen.has(open) || seen.size > 50) return;
  seen.add(open);
  for (const one of stringsInBrackets(text, open)) {
    if (isFormatted(text, one) || isKey(text, one)) continue;
    const found = parseRequirement(one.value);
    if (found === undefined) continue;
    draft.packages.push({
      ...pypiName(found.written),
      written: found.spelled,
      version: found.version,
      range: found.range,
      start: one.start + found.at,
      end: one.start + found.at + found.written.length,
      direct: true,
      scope,
      resolved: found.url,
    });
  }
}

function isFormatted(text: string, one: SourceString): boolean {
  return /^\s{0,20}(?:\.\s{0,20}format\b|%|\+)/.test(text.slice(one.after, one.after + 60)) || /[{}]|%s/.test(one.value);
}

/** The keys of `extras_require` are names of extras. */
function isKey(text: string, one: SourceString): boolean {
  return /^\s{0,20}:/.test(text.slice(one.after, one.after + 30));
}
