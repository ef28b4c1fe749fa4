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

/** The images a Dockerfile takes something from, as policies over the images of every format are asked of them. */
export function imageSubjects(dockerfile: EvaluatedDockerfile, today: string, skipped: (check: Check, place: Place) => { readonly reason: string; readonly line: number } | undefined): readonly Subject[] {
  return [...usedImages(dockerfile)].map((used) => {
    const image = valueOf(used, dockerfile);
    const values: Readonly<Record<string, () => Term>> = { image: () => imageTerm(termOf(image)), format: () => 'dockerfile', name: () => stageLabel(used.stage) };
    return {
      words: ['image'],
      read: (variable) => values[variable]?.() ?? null,
      root: { kind: 'map', entries: new Map([['image', image]]), at: image.at },
      head: image.at,
      resource: stageLabel(used.stage),
      partial: false,
      skipped,
      image,
      today,
    } satisfies Subject;
  });
}

function valueOf({ image, start, end }: UsedImage, { source }: EvaluatedDockerfile): Value {
  const at = { source, start, end };
  return image.text === undefined ? { kind: 'unknown', why: image.why ?? 'a build argument', parts: image.parts, at } : known(image.text, at);
}
