import { editDistance } from '../edit-distance.ts';
import { refusedValues } from './check-values.ts';
import { heredocMark } from './heredoc-words.ts';
import { instructionNames, type DockerfileProblem, type Instruction, type ProblemCode } from './syntax.ts';

type FlagKind = 'text' | 'bool' | 'many';

/** Flags by instruction; `bool` flags may stand without a value. Source: BuildKit 0.34, `instructions/parse.go`. */
const flagsOf: ReadonlyMap<string, ReadonlyMap<string, FlagKind>> = new Map<string, ReadonlyMap<string, FlagKind>>([
  ['ADD', new Map<string, FlagKind>([['chown', 'text'], ['chmod', 'text'], ['link', 'bool'], ['keep-git-dir', 'bool'], ['checksum', 'text'], ['unpack', 'bool'], ['exclude', 'many']])],
  ['COPY', new Map<string, FlagKind>([['chown', 'text'], ['from', 'text'], ['chmod', 'text'], ['link', 'bool'], ['exclude', 'many'], ['parents', 'bool']])],
  ['FROM', new Map<string, FlagKind>([['platform', 'text']])],
  ['RUN', new Map<string, FlagKind>([['mount', 'many'], ['network', 'text'], ['security', 'text'], ['device', 'many']])],
  ['HEALTHCHECK', new Map<string, FlagKind>([['interval', 'text'], ['timeout', 'text'], ['start-period', 'text'], ['start-interval', 'text'], ['retries', 'text']])],
]);

const validStageName = /^[a-z][a-z0-9-_.]*$/i;

/** Adds what the builder would refuse in one instruction: unknown names and flags, wrong numbers of arguments. */
export function checkInstruction(instruction: Instruction, problems: DockerfileProblem[]): void {
  const { name } = instruction;
  const say = (code: ProblemCode, message: string): void => {
    problems.push({ code, message, start: instruction.start, end: instruction.headEnd });
  };
  if (!instructionNames.has(name)) {
    const near = nearestName(name);
    say('unknown-instruction', `unknown instruction: ${instruction.keyword.slice(0, 40)}${near === undefined ? '' : ` (did you mean ${near}?)`}`);
    return;
  }
  checkFlags(instruction, say);
  checkArguments(instruction, say);
  for (const message of refusedValues(instruction)) say('value', `${name}: ${message}`);
}

type Say = (code: ProblemCode, message: string) => void;

function checkFlags(instruction: Instruction, say: Say): void {
  const known = flagsOf.get(instruction.name);
  const seen = new Set<string>();
  for (const flag of instruction.flags) {
    const kind = known?.get(flag.name);
    if (kind === undefined) say('flag', `${instruction.name}: unknown flag: --${flag.name.slice(0, 40)}`);
    else if (kind !== 'many' && seen.has(flag.name)) say('flag', `${instruction.name}: duplicate flag: --${flag.name}`);
    else if (flag.value === undefined && kind !== 'bool') say('flag', `${instruction.name}: missing a value on flag: --${flag.name}`);
    seen.add(flag.name);
  }
}

function checkArguments(instruction: Instruction, say: Say): void {
  const { name } = instruction;
  const count = instruction.arguments.length;
  switch (name) {
    case 'FROM':
      checkFrom(instruction, say);
      return;
    case 'ADD':
    case 'COPY':
      if (count < 2) say('arguments', `${name} requires at least two arguments: a source and a destination`);
      else if (instruction.form === 'shell' && heredocMark(instruction.arguments.at(-1)?.text ?? '') !== undefined) {
        say('arguments', `${name} cannot take a heredoc as its destination`);
      }
      return;
    case 'ENV':
    case 'LABEL':
    case 'ARG':
      if (instruction.pairs.length === 0) say('arguments', `${name} requires at least one argument`);
      else if (instruction.pairs.some((pair) => pair.key === '')) say('arguments', `${name} names cannot be blank`);
      return;
    case 'USER':
    case 'WORKDIR':
    case 'STOPSIGNAL':
    case 'MAINTAINER':
      if (count !== 1) say('arguments', `${name} requires exactly one argument`);
      return;
    case 'EXPOSE':
    case 'VOLUME':
    case 'SHELL':
      if (count === 0) say('arguments', `${name} requires at least one argument`);
      else if (name === 'SHELL' && instruction.form !== 'exec') say('arguments', 'SHELL requires the arguments to be in JSON form');
      return;
    case 'HEALTHCHECK':
      checkHealth(instruction, say);
      return;
    case 'ONBUILD':
      checkTrigger(instruction, say);
      return;
    default:
  }
}

function checkFrom(instruction: Instruction, say: Say): void {
  const [, as, stage] = instruction.arguments;
  const count = instruction.arguments.length;
  if (count !== 1 && (count !== 3 || as?.text.toLowerCase() !== 'as')) {
    say('arguments', 'FROM requires either one or three arguments');
  } else if (stage !== undefined && !validStageName.test(stage.text)) {
    say('stage-name', `invalid name for a build stage: "${stage.text.slice(0, 40)}", it must begin with a letter and hold letters, digits, - _ . only`);
  }
}

function checkHealth(instruction: Instruction, say: Say): void {
  const type = instruction.arguments[0]?.text.toUpperCase();
  const count = instruction.arguments.length;
  if (type === undefined) say('arguments', 'HEALTHCHECK requires at least one argument');
  else if (type === 'NONE' && count > 1) say('arguments', 'HEALTHCHECK NONE takes no arguments');
  else if (type === 'CMD' && count === 1) say('arguments', 'HEALTHCHECK CMD needs a command');
  else if (type !== 'NONE' && type !== 'CMD') say('arguments', `unknown type "${type.slice(0, 20)}" in HEALTHCHECK (try CMD)`);
}

function checkTrigger(instruction: Instruction, say: Say): void {
  const trigger = instruction.trigger?.name;
  if (trigger === undefined) say('arguments', 'ONBUILD requires at least one argument');
  else if (trigger === 'ONBUILD' || trigger === 'FROM' || trigger === 'MAINTAINER') say('trigger', `${trigger} is not allowed as an ONBUILD trigger`);
}

/** The instruction within two edits of a misspelt one. */
function nearestName(name: string): string | undefined {
  if (name.length > 14) return undefined;
  let best: string | undefined;
  let least = 3;
  for (const known of instructionNames) {
    // never fewer than the lengths differ by
    if (Math.abs(name.length - known.length) >= Math.min(least, known.length - 1)) continue;
    const edits = editDistance(name, known);
    if (edits < least && edits < known.length - 1) {
      least = edits;
      best = known;
    }
  }
  return best;
}
