import { itemsAt, mapAt, textAt } from '../../../templates/kubernetes/access.ts';
import { named } from './indexes.ts';
import type { Hit } from '../subject.ts';
import type { NamedCheck } from './named.ts';
import type { Subject } from './subject.ts';
import type { KubernetesObject, Unit } from './unit.ts';

/** Checks of what objects of one set say about each other. */
export const referenceChecks: readonly (readonly [string, NamedCheck])[] = [
  ['kubernetes.duplicate-object', duplicateObject],
  ['kubernetes.missing-env-source', missingEnvSource],
  ['kubernetes.volume-without-encryption', volumeWithoutEncryption],
  ['kubernetes.stateful-set-service', statefulSetService],
];

const owners = new WeakMap<Unit, ReadonlyMap<string, KubernetesObject>>();

/** The same object in two places of one file: the second one wins, or the first, as the tool pleases. */
function* duplicateObject({ object, unit }: Subject): Generator<Hit> {
  if (object.name === '') return;
  let first = owners.get(unit);
  if (first === undefined) {
    const made = new Map<string, KubernetesObject>();
    for (const one of unit.objects) if (one.name !== '' && !made.has(keyOf(one))) made.set(keyOf(one), one);
    owners.set(unit, (first = made));
  }
  const other = first.get(keyOf(object));
  if (other !== undefined && other !== object) yield { place: object.resource.head, value: object.name };
}

/** Files of one folder may be variants of each other (development, production), so only one file counts. */
function keyOf({ resource, kind, version, name, namespace }: KubernetesObject): string {
  return [resource.at.source.path, version, kind, namespace, name].join('\0');
}

/** A variable taken from a secret or config map that is not here, although others of its kind are. */
function* missingEnvSource({ object, container, unit }: Subject): Generator<Hit> {
  if (!unit.complete) return;
  for (const one of itemsAt(container?.value, 'env')) {
    for (const [key, kind] of [['secretKeyRef', 'Secret'], ['configMapKeyRef', 'ConfigMap']] as const) {
      const reference = mapAt(mapAt(one, 'valueFrom'), key);
      const name = textAt(reference, 'name');
      if (reference === undefined || name === undefined || textAt(reference, 'optional') === 'true') continue;
      // secrets are seldom in the repository; where one is, the others are expected too
      if (named(unit, kind, name, object.namespace).length === 0 && hasKind(unit, kind, object.namespace)) yield { place: reference.at, message: `${kind} "${name.slice(0, 80)}" is not defined here`, path: 'env', value: name };
    }
  }
}

function hasKind(unit: Unit, kind: string, namespace: string): boolean {
  return unit.ofKind(kind).some((one) => one.namespace === namespace);
}

/** Parameters of storage classes that say with which key, or that, a volume is encrypted. */
const encryptionParameters = ['encrypted', 'kmsKeyId', 'diskEncryptionSetID', 'diskEncryptionSetId', 'disk-encryption-kms-key', 'encryption', 'pdName'] as const;

/** A volume of a storage class that does not encrypt. Classes that are not here decide nothing. */
function* volumeWithoutEncryption({ object, unit }: Subject): Generator<Hit> {
  const name = textAt(mapAt(object.resource.properties, 'spec'), 'storageClassName');
  const storage = name === undefined ? undefined : named(unit, 'StorageClass', name)[0];
  if (name === undefined || storage === undefined) return;
  const parameters = mapAt(storage.resource.properties, 'parameters');
  const encrypted = encryptionParameters.some((key) => {
    const value = parameters?.entries.get(key);
    return value !== undefined && (value.kind !== 'known' || !['false', '', 'null'].includes(String(value.value)));
  });
  if (!encrypted) yield { place: object.resource.head, message: `Volume of the storage class ${name}, which does not encrypt`, value: name };
}

/** A stateful set that names no service, or one that stands here and is not headless. */
function* statefulSetService({ object, unit }: Subject): Generator<Hit> {
  const value = mapAt(object.resource.properties, 'spec')?.entries.get('serviceName');
  const name = textAt(mapAt(object.resource.properties, 'spec'), 'serviceName');
  if (value === undefined || name === '') yield { place: value?.at ?? object.resource.head };
  if (value === undefined || name === undefined || name === '') return;
  const address = mapAt(named(unit, 'Service', name, object.namespace)[0]?.resource.properties, 'spec');
  if (address !== undefined && !address.entries.has('clusterIP')) yield { place: value.at, message: `Service ${name.slice(0, 80)} of the stateful set is not headless`, path: 'spec.serviceName', value: name };
}
