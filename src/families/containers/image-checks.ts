import { imageName, readImageReference, type ImageReference } from '../../formats/image-reference.ts';
import { starPattern } from '../../formats/star-pattern.ts';
import type { Value } from '../../templates/value.ts';
import { isFrom, spellingsOf } from './image-names.ts';
import { endedVersion, supportEnds } from './image-ends.ts';
import type { Hit, NamedCheck, Subject } from './subject.ts';

/** Checks of the images that anything starts from, in every format. */
export const imageChecks: ReadonlyMap<string, NamedCheck> = new Map<string, NamedCheck>([
  ['image.registry-not-allowed', registryNotAllowed],
  ['image.not-allowed', notAllowed],
  ['image.unofficial', unofficial],
  ['image.end-of-life', endOfLife],
]);

type Parameters = Readonly<Record<string, unknown>>;

/** An image as a reference, `undefined` when it is none, or what its name depends on. */
function referenceOf(value: Value): ImageReference | string | undefined {
  if (value.kind === 'known') return readImageReference(String(value.value ?? ''));
  if (value.kind !== 'unknown') return undefined;
  const [first] = value.parts ?? [];
  // the name is known where only the tag is a variable
  const known = typeof first === 'string' && /[:@]$/.test(first) ? readImageReference(first.slice(0, -1)) : undefined;
  return known ?? value.why;
}

function* registryNotAllowed({ image }: Subject, parameters: Parameters): Generator<Hit> {
  const allowed = texts(parameters['registries']);
  if (image === undefined || allowed.length === 0) return;
  const reference = referenceOf(image);
  if (typeof reference === 'string') yield { place: image.at, message: 'The registry of the image is not known', doubt: reference };
  else if (reference !== undefined && !isFrom(reference, allowed)) {
    yield { place: image.at, message: `${reference.registry} is none of the allowed registries: ${allowed.slice(0, 20).join(', ')}`, value: imageName(reference) };
  }
}

function* notAllowed({ image }: Subject, parameters: Parameters): Generator<Hit> {
  const allowed = texts(parameters['images']).map(starPattern);
  const denied = pairs(parameters['denied']).map(([pattern, instead]) => ({ matches: starPattern(pattern), instead }));
  if (image === undefined || (allowed.length === 0 && denied.length === 0)) return;
  const reference = referenceOf(image);
  if (typeof reference === 'string') {
    yield { place: image.at, message: 'Whether the image is allowed is not known', doubt: reference };
    return;
  }
  if (reference === undefined) return;
  const spellings = spellingsOf(reference);
  const [name = ''] = spellings;
  const refused = denied.find(({ matches }) => spellings.some(matches));
  if (refused !== undefined) yield { place: image.at, message: `${name} is not allowed: use ${refused.instead}`, value: name };
  else if (allowed.length > 0 && !allowed.some((matches) => spellings.some(matches))) yield { place: image.at, message: `${name} is outside the list of allowed images`, value: name };
}

function* unofficial({ image }: Subject): Generator<Hit> {
  const reference = image === undefined ? undefined : referenceOf(image);
  if (image === undefined || reference === undefined || typeof reference === 'string' || reference.registry !== 'docker.io' || reference.repository.startsWith('library/')) return;
  yield { place: image.at, message: `${reference.repository} of Docker Hub is no official image`, value: reference.repository };
}

function* endOfLife({ image, today }: Subject, parameters: Parameters): Generator<Hit> {
  const reference = image === undefined ? undefined : referenceOf(image);
  if (image === undefined || reference === undefined || typeof reference === 'string' || today === undefined) return;
  const days = typeof parameters['days-ahead'] === 'number' ? parameters['days-ahead'] : 0;
  const ended = endedVersion(reference, endsOf(parameters['ends']), later(today, days));
  if (ended !== undefined) yield { place: image.at, message: `${ended.name}${ended.version === '' ? '' : ` ${ended.version}`} gets no updates ${ended.end <= today ? 'since' : 'from'} ${ended.end}${ended.end <= today ? '' : ' on'}`, value: `${ended.name} ${ended.version}` };
}

const tables = new WeakMap<object, ReturnType<typeof supportEnds>>();

/** The table of ends, read once. */
function endsOf(written: unknown): ReturnType<typeof supportEnds> {
  if (typeof written !== 'object' || written === null) return supportEnds(written);
  const table = tables.get(written) ?? supportEnds(written);
  tables.set(written, table);
  return table;
}

/** A day some days after another, both as `2026-11-24`. */
function later(day: string, days: number): string {
  const time = Date.parse(`${day}T00:00:00Z`);
  return Number.isNaN(time) || days === 0 ? day : new Date(time + days * 86_400_000).toISOString().slice(0, 10);
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
}

function pairs(value: unknown): readonly [string, string][] {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value).flatMap(([key, one]): [string, string][] => (typeof one === 'string' ? [[key, one]] : [])) : [];
}
