import type { FoundImport, ImportEcosystem } from '../../../formats/imports/import-record.ts';
import { mapsAt, textAt, textsAt, valueAt, type Plain } from '../policy/plain.ts';
import { prefixTest, type DeniedPrefix, type PrefixList } from './depguard.ts';
import { restrictedImports, type RestrictedTest } from './restricted-imports.ts';
import { readRestrictedOptions } from './restricted-options.ts';

/** One thing that a rule has against an import. */
export interface ImportFault {
  /** The name in the module; undefined for the module as a whole. */
  readonly name: string | undefined;
  /** UTF-16 offset and end of what is named. */
  readonly start: number;
  readonly end: number;
  readonly reason: string | undefined;
  /** Why it may not be so, where it may not. */
  readonly doubt?: string | undefined;
}

/** One entry of `libraries: imports`. Source: ESLint's `no-restricted-imports`, depguard's lists. */
export interface ImportRule {
  readonly ecosystem: ImportEcosystem;
  /** Globs of the files it is about; empty for all. */
  readonly files: readonly string[];
  faults(one: FoundImport): readonly ImportFault[];
  /** Whether a parser would know more of an import than tokens tell. */
  isDoubtful(one: FoundImport): boolean;
}

const ecosystems: readonly ImportEcosystem[] = ['npm', 'pypi', 'golang', 'maven', 'gem', 'cargo', 'nuget', 'composer'];

/** Reads the rules. Throws an Error that names the entry, for what no policy file validated. */
export function importRules(section: Plain): readonly ImportRule[] {
  return mapsAt(section, 'imports').map((plain, number) => {
    const hasLists = valueAt(plain, 'allow') !== undefined || valueAt(plain, 'deny') !== undefined;
    const said = textAt(plain, 'ecosystem') ?? (hasLists ? 'golang' : 'npm');
    const ecosystem = ecosystems.find((one) => one === said);
    if (ecosystem === undefined) throw new Error(`imports, entry ${number + 1}: "${said}" is no ecosystem whose code is read: ${ecosystems.join(', ')}`);
    const reason = textAt(plain, 'reason');
    const options = optionTest(plain, number);
    const byPrefix = hasLists ? prefixFaults(plain, reason) : undefined;
    const byOptions = (one: FoundImport): readonly ImportFault[] =>
      options?.uses(one).map(({ entry, name, start, doubt }) => ({ name, start, end: name === undefined ? one.end : start + name.length, reason: entry.message ?? reason, doubt })) ?? [];
    return { ecosystem, files: textsAt(plain, 'files') ?? [], faults: (one) => [...byOptions(one), ...(byPrefix?.(one) ?? [])], isDoubtful: (one) => options?.isDoubtful(one) === true };
  });
}

function optionTest(plain: Plain, number: number): RestrictedTest | undefined {
  const paths = valueAt(plain, 'paths');
  const patterns = valueAt(plain, 'patterns');
  if (paths === undefined && patterns === undefined) return undefined;
  const options = readRestrictedOptions({ ...(paths === undefined ? {} : { paths }), ...(patterns === undefined ? {} : { patterns }) });
  if (typeof options === 'string') throw new Error(`imports, entry ${number + 1}: ${options}`);
  return restrictedImports(options);
}

function prefixFaults(plain: Plain, reason: string | undefined): ImportRule['faults'] {
  const mode = textAt(plain, 'list-mode');
  const listMode: PrefixList['listMode'] = mode === 'strict' || mode === 'lax' ? mode : 'original';
  const test = prefixTest({ listMode, allow: textsAt(plain, 'allow') ?? [], deny: deniedOf(plain) });
  return (one) => {
    const verdict = test(one.specifier);
    return verdict === undefined ? [] : [{ name: undefined, start: one.start, end: one.end, reason: verdict.denied?.desc ?? reason }];
  };
}

/** Entries of `deny`: a beginning, or one with why. */
function deniedOf(plain: Plain): readonly DeniedPrefix[] {
  const plainTexts = (textsAt(plain, 'deny') ?? []).map((pkg) => ({ pkg }));
  return [...plainTexts, ...mapsAt(plain, 'deny').map((one) => ({ pkg: textAt(one, 'pkg') ?? '', desc: textAt(one, 'desc') }))];
}
