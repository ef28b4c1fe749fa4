import { splitImage } from '../../../formats/image-reference.ts';
import type { Hit } from '../subject.ts';
import type { NamedCheck } from './named.ts';
import type { Subject } from './subject.ts';

/** Checks of the programs that images hold. */
export const imageChecks: readonly (readonly [string, NamedCheck])[] = [['kubernetes.vulnerable-image', vulnerableImage]];

/**
 * An image of one of `images` (ends of image names) whose tag is a version in one of `ranges` (`>=1.2.0 <1.2.4`, a list of
 * comparisons that must all hold). Tags that are no version say nothing.
 */
function* vulnerableImage({ container }: Subject, parameters: Readonly<Record<string, unknown>>): Generator<Hit> {
  const image = container?.value.entries.get('image');
  if (image?.kind !== 'known' || typeof image.value !== 'string') return;
  const { name, tag } = splitImage(image.value.slice(0, 1000));
  const version = tag === undefined ? undefined : versionOf(tag);
  if (version === undefined || !texts(parameters['images']).some((one) => name === one || name.endsWith(`/${one}`))) return;
  if (texts(parameters['ranges']).some((range) => isWithin(version, range))) yield { place: image.at, path: 'image', value: image.value };
}

type Version = readonly [number, number, number];

function versionOf(text: string): Version | undefined {
  const match = /^v?(\d{1,6})(?:\.(\d{1,6}))?(?:\.(\d{1,6}))?(?![\d.])/.exec(text);
  return match === null ? undefined : [Number(match[1]), Number(match[2] ?? 0), Number(match[3] ?? 0)];
}

function isWithin(version: Version, range: string): boolean {
  return range.split(/\s+/).every((comparison) => {
    const match = /^(<=|>=|<|>|=)?(.+)$/.exec(comparison);
    const bound = match === null ? undefined : versionOf(match[2] ?? '');
    if (bound === undefined) throw new Error(`"${range}" is no range of versions`);
    const order = compare(version, bound);
    switch (match?.[1]) {
      case '<':
        return order < 0;
      case '<=':
        return order <= 0;
      case '>':
        return order > 0;
      case '>=':
        return order >= 0;
      default:
        return order === 0;
    }
  });
}

function compare(a: Version, b: Version): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}

function texts(list: unknown): readonly string[] {
  return Array.isArray(list) ? list.map(String) : [];
}
