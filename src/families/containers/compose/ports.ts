import type { Place } from '../../../formats/place.ts';
import type { MapValue, Value } from '../../../templates/value.ts';
import { fieldOf, scalarText } from '../../../templates/access.ts';
import { known, unknownAt } from '../values.ts';

/** A character that stands for an unknown piece while a port is taken apart; no port holds it. */
const hole = '\u0000';

/**
 * The ports a service publishes, each a map of `address`, `host`, `hostEnd`, `container`, `containerEnd`, `protocol`; what is
 * not written is absent. Short syntax `[[address:]host:]container[/protocol]` with ranges, long syntax as maps.
 * Source: compose-spec, 05-services.md, "ports".
 */
export function portsOf(list: Value | undefined): Value | undefined {
  if (list === undefined || list.kind !== 'list') return list;
  return { ...list, items: list.items.map(portOf) };
}

function portOf(item: Value): Value {
  if (item.kind === 'map') return longPort(item);
  const text = item.kind === 'unknown' ? item.parts?.map((part) => part ?? hole).join('') : scalarText(item);
  if (text === undefined || text.length > 300) return item;
  const why = item.kind === 'unknown' ? item.why : '';
  const fields = takenApart(text);
  if (fields === undefined) return item;
  const entries = new Map<string, Value>();
  for (const [name, piece] of fields) entries.set(name, piece.includes(hole) ? unknownAt(why, item.at) : known(/^\d{1,5}$/.test(piece) ? Number(piece) : piece, item.at));
  return { kind: 'map', entries, at: item.at };
}

/** The fields of the short syntax; undefined when it is none. */
function takenApart(text: string): ReadonlyMap<string, string> | undefined {
  const fields = new Map<string, string>();
  const slash = text.lastIndexOf('/');
  if (slash >= 0) fields.set('protocol', text.slice(slash + 1).toLowerCase());
  const rest = slash < 0 ? text : text.slice(0, slash);
  const bracket = /^\[([^\]]{1,60})\]:?(.*)$/s.exec(rest);
  const pieces = (bracket === null ? rest : (bracket[2] ?? '')).split(':');
  // an IPv6 address may be written without brackets
  const container = pieces.pop() ?? '';
  const host = pieces.pop();
  const address = bracket?.[1] ?? (pieces.length === 0 ? undefined : pieces.join(':'));
  if (address !== undefined) fields.set('address', address);
  if (host !== undefined && host !== '') range(fields, 'host', host);
  range(fields, 'container', container);
  return container === '' ? undefined : fields;
}

function range(fields: Map<string, string>, name: string, text: string): void {
  const dash = text.indexOf('-');
  fields.set(name, dash < 0 ? text : text.slice(0, dash));
  if (dash >= 0) fields.set(`${name}End`, text.slice(dash + 1));
}

function longPort(item: MapValue): MapValue {
  const entries = new Map<string, Value>();
  const copy = (from: string, to: string): void => {
    const value = fieldOf(item, from);
    if (value === undefined) return;
    const text = scalarText(value);
    if (text === undefined || value.kind !== 'known') entries.set(to, value);
    else if (to === 'host') hostOf(entries, text, value.at);
    else entries.set(to, known(/^\d{1,5}$/.test(text) ? Number(text) : text, value.at));
  };
  copy('published', 'host');
  copy('target', 'container');
  copy('host_ip', 'address');
  copy('protocol', 'protocol');
  copy('mode', 'mode');
  return { kind: 'map', entries, at: item.at };
}

/** `published` may hold a range, and in files of old an address. */
function hostOf(entries: Map<string, Value>, text: string, at: Place): void {
  const fields = new Map<string, string>();
  const colon = text.lastIndexOf(':');
  if (colon >= 0 || /^\d{1,3}(?:\.\d{1,3}){3}$/.test(text)) fields.set('address', colon < 0 ? text : text.slice(0, colon));
  if (!fields.has('address') || colon >= 0) range(fields, 'host', text.slice(colon + 1));
  for (const [name, piece] of fields) entries.set(name, known(/^\d{1,5}$/.test(piece) ? Number(piece) : piece, at));
}
