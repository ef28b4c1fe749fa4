import { dependenciesOf, type LibraryCheck, type LibraryFinding, type Named } from '../check.ts';
import { sayChain } from '../chain.ts';
import type { PackageDocument } from '../document.ts';
import { parseLicence } from '../licence/expression.ts';
import { installedLicence } from '../licence/installed.ts';
import { unacceptable, type LicenceRules } from '../licence/judge.ts';
import { mapAt, mapsAt, textAt, textsAt, type Plain } from '../policy/plain.ts';
import { entriesOf, indexEntries } from '../policy/entry.ts';
import { entryTests } from '../policy/entry-tests.ts';
import { clip, findingAt, sayList, sayPackage } from '../say.ts';

/** Packages whose licence the policy does not accept. */
export const licence: LibraryCheck = async (batch, section) => {
  const rules = mapAt(section, 'licences');
  const whole = rulesOf(rules);
  if (whole === undefined) return [];
  const exceptions = await exceptionsOf(rules, batch.project.today);
  const scopes = textsAt(rules, 'scopes');
  const findings: LibraryFinding[] = [];
  for (const named of dependenciesOf(batch.documents)) {
    if (!isAsked(named, scopes)) continue;
    const written = licenceOf(named, batch.project.files);
    const expression = written === undefined ? undefined : parseLicence(written);
    if (expression === undefined) continue;
    const excepted = exceptions(named);
    if (excepted !== undefined && excepted.length === 0) continue;
    const own: LicenceRules = excepted === undefined ? whole : { allow: [...(whole.allow ?? []), ...excepted], deny: whole.deny.filter((one) => !excepted.includes(one)) };
    const found = unacceptable(expression, whole.allow === undefined ? { ...own, allow: undefined } : own);
    if (found.length > 0) findings.push(findingAt(named, `licence ${found.join(' ')}`, `${sayPackage(named.record)} is under ${clip(written ?? '')}; the policy does not accept ${sayList([...new Set(found)])}${sayChain(named.document, named.record)}`));
  }
  return findings;
};

/** Packages of which nobody says under what licence they are. */
export const unknownLicence: LibraryCheck = async (batch, section) => {
  const rules = mapAt(section, 'licences');
  const answer = textAt(rules, 'unknown') ?? 'warn';
  if (rulesOf(rules) === undefined || answer === 'allow') return [];
  const severity = answer === 'block' ? 'high' : 'medium';
  const exceptions = await exceptionsOf(rules, batch.project.today);
  const scopes = textsAt(rules, 'scopes');
  return batch.documents.flatMap((document): LibraryFinding[] => {
    // a manifest says what is wanted, not what comes
    if (document.reading.kind === 'manifest') return [];
    const asked = [...dependenciesOf([document])].filter((named) => isAsked(named, scopes) && exceptions(named) === undefined);
    const unknown = asked.filter((named) => {
      const written = licenceOf(named, batch.project.files);
      return written === undefined || parseLicence(written) === undefined;
    });
    if (unknown.length === 0) return [];
    if (unknown.length === asked.length && unknown.every(({ record }) => record.licence === undefined)) return [wholeDocument(document, unknown, severity)];
    return unknown.map((named) => findingAt(named, 'licence unknown', `${sayPackage(named.record)} ${named.record.licence === undefined ? 'states no licence' : `states "${clip(named.record.licence)}", which is no SPDX expression`}`, { severity }));
  });
};

function wholeDocument(document: PackageDocument, unknown: readonly Named[], severity: 'high' | 'medium'): LibraryFinding {
  const [first] = unknown;
  return {
    path: document.source.path,
    start: first?.record.start ?? 0,
    end: first?.record.end ?? 0,
    message: `this file states no licence for any of its ${unknown.length} packages, and no installed copy beside it does`,
    identity: 'no licences',
    severity,
    certainty: 'unsure',
  };
}

function rulesOf(rules: Plain): LicenceRules | undefined {
  const allow = textsAt(rules, 'allow');
  const deny = textsAt(rules, 'deny');
  return allow === undefined && deny === undefined ? undefined : { allow, deny: deny ?? [] };
}

function isAsked({ record }: Named, scopes: readonly string[] | undefined): boolean {
  return scopes === undefined || record.scope === undefined || scopes.includes(record.scope);
}

function licenceOf({ record, document }: Named, files: Parameters<typeof installedLicence>[2]): string | undefined {
  return record.licence ?? (document.reading.kind === 'lockfile' ? installedLicence(record, document.source.path, files) : undefined);
}

/** The licences that an exception adds for a package: an empty list accepts any. Undefined without one. */
async function exceptionsOf(rules: Plain, today: string): Promise<(named: Named) => readonly string[] | undefined> {
  const plain = mapsAt(rules, 'exceptions');
  if (plain.length === 0) return () => undefined;
  const entries = entriesOf(plain, 'licences: exceptions');
  const index = indexEntries(entries);
  const tests = await entryTests(entries, today);
  return ({ record }) => {
    const found = index.matching(record).filter((entry) => tests.isCurrent(entry) && tests.versionIn(entry, record.version ?? ''));
    return found.length === 0 ? undefined : found.flatMap((entry) => textsAt(plain[entry.number] ?? {}, 'licences') ?? []);
  };
}
