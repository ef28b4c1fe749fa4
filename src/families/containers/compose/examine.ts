import { rangeOf } from '../../../formats/place.ts';
import { BrokenCheck, type FamilyPolicy, type LocatedReport, type Project } from '../../../model/family.ts';
import type { Source } from '../../../model/source.ts';
import { baseNames } from '../../../templates/compose/detect.ts';
import type { ComposeProject } from '../../../templates/compose/model.ts';
import { readCompose } from '../../../templates/compose/read.ts';
import type { FileReader } from '../../../templates/value.ts';
import { looksLikeCompose } from '../file-names.ts';
import { runPolicies } from '../run-policies.ts';
import { NamedDockerfiles } from './dockerfiles.ts';
import { inlineReports } from './inline.ts';
import { composeChecks } from './registry.ts';
import { subjectsOf } from './subjects.ts';

/** Examines Compose files, each with what it extends and includes, with its override file and the Dockerfiles of other names that it builds. Throws BrokenCheck for a check that cannot run. */
export async function examineCompose(sources: readonly Source[], around: Project, policy: FamilyPolicy): Promise<readonly LocatedReport[]> {
  const { files, today } = around;
  const reports: LocatedReport[] = [];
  const dockerfiles = new NamedDockerfiles(files);
  const paths = new Set(projectPaths(sources, files));
  // a set hands out what is added to it while it is gone through
  for (const path of paths) {
    const project = read(path, files);
    if (project === undefined) continue;
    for (const report of runPolicies(subjectsOf(project, today), policy, composeChecks)) reports.push(report);
    for (const report of inlineReports(project, { files, today }, policy)) reports.push(report);
    for (const report of problemReports(project, policy)) reports.push(report);
    dockerfiles.add(project);
    // one that looks like a Compose file is judged when it changes, by itself
    for (const one of project.includes) if (!looksLikeCompose(one, files.readText(one) ?? '') && paths.size < maxProjects) paths.add(one);
  }
  for (const report of await dockerfiles.examine(around, policy)) reports.push(report);
  return distinct(reports);
}

/** Compose files of one run from which on no further ones are followed. */
const maxProjects = 10_000;

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
