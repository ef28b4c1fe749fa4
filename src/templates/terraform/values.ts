import type { Place } from '../../formats/place.ts';
import type { KnownValue, ListValue, MapValue, Reference, UnknownValue, Value } from '../value.ts';

/** Raised by an expression that Terraform would refuse; `try`, `can` and the attribute it stands in catch it. */
export class Refused extends Error {}

/**
 * A whole resource or data source: what is not written in it is one of its computed attributes. Its attributes are
 * evaluated one by one when they are asked for, so that resources which name each other are no cycle.
 */
export interface ResourceMap extends MapValue {
  readonly resource: string;
  /** An attribute as it is written; undefined when it is not. */
  readonly attribute: (name: string) => Value | undefined;
  /** True for a module: its outputs are all it has, and no resource of their own. */
  readonly isModule?: boolean;
}

/** A scalar that stands in the module. */
export function known(value: KnownValue['value'], at: Place): KnownValue {
  return { kind: 'known', value, provenance: 'written', at };
}

/** A value of which nothing is known but why. */
export function unknown(why: string, at: Place): UnknownValue {
  return { kind: 'unknown', why, at };
}

/** A resource, or a module, as a value. `entries` evaluates all that is written in it. */
export function resourceValue(resource: string, at: Place, written: { readonly attribute: ResourceMap['attribute']; readonly entries: () => MapValue['entries']; readonly isModule?: boolean }): ResourceMap {
  return {
    kind: 'map',
    open: true,
    resource,
    at,
    attribute: written.attribute,
    ...(written.isModule === true ? { isModule: true } : {}),
    get entries() {
      return written.entries();
    },
  };
}

/** A resource of which only the address is known. */
export function anyResource(resource: string, at: Place): ResourceMap {
  return { kind: 'map', open: true, resource, at, attribute: () => undefined, entries: new Map() };
}

/** A value that surely is a text. */
export function unknownText(why: string, at: Place): UnknownValue {
  return { kind: 'unknown', why, parts: [null], at };
}

/** An attribute of another resource that is only known when it is made. */
export function referenced(reference: Reference, at: Place): UnknownValue {
  return { kind: 'unknown', why: `${reference.resource}.${reference.attribute}`, reference, at };
}

/** A list. Throws `Refused` when it would be too large. */
export function listOf(items: readonly Value[], at: Place, open = false): ListValue {
  return sized(open ? { kind: 'list', items, open, at } : { kind: 'list', items, at });
}

/** A map. Throws `Refused` when it would be too large. */
export function mapOf(entries: ReadonlyMap<string, Value>, at: Place, open = false): MapValue {
  return sized(open ? { kind: 'map', entries, open, at } : { kind: 'map', entries, at });
}

/** A map of what stands in a block; one that is too large says nothing of what is in it. */
export function mapWithin(entries: ReadonlyMap<string, Value>, at: Place, open = false): MapValue {
  const whole: MapValue = open ? { kind: 'map', entries, open, at } : { kind: 'map', entries, at };
  return sizeOf(whole) > maxSize ? { kind: 'map', entries: new Map(), open: true, at } : whole;
}

/** A list of the blocks of one name; one that is too large says nothing of what is in it. */
export function listWithin(items: readonly Value[], at: Place, open = false): ListValue {
  const whole: ListValue = open ? { kind: 'list', items, open, at } : { kind: 'list', items, at };
  return sizeOf(whole) > maxSize ? { kind: 'list', items: [], open: true, at } : whole;
}

/** Values in one value. A list of lists that share their items may be far larger than what made it. */
const maxSize = 400_000;

/** Characters of a text that is put together. */
const maxText = 4_000_000;

const sizes = new WeakMap<Value, number>();

function sized<T extends ListValue | MapValue>(value: T): T {
  if (sizeOf(value) > maxSize) throw new Refused('a value that is too large');
  return value;
}

function sizeOf(value: Value): number {
  if (value.kind === 'known' || value.kind === 'unknown' || isResource(value)) return 1;
  const present = sizes.get(value);
  if (present !== undefined) return present;
  let size = 1;
  for (const item of value.kind === 'list' ? value.items : value.entries.values()) size += sizeOf(item);
  sizes.set(value, size);
  return size;
}

export function isNull(value: Value | undefined): boolean {
  return value === undefined || (value.kind === 'known' && value.value === null);
}

export function isResource(value: Value): value is ResourceMap {
  return value.kind === 'map' && 'resource' in value;
}

/** Marks a collection as the instances of a resource with `count` or `for_each`, by the resource's address. */
export function withInstancesOf<T extends ListValue | MapValue>(value: T, address: string): T & { readonly instancesOf: string } {
  return { ...value, instancesOf: address };
}

/** The address of a resource whose instances a collection holds as far as they are known. */
export function instancesOf(value: Value): string | undefined {
  return 'instancesOf' in value && typeof value.instancesOf === 'string' ? value.instancesOf : undefined;
}

/** The text of a scalar as Terraform writes it; undefined for everything else, null too. */
export function textOf(value: Value | undefined): string | undefined {
  if (value?.kind !== 'known' || value.value === null) return undefined;
  return typeof value.value === 'number' ? numberText(value.value) : String(value.value);
}

/** A number in decimal notation, as Terraform prints it. */
export function numberText(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e21) return BigInt(value).toString();
  return String(value);
}

/** The number a scalar is or spells. */
export function numberOf(value: Value | undefined): number | undefined {
  if (value?.kind !== 'known') return undefined;
  if (typeof value.value === 'number') return value.value;
  if (typeof value.value !== 'string' || value.value.length > 60 || !/^-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?$/.test(value.value)) return undefined;
  return Number(value.value);
}

/** The boolean a scalar is or spells. */
export function booleanOf(value: Value | undefined): boolean | undefined {
  if (value?.kind !== 'known') return undefined;
  if (typeof value.value === 'boolean') return value.value;
  return value.value === 'true' ? true : value.value === 'false' ? false : undefined;
}

/** Pieces of a text, null for each unknown one. */
export function piecesOf(value: Value): readonly (string | null)[] {
  const text = textOf(value);
  if (text !== undefined) return [text];
  return value.kind === 'unknown' ? (value.parts ?? [null]) : [null];
}

/** A text of pieces: known when all of them are. */
export function textOfPieces(pieces: readonly (string | null)[], why: string, at: Place): Value {
  const joined: (string | null)[] = [];
  let length = 0;
  for (const piece of pieces) length += piece?.length ?? 0;
  if (length > maxText) return unknownText('a text that is too long', at);
  for (const piece of pieces) {
    const last = joined.at(-1);
    if (typeof piece === 'string' && typeof last === 'string') joined[joined.length - 1] = last + piece;
    else if (piece !== last && piece !== '') joined.push(piece);
  }
  const [only = ''] = joined;
  if (joined.length <= 1 && only !== null) return known(only, at);
  return { kind: 'unknown', why, parts: joined, at };
}

/** Why something in these values is unknown, at any depth; undefined when all is known. */
export function doubtOf(values: Iterable<Value | undefined>, depth = 0): string | undefined {
  if (depth > 60) return 'a value that is nested too deeply';
  for (const value of values) {
    if (value === undefined || value.kind === 'known') continue;
    if (value.kind === 'unknown') return value.why;
    if (value.open === true) return isResource(value) ? value.resource : 'a collection that may hold more';
    const inside = doubtOf(value.kind === 'list' ? value.items : value.entries.values(), depth + 1);
    if (inside !== undefined) return inside;
  }
  return undefined;
}

/** Deep equality of known values; undefined where it depends on what is unknown. Terraform's `1 == "1"` is false. */
export function equal(left: Value, right: Value, depth = 0): boolean | undefined {
  if (depth > 60) return undefined;
  if (left.kind === 'unknown' || right.kind === 'unknown') return equalInDoubt(left, right);
  if (left.kind === 'known' && right.kind === 'known') return left.value === right.value;
  if (left.kind === 'list' && right.kind === 'list') {
    if (left.open === true || right.open === true) return undefined;
    if (left.items.length !== right.items.length) return false;
    return every(left.items.map((item, index) => equal(item, right.items[index] ?? item, depth + 1)));
  }
  if (left.kind === 'map' && right.kind === 'map') {
    if (left.open === true || right.open === true) return undefined;
    if (left.entries.size !== right.entries.size) return false;
    return every([...left.entries].map(([key, item]) => {
      const other = right.entries.get(key);
      return other === undefined ? false : equal(item, other, depth + 1);
    }));
  }
  return false;
}

function equalInDoubt(left: Value, right: Value): boolean | undefined {
  // a resource's attribute and a text that was put together are never null
  const isSurelyText = (one: Value): boolean => one.kind === 'unknown' && one.mayBeAbsent !== true && (one.parts?.some((part) => part !== null) === true);
  if ((isNull(left) && isSurelyText(right)) || (isNull(right) && isSurelyText(left))) return false;
  for (const [one, other] of [[left, right], [right, left]] as const) {
    const text = textOf(other);
    if (one.kind !== 'unknown' || one.parts === undefined || one.mayBeAbsent === true || text === undefined) continue;
    const first = one.parts[0];
    const last = one.parts.at(-1);
    if ((typeof first === 'string' && !text.startsWith(first)) || (typeof last === 'string' && !text.endsWith(last))) return false;
  }
  return undefined;
}

function every(answers: readonly (boolean | undefined)[]): boolean | undefined {
  return answers.includes(false) ? false : answers.includes(undefined) ? undefined : true;
}

/** Gives parts that come from elsewhere (a variable's default, a local) the place where they are used. */
export function placedIn(value: Value, at: Place, depth = 0): Value {
  if (isResource(value)) return referenced({ resource: value.resource, attribute: 'id' }, at);
  const inside = value.at.source === at.source && value.at.start >= at.start && value.at.end <= at.end;
  const here = inside ? value.at : at;
  if (value.kind === 'known' || value.kind === 'unknown' || depth > 60) return inside ? value : { ...value, at: here };
  if (value.kind === 'list') return { ...value, items: value.items.map((item) => placedIn(item, here, depth + 1)), at: here };
  const entries = new Map<string, Value>();
  for (const [key, item] of value.entries) entries.set(key, placedIn(item, here, depth + 1));
  return { ...value, entries, at: here };
}
