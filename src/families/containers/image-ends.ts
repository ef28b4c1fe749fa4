import type { ImageReference } from '../../formats/image-reference.ts';

/** Ends of support by image and version: `{debian: {"10": "2024-06-30", buster: "2024-06-30"}}`; `*` for every version. */
export type SupportEnds = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** A version that an image is built on, and the day its updates ended. */
export interface EndedVersion {
  readonly name: string;
  readonly version: string;
  /** `2024-06-30` */
  readonly end: string;
}

/** Reads the table out of a policy's parameters. */
export function supportEnds(data: unknown): SupportEnds {
  const table = new Map<string, ReadonlyMap<string, string>>();
  if (typeof data !== 'object' || data === null) return table;
  for (const [image, versions] of Object.entries(data)) {
    if (typeof versions !== 'object' || versions === null) continue;
    table.set(image, new Map(Object.entries(versions).flatMap(([version, end]): [string, string][] => (typeof end === 'string' ? [[version, end]] : []))));
  }
  return table;
}

/** Distributions that the tags of other images name at their end: `python:3.12-slim-buster`, `node:22-alpine3.16`. */
const distributions = ['debian', 'ubuntu'];

/** The first version of an image, or of the distribution its tag names, whose support ended on or before a day. Days compare as texts. */
export function endedVersion(image: ImageReference, ends: SupportEnds, day: string): EndedVersion | undefined {
  const name = officialName(image);
  const versions = ends.get(name);
  const words = (image.tag ?? '').toLowerCase().split(/[-_]/, 10);
  const [first = ''] = words;
  for (const word of first === '' ? ['*'] : [...prefixes(first), ...words.slice(1), '*']) {
    const end = versions?.get(word);
    if (end === undefined) continue;
    if (end <= day) return { name, version: word === '*' ? '' : word, end };
    break;
  }
  for (const word of words.slice(1)) {
    for (const distribution of distributions) {
      const end = /^[a-z]+$/.test(word) ? ends.get(distribution)?.get(word) : undefined;
      if (end !== undefined && end <= day) return { name: distribution, version: word, end };
    }
    const alpine = /^alpine(\d{1,3}\.\d{1,3})$/.exec(word)?.[1];
    const end = alpine === undefined ? undefined : ends.get('alpine')?.get(alpine);
    if (alpine !== undefined && end !== undefined && end <= day) return { name: 'alpine', version: alpine, end };
  }
  return undefined;
}

/** `3.9.1`, `3.9`, `3`: the longest version that the table knows counts. */
function prefixes(version: string): readonly string[] {
  const bare = version.replace(/^v(?=\d)/, '');
  const parts = bare.split('.', 5);
  return [version, ...parts.map((_, index) => parts.slice(0, parts.length - index).join('.'))];
}

/** The name in the table: Docker's official images by their own name, also where a mirror keeps them below `library/`; others in full. */
function officialName({ registry, repository }: ImageReference): string {
  const library = /(?:^|\/)library\/([^/]+)$/.exec(repository)?.[1];
  return library ?? `${registry}/${repository}`;
}
