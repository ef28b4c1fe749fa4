import { severities, type Finding } from '../model/finding.ts';

/** A finding as people are told it: one, or several of one resource that cannot be decided for the same reason. */
export interface Told extends Finding {
  /** The findings that are told as one, worst first; at least `least` of them. */
  readonly gathered?: readonly Finding[];
}

/** Findings that are told as one; fewer are told one by one. */
const least = 3;
/** Findings of a gathered one that are named. */
const named = 3;

/**
 * Gathers unsure findings of one resource that depend on the same thing and that policy treats alike: a resource behind a
 * macro is one thing to look at, however many policies ask of it. The order is that of each group's worst.
 */
export function gather(findings: readonly Finding[]): readonly Told[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    if (finding.certainty !== 'unsure' || finding.doubt === undefined || finding.resource === undefined) continue;
    const key = [finding.path, finding.resource, finding.doubt, finding.action].join('\0');
    const present = groups.get(key);
    if (present === undefined) groups.set(key, [finding]);
    else present.push(finding);
  }
  const told = new Map<Finding, readonly Finding[]>();
  for (const group of groups.values()) if (group.length >= least) for (const finding of group) told.set(finding, group);
  return findings.flatMap((finding): readonly Told[] => {
    const group = told.get(finding);
    if (group === undefined) return [finding];
    return group[0] === finding ? [together(group, finding)] : [];
  });
}

function together(group: readonly Finding[], first: Finding): Told {
  const gathered = [...group].sort((a, b) => severities.indexOf(b.severity) - severities.indexOf(a.severity));
  const worst = gathered[0] ?? first;
  const titles = gathered.slice(0, named).map(({ title }) => title);
  const more = gathered.length - titles.length;
  return {
    ...worst,
    title: `${gathered.length} policies could not be judged`,
    message: `They depend on ${first.doubt ?? 'a value that is not known'}. They ask, among others: ${titles.join('; ')}${more > 0 ? `; and ${more} more` : ''}`,
    evidence: '',
    gathered,
  };
}
