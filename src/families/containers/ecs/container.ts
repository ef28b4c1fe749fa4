import { scalarText } from '../../../templates/access.ts';
import type { MapValue, Value } from '../../../templates/value.ts';
import type { Container, ContainerFields } from '../container.ts';
import { securityOptions } from '../security-options.ts';
import { capabilities, isText, known, renamer, unknownAt } from '../values.ts';
import { propertyOf, type EcsTask } from './tasks.ts';

const { mapped, renamed } = renamer(propertyOf);

/** A container definition as the container that it starts. Source of every key: Amazon ECS API reference, ContainerDefinition and RegisterTaskDefinition. */
export function containerOf(definition: MapValue, { resource }: EcsTask): Container {
  const named = propertyOf(definition, 'Name');
  const start = definition.at.start;
  return {
    name: scalarText(named)?.slice(0, 300) ?? '',
    resource: resource.name,
    format: 'ecs',
    role: 'main',
    at: definition.at,
    head: named?.at ?? { ...definition.at, end: Math.min(definition.at.end, start + 1) },
    fields: fieldsOf(definition, resource.properties),
    ...(definition.open === true ? { open: true } : {}),
    ...(resource.condition === undefined ? {} : { condition: resource.condition }),
  };
}

function fieldsOf(definition: MapValue, task: MapValue): ContainerFields {
  const field = (name: string): Value | undefined => propertyOf(definition, name);
  const linux = field('LinuxParameters');
  const granted = propertyOf(linux, 'Capabilities');
  const log = field('LogConfiguration');
  const fields: { readonly [K in keyof ContainerFields]: Value | undefined } = {
    image: field('Image'),
    platform: platformOf(propertyOf(task, 'RuntimePlatform')),
    privileged: field('Privileged'),
    user: field('User'),
    capabilitiesAdded: capabilities(propertyOf(granted, 'Add')),
    capabilitiesDropped: capabilities(propertyOf(granted, 'Drop')),
    ...securityOptions(field('DockerSecurityOptions')),
    readOnlyRoot: field('ReadonlyRootFilesystem'),
    hostNetwork: isText(propertyOf(task, 'NetworkMode'), 'host'),
    // a container definition has no such key, but some write it there and believe it holds
    hostPid: isText(propertyOf(task, 'PidMode') ?? field('PidMode'), 'host'),
    hostIpc: isText(propertyOf(task, 'IpcMode'), 'host'),
    mounts: mountsOf(field('MountPoints'), propertyOf(task, 'Volumes') ?? propertyOf(task, 'Volume')),
    devices: mapped(propertyOf(linux, 'Devices'), { source: 'HostPath' }),
    ports: mapped(field('PortMappings'), { host: 'HostPort', container: 'ContainerPort', protocol: 'Protocol' }),
    environment: environmentOf(field('Environment'), field('Secrets')),
    memoryLimit: field('Memory') ?? propertyOf(task, 'Memory'),
    cpuLimit: field('Cpu') ?? propertyOf(task, 'Cpu'),
    healthCheck: propertyOf(field('HealthCheck'), 'Command') ?? field('HealthCheck'),
    logging: log?.kind !== 'map' ? log : renamed(log, { driver: 'LogDriver', options: 'Options' }),
    command: field('Command') ?? field('EntryPoint'),
  };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/** `X86_64` and `LINUX` as other formats write them. Fargate and EC2 take Linux on x86 where nothing is said. */
function platformOf(runtime: Value | undefined): Value | undefined {
  const [architecture, family] = [propertyOf(runtime, 'CpuArchitecture'), propertyOf(runtime, 'OperatingSystemFamily')];
  const stated = architecture ?? family;
  if (stated === undefined) return undefined;
  const [cpu, system] = [scalarText(architecture), scalarText(family)];
  if ((architecture !== undefined && cpu === undefined) || (family !== undefined && system === undefined)) return unknownAt('the platform of the task', stated.at);
  return known(`${/^windows/i.test(system ?? '') ? 'windows' : 'linux'}/${cpu?.toUpperCase() === 'ARM64' ? 'arm64' : 'amd64'}`, stated.at);
}

/** Variables as a list of `name` and `value`; a secret has no value here. */
function environmentOf(plain: Value | undefined, secrets: Value | undefined): Value | undefined {
  const given = mapped(plain, { name: 'Name', value: 'Value' });
  if (secrets?.kind !== 'list' || (given !== undefined && given.kind !== 'list')) return given;
  const hidden = secrets.items.flatMap((item): readonly Value[] => {
    const name = propertyOf(item, 'Name');
    return name === undefined ? [] : [{ kind: 'map', entries: new Map<string, Value>([['name', name], ['from', known('secret', item.at)]]), at: item.at }];
  });
  return { kind: 'list', items: [...(given?.items ?? []), ...hidden], ...(given?.open === true ? { open: true } : {}), at: given?.at ?? secrets.at };
}

/** Mount points with the volume of the task that each one names. */
function mountsOf(points: Value | undefined, volumes: Value | undefined): Value | undefined {
  if (points?.kind !== 'list') return points;
  return { ...points, items: points.items.map((point) => (point.kind === 'map' ? mountOf(point, volumes) : point)) };
}

function mountOf(point: MapValue, volumes: Value | undefined): MapValue {
  const entries = new Map<string, Value>();
  const name = propertyOf(point, 'SourceVolume');
  const target = propertyOf(point, 'ContainerPath');
  if (target !== undefined) entries.set('target', target);
  entries.set('readOnly', propertyOf(point, 'ReadOnly') ?? known(false, point.at));
  const list = volumes?.kind === 'list' ? volumes.items : [];
  const volume = list.find((one) => name !== undefined && scalarText(propertyOf(one, 'Name')) === scalarText(name));
  const path = propertyOf(propertyOf(volume, 'Host'), 'SourcePath') ?? propertyOf(volume, 'HostPath');
  entries.set('kind', known(path === undefined ? 'volume' : 'bind', point.at));
  const source = path ?? name;
  if (source !== undefined) entries.set('source', source);
  return { kind: 'map', entries, at: point.at };
}
