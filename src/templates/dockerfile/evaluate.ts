import { readImageReference } from '../../formats/image-reference.ts';
import { sourceText, type SourceText } from '../../formats/place.ts';
import { readDockerfile } from '../../formats/dockerfile/read-dockerfile.ts';
import type { DockerfileSyntax, Instruction } from '../../formats/dockerfile/syntax.ts';
import { expandWord, type Lookup, type Undefined } from './expand.ts';
import type { EvaluatedDockerfile, EvaluatedInstruction, EvaluatedPair, ShellInForce, Stage } from './model.ts';
import { findVariable, platformVariable, type Scope } from './scope.ts';
import { baseName, readScript } from './script.ts';
import { markVariable, withoutMarks } from './template-marks.ts';
import { knownText, unknownText, type ResolvedText, type Variable } from './text.ts';

const defaultShell: ShellInForce = { program: 'sh', arguments: ['-c'], isSet: false };

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** What a stage hands to those that derive from it. */
interface StageEnd {
  readonly scope: Scope;
  readonly shell: ShellInForce;
  readonly workdir?: ResolvedText;
}

/**
 * Reads and evaluates a Dockerfile. Pure; linear but for chains of variables, which are bounded.
 * `ignore` is the text of `<Dockerfile>.dockerignore` or `.dockerignore`, null when there is neither.
 */
export function evaluateDockerfile(written: SourceText, ignore?: string | null): EvaluatedDockerfile {
  const plain = withoutMarks(written.text);
  const isTemplate = plain !== undefined;
  const source = isTemplate ? sourceText(written.path, plain) : written;
  const syntax = readDockerfile(source.text);
  const globals: EvaluatedInstruction[] = [];
  const globalVariables = new Map<string, Variable>();
  const stages: Stage[] = [];
  const byName = new Map<string, number>();
  const ends: StageEnd[] = [];
  const pragma = shellPragma(syntax);
  let at = 0;
  const globalLookup: Lookup = (name) => globalVariables.get(name) ?? platformVariable(name) ?? (isTemplate ? markVariable(name) : undefined);
  const first = syntax.instructions.findIndex((one) => one.name === 'FROM');
  for (; at < syntax.instructions.length && (first < 0 || at < first); at++) {
    const instruction = syntax.instructions[at];
    if (instruction?.name !== 'ARG') break;
    const evaluated = evaluate({ instruction, source, escape: syntax.escape, lookup: globalLookup, undefinedIs: 'empty', shell: pragma, isTrigger: false });
    for (const pair of evaluated.pairs) globalVariables.set(pair.key, argumentVariable(pair));
    globals.push(evaluated);
  }
  const isFragment = first < 0;
  let number = -1;
  while (at < syntax.instructions.length) {
    const head = syntax.instructions[at];
    const isFrom = head?.name === 'FROM';
    let end = at + 1;
    while (end < syntax.instructions.length && syntax.instructions[end]?.name !== 'FROM') end++;
    if (isFrom) number++;
    const members = syntax.instructions.slice(isFrom ? at + 1 : at, end);
    const from = isFrom && head !== undefined ? evaluate({ instruction: head, source, escape: syntax.escape, lookup: globalLookup, undefinedIs: 'empty', shell: pragma, isTrigger: false }) : undefined;
    const stage = startStage(stages.length, isFrom ? number : -1, from, stages, byName);
    const parent = stage.baseStage === undefined ? undefined : ends[stage.baseStage.index];
    const finish = fillStage(stage, members, { source, syntax, parent, globalVariables, pragma, isFragment, isTemplate });
    stages.push(stage);
    ends.push(finish);
    if (stage.name !== undefined) byName.set(stage.name, stage.index);
    at = end;
  }
  const finalStage = stages.at(-1);
  return { source, syntax, globals, globalVariables, stages, ...(finalStage === undefined ? {} : { finalStage }), ...(ignore === undefined ? {} : { ignore }), ...(isTemplate ? { isTemplate } : {}) };
}

interface Surroundings {
  readonly source: SourceText;
  readonly syntax: DockerfileSyntax;
  readonly parent: StageEnd | undefined;
  readonly globalVariables: ReadonlyMap<string, Variable>;
  readonly pragma: ShellInForce;
  readonly isFragment: boolean;
  readonly isTemplate: boolean;
}

function startStage(index: number, number: number, from: EvaluatedInstruction | undefined, stages: readonly Stage[], byName: ReadonlyMap<string, number>): Mutable<Stage> & { instructions: EvaluatedInstruction[] } {
  const base = from?.arguments[0]?.value ?? unknownText('there is no FROM');
  const stage: Mutable<Stage> & { instructions: EvaluatedInstruction[] } = { index, number, base, isScratch: base.text === 'scratch', instructions: [] };
  if (from !== undefined) stage.from = from;
  const [, as, name] = from?.arguments ?? [];
  if (name !== undefined && as?.syntax.text.toLowerCase() === 'as') stage.name = name.syntax.text.toLowerCase();
  const platform = from?.flags.find((flag) => flag.syntax.name === 'platform')?.value;
  if (platform !== undefined) stage.platform = platform;
  const baseIndex = base.text === undefined ? undefined : byName.get(base.text.toLowerCase());
  const baseStage = baseIndex === undefined ? undefined : stages[baseIndex];
  if (baseStage !== undefined) stage.baseStage = baseStage;
  else if (base.text !== undefined && !stage.isScratch) {
    const image = readImageReference(base.text);
    if (image !== undefined) stage.image = image;
  }
  return stage;
}

function fillStage(stage: Stage & { instructions: EvaluatedInstruction[] }, members: readonly Instruction[], around: Surroundings): StageEnd {
  const { source, syntax, parent, globalVariables, pragma } = around;
  const scope: Scope = { own: new Map(), global: globalVariables, ...(parent === undefined ? {} : { parent: parent.scope }) };
  const undefinedIs: Undefined = stage.isScratch ? 'empty' : 'unknown';
  const lookup: Lookup = (name) => findVariable(scope, name) ?? (around.isTemplate ? markVariable(name) : undefined);
  let shell = parent?.shell ?? windowsShell(stage) ?? pragma;
  let workdir = parent?.workdir;
  for (const instruction of members) {
    const context = { source, escape: syntax.escape, lookup, undefinedIs, shell, ...(workdir === undefined ? {} : { workdir }) };
    const evaluated = evaluate({ ...context, instruction, isTrigger: false });
    stage.instructions.push(evaluated);
    if (instruction.trigger !== undefined) stage.instructions.push(evaluate({ ...context, instruction: instruction.trigger, isTrigger: true }));
    if (instruction.name === 'ENV') {
      for (const pair of evaluated.pairs) scope.own.set(pair.key, { kind: 'env', value: pair.value ?? knownText(''), start: pair.syntax.start, end: pair.syntax.end });
    } else if (instruction.name === 'ARG') {
      for (const pair of evaluated.pairs) declare(scope, pair);
    } else if (instruction.name === 'SHELL' && instruction.form === 'exec') {
      const [program, ...rest] = instruction.arguments.map((one) => one.text);
      shell = { program: baseName(program ?? ''), arguments: rest, isSet: true };
    } else if (instruction.name === 'WORKDIR') {
      workdir = nextWorkdir(workdir, evaluated.arguments[0]?.value);
    }
  }
  return { scope, shell, ...(workdir === undefined ? {} : { workdir }) };
}

/** An ARG in a stage; ENV of the same name wins over it. */
function declare(scope: Scope, pair: EvaluatedPair): void {
  if (scope.own.get(pair.key)?.kind === 'env') return;
  const outer = pair.value === undefined ? (scope.global?.get(pair.key) ?? platformVariable(pair.key)) : undefined;
  const variable = argumentVariable(pair);
  scope.own.set(pair.key, outer === undefined ? variable : { ...variable, value: { ...outer.value, uses: [] } });
}

function argumentVariable(pair: EvaluatedPair): Variable {
  const value = pair.value ?? unknownText(`build argument ${pair.key} has no default`);
  return { kind: 'arg', value, start: pair.syntax.start, end: pair.syntax.end };
}

interface Context {
  readonly instruction: Instruction;
  readonly source: SourceText;
  readonly escape: string;
  readonly lookup: Lookup;
  readonly undefinedIs: Undefined;
  readonly shell: ShellInForce;
  readonly workdir?: ResolvedText;
  readonly isTrigger: boolean;
}

/** Instructions whose arguments the builder expands. */
const expanded: ReadonlySet<string> = new Set(['ADD', 'COPY', 'FROM', 'EXPOSE', 'USER', 'VOLUME', 'WORKDIR', 'STOPSIGNAL']);

function evaluate(context: Context): EvaluatedInstruction {
  const { instruction, lookup, undefinedIs, shell } = context;
  const expand = (text: string): ResolvedText => expandWord(text, context.escape, lookup, undefinedIs);
  const isExpanded = expanded.has(instruction.name);
  let script: ReturnType<EvaluatedInstruction['script']> | null = null;
  return {
    syntax: instruction,
    name: instruction.name,
    isTrigger: context.isTrigger,
    arguments: instruction.arguments.map((one) => ({ syntax: one, value: isExpanded ? expand(one.text) : knownText(one.text) })),
    flags: instruction.flags.map((flag) => (flag.value === undefined ? { syntax: flag } : { syntax: flag, value: expand(flag.value) })),
    pairs: instruction.pairs.map((pair) => (pair.value === undefined ? { syntax: pair, key: pair.key } : { syntax: pair, key: keyOf(pair.key), value: expand(pair.value) })),
    shell,
    ...(context.workdir === undefined ? {} : { workdir: context.workdir }),
    script: () => {
      if (script === null) script = runs(instruction.name) ? readScript(instruction, context.source.text, shell) : undefined;
      return script;
    },
  };
}

const runs = (name: string): boolean => name === 'RUN' || name === 'CMD' || name === 'ENTRYPOINT' || name === 'HEALTHCHECK';

/** LABEL and ENV keys may be quoted. */
function keyOf(key: string): string {
  return /^(["']).*\1$/s.test(key) && key.length > 1 ? key.slice(1, -1) : key;
}

function nextWorkdir(before: ResolvedText | undefined, next: ResolvedText | undefined): ResolvedText | undefined {
  if (next === undefined) return before;
  const text = next.text;
  if (text === undefined || text.startsWith('/') || /^[A-Za-z]:/.test(text)) return next;
  if (before === undefined) return undefined;
  if (before.text === undefined) return before;
  return knownText(`${before.text.replace(/\/$/, '')}/${text}`.slice(0, 5000));
}

/** Windows base images run cmd; their scripts are left alone until SHELL names a POSIX shell. */
function windowsShell(stage: Stage): ShellInForce | undefined {
  const name = stage.base.text ?? '';
  if (stage.platform?.text?.toLowerCase().startsWith('windows') === true || /(?:^|\/)(?:windows|nanoserver|servercore)(?:[/:@]|$)|windowsservercore|nanoserver|^mcr\.microsoft\.com\/windows/.test(name)) {
    return { program: 'cmd', arguments: ['/S', '/C'], isSet: false };
  }
  return undefined;
}

/** `# hadolint shell=bash`: the shell of base images that bring another default. */
function shellPragma(syntax: DockerfileSyntax): ShellInForce {
  for (const comment of syntax.comments) {
    const program = /^hadolint\s{1,10}shell\s{0,10}=\s{0,10}(\S{1,200})/.exec(comment.text)?.[1];
    if (program !== undefined) return { program: baseName(program), arguments: ['-c'], isSet: true };
  }
  return defaultShell;
}
