import { rangeOf, type Place } from '../../formats/place.ts';
import type { FamilyPolicy, LocatedReport } from '../../model/family.ts';
import { schemaProblems } from './aws/schema-problems.ts';
import type { CanonicalTemplate } from './canonical.ts';
import type { Unaffected } from './unaffected.ts';

/** The thing that checks about a template as a whole apply to. */
const subject = 'template';

/** Check that speaks for problem codes without a check of their own. */
const anyProblem = 'infrastructure/template/syntax';

/**
 * Problems that say what was not judged, not that something is wrong. A limit is one of these only where it is harmless: no
 * template of people reaches one, and behind megabytes of comments or a hundred thousand instances something may hide.
 */
const unjudged: ReadonlySet<string> = new Set(['remote-module', 'limit']);

/** Problems of a template in itself: what its reader could not make sense of, and what the schema refuses in resources that another version does not answer for. */
export function templateReports(canonical: CanonicalTemplate, policy: FamilyPolicy, known?: Unaffected): readonly LocatedReport[] {
  const on = new Set(policy.checks([subject]).map((check) => check.id));
  if (on.size === 0) return [];
  const reports: LocatedReport[] = [];
  for (const { code, message, isHarmless, at } of canonical.template.problems) {
    const own = `infrastructure/template/${code}`;
    const check = on.has(own) ? own : anyProblem;
    if (on.has(check)) reports.push({ ...report(check, message, { at, identity: `${code}\0${message}` }), certainty: unjudged.has(code) && !(code === 'limit' && isHarmless !== true) ? 'unsure' : 'fail' });
  }
  for (const resource of canonical.resources) {
    if (known?.has(resource) === true) continue;
    for (const { kind, message, path, at } of schemaProblems(resource)) {
      const check = `infrastructure/template/${kind}`;
      if (on.has(check)) reports.push(report(check, message, { at, identity: `${resource.type}\0${resource.name}\0${path}`, resource: resource.name }));
    }
  }
  return reports;
}

function report(check: string, message: string, { at, identity, resource }: { at: Place; identity: string; resource?: string }): LocatedReport {
  return {
    check,
    certainty: 'fail',
    path: at.source.path,
    range: rangeOf(at),
    message,
    evidence: '',
    identity,
    ...(resource === undefined ? {} : { resource }),
  };
}
