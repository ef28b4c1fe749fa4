import { isRecord } from '../record.ts';
import type { Advisory, AdvisoryEvent, AdvisoryRange } from './advisory.ts';
import { severityOfVector } from './cvss.ts';

/** The type of the package URLs of an OSV ecosystem. Source: OSV schema 1.7, defined ecosystems. */
const ecosystems: ReadonlyMap<string, string> = new Map([
  ['npm', 'npm'], ['PyPI', 'pypi'], ['Go', 'golang'], ['crates.io', 'cargo'], ['RubyGems', 'gem'], ['Packagist', 'composer'], ['Maven', 'maven'], ['NuGet', 'nuget'],
  ['Alpine', 'apk'], ['Debian', 'deb'], ['Ubuntu', 'deb'],
  ['Pub', 'pub'], ['Hex', 'hex'], ['SwiftURL', 'swift'], ['ConanCenter', 'conan'], ['CRAN', 'cran'], ['Hackage', 'hackage'], ['GitHub Actions', 'github'], ['Julia', 'julia'],
]);

/** What one affected package of a record says. */
export interface OsvEntry {
  readonly ecosystem: string;
  /** Namespace and name joined by a slash, as the record spells them. */
  readonly path: string;
  readonly advisory: Advisory;
  /** True when every version is meant, of a package that is malicious as a whole. */
  readonly isWhole: boolean;
}

/** Most versions that are kept one by one. */
const maxVersions = 2000;

/** Reads one OSV record. Undefined for what is none; empty for one that was withdrawn or is about ecosystems that no package URL names here. */
export function readOsvRecord(value: unknown): readonly OsvEntry[] | undefined {
  if (!isRecord(value) || typeof value['id'] !== 'string' || !Array.isArray(value['affected'])) return undefined;
  if (typeof value['withdrawn'] === 'string') return [];
  const id = value['id'];
  const kind = id.startsWith('MAL-') ? 'malicious' : 'vulnerable';
  const aliases = textsOf(value['aliases']).slice(0, 20);
  const summary = (textOf(value['summary']) ?? firstSentence(textOf(value['details']) ?? '')).slice(0, 160);
  const own = severityOf(value);
  const found: OsvEntry[] = [];
  for (const affected of value['affected']) {
    if (!isRecord(affected) || !isRecord(affected['package'])) continue;
    const [family = '', ...release] = (textOf(affected['package']['ecosystem']) ?? '').split(':');
    const ecosystem = ecosystems.get(family);
    const name = textOf(affected['package']['name']);
    if (ecosystem === undefined || name === undefined || name === '') continue;
    const ranges = rangesOf(affected['ranges']);
    const versions = textsOf(affected['versions']);
    // ranges say in a line what thousands of versions say
    const isRanged = ranges.some(({ type }) => type !== 'GIT');
    const kept = isRanged && versions.length > 20 ? [] : versions.slice(0, maxVersions);
    const isWhole = kind === 'malicious' && kept.length === 0 && ranges.every(({ events }) => events.every((event) => event.at === 'introduced' && event.version === '0'));
    const distro = distributions.has(ecosystem) ? distroOf(family, release) : undefined;
    if (distributions.has(ecosystem) && distro === undefined) continue;
    found.push({ ecosystem, path: distro === undefined ? pathOf(ecosystem, name) : `${family.toLowerCase()}/${name}`, advisory: { ...(distro === undefined ? {} : { distro }), id, aliases, kind, severity: severityOf(affected) ?? own, summary, versions: kept, ranges }, isWhole });
  }
  return found;
}

/** Types whose records hold for one release of a distribution. */
const distributions = new Set(['apk', 'deb']);

/** `debian-12`, `alpine-3.20`, `ubuntu-22.04`, as package URLs name a release; undefined for what is sold apart (`Ubuntu:Pro`) and for records of no release. */
function distroOf(family: string, [release = '']: readonly string[]): string | undefined {
  const number = /^v?(\d{1,3}(?:\.\d{1,3})?)$/.exec(release)?.[1];
  return number === undefined ? undefined : `${family.toLowerCase()}-${number}`;
}

function pathOf(ecosystem: string, name: string): string {
  if (ecosystem === 'maven') return name.replace(':', '/');
  return ecosystem === 'swift' ? name.replace(/^https?:\/\//, '').replace(/\.git$/, '') : name;
}

function rangesOf(value: unknown): readonly AdvisoryRange[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((range): AdvisoryRange[] => {
    if (!isRecord(range) || !Array.isArray(range['events'])) return [];
    const type = range['type'];
    if (type !== 'SEMVER' && type !== 'ECOSYSTEM' && type !== 'GIT') return [];
    const events = range['events'].flatMap((event): AdvisoryEvent[] => {
      if (!isRecord(event)) return [];
      return (['introduced', 'fixed', 'last_affected'] as const).flatMap((at) => {
        const version = textOf(event[at]);
        return version === undefined ? [] : [{ at, version: version.slice(0, 200) }];
      });
    });
    return [{ type, events: events.slice(0, 500) }];
  });
}

/** What the database says in a word, else what the vector says. */
function severityOf(value: Readonly<Record<string, unknown>>): Advisory['severity'] {
  for (const key of ['database_specific', 'ecosystem_specific']) {
    const specific = value[key];
    const word = isRecord(specific) ? textOf(specific['severity'])?.toLowerCase() : undefined;
    if (word === 'moderate') return 'medium';
    if (word === 'low' || word === 'medium' || word === 'high' || word === 'critical') return word;
  }
  const list = value['severity'];
  if (!Array.isArray(list)) return undefined;
  const vectors = list.flatMap((one) => (isRecord(one) && typeof one['score'] === 'string' ? [one['score']] : []));
  return vectors.map(severityOfVector).find((one) => one !== undefined);
}

function firstSentence(text: string): string {
  return text.trim().split(/(?<=[.!?])\s|\n\n/, 1)[0]?.replace(/\s+/g, ' ') ?? '';
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
