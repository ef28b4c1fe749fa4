import { rangeOf } from '../../../formats/place.ts';
import { BrokenCheck, type FamilyPolicy, type LocatedReport, type Project } from '../../../model/family.ts';
import type { Source } from '../../../model/source.ts';
import { readKubernetes } from '../../../templates/kubernetes/read.ts';
import type { EvaluatedTemplate } from '../../../templates/value.ts';
import { looksLikeKubernetes } from './file-names.ts';
import { runKubernetesChecks } from './run-checks.ts';
import { objectOf, unitOf, type KubernetesObject } from './unit.ts';

/** Neighbouring files that are read so that a reference to an object in them is not taken for dangling. */
const maxNeighbours = 500;

/** Examines Kubernetes manifests. Throws BrokenCheck for a check that cannot run. */
export function examineKubernetes(sources: readonly Source[], project: Project, policy: FamilyPolicy): readonly LocatedReport[] {
  const byFolder = new Map<string, Source[]>();
  for (const source of sources) {
    const folder = folderOf(source.path);
    const present = byFolder.get(folder);
    if (present === undefined) byFolder.set(folder, [source]);
    else present.push(source);
  }
  const reports: LocatedReport[] = [];
  for (const [folder, members] of byFolder) {
    const templates = members.map((source) => read(source.path, source.bytes.toString('utf8')));
    const own = templates.flatMap(objectsOf);
    const { objects, complete } = neighboursOf(folder, new Set(members.map(({ path }) => path)), project);
    const unit = unitOf([...own, ...objects], complete && templates.every(({ problems }) => problems.every(({ code }) => code === 'duplicate-key')));
    reports.push(...runKubernetesChecks(own, unit, policy));
    for (const template of templates) reports.push(...problemReports(template, policy));
  }
  return reports;
}

function read(path: string, text: string): EvaluatedTemplate {
  try {
    return readKubernetes(path, text);
  } catch (error) {
    throw new BrokenCheck('containers/kubernetes/syntax', error);
  }
}

function objectsOf(template: EvaluatedTemplate): readonly KubernetesObject[] {
  return template.resources.map(objectOf);
}

/** The other objects of the folder: they are not judged, only known. */
function neighboursOf(folder: string, known: ReadonlySet<string>, { files }: Project): { objects: readonly KubernetesObject[]; complete: boolean } {
  const objects: KubernetesObject[] = [];
  let complete = true;
  let count = 0;
  for (const name of files.list(folder === '' ? '.' : folder)) {
    const path = folder === '' ? name : `${folder}/${name}`;
    if (known.has(path) || !/\.(?:ya?ml|json)$/i.test(name)) continue;
    const text = ++count > maxNeighbours ? undefined : files.readText(path);
    if (text === undefined) complete = count <= maxNeighbours && complete;
    else if (looksLikeKubernetes(path, text)) {
      const template = read(path, text);
      complete &&= template.problems.length === 0;
      objects.push(...objectsOf(template));
    }
  }
  return { objects, complete };
}

function folderOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
}

/** Problems of files that hold objects of Kubernetes or say that they do. */
function problemReports({ problems, path }: EvaluatedTemplate, policy: FamilyPolicy): readonly LocatedReport[] {
  if (problems.length === 0) return [];
  const checks = policy.checks(['kubernetes/file']);
  return problems.slice(0, 50).flatMap(({ code, message, at }) => {
    const check = checks.find(({ id }) => id.endsWith(code === 'duplicate-key' ? '/duplicate-key' : '/syntax'));
    return check === undefined ? [] : [{ check: check.id, certainty: 'fail', path, range: rangeOf(at), message: `${check.title}: ${message}`, evidence: '', identity: `${code}\0${message}` } satisfies LocatedReport];
  });
}
