import { fieldOf, scalarText } from '../../../templates/access.ts';
import type { PodContainer, PodTemplate } from '../../../templates/kubernetes/pods.ts';
import type { MapValue, Value } from '../../../templates/value.ts';
import type { Container, ContainerFields } from '../container.ts';
import { capabilities, known, renamer } from '../values.ts';
import type { KubernetesObject } from './unit.ts';

const { mapped } = renamer(fieldOf);

/**
 * A container of a pod in the shape that all formats share. Paths of the host that the pod declares and nobody mounts count
 * with its first container: an image built tomorrow may mount them. Source of every key: Kubernetes API reference, Container and PodSpec v1.
 */
export function containerOf({ name, role, value }: PodContainer, pod: PodTemplate, { resource }: KubernetesObject, isFirst: boolean): Container {
  return {
    name,
    resource: resource.name,
    format: 'kubernetes',
    role: role === 'container' ? 'main' : role,
    at: value.at,
    head: value.entries.get('name')?.at ?? { ...value.at, end: Math.min(value.at.end, value.at.start + 1) },
    fields: { ...fieldsOf(value, pod, name), ...(isFirst ? unmounted(value, pod) : {}) },
    ...(value.open === true ? { open: true } : {}),
  };
}

function fieldsOf(container: MapValue, { spec: pod, metadata }: PodTemplate, name: string): ContainerFields {
  const annotations = fieldOf(metadata, 'annotations');
  const own = fieldOf(container, 'securityContext');
  const inherited = (key: string): Value | undefined => fieldOf(own, key) ?? fieldOf(fieldOf(pod, 'securityContext'), key);
  const limits = fieldOf(fieldOf(container, 'resources'), 'limits');
  const fields: { readonly [K in keyof ContainerFields]: Value | undefined } = {
    image: fieldOf(container, 'image'),
    platform: platformOf(fieldOf(pod, 'nodeSelector')),
    privileged: fieldOf(own, 'privileged'),
    user: inherited('runAsUser'),
    nonRoot: inherited('runAsNonRoot'),
    privilegeEscalation: fieldOf(own, 'allowPrivilegeEscalation'),
    capabilitiesAdded: capabilities(fieldOf(fieldOf(own, 'capabilities'), 'add')),
    capabilitiesDropped: capabilities(fieldOf(fieldOf(own, 'capabilities'), 'drop')),
    seccomp: profile(fieldOf(inherited('seccompProfile'), 'type') ?? fieldOf(annotations, `container.seccomp.security.alpha.kubernetes.io/${name}`) ?? fieldOf(annotations, 'seccomp.security.alpha.kubernetes.io/pod')),
    appArmor: profile(fieldOf(inherited('appArmorProfile'), 'type') ?? fieldOf(annotations, `container.apparmor.security.beta.kubernetes.io/${name}`)),
    readOnlyRoot: fieldOf(own, 'readOnlyRootFilesystem'),
    hostNetwork: fieldOf(pod, 'hostNetwork'),
    hostPid: fieldOf(pod, 'hostPID'),
    hostIpc: fieldOf(pod, 'hostIPC'),
    hostUsers: fieldOf(pod, 'hostUsers'),
    mounts: mountsOf(fieldOf(container, 'volumeMounts'), fieldOf(pod, 'volumes')),
    ports: mapped(fieldOf(container, 'ports'), { host: 'hostPort', container: 'containerPort', address: 'hostIP', protocol: 'protocol' }),
    environment: mapped(fieldOf(container, 'env'), { name: 'name', value: 'value' }),
    memoryLimit: fieldOf(limits, 'memory'),
    cpuLimit: fieldOf(limits, 'cpu'),
    healthCheck: fieldOf(container, 'livenessProbe'),
    command: fieldOf(container, 'command'),
  };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/** The platform of the nodes that a pod asks for by the labels that every kubelet sets. */
function platformOf(selector: Value | undefined): Value | undefined {
  const [system, architecture] = [fieldOf(selector, 'kubernetes.io/os'), fieldOf(selector, 'kubernetes.io/arch')];
  if (architecture?.kind !== 'known' || (system !== undefined && system.kind !== 'known')) return architecture === undefined || architecture.kind === 'known' ? undefined : architecture;
  return known(`${scalarText(system) ?? 'linux'}/${String(architecture.value)}`, architecture.at);
}

/** A profile's type, or the annotation of Kubernetes before 1.19 and 1.30: what is none of the kinds that confine counts as none. */
function profile(type: Value | undefined): Value | undefined {
  if (type?.kind !== 'known') return type;
  return /^(?:RuntimeDefault|Localhost|runtime\/default|docker\/default|localhost\/.*|)$/.test(String(type.value)) ? type : known('unconfined', type.at);
}

/** Volume mounts with the path of the host that their volume is. */
function mountsOf(mounts: Value | undefined, volumes: Value | undefined): Value | undefined {
  if (mounts?.kind !== 'list') return mounts;
  const list = volumes?.kind === 'list' ? volumes.items : [];
  return {
    ...mounts,
    items: mounts.items.map((mount): Value => {
      if (mount.kind !== 'map') return mount;
      const name = fieldOf(mount, 'name');
      const volume = list.find((one) => name !== undefined && scalarText(fieldOf(one, 'name')) === scalarText(name));
      const path = fieldOf(fieldOf(volume, 'hostPath'), 'path');
      const entries = new Map<string, Value>([['kind', known(path === undefined ? 'volume' : 'bind', mount.at)]]);
      const source = path ?? name;
      if (source !== undefined) entries.set('source', source);
      const target = fieldOf(mount, 'mountPath');
      if (target !== undefined) entries.set('target', target);
      entries.set('readOnly', fieldOf(mount, 'readOnly') ?? known(false, mount.at));
      return { kind: 'map', entries, at: mount.at };
    }),
  };
}

/** The mounts of a pod's first container with the paths of the host that no container mounts. */
function unmounted(container: MapValue, { spec, containers }: PodTemplate): Pick<ContainerFields, 'mounts'> {
  const volumes = fieldOf(spec, 'volumes');
  const mounted = new Set(containers.flatMap(({ value }) => itemsOf(fieldOf(value, 'volumeMounts')).map((mount) => scalarText(fieldOf(mount, 'name')))));
  const left = itemsOf(volumes).flatMap((volume): readonly Value[] => {
    const path = fieldOf(fieldOf(volume, 'hostPath'), 'path');
    if (path === undefined || mounted.has(scalarText(fieldOf(volume, 'name')))) return [];
    return [{ kind: 'map', entries: new Map<string, Value>([['kind', known('bind', path.at)], ['source', path]]), at: volume.at }];
  });
  if (left.length === 0) return {};
  const own = mountsOf(fieldOf(container, 'volumeMounts'), volumes);
  return { mounts: { kind: 'list', items: [...itemsOf(own), ...left], at: own?.at ?? container.at } };
}

function itemsOf(list: Value | undefined): readonly Value[] {
  return list?.kind === 'list' ? list.items : [];
}
