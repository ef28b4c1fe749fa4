import { rangeOf } from '../../../formats/place.ts';
import type { FamilyPolicy, LocatedReport, Project } from '../../../model/family.ts';
import type { Source } from '../../../model/source.ts';
import type { Build } from '../../../templates/kustomize/read-kustomization.ts';
import type { EvaluatedTemplate } from '../../../templates/value.ts';
import { keepReport } from '../../keep-report.ts';
import { isObjectName, looksLikeKubernetes } from './file-names.ts';
import { judgeObjects } from './judge-objects.ts';
import { groupOf, readSource } from './read-source.ts';
import { objectOf, unitOf, type KubernetesObject } from './unit.ts';

/** Neighbouring files that are read so that a reference to an object in them is not taken for dangling. */
const maxNeighbours = 500;

/**
 * Examines Kubernetes manifests, the templates of Helm charts and what kustomizations build of their files. Throws
 * BrokenCheck for a check that cannot run.
 */
export function examineKubernetes(sources: readonly Source[], project: Project, policy: FamilyPolicy): readonly LocatedReport[] {
  const reports: LocatedReport[] = [];
  const ofComponents = new Map<string, LocatedReport>();
  for (const { folders, members, build } of groupsOf(sources, project).values()) {
    const paths = new Set(members.map(({ path }) => path));
    const templates = members.map(({ path, bytes }) => readSource(path, bytes.toString('utf8'), project.files));
    const own = templates.filter(({ path }) => !isBuilt(build, path)).flatMap(objectsOf);
    const built = (build?.resources ?? []).map(objectOf);
    const { objects, complete } = neighboursOf(folders, new Set([...paths, ...(build?.inputs ?? []), ...(build?.patches ?? [])]), project);
    const unit = unitOf([...own, ...built, ...objects], complete && build?.complete !== false && templates.every(isWhole));
    // what a kustomization takes from elsewhere is judged there; here only what it, or a component, changes in it, and what nothing but a kustomization makes an object
    for (const report of judgeObjects([...own, ...built], unit, project, policy)) {
      if (build === undefined || paths.has(report.path)) reports.push(report);
      else if (build.components.has(report.path) || !isObjectName(report.path)) keepReport(ofComponents, report);
    }
    for (const template of templates) reports.push(...problemReports(template, policy));
  }
  return [...reports, ...ofComponents.values()];
}

/** Whether a file is part of a build: as objects that are built, or as a patch, which is no object by itself. */
function isBuilt(build: Build | undefined, path: string): boolean {
  return build !== undefined && (build.inputs.has(path) || build.patches.has(path));
}

interface Members {
  readonly folders: Set<string>;
  readonly members: Source[];
  readonly build: Build | undefined;
}

/** Sources by what they are applied together with. */
function groupsOf(sources: readonly Source[], { files }: Project): ReadonlyMap<string, Members> {
  const groups = new Map<string, Members>();
  for (const source of sources) {
    const { key, folders, build } = groupOf(source.path, files);
    let group = groups.get(key);
    if (group === undefined) groups.set(key, (group = { folders: new Set(), members: [], build }));
    group.members.push(source);
    for (const one of folders) group.folders.add(one);
  }
  return groups;
}

/** Whether all objects of a file are known: absence of one then proves something. */
function isWhole({ problems }: EvaluatedTemplate): boolean {
  return problems.every(({ code }) => code === 'duplicate-key');
}

function objectsOf(template: EvaluatedTemplate): readonly KubernetesObject[] {
  return template.resources.map(objectOf);
}

/** The other objects of the folders: they are not judged, only known. */
function neighboursOf(folders: Iterable<string>, known: ReadonlySet<string>, { files }: Project): { objects: readonly KubernetesObject[]; complete: boolean } {
  const objects: KubernetesObject[] = [];
  let complete = true;
  let count = 0;
  for (const folder of folders) {
    for (const name of files.list(folder === '' ? '.' : folder)) {
      const path = folder === '' ? name : `${folder}/${name}`;
      if (known.has(path) || !isObjectName(name)) continue;
      const text = ++count > maxNeighbours ? undefined : files.readText(path);
      if (text === undefined) complete = count <= maxNeighbours && complete;
      else if (looksLikeKubernetes(path, text)) {
        const template = readSource(path, text, files);
        complete &&= isWhole(template);
        for (const object of objectsOf(template)) objects.push(object);
      }
    }
  }
  return { objects, complete };
}

const checksByCode: ReadonlyMap<string, string> = new Map([
  ['duplicate-key', '/duplicate-key'],
  ['not-rendered', '/not-judged'],
  ['limit', '/not-judged'],
]);

/** Problems of files that hold objects of Kubernetes or say that they do. */
function problemReports({ problems, path }: EvaluatedTemplate, policy: FamilyPolicy): readonly LocatedReport[] {
  if (problems.length === 0) return [];
  const checks = policy.checks(['kubernetes/file']);
  return problems.slice(0, 50).flatMap(({ code, message, at }) => {
    const ending = isMarked(code, message) ? '/not-judged' : (checksByCode.get(code) ?? '/syntax');
    const check = checks.find(({ id }) => id.endsWith(ending));
    const certainty = ending === '/not-judged' && code !== 'limit' ? 'unsure' : 'fail';
    return check === undefined ? [] : [{ check: check.id, certainty, ...(code === 'limit' ? { severity: 'high' } : {}), path, range: rangeOf(at), message: `${check.title}: ${message}`, evidence: '', identity: `${code}\0${message}` } satisfies LocatedReport];
  });
}

/** Whether what cannot be read is a template of some other language: not what will be applied, so nothing is wrong with it. */
function isMarked(code: string, message: string): boolean {
  return code === 'syntax' && message.includes('the text holds template marks');
}
