import type { FoundImport, ImportedName } from '../../../formats/imports/import-record.ts';
import { gitignoreTest } from './gitignore.ts';

/** What an entry says about the names it is about, whatever module it names. */
export interface NameRestriction {
  readonly message?: string | undefined;
  /** Only these names are restricted. */
  readonly importNames?: readonly string[] | undefined;
  /** Only these names are allowed. */
  readonly allowImportNames?: readonly string[] | undefined;
  /** Imports that disappear when the code is compiled are allowed. */
  readonly allowTypeImports?: boolean | undefined;
}

/** A module that may not be imported, by its whole name. */
export interface RestrictedPath extends NameRestriction {
  readonly name: string;
}

/** Modules that may not be imported, by gitignore patterns or a regular expression. */
export interface RestrictedPattern extends NameRestriction {
  readonly group?: readonly string[] | undefined;
  readonly regex?: string | undefined;
  readonly caseSensitive?: boolean | undefined;
  readonly importNamePattern?: string | undefined;
  readonly allowImportNamePattern?: string | undefined;
}

/** The options of ESLint's `no-restricted-imports` in their full form. */
export interface RestrictedImports {
  readonly paths: readonly RestrictedPath[];
  readonly patterns: readonly RestrictedPattern[];
}

/** One use of a module or of a name in it that an entry restricts. */
export interface RestrictedUse {
  readonly entry: RestrictedPath | RestrictedPattern;
  /** The name in the module; undefined if the module itself is restricted. */
  readonly name: string | undefined;
  /** UTF-16 offset of what is restricted: the name, or the specifier. */
  readonly start: number;
  /** Why it may not be so, where it may not. */
  readonly doubt?: string | undefined;
}

/** Options made ready. */
export interface RestrictedTest {
  /** What the options restrict of an import. */
  uses(one: FoundImport): readonly RestrictedUse[];
  /** Whether a parser would know more of an import than tokens tell: what is taken of a whole module, and whether it is only a type. */
  isDoubtful(one: FoundImport): boolean;
}

/** Longest module name that is judged; a longer one names nothing that exists and would only feed regular expressions. */
const maxSpecifier = 2000;

/**
 * Compiles the options into a test of imports: what it restricts of one. Source: ESLint's documentation, `no-restricted-imports`.
 * Unlike ESLint it judges `require()` and `import()` too. Throws a `SyntaxError` for a regular expression that is none.
 */
export function restrictedImports(options: RestrictedImports): RestrictedTest {
  const paths = new Map<string, RestrictedPath[]>();
  for (const entry of options.paths) paths.set(entry.name, [...(paths.get(entry.name) ?? []), entry]);
  const patterns = options.patterns.map((entry) => ({ entry, matches: moduleTest(entry), limits: nameLimits(entry) }));
  const about = (one: FoundImport): readonly { readonly entry: RestrictedPath | RestrictedPattern; readonly limits: NameLimits | undefined }[] => {
    const module = one.specifier.trim().slice(0, maxSpecifier);
    return [...(paths.get(module) ?? []).map((entry) => ({ entry, limits: nameLimits(entry) })), ...patterns.filter(({ matches }) => matches(module))];
  };
  return {
    uses(one) {
      const uses: RestrictedUse[] = [];
      for (const { entry, limits } of about(one)) judge(one, entry, limits, uses);
      return uses;
    },
    isDoubtful: (one) => about(one).some(({ entry, limits }) => (limits !== undefined && holdsWhole(one)) || (entry.allowTypeImports === true && !isTypeOnly(one))),
  };
}

/** Whether a module is held as a whole, so that its names are taken elsewhere. */
function holdsWhole({ form, names }: FoundImport): boolean {
  return form !== 'export' && (names.length === 0 || names.some(({ name }) => name === '*' || name === 'default'));
}

function moduleTest({ group, regex, caseSensitive }: RestrictedPattern): (module: string) => boolean {
  if (regex !== undefined) {
    const expression = new RegExp(regex, caseSensitive === true ? 'u' : 'iu');
    return (module) => expression.test(module);
  }
  return gitignoreTest(group ?? [], { caseSensitive: caseSensitive === true });
}

/** Which names an entry restricts; undefined if it restricts the module as a whole. */
interface NameLimits {
  readonly isRestricted: (name: string) => boolean;
}

function nameLimits(entry: RestrictedPath | RestrictedPattern): NameLimits | undefined {
  const restricted = 'importNamePattern' in entry && entry.importNamePattern !== undefined ? new RegExp(entry.importNamePattern, 'u') : undefined;
  const allowed = 'allowImportNamePattern' in entry && entry.allowImportNamePattern !== undefined ? new RegExp(entry.allowImportNamePattern, 'u') : undefined;
  const { importNames, allowImportNames } = entry;
  if (importNames === undefined && allowImportNames === undefined && restricted === undefined && allowed === undefined) return undefined;
  return {
    // everything holds some restricted name
    isRestricted: (name) => name === '*' || importNames?.includes(name) === true || restricted?.test(name) === true
      || (allowImportNames === undefined ? allowed?.test(name) === false : !allowImportNames.includes(name)),
  };
}

function judge(one: FoundImport, entry: RestrictedPath | RestrictedPattern, limits: NameLimits | undefined, uses: RestrictedUse[]): void {
  const allowsTypes = entry.allowTypeImports === true;
  if (allowsTypes && isTypeOnly(one)) return;
  if (limits === undefined) {
    const isErased = allowsTypes && one.names.length > 0 && one.names.every((name) => name.kind === 'type' || name.isErased === true);
    uses.push({ entry, name: undefined, start: one.start, doubt: one.isThroughOther === true ? through : isErased ? erased : undefined });
    return;
  }
  for (const name of one.names) {
    if (!limits.isRestricted(name.name) || (allowsTypes && name.kind === 'type' && name.name !== '*')) continue;
    uses.push({ entry, name: name.name, start: name.start, doubt: one.isThroughOther === true ? through : doubtOf(name, allowsTypes, limits) });
  }
}

/** What the policy cannot know of a call of `require` that is not Node's own. */
export const through = 'by a `require` that is handed in or defined here, which may find the module elsewhere';

const erased = 'it is used as a type only, and disappears unless the compiler is told to keep it: write `import type`';

function doubtOf(name: ImportedName, allowsTypes: boolean, limits: NameLimits): string | undefined {
  if (allowsTypes && name.isErased === true) return erased;
  if (name.isThroughDefault === true) return 'it is taken of the default export, which in a module of CommonJS is the module';
  const taken = name.name === '*' ? name.members : undefined;
  return taken?.some((member) => limits.isRestricted(member)) === false ? 'the module is taken as a whole, and this file uses nothing of it that is restricted' : undefined;
}

function isTypeOnly({ kind, names }: FoundImport): boolean {
  return kind === 'type' || (names.length > 0 && names.every((name: ImportedName) => name.kind === 'type'));
}
