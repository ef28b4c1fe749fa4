import { namedVersion } from '../../../formats/packages/named-version.ts';
import { fullNameOf } from '../../../formats/packages/package-name.ts';
import type { PackageRecord } from '../../../formats/packages/record.ts';
import { dependenciesOf, packagesOf, type Batch, type LibraryCheck, type LibraryFinding, type Named } from '../check.ts';
import { sayChain } from '../chain.ts';
import { lockedBeside } from '../locked.ts';
import { allowOnly, entriesOf, indexEntries, isWrapper, type Entry, type EntryIndex } from '../policy/entry.ts';
import { mapsAt, type Plain } from '../policy/plain.ts';
import { entryTests, type EntryTests } from '../policy/entry-tests.ts';
import { clip, findingAt, sayList, sayPackage } from '../say.ts';
import { repositoryAtGithub } from '../source-of.ts';

/** Packages that `deny` names, where no `allow` entry makes an exception. */
export const denied: LibraryCheck = async (batch, section) => {
  const rules = await rulesOf(batch, section);
  if (rules.deny.size === 0) return [];
  const findings: LibraryFinding[] = [];
  const deniesRepositories = rules.denyEntries.some(({ pattern }) => pattern.ecosystem === 'github');
  for (const named of packagesOf(batch.documents)) {
    for (const entry of rules.deny.matching(named.record)) {
      // a denied package's own manifest is a copy of it; a wildcard names whole organisations, and this may be one of theirs
      if (named.record.project === true && (entry.pattern.hasWildcard || entry.wrappers !== undefined)) continue;
      const answer = await applies(entry, named, rules, batch);
      if (answer.kind === 'no' || (await isAllowed(named, rules, batch))) continue;
      findings.push(findingAt(named, `deny ${entry.written}`, sayDenied(entry, named, answer), answer.kind === 'perhaps' ? { certainty: 'unsure' } : {}));
      break;
    }
    const from = deniesRepositories ? await deniedRepository(named, rules, batch) : undefined;
    if (from !== undefined) findings.push(from);
  }
  return findings;
};

/** A package of any ecosystem that is fetched from a repository at GitHub which `deny` names. */
async function deniedRepository(named: Named, rules: Rules, batch: Batch): Promise<LibraryFinding | undefined> {
  const { record } = named;
  const repository = record.ecosystem === 'github' ? undefined : repositoryAtGithub(record);
  if (repository === undefined) return undefined;
  const place: Named = { record: { ...record, ...repository, version: undefined, range: undefined }, document: named.document };
  for (const entry of rules.deny.matching(place.record)) {
    // what is fetched is a commit, which no range of versions names
    if (entry.versions !== undefined || (await applies(entry, place, rules, batch)).kind !== 'yes') continue;
    if ((await isAllowed(place, rules, batch)) || (await isAllowed(named, rules, batch))) continue;
    return findingAt(named, `deny ${entry.written}`, `${sayPackage(record)} comes from ${fullNameOf(repository)} at GitHub, which is denied${entry.reason === '' ? '' : `: ${clip(entry.reason)}`}`);
  }
  return undefined;
}

/** Packages of an ecosystem whose list of allowed packages is complete, and which it does not name. */
export const notAllowed: LibraryCheck = async (batch, section) => {
  const rules = await rulesOf(batch, section);
  const complete = completeEcosystems(section, rules);
  if (complete.size === 0) return [];
  const findings: LibraryFinding[] = [];
  for (const named of dependenciesOf(batch.documents)) {
    const { record } = named;
    const directOnly = complete.get(record.ecosystem);
    if (directOnly === undefined || (directOnly && record.direct === false)) continue;
    if (await isAllowed(named, rules, batch)) continue;
    findings.push(findingAt(named, 'not allowed', `${sayPackage(record)} is not among the ${record.ecosystem} packages that "allow" names${sayChain(named.document, record)}`));
  }
  return findings;
};

interface Rules {
  readonly deny: EntryIndex;
  readonly allow: EntryIndex;
  readonly denyEntries: readonly Entry[];
  readonly allowEntries: readonly Entry[];
  readonly tests: EntryTests;
}

async function rulesOf({ project }: Batch, section: Plain): Promise<Rules> {
  const denyEntries = entriesOf(mapsAt(section, 'deny'), 'deny');
  const allowEntries = entriesOf(mapsAt(section, 'allow'), 'allow');
  const tests = await entryTests([...denyEntries, ...allowEntries], project.today);
  return { deny: indexEntries(denyEntries), allow: indexEntries(allowEntries), denyEntries, allowEntries, tests };
}

/**
 * The ecosystems whose `allow` list is complete, and whether it speaks of direct dependencies only. Without `allow-only`
 * that is where some `allow` entry is no exception to a `deny` entry, as in cargo-deny.
 */
function completeEcosystems(section: Plain, { allowEntries, denyEntries }: Rules): ReadonlyMap<string, boolean> {
  const said = allowOnly(section);
  if (said === false) return new Map();
  const listed = new Map<string, boolean>();
  for (const { pattern, directOnly } of allowEntries) listed.set(pattern.ecosystem, (listed.get(pattern.ecosystem) ?? true) && directOnly);
  if (said === true) return listed;
  if (said !== undefined) return new Map(said.map((ecosystem) => [ecosystem, listed.get(ecosystem) ?? false]));
  const complete = new Map<string, boolean>();
  const denies = indexEntries(denyEntries);
  for (const { pattern } of allowEntries) {
    const asName = { ecosystem: pattern.ecosystem, name: pattern.path, start: 0, end: 0 };
    const isException = denies.matching(asName).length > 0 || denyEntries.some((entry) => indexEntries([{ ...entry, pattern }]).matching({ ...asName, name: entry.pattern.path }).length > 0);
    if (!isException) complete.set(pattern.ecosystem, listed.get(pattern.ecosystem) ?? false);
  }
  return complete;
}

type Answer = { readonly kind: 'yes' | 'no' } | { readonly kind: 'perhaps'; readonly why: string } | { readonly kind: 'not-through'; readonly parents: readonly string[] };

const no: Answer = { kind: 'no' };

async function applies(entry: Entry, named: Named, { tests }: Rules, batch: Batch): Promise<Answer> {
  const { record, document } = named;
  if (!tests.isCurrent(entry) || !tests.coversPath(entry, record.path ?? document.source.path)) return no;
  if (entry.scopes.length > 0 && (record.scope === undefined || !entry.scopes.includes(record.scope))) return no;
  if (entry.directOnly && record.direct === false) return no;
  const version = await versionAnswer(entry, named, tests, batch);
  if (version.kind === 'no') return version;
  const through = wrapperAnswer(entry, record);
  return through.kind === 'yes' ? version : through;
}

async function versionAnswer(entry: Entry, named: Named, tests: EntryTests, batch: Batch): Promise<Answer> {
  if (entry.versions === undefined) return { kind: 'yes' };
  const { record } = named;
  if (record.version !== undefined && record.version !== '') return tests.versionIn(entry, record.version) ? { kind: 'yes' } : no;
  // where a lockfile says what a range became, the lockfile is judged
  const locked = await lockedBeside(batch, named);
  if (locked !== undefined) return locked.some((version) => tests.versionIn(entry, version)) ? { kind: 'yes' } : no;
  const least = namedVersion(record.range);
  if (least !== undefined && tests.versionIn(entry, least)) return { kind: 'yes' };
  return tests.mayMeet(entry, record.range) ? { kind: 'perhaps', why: 'the range may resolve to a denied version, and no lockfile says what it became' } : no;
}

/** cargo-deny's rule: a package with wrappers is banned unless every package that brings it in is one of them. */
function wrapperAnswer(entry: Entry, record: PackageRecord): Answer {
  if (entry.wrappers === undefined) return { kind: 'yes' };
  const { wrappers } = entry;
  if (record.direct === true) return { kind: 'yes' };
  if (record.parents === undefined || record.parents.length === 0) return { kind: 'perhaps', why: `only ${sayList(wrappers)} may bring it in, and this file does not say what does` };
  const others = record.parents.filter((parent) => !isWrapper(wrappers, record.ecosystem, parent));
  return others.length === 0 ? no : { kind: 'not-through', parents: others };
}

async function isAllowed(named: Named, { allow, tests }: Rules, batch: Batch): Promise<boolean> {
  const { record, document } = named;
  for (const entry of allow.matching(record)) {
    if (!tests.isCurrent(entry) || !tests.coversPath(entry, record.path ?? document.source.path)) continue;
    if (entry.scopes.length > 0 && (record.scope === undefined || !entry.scopes.includes(record.scope))) continue;
    if (entry.directOnly && record.direct === false) continue;
    const version = await versionAnswer(entry, named, tests, batch);
    if (version.kind !== 'yes') continue;
    if (entry.wrappers !== undefined && (record.parents === undefined || record.parents.some((parent) => !isWrapper(entry.wrappers ?? [], record.ecosystem, parent)))) continue;
    return true;
  }
  return false;
}

function sayDenied(entry: Entry, { record, document }: Named, answer: Answer): string {
  const because = entry.reason === '' ? '' : `: ${clip(entry.reason).replace(/\.$/, '')}`;
  const instead = entry.useInstead === undefined ? '' : `. Use ${clip(entry.useInstead)} instead`;
  const through = answer.kind === 'not-through' ? `; ${sayList(answer.parents)} ${answer.parents.length === 1 ? 'is' : 'are'} not among the packages that may bring it in` : '';
  const perhaps = answer.kind === 'perhaps' ? `; ${answer.why}` : '';
  return `${sayPackage(record)} ${record.project === true ? 'is a copy of a package that is denied' : 'is denied'}${because}${through}${perhaps}${sayChain(document, record)}${instead}`;
}
