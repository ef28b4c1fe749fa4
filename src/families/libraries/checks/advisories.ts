import { compareVersions } from '../../../versions.ts';
import { isAffectedBy, type Advisory } from '../../../formats/advisories/advisory.ts';
import { openAdvisories, type AdvisoryData } from '../../../formats/advisories/data-package.ts';
import { namedVersion } from '../../../formats/packages/named-version.ts';
import { dependenciesOf, type Batch, type LibraryCheck, type LibraryFinding, type Named } from '../check.ts';
import { sayChain } from '../chain.ts';
import { lockedBeside } from '../locked.ts';
import { mapAt, mapsAt, numberAt, textAt, type Plain } from '../policy/plain.ts';
import { foldedPath } from '../policy/purl-pattern.ts';
import { clip, findingAt, sayPackage } from '../say.ts';

/** Versions that an advisory of the offline data package is about. */
export const vulnerable: LibraryCheck = async (batch, section) => {
  const data = dataOf(batch);
  if (data === undefined) return [];
  const isIgnored = ignoring(section, batch.project.today);
  const findings: LibraryFinding[] = [];
  for (const named of dependenciesOf(batch.documents)) {
    const distro = named.record.qualifiers?.get('distro');
    const list = data.advisories(named.record.ecosystem, foldedPath(named.record)).filter((one) => one.kind === 'vulnerable' && (one.distro === undefined || distro === undefined || one.distro === distro));
    if (list.length === 0) continue;
    const asked = await versionOf(batch, named);
    if (asked === undefined) continue;
    const seen = new Set<string>();
    for (const advisory of preferred(list)) {
      const ids = [advisory.id, ...advisory.aliases];
      if (ids.some((id) => seen.has(id)) || isIgnored(ids)) continue;
      const { isAffected, fixed } = isAffectedBy(advisory, asked.version, orderOf(named.record.ecosystem));
      if (!isAffected) continue;
      for (const id of ids) seen.add(id);
      findings.push(findingAt(named, advisory.id, sayVulnerable(named, advisory, asked, fixed), { severity: advisory.severity ?? 'high', ...(asked.isSure && advisory.distro === distro ? {} : { certainty: 'unsure' }) }));
    }
  }
  return findings;
};

/** Packages that are an attack by themselves. */
export const malicious: LibraryCheck = async (batch, section) => {
  const data = dataOf(batch);
  if (data === undefined) return [];
  const isIgnored = ignoring(section, batch.project.today);
  const findings: LibraryFinding[] = [];
  for (const named of dependenciesOf(batch.documents)) {
    const { record, document } = named;
    const path = foldedPath(record);
    if (data.isMalicious(record.ecosystem, path)) {
      if (!isIgnored([`${record.ecosystem}/${path}`])) findings.push(findingAt(named, 'malicious', `${sayPackage(record)} is known to be malicious${sayChain(document, record)}`));
      continue;
    }
    for (const advisory of data.advisories(record.ecosystem, path)) {
      if (advisory.kind !== 'malicious' || record.version === undefined || isIgnored([advisory.id, ...advisory.aliases])) continue;
      if (!isAffectedBy(advisory, record.version, orderOf(record.ecosystem)).isAffected) continue;
      findings.push(findingAt(named, 'malicious', `${sayPackage(record)} is known to be malicious (${advisory.id})${sayChain(document, record)}`));
      break;
    }
  }
  return findings;
};

/** A data package that is older than the policy lets it be. */
export const stale: LibraryCheck = async (batch, section) => {
  const data = dataOf(batch);
  const [document] = batch.documents;
  if (data === undefined || document === undefined) return [];
  const most = numberAt(mapAt(section, 'advisories'), 'max-age-days') ?? 30;
  const age = Math.floor((Date.parse(batch.project.today) - Date.parse(data.stamp.built)) / 86_400_000);
  if (Number.isNaN(age) || age <= most) return [];
  const end = document.source.text.indexOf('\n');
  return [{ path: document.source.path, start: 0, end: Math.min(end < 0 ? document.source.text.length : end, 80), message: `the advisories that this file was judged by are ${age} days old (built ${data.stamp.built}): portcullis advisories update`, identity: 'stale', certainty: 'unsure' }];
};

const opened = new WeakMap<Buffer, AdvisoryData>();

function dataOf({ advisories }: Batch): AdvisoryData | undefined {
  const bytes = advisories();
  if (bytes === undefined) return undefined;
  let data = opened.get(bytes);
  if (data === undefined) opened.set(bytes, (data = openAdvisories(bytes)));
  return data;
}

/** The version to ask about: a lockfile's, or the least that a manifest without a lockfile names. */
async function versionOf(batch: Batch, named: Named): Promise<{ readonly version: string; readonly isSure: boolean } | undefined> {
  const { record } = named;
  if (record.version !== undefined && record.version !== '') return { version: record.version, isSure: true };
  const pinned = /[#@]([0-9a-f]{40})$/.exec(record.resolved ?? '')?.[1];
  if (pinned !== undefined) return { version: pinned, isSure: true };
  const least = namedVersion(record.range);
  if (least === undefined || (await lockedBeside(batch, named)) !== undefined) return undefined;
  return { version: least, isSure: false };
}

function orderOf(ecosystem: string): ((a: string, b: string) => number) | undefined {
  return (a, b) => compareVersions(ecosystem, a, b);
}

/** GitHub's records first: several databases describe one flaw, and theirs name a severity. */
function preferred(list: readonly Advisory[]): readonly Advisory[] {
  return [...list].sort((a, b) => Number(b.id.startsWith('GHSA-')) - Number(a.id.startsWith('GHSA-')) || (a.id < b.id ? -1 : 1));
}

function sayVulnerable({ record, document }: Named, advisory: Advisory, asked: { readonly version: string; readonly isSure: boolean }, fixed: string | undefined): string {
  const cve = advisory.aliases.find((id) => id.startsWith('CVE-'));
  const ids = cve === undefined || cve === advisory.id ? advisory.id : `${advisory.id}, ${cve}`;
  const summary = advisory.summary === '' ? 'known vulnerability' : clip(advisory.summary).replace(/\.$/, '');
  const range = asked.isSure ? '' : ` lets in ${asked.version}, which has a known vulnerability`;
  return `${sayPackage(record)}${range}: ${summary} (${ids}); ${fixed === undefined ? 'no fixed version is known' : `fixed in ${fixed}`}${sayChain(document, record)}`;
}

function ignoring(section: Plain, today: string): (ids: readonly string[]) => boolean {
  const ignored = new Set(mapsAt(mapAt(section, 'advisories'), 'ignore').flatMap((one) => ((textAt(one, 'until') ?? today) >= today ? [textAt(one, 'id') ?? ''] : [])));
  return (ids) => ids.some((id) => ignored.has(id));
}
