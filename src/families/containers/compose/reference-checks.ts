import { keyedMap } from '../../../templates/compose/merge.ts';
import { fieldOf, scalarText } from '../../../templates/access.ts';
import type { ComposeKind } from '../../../templates/compose/model.ts';
import type { Place } from '../../../formats/place.ts';
import type { Value } from '../../../templates/value.ts';
import type { Hit, NamedCheck, Subject } from '../subject.ts';

/** Checks of the names by which services refer to one another and to networks, volumes, secrets and configs. */
export const referenceChecks: readonly (readonly [string, NamedCheck])[] = [['compose.unknown-name', unknownName]];

interface Reference {
  readonly kind: ComposeKind;
  readonly name: string;
  readonly place: Place;
}

/** Names in a list or in the keys of a map; a long item names it in `source`. */
function named(kind: ComposeKind, value: Value | undefined): readonly Reference[] {
  if (value?.kind === 'list') {
    return value.items.flatMap((item) => {
      const one = item.kind === 'map' ? fieldOf(item, 'source') : item;
      const name = scalarText(one);
      return one === undefined || name === undefined ? [] : [{ kind, name, place: one.at }];
    });
  }
  return value?.kind === 'map' ? [...value.entries].map(([name, one]) => ({ kind, name, place: one.at })) : [];
}

function references(service: Value): readonly Reference[] {
  const field = (key: string): Value | undefined => fieldOf(service, key);
  const shared = ['network_mode', 'pid', 'ipc'].flatMap((key): readonly Reference[] => {
    const value = field(key);
    const name = /^service:(.{1,200})$/.exec(scalarText(value) ?? '')?.[1];
    return value === undefined || name === undefined ? [] : [{ kind: 'services', name, place: value.at }];
  });
  return [
    ...optional(named('services', field('depends_on')), field('depends_on')),
    ...named('services', field('links')).map((one) => ({ ...one, name: one.name.split(':')[0] ?? '' })),
    ...named('services', field('volumes_from')).filter(({ name }) => !name.startsWith('container:')).map((one) => ({ ...one, name: one.name.split(':')[0] ?? '' })),
    ...named('networks', keyedMap(field('networks'))),
    ...named('secrets', field('secrets')),
    ...named('configs', field('configs')),
    ...volumes(field('volumes')),
    ...shared,
  ];
}

/** A dependency with `required: false` may be missing. */
function optional(found: readonly Reference[], value: Value | undefined): readonly Reference[] {
  return found.filter(({ name }) => scalarText(fieldOf(fieldOf(value, name), 'required')) !== 'false');
}

/** Volumes by name: `data:/var/lib/data`, or `type: volume` with a source. */
function volumes(list: Value | undefined): readonly Reference[] {
  if (list?.kind !== 'list') return [];
  return list.items.flatMap((item): readonly Reference[] => {
    const source = item.kind === 'map' ? (scalarText(fieldOf(item, 'type')) === 'volume' ? scalarText(fieldOf(item, 'source')) : undefined) : /^([A-Za-z0-9][\w.-]{0,200}):/.exec(scalarText(item) ?? '')?.[1];
    // one letter before a colon is a drive of Windows
    return source === undefined || source.length < 2 ? [] : [{ kind: 'volumes', name: source, place: item.at }];
  });
}

const words: Readonly<Record<ComposeKind, string>> = { services: 'service', networks: 'network', volumes: 'volume', secrets: 'secret', configs: 'config', models: 'model' };

function* unknownName({ project, service }: Subject): Generator<Hit> {
  if (project === undefined || service === undefined || !project.complete || service.partial) return;
  for (const { kind, name, place } of references(service.value)) {
    if (kind === 'networks' && name === 'default') continue;
    const known = fieldOf(project.document, kind);
    if (known?.kind === 'map' && (known.open === true || known.entries.has(name))) continue;
    if (project.included.get(kind)?.has(name) === true) continue;
    yield { place, message: `There is no ${words[kind]} "${name.slice(0, 80)}"`, value: `${kind}/${name}` };
  }
}
