import { fieldOf, scalarText } from '../../../templates/access.ts';
import type { MapValue, Value } from '../../../templates/value.ts';
import { isText, known } from '../values.ts';

/** A character that stands for an unknown piece while a volume is taken apart; no path holds it. */
const hole = '\u0000';

/**
 * What a service mounts, each a map of `kind` (`bind`, `volume`, `tmpfs` …), `source`, `target`, `readOnly`, `propagation`.
 * A named volume that binds a path of the host by its driver's options is a bind of that path.
 * Source: compose-spec, 05-services.md, "volumes"; 07-volumes.md, "driver_opts".
 */
export function mountsOf(list: Value | undefined, volumes: Value | undefined): Value | undefined {
  if (list?.kind !== 'list') return list;
  return { ...list, items: list.items.map((item) => mountOf(item, volumes)) };
}

function mountOf(item: Value, volumes: Value | undefined): Value {
  if (item.kind === 'map') return longMount(item, volumes);
  const text = item.kind === 'unknown' ? item.parts?.map((part) => part ?? hole).join('') : scalarText(item);
  if (text === undefined || text.length > 5000) return item;
  const [first = '', target, options] = split(text);
  const make = (value: string): Value => (value.includes(hole) && item.kind === 'unknown' ? partial(item, value) : known(value, item.at));
  const entries = new Map<string, Value>();
  if (target === undefined) {
    entries.set('kind', known('volume', item.at));
    entries.set('target', make(first));
    return { kind: 'map', entries, at: item.at };
  }
  entries.set('kind', first.startsWith(hole) ? { kind: 'unknown', why: item.kind === 'unknown' ? item.why : '', at: item.at } : known(isPath(first) ? 'bind' : 'volume', item.at));
  entries.set('source', make(first));
  entries.set('target', make(target));
  const words = (options ?? '').split(',');
  entries.set('readOnly', known(words.includes('ro') || words.includes('readonly'), item.at));
  const propagation = words.find((word) => /^r?(?:shared|slave|private)$/.test(word));
  if (propagation !== undefined) entries.set('propagation', known(propagation, item.at));
  return boundByDriver({ kind: 'map', entries, at: item.at }, volumes);
}

function partial(item: Value & { readonly kind: 'unknown' }, text: string): Value {
  const parts = text.split(hole).flatMap((piece, index) => (index === 0 ? [piece] : [null, piece])).filter((piece) => piece !== '');
  return { kind: 'unknown', why: item.why, parts, at: item.at };
}

/** The parts of the short syntax; a drive letter's colon belongs to its path. */
function split(text: string): readonly string[] {
  const drive = /^[A-Za-z]:[\\/]/.test(text) ? text.slice(0, 2) : '';
  const pieces = text.slice(drive.length).split(':');
  return [`${drive}${pieces[0] ?? ''}`, ...pieces.slice(1)];
}

function isPath(text: string): boolean {
  return /^(?:[./~\\]|[A-Za-z]:[\\/])/.test(text);
}

function longMount(item: MapValue, volumes: Value | undefined): Value {
  const entries = new Map<string, Value>();
  const kind = fieldOf(item, 'type');
  const source = fieldOf(item, 'source') ?? fieldOf(item, 'src');
  entries.set('kind', kind ?? known(isPath(scalarText(source) ?? '') ? 'bind' : 'volume', item.at));
  if (source !== undefined) entries.set('source', source);
  const target = fieldOf(item, 'target') ?? fieldOf(item, 'destination') ?? fieldOf(item, 'dst');
  if (target !== undefined) entries.set('target', target);
  const readOnly = fieldOf(item, 'read_only') ?? fieldOf(item, 'readonly');
  entries.set('readOnly', readOnly ?? known(false, item.at));
  const propagation = fieldOf(fieldOf(item, 'bind'), 'propagation');
  if (propagation !== undefined) entries.set('propagation', propagation);
  return boundByDriver({ kind: 'map', entries, at: item.at }, volumes);
}

function boundByDriver(mount: MapValue, volumes: Value | undefined): MapValue {
  const name = scalarText(mount.entries.get('source'));
  if (name === undefined || isText(mount.entries.get('kind'), 'volume')?.kind !== 'known' || scalarText(mount.entries.get('kind')) !== 'volume') return mount;
  const options = fieldOf(fieldOf(volumes, name), 'driver_opts');
  const device = fieldOf(options, 'device') ?? fieldOf(options, 'mountpoint');
  const text = scalarText(device);
  if (device === undefined || text === undefined || !isPath(text) || /nfs|cifs|smb/.test(scalarText(fieldOf(options, 'type')) ?? '')) return mount;
  return { ...mount, entries: new Map([...mount.entries, ['kind', known('bind', device.at)], ['source', device], ['volume', known(name, mount.at)]]) };
}
