import { rangeOf, sourceText, type Place } from '../../../formats/place.ts';
import { isOutOfTime, type Ask } from '../../../model/ask.ts';
import type { Check, PolicyCheck } from '../../../model/check.ts';
import { BrokenCheck, type FamilyPolicy, type LocatedReport, type Project } from '../../../model/family.ts';
import type { Source } from '../../../model/source.ts';
import { evaluateDockerfile } from '../../../templates/dockerfile/evaluate.ts';
import type { EvaluatedDockerfile } from '../../../templates/dockerfile/model.ts';
import type { FileReader } from '../../../templates/value.ts';
import { imageChecks } from '../image-checks.ts';
import { runPolicies } from '../run-policies.ts';
import type { Subject } from '../subject.ts';
import type { DockerfileFinding } from './check.ts';
import { containerSubject } from './container.ts';
import type { HadolintConfig } from './hadolint-config.ts';
import { ignoredAt } from './ignore-comments.ts';
import { imageSubjects } from './image-subjects.ts';
import { runnableChecks, type RunnableCheck } from './runnable.ts';
import { folderPrefix } from '../../../formats/repository-path.ts';

/** Examines Dockerfiles, each by itself. Throws BrokenCheck naming the check that failed. */
export async function examineDockerfiles(sources: readonly Source[], project: Project, policy: FamilyPolicy): Promise<readonly LocatedReport[]> {
  let heard: readonly RunnableCheck[] | undefined;
  let all: readonly RunnableCheck[] | undefined;
  const configs = configReader(project.files);
  const shared: Subject[] = [];
  const reports: LocatedReport[] = [];
  for (const { path, bytes } of sources) {
    policy.ask?.(path);
    const dockerfile = readEvaluated(path, bytes.toString('utf8'), project.files);
    const found = await configs.nearest(path);
    const config = found === undefined ? undefined : found.config;
    // another tool's configuration may raise what would not be heard
    const checks = config === undefined || config.severities.size === 0 || policy.foreign !== true ? (heard ??= runnableChecks(policy, true)) : (all ??= runnableChecks(policy));
    const own = found === undefined ? checks : found.strengthen(checks);
    for (const report of runDockerfileChecks(dockerfile, own, { ...(config === undefined ? {} : { config }), heedsForeign: policy.foreign === true, ...(policy.ask === undefined ? {} : { ask: policy.ask }) })) reports.push(report);
    const waiting = found?.waiting ?? shared;
    for (const subject of sharedSubjects(dockerfile, project.today, config)) waiting.push(subject);
    if (waiting.length >= maxWaiting) for (const report of runPolicies(waiting.splice(0), found === undefined ? policy : found.withLists(policy), imageChecks)) reports.push(report);
  }
  for (const report of runPolicies(shared, policy, imageChecks)) reports.push(report);
  for (const found of await configs.all()) {
    for (const report of runPolicies(found.waiting, found.withLists(policy), imageChecks)) reports.push(report);
    for (const report of problemReports(found.config, policy)) reports.push(report);
  }
  return reports.map(withStageNamed);
}

/** What a configuration says wrongly. */
function problemReports({ path, problems }: HadolintConfig, policy: FamilyPolicy): readonly LocatedReport[] {
  const [check] = problems.length === 0 ? [] : policy.checks(['dockerfile/config'], true);
  if (check === undefined) return [];
  return problems.map(({ message, at }) => ({ check: check.id, certainty: 'fail', path, range: rangeOf(at), message: `${check.title}: ${message}`, evidence: '', identity: message }));
}

/** A bare number says nothing to who reads a report. Identities keep it. */
function withStageNamed(report: LocatedReport): LocatedReport {
  return report.resource !== undefined && /^\d+$/.test(report.resource) ? { ...report, resource: `stage ${report.resource}` } : report;
}

/** Subjects that are judged together: policies are looked up once for them, and no more files than theirs are kept. */
const maxWaiting = 1000;

/** Asks the policies that all formats share of one Dockerfile. Throws BrokenCheck. */
export function runSharedPolicies(dockerfile: EvaluatedDockerfile, today: string, policy: FamilyPolicy): readonly LocatedReport[] {
  return runPolicies(sharedSubjects(dockerfile, today, undefined), policy, imageChecks);
}

/** What the policies that all formats share are asked of: a Dockerfile's images and what its final stage makes. */
function sharedSubjects(dockerfile: EvaluatedDockerfile, today: string, config: HadolintConfig | undefined): readonly Subject[] {
  const skipped = (check: Check, place: Place): ReturnType<typeof skipOf> => skipOf(check, place.start, dockerfile, config);
  const container = containerSubject(dockerfile, today, skipped);
  return [...imageSubjects(dockerfile, today, skipped), ...(container === undefined ? [] : [container])];
}

/** Evaluates a Dockerfile with the ignore file of its context: `<name>.dockerignore`, else `.dockerignore` beside it. */
export function readEvaluated(path: string, text: string, files: FileReader): EvaluatedDockerfile {
  const ignore = files.readText(`${path}.dockerignore`) ?? files.readText(`${folderPrefix(path)}.dockerignore`) ?? null;
  try {
    return evaluateDockerfile(sourceText(path, text), ignore);
  } catch (error) {
    throw new BrokenCheck('containers/dockerfile/parse-error', error);
  }
}

interface Surroundings {
  readonly config?: HadolintConfig;
  /** Severities of another tool's configuration count. */
  readonly heedsForeign?: boolean;
  readonly ask?: Ask;
}

/** Runs checks over one Dockerfile. The same place is reported once by a check. */
export function runDockerfileChecks(dockerfile: EvaluatedDockerfile, checks: readonly RunnableCheck[], around: Surroundings = {}): readonly LocatedReport[] {
  const reports: LocatedReport[] = [];
  for (const { check, run, parameters } of checks) {
    const seen = new Set<string>();
    around.ask?.(dockerfile.source.path);
    try {
      for (const finding of run(dockerfile, parameters)) {
        around.ask?.(dockerfile.source.path);
        const key = `${finding.start} ${finding.end} ${finding.message ?? ''}`;
        if (seen.has(key)) continue;
        seen.add(key);
        reports.push(reportOf(check, finding, dockerfile, around));
      }
    } catch (error) {
      throw isOutOfTime(error) ? error : new BrokenCheck(check.id, error);
    }
  }
  return reports;
}

function reportOf(check: PolicyCheck, { start, end, message, certainty = 'fail', stage, secret }: DockerfileFinding, dockerfile: EvaluatedDockerfile, { config, heedsForeign }: Surroundings): LocatedReport {
  const { source } = dockerfile;
  const ids = [check.id, ...check.aliases];
  const ignored = skipOf(check, start, dockerfile, config);
  const severity = heedsForeign === true ? ids.map((id) => config?.severities.get(id.toLowerCase())).find((one) => one !== undefined) : undefined;
  return {
    check: check.id,
    certainty,
    path: source.path,
    range: rangeOf({ source, start, end }),
    message: message ?? check.title,
    evidence: '',
    identity: `${stage ?? ''}\0${source.text.slice(start, Math.min(end, start + maxIdentity)).replaceAll(/\s+/g, ' ')}\0${message ?? ''}`,
    ...(stage === undefined ? {} : { resource: stage }),
    ...(check.tags.includes('secret') ? { secret: true } : {}),
    ...(secret === undefined ? {} : { alsoSecret: [rangeOf({ source, ...secret })] }),
    ...(severity === undefined ? {} : { severity }),
    ...(ignored === undefined ? {} : { foreignSuppression: ignored }),
  };
}

/** What hadolint's configuration, or a comment, says about a check at an offset. */
function skipOf(check: Check, start: number, dockerfile: EvaluatedDockerfile, config: HadolintConfig | undefined): LocatedReport['foreignSuppression'] {
  const ids = [check.id, ...check.aliases];
  return configIgnores(config, ids) ?? (config?.disableIgnorePragma === true ? undefined : ignoredAt(dockerfile, ids, start));
}

/** Characters of an instruction that tell its finding from others. */
const maxIdentity = 1000;

function configIgnores(config: HadolintConfig | undefined, ids: readonly string[]): LocatedReport['foreignSuppression'] {
  if (config === undefined) return undefined;
  for (const id of ids) {
    const line = config.ignored.get(id.toLowerCase());
    if (line !== undefined) return { reason: `ignored: ${id}`, line, path: config.path };
  }
  return undefined;
}

interface FoundConfig {
  readonly config: HadolintConfig;
  /** Subjects of the Dockerfiles that it holds for. */
  readonly waiting: Subject[];
  strengthen(checks: readonly RunnableCheck[]): readonly RunnableCheck[];
  /** The policy with the registries that it trusts. */
  withLists(policy: FamilyPolicy): FamilyPolicy;
}

interface ConfigReader {
  nearest(path: string): Promise<FoundConfig | undefined>;
  /** Those that were found. */
  all(): Promise<readonly FoundConfig[]>;
}

/** Finds hadolint's configuration nearest to a Dockerfile: in its folder or one above. The YAML reader is loaded with the first. */
function configReader(files: FileReader): ConfigReader {
  const known = new Map<string, Promise<FoundConfig | undefined>>();
  const inFolder = (folder: string): Promise<FoundConfig | undefined> => {
    const present = known.get(folder);
    if (present !== undefined) return present;
    const found = readIn(folder, files).then((own) => own ?? (folder === '' ? undefined : inFolder(folderPrefix(folder.slice(0, -1)))));
    known.set(folder, found);
    return found;
  };
  return {
    nearest: (path) => inFolder(folderPrefix(path)),
    all: async () => [...new Set(await Promise.all(known.values()))].filter((one) => one !== undefined),
  };
}

async function readIn(folder: string, files: FileReader): Promise<FoundConfig | undefined> {
  for (const name of ['.hadolint.yaml', '.hadolint.yml']) {
    const text = files.readText(`${folder}${name}`);
    if (text === undefined) continue;
    const { readHadolintConfig, withHadolintParameters, withTrustedRegistries } = await import('./hadolint-config.ts');
    const config = readHadolintConfig(`${folder}${name}`, text);
    return { config, waiting: [], strengthen: (checks) => withHadolintParameters(checks, config), withLists: (policy) => withTrustedRegistries(policy, config) };
  }
  return undefined;
}

