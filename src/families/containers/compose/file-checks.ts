import type { Place } from '../../../formats/place.ts';
import { fieldOf, scalarText } from '../../../templates/access.ts';
import type { ComposeService } from '../../../templates/compose/model.ts';
import type { Value } from '../../../templates/value.ts';
import type { Hit, NamedCheck, Subject } from '../subject.ts';
import { mountsOf } from './mounts.ts';
import { portsOf } from './ports.ts';

/** Checks over the services of a file together. */
export const fileChecks: readonly (readonly [string, NamedCheck])[] = [
  ['compose.port-duplicate', portDuplicate],
  ['compose.port-unquoted', portUnquoted],
  ['compose.container-name-duplicate', containerNameDuplicate],
  ['compose.volume-shared', volumeShared],
];

/** Services that may run at once: neither has profiles, or they have one in common. */
function mayMeet(one: ComposeService, other: ComposeService): boolean {
  const [mine, theirs] = [profilesOf(one), profilesOf(other)];
  return mine.length === 0 || theirs.length === 0 || mine.some((name) => theirs.includes(name));
}

function profilesOf({ value }: ComposeService): readonly string[] {
  const list = fieldOf(value, 'profiles');
  return list?.kind === 'list' ? list.items.map((item) => scalarText(item) ?? '') : [];
}

interface Published {
  readonly service: ComposeService;
  readonly address: string;
  readonly protocol: string;
  readonly first: number;
  readonly last: number;
  readonly place: Place;
}

/** Published ports of one file that are compared; a range counts once. */
const maxPorts = 5000;

function* portDuplicate({ project }: Subject): Generator<Hit> {
  const seen: Published[] = [];
  for (const service of project?.services ?? []) {
    const list = portsOf(fieldOf(service.value, 'ports'));
    for (const port of list?.kind === 'list' ? list.items : []) {
      const one = published(service, port);
      if (one === undefined || seen.length >= maxPorts) continue;
      seen.push(one);
    }
  }
  seen.sort((one, other) => one.first - other.first);
  const open: Published[] = [];
  for (const one of seen) {
    const clash = open.find((other) => other.last >= one.first && other.service !== one.service && other.protocol === one.protocol && meets(one.address, other.address) && mayMeet(one.service, other.service));
    if (clash !== undefined) yield { place: one.place, message: `Port ${one.first} of the host is published by "${clash.service.name.slice(0, 80)}" and by "${one.service.name.slice(0, 80)}"`, value: `${one.first}/${one.protocol}` };
    open.push(one);
    // only ranges that reach further can meet what follows
    if (open.length > 200) open.splice(0, open.length, ...open.filter((other) => other.last >= one.first).slice(-200));
  }
}

function published(service: ComposeService, port: Value): Published | undefined {
  const first = Number(scalarText(fieldOf(port, 'host')) ?? Number.NaN);
  if (!Number.isInteger(first)) return undefined;
  const last = Number(scalarText(fieldOf(port, 'hostEnd')) ?? first);
  const address = fieldOf(port, 'address');
  // a range shared out among one port lets the engine choose a free one
  const isChoice = last > first && fieldOf(port, 'containerEnd') === undefined;
  if (isChoice || address?.kind === 'unknown') return undefined;
  return { service, address: scalarText(address) ?? '', protocol: scalarText(fieldOf(port, 'protocol')) ?? 'tcp', first, last: Number.isInteger(last) ? last : first, place: port.at };
}

function meets(one: string, other: string): boolean {
  const any = (address: string): boolean => address === '' || address === '0.0.0.0' || address === '::';
  return any(one) || any(other) || one === other;
}

/** A port mapping that YAML 1.1 reads as a number of base 60: `22:22` is 1342. */
function* portUnquoted({ service }: Subject): Generator<Hit> {
  const list = fieldOf(service?.value, 'ports');
  for (const item of list?.kind === 'list' ? list.items : []) {
    const { source, start, end } = item.at;
    if (item.kind === 'known' && end - start < 20 && /^\d{1,5}:[0-5]?\d$/.test(source.text.slice(start, end))) yield { place: item.at, message: `Port mapping ${source.text.slice(start, end)} is not quoted: YAML 1.1 reads it as one number`, value: String(item.value) };
  }
}

function* containerNameDuplicate({ project }: Subject): Generator<Hit> {
  const seen = new Map<string, ComposeService>();
  for (const service of project?.services ?? []) {
    const named = fieldOf(service.value, 'container_name');
    const name = scalarText(named);
    if (named === undefined || name === undefined) continue;
    const other = seen.get(name);
    // a name that an anchor or a base service gives to both stands once, and is the same mistake
    if (other !== undefined && mayMeet(other, service)) yield { place: named.at, message: `Services "${other.name.slice(0, 80)}" and "${service.name.slice(0, 80)}" have the container name "${name.slice(0, 80)}"`, value: name };
    else seen.set(name, service);
  }
}

function* volumeShared({ project }: Subject): Generator<Hit> {
  const users = new Map<string, { service: ComposeService; place: Place }[]>();
  const volumes = fieldOf(project?.document, 'volumes');
  for (const service of project?.services ?? []) {
    const list = mountsOf(fieldOf(service.value, 'volumes'), volumes);
    for (const mount of list?.kind === 'list' ? list.items : []) {
      const source = scalarText(fieldOf(mount, 'source'));
      if (source === undefined || source === '') continue;
      const present = users.get(source);
      if (present === undefined) users.set(source, [{ service, place: mount.at }]);
      else present.push({ service, place: mount.at });
    }
  }
  for (const [source, found] of users) {
    const names = [...new Set(found.map(({ service }) => service.name))];
    if (names.length < 2) continue;
    for (const { place } of found) yield { place, message: `"${source.slice(0, 100)}" is mounted by ${names.slice(0, 4).map((name) => `"${name.slice(0, 60)}"`).join(', ')}${names.length > 4 ? ' and others' : ''}`, value: source };
  }
}
