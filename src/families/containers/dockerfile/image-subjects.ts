import type { Check } from '../../../model/check.ts';
import type { Place } from '../../../formats/place.ts';
import { imageTerm } from '../image-term.ts';
import { known } from '../values.ts';
import { termOf, type Term } from '../../../expressions/term.ts';
import type { EvaluatedDockerfile } from '../../../templates/dockerfile/model.ts';
import type { Value } from '../../../templates/value.ts';
import type { Subject } from '../subject.ts';
import { usedImages, type UsedImage } from './base-images.ts';
import { stageLabel } from './check.ts';

type Skipped = (check: Check, place: Place) => { readonly reason: string; readonly line: number } | undefined;

/**
 * The images a Dockerfile takes something from, as policies over the images of every format are asked of them (`image`),
 * and once more those of FROM (`image/base`): of these only what is certain is said, because a build argument that names
 * an image is given by whoever builds.
 */
export function imageSubjects(dockerfile: EvaluatedDockerfile, today: string, skipped: Skipped): readonly Subject[] {
  return [...usedImages(dockerfile)].flatMap((used) => {
    const image = valueOf(used, dockerfile);
    const values: Readonly<Record<string, () => Term>> = { image: () => imageTerm(termOf(image)), format: () => 'dockerfile', name: () => stageLabel(used.stage) };
    const subject: Subject = {
      words: ['image'],
      read: (variable) => values[variable]?.() ?? null,
      root: { kind: 'map', entries: new Map([['image', image]]), at: image.at },
      head: image.at,
      resource: stageLabel(used.stage),
      partial: false,
      skipped,
      image,
      today,
    };
    return used.by === 'FROM' ? [subject, { ...subject, words: ['image/base'], partial: true }] : [subject];
  });
}

function valueOf({ image, start, end }: UsedImage, { source }: EvaluatedDockerfile): Value {
  const at = { source, start, end };
  return image.text === undefined ? { kind: 'unknown', why: image.why ?? 'a build argument', parts: image.parts, at } : known(image.text, at);
}
