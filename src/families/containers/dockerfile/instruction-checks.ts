import { finding, instructionsOf, mereBuilders, onInstruction, type DockerfileCheck } from './check.ts';
import type { Instruction } from '../../../formats/dockerfile/syntax.ts';

/** More than one instruction of a name in a stage: the earlier ones do nothing, and are reported. */
function onceCheck(name: string): DockerfileCheck {
  return function* (dockerfile) {
    for (const stage of dockerfile.stages) {
      const all = stage.instructions.filter((one) => one.name === name && !one.isTrigger);
      for (const instruction of all.slice(0, -1)) yield onInstruction({ instruction, stage }, `a later ${name} of the stage takes its place`);
    }
  };
}

/** More than one CMD. */
export const cmdMany: DockerfileCheck = onceCheck('CMD');
/** More than one ENTRYPOINT. */
export const entrypointMany: DockerfileCheck = onceCheck('ENTRYPOINT');
/** More than one HEALTHCHECK. */
export const healthcheckMany: DockerfileCheck = onceCheck('HEALTHCHECK');

/** CMD or ENTRYPOINT in shell form, unless the author chose the shell. `healthcheck`: HEALTHCHECK too. */
export const shellForm: DockerfileCheck = function* (dockerfile, parameters) {
  const names = parameters['healthcheck'] === true ? ['CMD', 'ENTRYPOINT', 'HEALTHCHECK'] : ['CMD', 'ENTRYPOINT'];
  const inBuilders = mereBuilders(dockerfile);
  for (const placed of instructionsOf(dockerfile, ...names)) {
    const { instruction } = placed;
    const isNone = instruction.name === 'HEALTHCHECK' && instruction.arguments[0]?.syntax.text.toUpperCase() === 'NONE';
    if (inBuilders.has(placed.stage) || instruction.syntax.form === 'exec' || instruction.shell.isSet || isNone || instruction.syntax.body.text === '') continue;
    yield onInstruction(placed, `${instruction.name} runs under a shell that takes the signals`);
  }
};

/** MAINTAINER. */
export const maintainer: DockerfileCheck = function* (dockerfile) {
  for (const placed of instructionsOf(dockerfile, 'MAINTAINER')) if (!placed.instruction.isTrigger) yield onInstruction(placed);
};

/** A port of EXPOSE: one number or a range, with its protocol. */
interface Port {
  readonly from: number;
  readonly to: number;
  readonly protocol: string;
}

/** A port as EXPOSE writes it; undefined for what is none. */
export function portOf(text: string): Port | undefined {
  const match = /^(\d{1,10})(?:-(\d{1,10}))?(?:\/([A-Za-z]{1,10}))?$/.exec(text.slice(text.lastIndexOf(':') + 1));
  if (match === null) return undefined;
  return { from: Number(match[1]), to: Number(match[2] ?? match[1]), protocol: match[3] ?? 'tcp' };
}

/** EXPOSE beyond 65535. */
export const exposeRange: DockerfileCheck = function* (dockerfile) {
  for (const placed of instructionsOf(dockerfile, 'EXPOSE')) {
    for (const argument of placed.instruction.arguments) {
      const numbers = argument.value.parts.join(' ').match(/\d+/g) ?? [];
      const port = portOf(argument.value.text ?? '');
      const isTooHigh = port === undefined ? argument.value.text === undefined && numbers.some((one) => Number(one) > 65535) : port.from > 65535 || port.to > 65535 || port.from > port.to;
      if (isTooHigh) yield finding(argument.syntax.start, argument.syntax.end, placed.stage);
    }
  }
};

/** EXPOSE with an address or a host port. */
export const exposeFormat: DockerfileCheck = function* (dockerfile) {
  for (const placed of instructionsOf(dockerfile, 'EXPOSE')) {
    for (const argument of placed.instruction.arguments) if ((argument.value.text ?? '').includes(':')) yield finding(argument.syntax.start, argument.syntax.end, placed.stage);
  }
};

/** EXPOSE 80/TCP. */
export const exposeProtocolCasing: DockerfileCheck = function* (dockerfile) {
  for (const placed of instructionsOf(dockerfile, 'EXPOSE')) {
    for (const argument of placed.instruction.arguments) {
      const protocol = /\/([A-Za-z]+)$/.exec(argument.value.text ?? '')?.[1];
      if (protocol !== undefined && protocol !== protocol.toLowerCase()) yield finding(argument.syntax.start, argument.syntax.end, placed.stage);
    }
  }
};

/** `ENV key value` and `LABEL key value`. Only in stages that the final one is built of, as BuildKit runs no others. */
export const legacyKeyValue: DockerfileCheck = function* (dockerfile) {
  const built = builtStages(dockerfile);
  for (const placed of instructionsOf(dockerfile, 'ENV', 'LABEL')) {
    if (built.has(placed.stage) && placed.instruction.pairs.some((pair) => pair.syntax.form === 'legacy')) yield onInstruction(placed);
  }
};

/** The stages the final one needs: those it derives from, copies from or mounts. */
function builtStages(dockerfile: Parameters<DockerfileCheck>[0]): ReadonlySet<Parameters<typeof onInstruction>[0]['stage']> {
  type Stage = Parameters<typeof onInstruction>[0]['stage'];
  const byName = new Map<string, Stage>();
  for (const stage of dockerfile.stages) {
    byName.set(String(stage.number), stage);
    if (stage.name !== undefined) byName.set(stage.name, stage);
  }
  const built = new Set<Stage>();
  const todo = dockerfile.finalStage === undefined ? [] : [dockerfile.finalStage];
  for (let stage = todo.pop(); stage !== undefined; stage = todo.pop()) {
    if (built.has(stage)) continue;
    built.add(stage);
    if (stage.baseStage !== undefined) todo.push(stage.baseStage);
    for (const instruction of stage.instructions) {
      for (const flag of instruction.flags) {
        const from = flag.syntax.name === 'from' ? flag.value?.text : /(?:^|,)from=([^,]+)/.exec(flag.value?.text ?? '')?.[1];
        const named = from === undefined ? undefined : byName.get(from.toLowerCase());
        if (named !== undefined) todo.push(named);
      }
    }
  }
  return built;
}

/** An empty line inside a continued instruction. */
export const emptyContinuation: DockerfileCheck = function* (dockerfile) {
  for (const instruction of dockerfile.syntax.instructions) {
    const first = instruction.emptyLines[0];
    if (first !== undefined) yield { start: first, end: first + 1 };
  }
};

/** Keywords of a case that the others do not have; the majority is upper case unless more are lower. */
export const casing: DockerfileCheck = function* (dockerfile) {
  const globals = new Set(dockerfile.globals.map(({ syntax }) => syntax));
  const all = dockerfile.syntax.instructions.filter((one) => !globals.has(one));
  const lower = all.filter((one) => one.keyword === one.keyword.toLowerCase()).length;
  const upper = all.filter((one) => one.keyword === one.name).length;
  const isLower = lower > upper;
  for (const one of all) {
    if (one.keyword === (isLower ? one.keyword.toLowerCase() : one.name)) continue;
    yield { start: one.start, end: one.keywordEnd, message: `${one.keyword.slice(0, 20)} among ${isLower ? 'lower' : 'upper'} case instructions` };
  }
};

/** A comment right above ARG or FROM … AS that does not begin with the name it would describe. */
export const descriptionComment: DockerfileCheck = function* (dockerfile) {
  for (const one of dockerfile.syntax.instructions) {
    const name = describedName(one);
    const comment = one.description.at(-1);
    if (name === undefined || comment === undefined) continue;
    const text = comment.text.toLowerCase();
    if (!text.startsWith(`${name.toLowerCase()} `) && text !== name.toLowerCase()) yield { start: comment.start, end: comment.end, message: `the comment does not begin with "${name.slice(0, 40)}"` };
  }
};

function describedName(one: Instruction): string | undefined {
  if (one.name === 'FROM') return one.arguments[2]?.text;
  return one.name === 'ARG' && one.pairs.length === 1 ? one.pairs[0]?.key : undefined;
}

/** Something else than ARG stands before the first FROM. A file without FROM is a fragment and reported once. */
export const order: DockerfileCheck = function* (dockerfile) {
  const first = dockerfile.stages[0];
  const instruction = first?.from === undefined ? first?.instructions[0] : undefined;
  if (first === undefined || instruction === undefined) return;
  yield onInstruction({ instruction, stage: first }, `${instruction.name.slice(0, 20)} stands before the first FROM`);
};

/** ONBUILD with ONBUILD, FROM or MAINTAINER. */
export const onbuildNested: DockerfileCheck = function* (dockerfile) {
  for (const placed of instructionsOf(dockerfile, 'ONBUILD')) {
    const trigger = placed.instruction.syntax.trigger?.name;
    if (trigger === 'ONBUILD' || trigger === 'FROM' || trigger === 'MAINTAINER') yield onInstruction(placed, `ONBUILD ${trigger} is not allowed`);
  }
};

/** What the builder's parser refuses, each problem with its own message. */
export const parseError: DockerfileCheck = function* (dockerfile) {
  for (const problem of dockerfile.syntax.problems) {
    if (problem.code !== 'trigger') yield { start: problem.start, end: problem.end, message: problem.message };
  }
};

/** An inline ignore comment of a linter: for a policy that forbids them. */
export const ignorePragmaUsed: DockerfileCheck = function* (dockerfile) {
  for (const comment of dockerfile.syntax.comments) {
    if (/^(?:hadolint\s+(?:global\s+|stage\s+)?ignore|checkov:skip|trivy:ignore|kics-scan\s+(?:ignore|disable))\b/.test(comment.text)) yield { start: comment.start, end: comment.end };
  }
  for (const directive of dockerfile.syntax.directives) {
    if (directive.name === 'check' && directive.value.includes('skip=')) yield { start: directive.start, end: directive.end };
  }
};
