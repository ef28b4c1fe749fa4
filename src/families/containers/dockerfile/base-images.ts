import type { EvaluatedDockerfile, Stage } from '../../../templates/dockerfile/model.ts';
import type { ResolvedText } from '../../../templates/dockerfile/text.ts';
import { mountsOf } from './mounts.ts';

/** An image that a Dockerfile takes something from. */
export interface UsedImage {
  readonly stage: Stage;
  readonly image: ResolvedText;
  readonly by: 'FROM' | 'COPY --from' | 'RUN --mount';
  readonly start: number;
  readonly end: number;
}

/** The base images: FROM of stages that derive from no earlier one, without scratch. */
function* baseImages(dockerfile: EvaluatedDockerfile): Generator<UsedImage> {
  for (const stage of dockerfile.stages) {
    const argument = stage.from?.arguments[0];
    if (argument === undefined || stage.baseStage !== undefined || stage.isScratch || stage.base.text === '') continue;
    yield { stage, image: stage.base, by: 'FROM', start: argument.syntax.start, end: argument.syntax.end };
  }
}

/** Base images, and those of COPY --from and RUN --mount from. */
export function* usedImages(dockerfile: EvaluatedDockerfile): Generator<UsedImage> {
  yield* baseImages(dockerfile);
  for (const stage of dockerfile.stages) {
    for (const instruction of stage.instructions) {
      const { start, end } = instruction.syntax;
      for (const flag of instruction.flags) {
        if (flag.syntax.name !== 'from' || flag.value?.text === undefined || isStage(dockerfile, stage, flag.value.text)) continue;
        yield { stage, image: flag.value, by: 'COPY --from', start: flag.syntax.start, end: flag.syntax.end };
      }
      for (const mount of mountsOf(instruction)) {
        const from = mount.values.get('from');
        if (from === undefined || from === '' || isStage(dockerfile, stage, from)) continue;
        yield { stage, image: { text: from, parts: [from], uses: [] }, by: 'RUN --mount', start: Math.max(start, mount.start), end: Math.min(end, mount.end) };
      }
    }
  }
}

/** True when a `from` names a stage (earlier or not) or counts one. */
function isStage(dockerfile: EvaluatedDockerfile, here: Stage, from: string): boolean {
  if (/^\d+$/.test(from)) return true;
  const name = from.toLowerCase();
  return name === 'scratch' || stageNames(dockerfile).has(name) || name === here.name;
}

const names = new WeakMap<EvaluatedDockerfile, ReadonlyMap<string, Stage>>();

/** Stages by name; the first of a name. */
export function stageNames(dockerfile: EvaluatedDockerfile): ReadonlyMap<string, Stage> {
  const known = names.get(dockerfile);
  if (known !== undefined) return known;
  const found = new Map<string, Stage>();
  for (const stage of dockerfile.stages) if (stage.name !== undefined && !found.has(stage.name)) found.set(stage.name, stage);
  names.set(dockerfile, found);
  return found;
}
