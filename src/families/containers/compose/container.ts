import { namedMap } from '../../../templates/compose/merge.ts';
import { fieldOf, scalarText } from '../../../templates/access.ts';
import type { ComposeProject, ComposeService } from '../../../templates/compose/model.ts';
import type { ListValue, MapValue, Value } from '../../../templates/value.ts';
import type { Container, ContainerFields } from '../container.ts';
import { capabilities, isText, known, unknownAt } from '../values.ts';
import { securityOptions } from '../security-options.ts';
import { mountsOf } from './mounts.ts';
import { portsOf } from './ports.ts';

/** A service as the container that it starts. Source of every key: compose-spec, 05-services.md and deploy.md. */
export function containerOf(service: ComposeService, project: ComposeProject): Container {
  const { name, value, at, head } = service;
  return { name, resource: `service ${name.slice(0, 300)}`, format: 'compose', role: 'main', at, head, fields: fieldsOf(value, fieldOf(project.document, 'volumes')), ...(value.open === true ? { open: true } : {}) };
}

function fieldsOf(service: MapValue, volumes: Value | undefined): ContainerFields {
  const field = (name: string): Value | undefined => fieldOf(service, name);
  const limits = fieldOf(fieldOf(field('deploy'), 'resources'), 'limits');
  return present({
    // what is built here is only named by it
    image: field('build') === undefined ? field('image') : undefined,
    platform: field('platform'),
    privileged: field('privileged'),
    user: field('user'),
    capabilitiesAdded: capabilities(field('cap_add')),
    capabilitiesDropped: capabilities(field('cap_drop')),
    ...securityOptions(field('security_opt')),
    readOnlyRoot: field('read_only'),
    hostNetwork: isText(field('network_mode'), 'host'),
    hostPid: isText(field('pid'), 'host'),
    hostIpc: isText(field('ipc'), 'host'),
    hostUts: isText(field('uts'), 'host'),
    hostUsers: isText(field('userns_mode'), 'host'),
    mounts: mountsOf(field('volumes'), volumes),
    devices: devicesOf(field('devices')),
    ports: portsOf(field('ports')),
    environment: environmentOf(field('environment')),
    memoryLimit: fieldOf(limits, 'memory') ?? field('mem_limit'),
    cpuLimit: fieldOf(limits, 'cpus') ?? field('cpus') ?? field('cpu_quota') ?? field('cpu_count'),
    pidsLimit: fieldOf(limits, 'pids') ?? field('pids_limit'),
    healthCheck: healthCheckOf(field('healthcheck')),
    restarts: restartsOf(service),
    logging: loggingOf(field('logging')),
    command: field('command') ?? field('entrypoint'),
  });
}

/** The fields that are there. A service that is a part of something leaves the others open. */
function present(fields: { readonly [K in keyof ContainerFields]: Value | undefined }): ContainerFields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/** Devices as maps of `source`. Short syntax: `source:target:permissions`. */
function devicesOf(list: Value | undefined): Value | undefined {
  if (list?.kind !== 'list') return list;
  return {
    ...list,
    items: list.items.map((item): Value => {
      const source = item.kind === 'map' ? fieldOf(item, 'source') : item.kind === 'known' ? known(String(item.value).split(':')[0] ?? '', item.at) : item;
      return { kind: 'map', entries: new Map(source === undefined ? [] : [['source', source]]), at: item.at };
    }),
  };
}

/** Variables as a list of `name` and `value`; a name alone takes the value of the host. */
function environmentOf(value: Value | undefined): Value | undefined {
  const map = namedMap(value);
  if (map === undefined) return value;
  const items = [...map.entries].map(([name, one]): MapValue => {
    const isGiven = one.kind !== 'known' || one.value !== null;
    return { kind: 'map', entries: new Map<string, Value>([['name', known(name, one.at)], isGiven ? ['value', asWritten(one)] : ['from', known('host', one.at)]]), at: one.at };
  });
  return { kind: 'list', items, ...(map.open === true ? { open: true } : {}), at: map.at } satisfies ListValue;
}

/** A value that comes from a `.env` file stands there, not here: what is judged as written in this file leaves it out. */
function asWritten(value: Value): Value {
  if (value.kind !== 'known') return value;
  const { source, start, end } = value.at;
  const written = source.text.slice(start, end);
  return written.includes('$') && !written.includes(String(value.value)) ? unknownAt('a variable of an .env file', value.at) : value;
}

/** Driver and options, each as written here. */
function loggingOf(logging: Value | undefined): Value | undefined {
  const options = fieldOf(logging, 'options');
  if (logging?.kind !== 'map' || options?.kind !== 'map') return logging;
  const own: MapValue = { ...options, entries: new Map([...options.entries].map(([name, one]) => [name, asWritten(one)])) };
  return { ...logging, entries: new Map([...logging.entries, ['options', own]]) };
}

/** The test; `none` when it is switched off. */
function healthCheckOf(value: Value | undefined): Value | undefined {
  const off = fieldOf(value, 'disable');
  if (off?.kind === 'known' && String(off.value) === 'true') return known('none', off.at);
  const test = fieldOf(value, 'test');
  const first = test?.kind === 'list' ? test.items[0] : test;
  return test !== undefined && scalarText(first)?.toUpperCase() === 'NONE' ? known('none', test.at) : value;
}

/** How it is restarted: `restart: on-failure:5` and `deploy.restart_policy`, each a map of `condition` and `attempts`. */
function restartsOf(service: MapValue): Value | undefined {
  const items: Value[] = [];
  const short = fieldOf(service, 'restart');
  if (short?.kind === 'known') {
    const [condition = '', attempts] = String(short.value).split(':');
    const entries = new Map<string, Value>([['condition', known(condition, short.at)]]);
    if (attempts !== undefined) entries.set('attempts', known(Number(attempts), short.at));
    items.push({ kind: 'map', entries, at: short.at });
  } else if (short !== undefined) items.push(short);
  const policy = fieldOf(fieldOf(service, 'deploy'), 'restart_policy');
  if (policy?.kind === 'map') {
    const [condition, attempts] = [fieldOf(policy, 'condition'), fieldOf(policy, 'max_attempts')];
    const entries = new Map<string, Value>([['condition', condition ?? known('any', policy.at)]]);
    if (attempts !== undefined) entries.set('attempts', attempts);
    items.push({ kind: 'map', entries, at: attempts?.at ?? condition?.at ?? policy.at });
  }
  return items.length === 0 ? undefined : { kind: 'list', items, at: items[0]?.at ?? service.at };
}
