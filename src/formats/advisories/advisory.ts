/** One advisory about one package, as the data package holds it. Short keys: there are hundreds of thousands. */
export interface Advisory {
  readonly id: string;
  /** Other ids of the same: CVE, GHSA. */
  readonly aliases: readonly string[];
  /** `malicious` for OSV's MAL records: the package itself is the attack. */
  readonly kind: 'vulnerable' | 'malicious';
  readonly severity: 'low' | 'medium' | 'high' | 'critical' | undefined;
  readonly summary: string;
  /** The release of a distribution that it is about, as the qualifier of package URLs: `debian-12`. */
  readonly distro?: string;
  /** Affected versions one by one. */
  readonly versions: readonly string[];
  readonly ranges: readonly AdvisoryRange[];
}

/** Affected versions from one event to the next. Source: OSV schema 1.7, affected[].ranges[]. */
export interface AdvisoryRange {
  /** `SEMVER` and `ECOSYSTEM` are ordered as the ecosystem orders; `GIT` events are commits. */
  readonly type: 'SEMVER' | 'ECOSYSTEM' | 'GIT';
  readonly events: readonly AdvisoryEvent[];
}

export interface AdvisoryEvent {
  readonly at: 'introduced' | 'fixed' | 'last_affected';
  readonly version: string;
}

/** What is said of a version: affected or not, and the first version that is not affected after it. */
export interface Affected {
  readonly isAffected: boolean;
  readonly fixed: string | undefined;
}

/** Whether a version is affected. Source: OSV schema, "Evaluation". `compare` orders versions of the ecosystem; undefined where no order is known. */
export function isAffectedBy({ versions, ranges }: Advisory, version: string, compare: ((a: string, b: string) => number) | undefined): Affected {
  const bare = version.replace(/^v(?=\d)/, '');
  const isListed = versions.some((one) => one === version || one === bare);
  let isAffected = isListed;
  let fixed: string | undefined;
  for (const { type, events } of ranges) {
    if (type === 'GIT') {
      // without the repository's history only the commits that are named are known
      if (events.some((event) => event.at !== 'fixed' && event.version === version)) isAffected = true;
      continue;
    }
    if (compare === undefined) continue;
    const answer = inEvents(events, bare, compare);
    if (answer.isAffected) isAffected = true;
    if (answer.fixed !== undefined && (fixed === undefined || compare(answer.fixed, fixed) < 0)) fixed = answer.fixed;
  }
  return { isAffected, fixed };
}

function inEvents(events: readonly AdvisoryEvent[], version: string, compare: (a: string, b: string) => number): Affected {
  const order = (a: string, b: string): number => (a === '0' ? (b === '0' ? 0 : -1) : b === '0' ? 1 : compare(a, b));
  const sorted = [...events].sort((a, b) => order(a.version, b.version) || (a.at === 'introduced' ? 1 : -1));
  let isAffected = false;
  let fixed: string | undefined;
  for (const event of sorted) {
    const side = order(version, event.version);
    if (event.at === 'introduced') {
      if (side >= 0) isAffected = true;
    } else if (event.at === 'fixed') {
      if (side >= 0) isAffected = false;
      else fixed ??= event.version;
    } else if (side > 0) isAffected = false;
  }
  return { isAffected, fixed: isAffected ? fixed : undefined };
}
