import type { FamilyPolicy, LocatedReport, Project, ProjectFamily } from '../../model/family.ts';
import type { Source } from '../../model/source.ts';
import type { FileReader } from '../../templates/value.ts';
import { beginsLikeDockerfile } from '../../formats/dockerfile/begins.ts';
import { isDockerfileName, isTerraformName, looksLikeCompose, looksLikeEcs } from './file-names.ts';
import { withImageLists } from './image-lists.ts';
import { looksLikeIncluding, looksLikeKubernetes, looksLikeKustomize } from './kubernetes/file-names.ts';
import { withPodSecurityVersion } from './pod-security.ts';
import { foldersThatDeclare, kubernetesResource, taskDefinition } from './terraform-folders.ts';
import { basenameOf } from '../../formats/repository-path.ts';

/** A format that containers are defined in. Its examiner is a chunk of its own and loaded with the first source that wants it. */
interface Format {
  /** A cheap look at names and bytes; the examiner decides exactly. */
  pick(sources: readonly Source[], files: FileReader): readonly Source[];
  examine(sources: readonly Source[], project: Project, policy: FamilyPolicy): Promise<readonly LocatedReport[]>;
}

/** The formats, each independent of the others. */
const formats: readonly Format[] = [
  {
    pick: (sources) => sources.filter(({ path }) => isDockerfileName(path)),
    examine: async (sources, project, policy) => (await import('./dockerfile/examine.ts')).examineDockerfiles(sources, project, policy),
  },
  {
    pick: (sources) => sources.filter(({ path, bytes }) => looksLikeCompose(path, bytes)),
    examine: async (sources, project, policy) => (await import('./compose/examine.ts')).examineCompose(sources, project, policy),
  },
  {
    pick: (sources, files) => [...sources.filter(({ path, bytes }) => looksLikeEcs(path, bytes)), ...terraformOf(sources, taskDefinition, files)],
    examine: async (sources, project, policy) => (await import('./ecs/examine.ts')).examineEcs(sources, project, policy),
  },
  {
    pick: (sources, files) => sources.filter(({ path, bytes }) => looksLikeKubernetes(path, bytes) || looksLikeKustomize(path, bytes) || looksLikeIncluding(path, bytes, files)),
    examine: async (sources, project, policy) => (await import('./kubernetes/examine.ts')).examineKubernetes(sources, project, policy),
  },
  {
    pick: (sources, files) => terraformOf(sources, kubernetesResource, files),
    examine: async (sources, project, policy) => (await import('./kubernetes/examine-terraform.ts')).examineTerraformKubernetes(sources, project, policy),
  },
];

/** Judges Dockerfiles and the other files that define containers. Throws BrokenCheck for a check that cannot run. */
export async function examine(sources: readonly Source[], project: Project, policy: FamilyPolicy): Promise<readonly LocatedReport[]> {
  const listed = withPodSecurityVersion(withImageLists(policy));
  const seen: Project = { ...project, files: withSources(project.files, sources) };
  const judged = sources.some(mayBeInput) ? [...sources, ...(await import('./dependents.ts')).dependentsOf(sources, { ...project.files, ...seen.files })] : sources;
  const reports: LocatedReport[] = [];
  const { long, rest } = await apartFrom(judged, seen.files);
  if (long.length > 0) reports.push(...(await import('./too-long.ts')).tooLongReports(long, listed));
  for (const format of formats) {
    const wanted = format.pick(rest, seen.files);
    if (wanted.length > 0) for (const report of await format.examine(wanted, seen, listed)) reports.push(report);
  }
  return reports;
}

/** Sources of megabytes apart: what is read of them in part only takes long, and says nothing of the rest. */
async function apartFrom(sources: readonly Source[], files: FileReader): Promise<{ readonly long: readonly Source[]; readonly rest: readonly Source[] }> {
  if (sources.every(({ bytes }) => bytes.length <= 1_000_000)) return { long: [], rest: sources };
  const long = (await import('./too-long.ts')).tooLong(sources, files);
  return { long, rest: sources.filter((source) => !long.includes(source)) };
}

/** Terraform sources, when a folder of theirs declares what is looked for. */
function terraformOf(sources: readonly Source[], pattern: RegExp, files: FileReader): readonly Source[] {
  const own = sources.filter(({ path }) => isTerraformName(path));
  return own.length > 0 && foldersThatDeclare(pattern, own, files).length > 0 ? own : [];
}

export const name: ProjectFamily['name'] = 'containers';

/** Whether others may use a file: values and partial templates of a chart, variables and services of Compose, what a kustomization builds of, a Dockerfile. A cheap look. */
function mayBeInput({ path, bytes }: Source): boolean {
  const name = basenameOf(path);
  return name === 'values.yaml' || name === 'values.yml' || name === 'Chart.yaml' || name === '.env' || name.endsWith('.tpl') || looksLikeCompose(path, bytes) || looksLikeKubernetes(path, bytes) || looksLikeKustomize(path, bytes) || (!isDockerfileName(path) && beginsLikeDockerfile(bytes));
}

/** The project's files with the examined sources over them: what is judged is what the change holds. */
function withSources(files: FileReader, sources: readonly Source[]): FileReader {
  const texts = new Map(sources.map((source) => [source.path, source]));
  return {
    readText: (path) => texts.get(path)?.bytes.toString('utf8') ?? files.readText(path),
    list: (folder) => files.list(folder),
    ...foldersOf(files),
  };
}

/** Lists folders where the project's files can, or know all their paths. */
function foldersOf({ folders, all }: FileReader): Pick<FileReader, 'folders'> {
  if (folders !== undefined) return { folders };
  if (all === undefined) return {};
  let known: ReadonlyMap<string, ReadonlySet<string>> | undefined;
  return { folders: (folder) => [...((known ??= foldersIn(all())).get(folder) ?? [])].toSorted() };
}

function foldersIn(paths: Iterable<string>): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const path of paths) {
    for (let end = path.lastIndexOf('/'); end > 0; ) {
      const start = path.lastIndexOf('/', end - 1);
      const [parent, name] = [path.slice(0, Math.max(0, start)), path.slice(start + 1, end)];
      const names = found.get(parent);
      if (names?.has(name) === true) break;
      if (names === undefined) found.set(parent, new Set([name]));
      else names.add(name);
      end = start;
    }
  }
  return found;
}
