import { sliceText, joinPieces, originOf, plainText, type MappedText } from '../../formats/mapped-text.ts';
import type { Heredoc, Instruction } from '../../formats/dockerfile/syntax.ts';
import { readShell } from '../../formats/shell/read-shell.ts';
import type { ShellCommand, ShellScript, ShellWord } from '../../formats/shell/syntax.ts';
import type { Script, ShellInForce } from './model.ts';

const posixShells: ReadonlySet<string> = new Set(['sh', 'bash', 'ash', 'dash', 'ksh', 'zsh', 'busybox']);

/** True for shells whose scripts are read. */
export function isPosixShell(program: string): boolean {
  return posixShells.has(program);
}

/** Reads what an instruction runs. Undefined for other shells (PowerShell, cmd) and other interpreters. */
export function readScript(instruction: Instruction, source: string, shell: ShellInForce): Script | undefined {
  const skip = instruction.name === 'HEALTHCHECK' ? 1 : 0;
  if (skip === 1 && instruction.arguments[0]?.text.toUpperCase() !== 'CMD') return undefined;
  if (instruction.form === 'exec') return execScript(instruction, skip, shell);
  if (!isPosixShell(shell.program)) return undefined;
  const command = instruction.arguments[skip];
  const body = command === undefined ? instruction.body : sliceText(instruction.body, instruction.body.text.length - command.text.length);
  return heredocScript(instruction, body, source, shell) ?? { ...readShell(withHeredocs(body, instruction, source)), shell, isExec: false };
}

/** `RUN <<EOF`, `RUN <<EOF bash`: the heredoc is the script. `RUN <<EOF python3` is none of ours. */
function heredocScript(instruction: Instruction, body: MappedText, source: string, shell: ShellInForce): Script | undefined {
  const heredoc = instruction.heredocs[0];
  if (heredoc === undefined || instruction.heredocs.length > 1) return undefined;
  const { commands } = readShell(body);
  const [command] = commands;
  if (command === undefined || commands.length > 1) return undefined;
  const interpreter = command.words[0] === undefined ? shebang(source, heredoc) : command.words;
  const program = interpreter === undefined ? shell.program : baseName(String(typeof interpreter[0] === 'string' ? interpreter[0] : interpreter[0]?.text));
  if (command.words.length > 0 && !isInterpreter(program)) return undefined;
  if (!isPosixShell(program)) return { commands: [], scopes: [], problems: [], shell: { program, arguments: [], isSet: true }, isExec: false };
  const content = readShell(joinPieces(source, [heredoc.start, heredoc.end]));
  const words = interpreter?.slice(1).map((word) => (typeof word === 'string' ? word : word.text));
  return { ...content, shell: words === undefined ? shell : { program, arguments: words, isSet: true }, isExec: false };
}

const isInterpreter = (program: string): boolean => isPosixShell(program) || /^(?:python|perl|ruby|node|php|lua|awk|pwsh|powershell|Rscript|env)[\d.]*$/.test(program);

function shebang(source: string, heredoc: Heredoc): readonly string[] | undefined {
  if (!source.startsWith('#!', heredoc.start)) return undefined;
  const line = /^#!\s*([^\r\n]{0,200})/.exec(source.slice(heredoc.start, Math.min(heredoc.end, heredoc.start + 300)))?.[1] ?? '';
  const words = line.trim().split(/\s+/);
  return baseName(words[0] ?? '') === 'env' ? words.slice(1).filter((word) => !word.startsWith('-')) : words;
}

/** The command with the heredocs behind it, as the shell gets them. */
function withHeredocs(body: MappedText, instruction: Instruction, source: string): MappedText {
  const first = instruction.heredocs[0];
  if (first === undefined) return body;
  // The piece table of the body is kept, and the heredocs are one more piece behind the line break before them.
  const last = instruction.heredocs.at(-1) ?? first;
  const end = last.terminated ? Math.min(source.length, instruction.end + 1) : last.end;
  const at = body.text.length + body.shift;
  const text = `${body.text}\n${source.slice(first.start, end)}`;
  const cut = body.pieces.starts.findIndex((start) => start >= at);
  const kept = cut <= 0 ? body.pieces.starts.length : cut;
  const starts = [...body.pieces.starts.slice(0, kept), at];
  const origins = [...body.pieces.origins.slice(0, kept), first.start - 1];
  return { text, shift: body.shift, pieces: { starts, origins } };
}

function execScript(instruction: Instruction, skip: number, shell: ShellInForce): Script {
  const words = instruction.arguments.slice(skip);
  const program = baseName(words[0]?.text ?? '');
  const option = words.findIndex((word, index) => index > 0 && /^-[a-z]*c$/.test(word.text));
  const script = option < 0 ? undefined : words[option + 1];
  if (script !== undefined && isPosixShell(program)) {
    const used: ShellInForce = { program, arguments: words.slice(1, option + 1).map((word) => word.text), isSet: true };
    return { ...readShell(plainText(script.text, script.start + 1)), shell: used, isExec: false };
  }
  const asWords: ShellWord[] = words.map((word) => ({
    text: word.text, quoted: true, hasExpansion: false, start: word.start, end: word.end,
    parts: [{ kind: 'text', text: word.text, quote: "'", start: word.start, end: word.end }],
  }));
  const start = words[0]?.start ?? originOf(instruction.body, 0);
  const command: ShellCommand = {
    words: asWords, assignments: [], redirects: [], start, end: words.at(-1)?.end ?? start, scope: 0, pipeline: 0, before: '', after: '',
    role: 'plain', nesting: 0, kind: 'simple',
  };
  const base: ShellScript = { commands: [command], scopes: [{ kind: 'script', parent: -1, pipeline: -1, start, quoted: false }], problems: [] };
  return { ...base, shell, isExec: true };
}

/** The last part of a program's path, without `.exe`, in lower case. */
export function baseName(path: string): string {
  const cut = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
  return path.slice(cut + 1).toLowerCase().replace(/\.exe$/, '');
}
