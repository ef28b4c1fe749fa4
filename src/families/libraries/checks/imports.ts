import type { ImportRecord } from '../../../formats/imports/import-record.ts';
import { packageNamesOf } from '../../../formats/imports/package-names.ts';
import type { LibraryCheck, LibraryFinding } from '../check.ts';
import { importRules } from '../imports/import-rule.ts';
import { through } from '../imports/restricted-imports.ts';
import { entriesOf, indexEntries, type Entry, type EntryIndex } from '../policy/entry.ts';
import { entryTests, type EntryTests } from '../policy/entry-tests.ts';
import { pathGlobs } from '../policy/path-globs.ts';
import { mapsAt, type Plain } from '../policy/plain.ts';
import { clip } from '../say.ts';

/** Languages whose imports name the package itself; in the others the name of the package is only customary. */
const exactNames = new Set(['npm', 'golang', 'cargo', 'pypi']);

/** Imports of packages that `deny` names in every version. */
export const deniedImport: LibraryCheck = async (batch, section) => {
  const { deny, allow, tests } = await listsOf(section, batch.project.today);
  const findings: LibraryFinding[] = [];
  if (deny.size === 0) return findings;
  for (const source of batch.code) {
    for (const one of await batch.imports(source, () => false)) {
      const found = firstDenied(one, source.path, deny, allow, tests);
      if (found === undefined) continue;
      const { entry, name } = found;
      const instead = entry.useInstead === undefined ? '' : `; use ${clip(entry.useInstead)} instead`;
      findings.push({
        path: source.path,
        start: one.start,
        end: one.end,
        message: `imports ${clip(name)}, which the policy denies: ${clip(entry.reason)}${one.isThroughOther === true ? `; ${through}` : ''}${instead}`,
        identity: `import ${entry.written}\0${one.specifier}`,
        resource: entry.written,
        ...(exactNames.has(one.ecosystem) && one.isThroughOther !== true ? {} : { certainty: 'unsure' as const }),
      });
    }
  }
  return findings;
};

interface Lists {
  readonly deny: EntryIndex;
  readonly allow: EntryIndex;
  readonly tests: EntryTests;
}

async function listsOf(section: Plain, today: string): Promise<Lists> {
  // an import says neither a version nor a scope
  const deny = entriesOf(mapsAt(section, 'deny'), 'deny').filter(({ versions, scopes }) => versions === undefined && scopes.length === 0);
  const allow = entriesOf(mapsAt(section, 'allow'), 'allow').filter(({ versions }) => versions === undefined);
  return { deny: indexEntries(deny), allow: indexEntries(allow), tests: await entryTests([...deny, ...allow], today) };
}

function firstDenied(one: ImportRecord, path: string, deny: EntryIndex, allow: EntryIndex, tests: EntryTests): { readonly entry: Entry; readonly name: string } | undefined {
  const applies = (entry: Entry): boolean => tests.isCurrent(entry) && tests.coversPath(entry, path);
  for (const name of packageNamesOf(one)) {
    const record = { ecosystem: one.ecosystem, name, start: 0, end: 0 };
    const entry = deny.matching(record).find(applies);
    if (entry !== undefined && !allow.matching(record).some(applies)) return { entry, name };
  }
  return undefined;
}

/** Imports that a rule of `imports` restricts in the files it is about. */
export const restrictedImport: LibraryCheck = async (batch, section) => {
  const rules = importRules(section).map((rule, number) => ({ rule, number, covers: rule.files.length === 0 ? () => true : pathGlobs(rule.files) }));
  const findings: LibraryFinding[] = [];
  for (const source of batch.code) {
    const own = rules.filter(({ covers }) => covers(source.path));
    if (own.length === 0) continue;
    for (const one of await batch.imports(source, (each) => own.some(({ rule }) => rule.ecosystem === each.ecosystem && rule.isDoubtful(each)))) {
      for (const { rule, number } of own) {
        if (rule.ecosystem !== one.ecosystem) continue;
        for (const { name, start, end, reason, doubt } of rule.faults(one)) {
          const what = name === undefined || name === '*' ? clip(one.specifier) : `${clip(name)} of ${clip(one.specifier)}`;
          findings.push({
            path: source.path,
            start,
            end,
            message: `imports ${what}, which the policy restricts here${reason === undefined ? '' : `: ${clip(reason)}`}${doubt === undefined ? '' : `; ${doubt}`}`,
            identity: `restricted ${number}\0${one.specifier}\0${name ?? ''}`,
            ...(doubt === undefined ? {} : { certainty: 'unsure' as const }),
          });
        }
      }
    }
  }
  return findings;
};
