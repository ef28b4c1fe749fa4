import { positionAt } from '../../../formats/place.ts';
import type { Check } from '../../../model/check.ts';
import { byPlace, type InventoryProblem, type InventoryResource } from '../../../model/inventory.ts';
import type { Source } from '../../../model/source.ts';
import type { FileReader, MapValue } from '../../../templates/value.ts';
import { policyOf } from '../../policy-of.ts';
import { groupOf, readSource } from './read-source.ts';
import { runKubernetesChecks } from './run-checks.ts';
import { objectOf, unitOf, type KubernetesObject } from './unit.ts';

/** Checks that say that an object is reached from outside of the cluster. */
const exposures: ReadonlySet<string> = new Set(['exposed-to-internet', 'exposed-by-gateway', 'service-nodeport', 'service-loadbalancer', 'service-external-ip', 'host-port'].map((name) => `containers/kubernetes/${name}`));

/** Kinds that let in traffic by what they are. */
const entrances: ReadonlySet<string> = new Set(['Ingress', 'Route', 'HTTPRoute', 'TCPRoute', 'UDPRoute', 'TLSRoute', 'GRPCRoute']);

/**
 * Lists the objects of manifests and charts, sorted by path, line and name, and what could not be read. Patches of
 * kustomizations are no objects. `checksFor` gives the checks for words of `applies`.
 */
export function listObjects(sources: readonly Source[], files: FileReader, checksFor: (applies: Iterable<string>) => readonly Check[]): { resources: readonly InventoryResource[]; problems: readonly InventoryProblem[] } {
  const policy = policyOf(checksFor, ({ id }) => exposures.has(id));
  const groups = new Map<string, KubernetesObject[]>();
  const problems: InventoryProblem[] = [];
  for (const { path, bytes } of sources) {
    const { key, build } = groupOf(path, files);
    if (build?.patches.has(path) === true) continue;
    const template = readSource(path, bytes.toString('utf8'), files);
    const present = groups.get(key);
    const objects = template.resources.map(objectOf);
    if (present === undefined) groups.set(key, objects);
    else for (const one of objects) present.push(one);
    for (const { code, message, at } of template.problems) if (code !== 'duplicate-key') problems.push({ path, line: positionAt(at.source, at.start).line, message });
  }
  const resources = [...groups.values()].flatMap((objects) => {
    const exposed = new Set(runKubernetesChecks(objects, unitOf(objects), policy).flatMap(({ certainty, resource }) => (certainty === 'fail' ? [resource ?? ''] : [])));
    return objects.map((object) => lineOf(object, entrances.has(object.kind) || exposed.has(object.resource.name)));
  });
  return { resources: resources.toSorted(byPlace), problems };
}


function lineOf({ resource, labels }: KubernetesObject, isExposed: boolean): InventoryResource {
  const { head, type, name } = resource;
  return { kind: 'resource', type, name, path: head.source.path, line: positionAt(head.source, head.start).line, format: 'kubernetes', exposed: isExposed, tags: knownLabels(labels) };
}

/** Labels; an unknown value is empty. */
function knownLabels(labels: MapValue | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries([...(labels?.entries ?? [])].map(([key, value]) => [key, value.kind === 'known' ? String(value.value ?? '') : '']));
}
