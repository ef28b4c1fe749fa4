import type { EvaluatedDockerfile, EvaluatedInstruction, Stage } from '../../../templates/dockerfile/model.ts';

/** What one check reports: a place in the Dockerfile, in UTF-16 offsets. */
export interface DockerfileFinding {
  readonly start: number;
  readonly end: number;
  /** Says what was found here; the policy's title when absent. */
  readonly message?: string;
  /** `unsure`: it depends on a value the file does not give. Default `fail`. */
  readonly certainty?: 'fail' | 'unsure';
  /** Name or number of the stage. */
  readonly stage?: string;
  /** A secret within the place, in offsets too. */
  readonly secret?: { readonly start: number; readonly end: number };
}

/** Parameters of a policy, with the defaults of its file put in. */
export type CheckParameters = Readonly<Record<string, unknown>>;

/** A check over a whole Dockerfile. Pure. */
export type DockerfileCheck = (dockerfile: EvaluatedDockerfile, parameters: CheckParameters) => Iterable<DockerfileFinding>;

/** An instruction with the stage it stands in. */
export interface Placed {
  readonly instruction: EvaluatedInstruction;
  readonly stage: Stage;
}

const instructionNames = new WeakMap<EvaluatedDockerfile, ReadonlySet<string>>();

/** Every instruction of every stage, triggers of ONBUILD included. */
export function* instructionsOf(dockerfile: EvaluatedDockerfile, ...names: readonly string[]): Generator<Placed> {
  let present = instructionNames.get(dockerfile);
  if (present === undefined) instructionNames.set(dockerfile, (present = new Set(dockerfile.stages.flatMap((stage) => stage.instructions.map((one) => one.name)))));
  // most checks ask for what most files do not have
  if (names.length > 0 && !names.some((name) => present.has(name))) return;
  for (const stage of dockerfile.stages) {
    for (const instruction of stage.instructions) {
      if (names.length === 0 || names.includes(instruction.name)) yield { instruction, stage };
    }
  }
}

/** A finding on an instruction's own lines, heredocs left out. */
export function onInstruction({ instruction, stage }: Placed, message?: string): DockerfileFinding {
  return finding(instruction.syntax.start, instruction.syntax.headEnd, stage, message);
}

/** A finding on part of an instruction. */
export function finding(start: number, end: number, stage: Stage, message?: string): DockerfileFinding {
  return { start, end, stage: stageLabel(stage), ...(message === undefined ? {} : { message }) };
}

/** A stage's name, or its number. */
export function stageLabel(stage: Stage): string {
  return stage.name ?? String(Math.max(stage.number, 0));
}

/** The stages whose layers the final image has: the final stage and those it derives from. */
export function finalChain(dockerfile: EvaluatedDockerfile): ReadonlySet<Stage> {
  const chain = new Set<Stage>();
  for (let stage = dockerfile.finalStage; stage !== undefined && !chain.has(stage); stage = stage.baseStage) chain.add(stage);
  return chain;
}

const builders = new WeakMap<EvaluatedDockerfile, ReadonlySet<Stage>>();

/**
 * The stages that only others copy from: neither their layers nor their commands reach an image. A stage that
 * nothing uses is none of them, as it may be built with --target.
 */
export function mereBuilders(dockerfile: EvaluatedDockerfile): ReadonlySet<Stage> {
  const known = builders.get(dockerfile);
  if (known !== undefined) return known;
  const chain = finalChain(dockerfile);
  const byName = new Map<string, Stage>();
  for (const stage of dockerfile.stages) {
    byName.set(String(stage.number), stage);
    if (stage.name !== undefined) byName.set(stage.name, stage);
  }
  const found = new Set<Stage>();
  for (const { instruction, stage } of instructionsOf(dockerfile)) {
    for (const flag of instruction.flags) {
      const from = flag.syntax.name === 'from' ? flag.value?.text : /(?:^|,)from=([^,]+)/.exec(flag.value?.text ?? '')?.[1];
      const named = from === undefined ? undefined : byName.get(from.toLowerCase());
      if (named !== undefined && named !== stage && !chain.has(named)) found.add(named);
    }
  }
  builders.set(dockerfile, found);
  return found;
}

/** A string-to-string map from the parameters. */
export function stringMap(parameters: CheckParameters, name: string): ReadonlyMap<string, string> {
  const value = parameters[name];
  const found = new Map<string, string>();
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return found;
  for (const [key, entry] of Object.entries(value)) if (typeof entry === 'string') found.set(key, entry);
  return found;
}
