import { rangeOf } from '../../../formats/place.ts';
import { BrokenCheck, type FamilyPolicy, type LocatedReport, type Project } from '../../../model/family.ts';
import type { Source } from '../../../model/source.ts';
import { baseNames } from '../../../templates/compose/detect.ts';
import type { ComposeProject } from '../../../templates/compose/model.ts';
import { readCompose } from '../../../templates/compose/read.ts';
import type { FileReader } from '../../../templates/value.ts';
import { runPolicies } from '../run-policies.ts';
import { inlineReports } from './inline.ts';
import { composeChecks } from './registry.ts';
import { subjectsOf } from './subjects.ts';

/** Examines Compose files, each with what it extends and with its override file. Throws BrokenCheck for a check that cannot run. */
export function examineCompose(sources: readonly Source[], { files, today }: Project, policy: FamilyPolicy): readonly LocatedReport[] {
  const reports: LocatedReport[] = [];
  for (const path of projectPaths(sources, files)) {
    const project = read(path, files);
    if (project === undefined) continue;
    for (const report of runPolicies(subjectsOf(project, today), policy, composeChecks)) reports.push(report);
    for (const report of inlineReports(project, { files, today }, policy)) reports.push(report);
    for (const report of problemReports(project, policy)) reports.push(report);
  }
  return distinct(reports);
}

/** A service that several files extend is judged with each of them: what stands in it is one finding. */
function distinct(reports: readonly LocatedReport[]): readonly LocatedReport[] {
  const found = new Map<string, LocatedReport>();
  for (const report of reports) {
    const { startLine, startColumn, endLine, endColumn } = report.range;
    const key = [report.check, report.path, startLine, startColumn, endLine, endColumn].join('\0');
    const present = found.get(key);
    if (present === undefined || (present.certainty === 'unsure' && report.certainty === 'fail')) found.set(key, report);
  }
  return [...found.values()];
}

/** The files to judge: an override file is judged with the file that it is laid over, when there is one. */
function projectPaths(sources: readonly Source[], files: FileReader): ReadonlySet<string> {
  const paths = new Set<string>();
  for (const { path } of sources) paths.add(baseNames(path).find((name) => files.readText(name) !== undefined) ?? path);
  return paths;
}

function read(path: string, files: FileReader): ComposeProject | undefined {
  try {
    return readCompose(path, files.readText(path) ?? '', files);
  } catch (error) {
    throw new BrokenCheck('containers/compose/syntax', error);
  }
}

/** Findings of one file that its own mistakes give. */
const maxProblems = 50;

/** Problems of the file itself, by the policy that is named after their kind. */
function problemReports({ problems }: ComposeProject, policy: FamilyPolicy): readonly LocatedReport[] {
  if (problems.length === 0) return [];
  const checks = policy.checks(['compose/problem']);
  return problems.slice(0, maxProblems).flatMap(({ code, message, at }) => {
    const name = code === 'duplicate-key' ? '/duplicate-key' : code === 'cycle' ? '/cycle' : code === 'unknown-reference' ? '/unknown-name' : '/syntax';
    const check = checks.find(({ id }) => id.endsWith(name));
    return check === undefined ? [] : [{ check: check.id, certainty: 'fail', ...(code === 'limit' ? { severity: 'high' } : {}), path: at.source.path, range: rangeOf(at), message: `${check.title}: ${message}`, evidence: '', identity: `${code}\0${message}` } satisfies LocatedReport];
  });
}
