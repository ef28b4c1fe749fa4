import type { Instruction } from '../dockerfile/syntax.ts';
import { joinPieces, plainText, type MappedText } from '../mapped-text.ts';
import { readShell } from '../shell/read-shell.ts';
import type { ShellCommand, ShellWord } from '../shell/syntax.ts';
import { afterWrapper, wrapperOptions } from '../shell/wrappers.ts';
import type { InstallWord } from './shell-installs.ts';

/** What variables stand for, where that is written in the file: several values in a loop. */
export type Variables = Map<string, readonly string[]>;

/** Values that one variable, and words that one word with variables, stand for at most. */
const maxValues = 100;

/** How deep `sh -c "sh -c …"` is followed. */
const maxDepth = 3;

const shells = /^(?:.*\/)?(?:sh|bash|ash|dash|ksh|zsh|busybox)$/;

/** Commands that run the rest of their words, with the options of theirs that take a value. */
const wrappers: ReadonlyMap<string, readonly string[]> = new Map([
  ...wrapperOptions,
  ['xargs', ['-I', '-n', '-d', '-P', '-L', '-a', '-E', '-s', '--arg-file', '--max-args', '--max-procs', '--replace', '--delimiter']],
  ...['gosu', 'su-exec', 'setpriv', 'chroot', 'chronic', 'stdbuf', 'tini', 'dumb-init', 'proxychains', 'corepack'].map((name): [string, readonly string[]] => [name, []]),
]);

/** The simple commands that an instruction runs, those in `sh -c`, `eval`, here-documents and loops too, with variables put in as far as they are known. */
export function commandsOf(instruction: Instruction, source: string, variables: Variables): InstallWord[][] {
  const found: InstallWord[][] = [];
  if (instruction.form === 'exec') {
    const words = instruction.arguments.map(({ text, start, end }): InstallWord => ({ text, start, end }));
    take(words, variables, found, 0);
    return found;
  }
  const commands = ofScript(instruction.body, variables, found, 0);
  const [heredoc] = instruction.heredocs;
  const first = commands[0]?.words[0]?.text;
  // `RUN <<EOF` and `RUN <<EOF bash` run it; `RUN cat <<EOF` writes it somewhere
  if (heredoc !== undefined && commands.length <= 1 && (first === undefined || shells.test(first))) ofScript(joinPieces(source, [heredoc.start, heredoc.end]), variables, found, 0);
  return found;
}

function ofScript(script: MappedText, variables: Variables, found: InstallWord[][], depth: number): readonly ShellCommand[] {
  const { commands } = readShell(script);
  let before: readonly InstallWord[] = [];
  for (const command of commands) {
    for (const { name, value } of command.assignments) if (command.words.length === 0) variables.set(name, valuesOf(value, variables) ?? []);
    const words = command.words.flatMap((word) => expanded(word, variables));
    if (command.kind === 'for' && words[1] !== undefined) variables.set(words[1].text, words.slice(3, 3 + maxValues).map(({ text }) => text));
    if (/^(?:export|local|declare|readonly)$/.test(words[0]?.text ?? '')) {
      for (const { text } of words.slice(1)) {
        const equals = text.indexOf('=');
        if (equals > 0) variables.set(text.slice(0, equals), [text.slice(equals + 1)]);
      }
    }
    const isPiped = command.before === '|' || command.before === '|&';
    take(words, variables, found, depth, isPiped ? echoed(before) : []);
    before = words;
  }
  return commands;
}

/** What `echo` and `printf` write into a pipe, as words. */
function echoed(words: readonly InstallWord[]): readonly InstallWord[] {
  if (!/^(?:echo|printf)$/.test(words[0]?.text ?? '')) return [];
  return words.slice(1).flatMap((word) => word.text.split(/\s+|\\n/).filter((text) => text !== '' && !/^-|^%s$/.test(text)).map((text) => ({ ...word, text })));
}

/** Takes wrappers off a command and adds it, or what the shell that it starts runs. */
function take(words: readonly InstallWord[], variables: Variables, found: InstallWord[][], depth: number, piped: readonly InstallWord[] = []): void {
  let at = 0;
  let isFed = false;
  for (let step = 0; step < 10; step++) {
    const name = (words[at]?.text ?? '').replace(/^.{0,200}\//, '');
    const values = wrappers.get(name);
    if (values === undefined) break;
    isFed ||= name === 'xargs';
    at = afterWrapper(words, at + 1, name, values);
  }
  const own = [...words.slice(at), ...(isFed ? piped : [])];
  const inner = depth < maxDepth ? innerScript(own) : undefined;
  if (inner !== undefined) ofScript(plainText(inner.text, inner.start + 1), variables, found, depth + 1);
  else if (own.length > 0) found.push(own);
}

/** The script of `sh -c script`, `su user -c script`, `eval script`. */
function innerScript(words: readonly InstallWord[]): InstallWord | undefined {
  const program = words[0]?.text ?? '';
  if (program === 'eval') return words[1] === undefined ? undefined : { ...words[1], text: words.slice(1).map(({ text }) => text).join(' ') };
  if (!shells.test(program) && !/^(?:su|runuser)$/.test(program)) return undefined;
  const option = words.findIndex(({ text }) => /^-[a-z]{0,8}c$|^--command$/.test(text));
  return option < 0 ? undefined : words[option + 1];
}

/** The words that one word becomes: itself, or what its variables stand for. Unknown ones stay as they are written. */
function expanded(word: ShellWord, variables: Variables): InstallWord[] {
  const { start, end } = word;
  if (!word.hasExpansion) return [{ text: word.text, start, end }];
  const values = valuesOf(word, variables);
  if (values === undefined) return [{ text: word.text, start, end }];
  return values.flatMap((text) => (word.quoted ? [text] : text.split(/\s+/).filter((one) => one !== ''))).slice(0, maxValues).map((text) => ({ text, start, end }));
}

/** What a word with variables stands for; undefined when one of them is not known. */
function valuesOf(word: ShellWord, variables: Variables): readonly string[] | undefined {
  let values: readonly string[] = [''];
  for (const part of word.parts) {
    const own = part.kind === 'text' ? [part.text] : part.kind === 'variable' ? valuesOfVariable(part.name ?? '', part.modifier, variables) : undefined;
    if (own === undefined || own.length * values.length > maxValues) return undefined;
    values = values.flatMap((before) => own.map((one) => before + one));
  }
  return values;
}

function valuesOfVariable(name: string, modifier: string | undefined, variables: Variables): readonly string[] | undefined {
  const known = variables.get(name);
  if (known !== undefined && known.length > 0 && (modifier === undefined || modifier === '' || /^:?[-=]/.test(modifier))) return known;
  const fallback = /^:?[-=]([^$`]{1,200})$/.exec(modifier ?? '')?.[1];
  return fallback === undefined ? undefined : [fallback];
}
