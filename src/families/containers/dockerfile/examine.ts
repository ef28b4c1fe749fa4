import { rangeOf, sourceText } from '../../../formats/place.ts';
import type { Check, PolicyCheck } from '../../../model/check.ts';
import { BrokenCheck, type FamilyPolicy, type LocatedReport, type Project } from '../../../model/family.ts';
import type { Source } from '../../../model/source.ts';
import { evaluateDockerfile } from '../../../templates/dockerfile/evaluate.ts';
import type { EvaluatedDockerfile } from '../../../templates/dockerfile/model.ts';
import type { FileReader } from '../../../templates/value.ts';
import type { DockerfileCheck, DockerfileFinding } from './check.ts';
import { ignoredAt } from './ignore-comments.ts';
import { dockerfileChecks } from './registry.ts';

/** The thing that policies over Dockerfiles apply to. */
const subject = 'dockerfile';

/** A policy with the function it names. */
export interface RunnableCheck {
  readonly check: PolicyCheck;
  readonly run: DockerfileCheck;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** Examines Dockerfiles, each by itself. Throws BrokenCheck naming the check that failed. */
export function examineDockerfiles(sources: readonly Source[], project: Project, policy: FamilyPolicy): readonly LocatedReport[] {
  const checks = runnable(policy);
  const reports: LocatedReport[] = [];
  for (const { path, bytes } of sources) {
    const dockerfile = readEvaluated(path, bytes.toString('utf8'), project.files);
    for (const report of runDockerfileChecks(dockerfile, checks)) reports.push(report);
  }
  return reports;
}

/** The Dockerfile policies that are on, ready to run. */
export function runnable(policy: FamilyPolicy): readonly RunnableCheck[] {
  return policy.checks([subject]).flatMap((check) => {
    if (!isPolicy(check) || check.function === undefined || !check.function.startsWith('dockerfile.')) return [];
    const run = dockerfileChecks.get(check.function);
    if (run === undefined) throw new BrokenCheck(check.id, new Error(`there is no function "${check.function}"`));
    return [{ check, run, parameters: policy.parameters(check) }];
  });
}

/** Evaluates a Dockerfile with the ignore file of its context: `<name>.dockerignore`, else `.dockerignore` beside it. */
export function readEvaluated(path: string, text: string, files: FileReader): EvaluatedDockerfile {
  const folder = path.includes('/') ? path.slice(0, path.lastIndexOf('/') + 1) : '';
  const ignore = files.readText(`${path}.dockerignore`) ?? files.readText(`${folder}.dockerignore`) ?? null;
  try {
    return evaluateDockerfile(sourceText(path, text), ignore);
  } catch (error) {
    throw new BrokenCheck('containers/dockerfile/parse-error', error);
  }
}

/** Runs checks over one Dockerfile. The same place is reported once by a check. */
export function runDockerfileChecks(dockerfile: EvaluatedDockerfile, checks: readonly RunnableCheck[]): readonly LocatedReport[] {
  const reports: LocatedReport[] = [];
  for (const { check, run, parameters } of checks) {
    const seen = new Set<string>();
    try {
      for (const finding of run(dockerfile, parameters)) {
        const key = `${finding.start} ${finding.end}`;
        if (seen.has(key)) continue;
        seen.add(key);
        reports.push(reportOf(check, finding, dockerfile));
      }
    } catch (error) {
      throw new BrokenCheck(check.id, error);
    }
  }
  return reports;
}

function reportOf(check: PolicyCheck, { start, end, message, certainty = 'fail', stage }: DockerfileFinding, dockerfile: EvaluatedDockerfile): LocatedReport {
  const { source } = dockerfile;
  const ignored = ignoredAt(dockerfile, [check.id, ...check.aliases], start);
  return {
    check: check.id,
    certainty,
    path: source.path,
    range: rangeOf({ source, start, end }),
    message: message ?? check.title,
    evidence: '',
    identity: `${stage ?? ''}\0${source.text.slice(start, Math.min(end, start + maxIdentity)).replaceAll(/\s+/g, ' ')}`,
    ...(stage === undefined ? {} : { resource: stage }),
    ...(check.tags.includes('secret') ? { secret: true } : {}),
    ...(ignored === undefined ? {} : { foreignSuppression: ignored }),
  };
}

/** Characters of an instruction that tell its finding from others. */
const maxIdentity = 1000;

function isPolicy(check: Check): check is PolicyCheck {
  return 'applies' in check;
}
