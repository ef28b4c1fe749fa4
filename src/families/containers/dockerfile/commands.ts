import { plainText } from '../../../formats/mapped-text.ts';
import { readShell } from '../../../formats/shell/read-shell.ts';
import type { ShellCommand, ShellWord } from '../../../formats/shell/syntax.ts';
import { afterWrapper, wrapperOptions } from '../../../formats/shell/wrappers.ts';
import type { EvaluatedDockerfile, Script } from '../../../templates/dockerfile/model.ts';
import { baseName, isPosixShell } from '../../../templates/dockerfile/script.ts';
import { finding, instructionsOf, type DockerfileCheck, type DockerfileFinding, type Placed } from './check.ts';

/** A command that RUN executes, the wrappers before it (`sudo`, `env A=b`, `time`) taken off. */
export interface RunCommand extends Placed {
  readonly script: Script;
  readonly command: ShellCommand;
  /** Base name of the program. */
  readonly name: string;
  readonly word: ShellWord;
  readonly args: readonly ShellWord[];
  /** Texts of the arguments. */
  readonly texts: readonly string[];
  /** Wrappers that stood before it. */
  readonly wrappers: readonly string[];
}

/** One RUN with its commands in order, those of `sh -c '…'` inside it too. */
export interface RunGroup extends Placed {
  readonly script: Script;
  readonly commands: readonly RunCommand[];
}

const cache = new WeakMap<EvaluatedDockerfile, readonly RunGroup[]>();

/** All RUN instructions with a script that could be read, of ONBUILD too. Computed once a file. */
export function runGroups(dockerfile: EvaluatedDockerfile): readonly RunGroup[] {
  const known = cache.get(dockerfile);
  if (known !== undefined) return known;
  const groups: RunGroup[] = [];
  for (const placed of instructionsOf(dockerfile, 'RUN')) {
    const script = placed.instruction.script();
    if (script !== undefined) groups.push({ ...placed, script, commands: commandsOf(placed, script) });
  }
  cache.set(dockerfile, groups);
  return groups;
}

const commandNames = new WeakMap<EvaluatedDockerfile, ReadonlySet<string>>();

/** Commands of all RUNs by these names. */
export function* runCommands(dockerfile: EvaluatedDockerfile, ...names: readonly string[]): Generator<RunCommand> {
  let present = commandNames.get(dockerfile);
  if (present === undefined) commandNames.set(dockerfile, (present = new Set(runGroups(dockerfile).flatMap(({ commands }) => commands.map((one) => one.name)))));
  if (names.length > 0 && !names.some((name) => present.has(name))) return;
  for (const group of runGroups(dockerfile)) {
    for (const command of group.commands) if (names.length === 0 || names.includes(command.name)) yield command;
  }
}

/** Commands of one script. */
function commandsOf(placed: Placed, script: Script, depth = 0): RunCommand[] {
  const found: RunCommand[] = [];
  for (const command of script.commands) {
    const run = unwrap(placed, script, command);
    if (run === undefined) continue;
    found.push(run);
    const inner = depth < 2 && isPosixShell(run.name) ? innerScript(run) : undefined;
    if (inner !== undefined) for (const one of commandsOf(placed, inner, depth + 1)) found.push(one);
  }
  return found;
}

/** `sh -c 'script'` */
function innerScript(run: RunCommand): Script | undefined {
  const option = run.texts.findIndex((text) => /^-[a-z]*c$/.test(text));
  const word = option < 0 ? undefined : run.args[option + 1];
  if (word === undefined || !word.quoted) return undefined;
  const shell = { program: run.name, arguments: run.texts.slice(0, option + 1), isSet: true };
  return { ...readShell(plainText(word.text, word.start + 1)), shell, isExec: false };
}

const wrappers: ReadonlyMap<string, readonly string[]> = new Map([...wrapperOptions, ['busybox', []]]);

function unwrap(placed: Placed, script: Script, command: ShellCommand): RunCommand | undefined {
  const { words } = command;
  const passed: string[] = [];
  let at = 0;
  for (;;) {
    const word = words[at];
    if (word === undefined) return undefined;
    const name = baseName(word.text);
    const values = wrappers.get(name);
    const next = values === undefined ? at : afterWrapper(words, at + 1, name, values);
    if (values === undefined || next >= words.length) {
      const args = words.slice(at + 1);
      return { ...placed, script, command, name, word, args, texts: args.map((one) => one.text), wrappers: passed };
    }
    passed.push(name);
    at = next;
  }
}

/** A finding on a command. */
export function onCommand(run: RunCommand, message?: string): DockerfileFinding {
  return finding(run.word.start, Math.max(run.command.end, run.word.end), run.stage, message);
}

/** A finding on one word of a command. */
export function onWord(run: RunCommand, word: ShellWord, message?: string): DockerfileFinding {
  return finding(word.start, word.end, run.stage, message);
}


/** True when a command reads what the one before it writes. */
export function isPiped(command: ShellCommand): boolean {
  return command.before === '|' || command.before === '|&';
}

/** A check over single commands. */
export function commandCheck(names: readonly string[], test: (run: RunCommand) => boolean): DockerfileCheck {
  return function* (dockerfile) {
    for (const run of runCommands(dockerfile, ...names)) if (test(run)) yield onCommand(run);
  };
}
