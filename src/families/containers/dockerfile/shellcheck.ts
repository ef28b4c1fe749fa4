import type { ShellCommand, ShellWord, WordPart } from '../../../formats/shell/syntax.ts';
import { finding, type DockerfileCheck, type DockerfileFinding } from './check.ts';
import { isPiped, runGroups, type RunGroup } from './commands.ts';

/** A shell fault, found in one command of a RUN. Undefined: none. */
type Fault = (command: ShellCommand, group: RunGroup, index: number) => { readonly start: number; readonly end: number; readonly message?: string } | undefined;

/** Faults are reported once a command. Scripts of exec form have no shell to misread them. */
function shellFault(fault: Fault): DockerfileCheck {
  return function* (dockerfile): Generator<DockerfileFinding> {
    for (const group of runGroups(dockerfile)) {
      if (group.script.isExec) continue;
      for (const [index, command] of group.script.commands.entries()) {
        const found = fault(command, group, index);
        if (found !== undefined) yield finding(found.start, found.end, group.stage, found.message);
      }
    }
  };
}

const nameOf = (command: ShellCommand): string => command.words[0]?.text ?? '';

const firstPart = (words: readonly ShellWord[], test: (part: WordPart, word: ShellWord) => boolean): WordPart | undefined => {
  for (const word of words) for (const part of word.parts) if (test(part, word)) return part;
  return undefined;
};

/** Variables whose value is a number or one word. */
const oneWord = /^(?:[0-9?#$!-]|[A-Z_]*(?:UID|GID|VERSION|ARCH|PORT)|PPID|RANDOM|LINENO|SECONDS|nproc)$/;

/** SC2086: an unquoted variable is split and globbed. Words of for loops are meant to be. */
export const unquotedVariable: DockerfileCheck = shellFault((command) => {
  if (command.kind !== 'simple' || nameOf(command) === 'export' || nameOf(command) === 'local') return undefined;
  return firstPart(command.words.slice(1), (part, word) => part.kind === 'variable' && part.quote === '' && !oneWord.test(part.name ?? '') && !part.text.startsWith('${#') && !(part.modifier ?? '').startsWith(':+') && part.name !== '*' && part.name !== '@' && word.text !== '$@');
});

/** SC2046: an unquoted substitution is split and globbed. */
export const unquotedSubstitution: DockerfileCheck = shellFault((command) => {
  if (command.kind !== 'simple') return undefined;
  return firstPart(command.words.slice(1), (part, word) => part.kind === 'substitution' && part.quote === '' && !word.text.startsWith('<(') && !word.text.startsWith('>(') && !/^(?:\$\(|`)(?:nproc|id -[ug]|dpkg --print-architecture|uname -[a-z]|arch|date \+\S+|whoami)\s*(?:\)|`)$/.test(part.text));
});

/** SC2006: backticks. */
export const backticks: DockerfileCheck = shellFault((command) => firstPart([...command.words, ...command.assignments.map((one) => one.value)], (part) => part.kind === 'substitution' && part.text.startsWith('`')));

/** SC2164: cd may fail, and what follows runs elsewhere. */
export const uncheckedCd: DockerfileCheck = shellFault((command, group) => {
  if ((nameOf(command) !== 'cd' && nameOf(command) !== 'pushd') || command.role !== 'plain') return undefined;
  if (command.after !== ';' && command.after !== '\n') return undefined;
  return setsErrexit(group) ? undefined : command;
});

const errexit = new WeakMap<RunGroup, boolean>();

function setsErrexit(group: RunGroup): boolean {
  let known = errexit.get(group);
  if (known === undefined) {
    known = group.script.shell.arguments.some((text) => /^-[a-z]*e[a-z]*$/.test(text) || text === 'errexit') || group.script.commands.some((one) => nameOf(one) === 'set' && one.words.some((word) => /^-[a-z]*e[a-z]*$/.test(word.text) || word.text === 'errexit'));
    errexit.set(group, known);
  }
  return known;
}

/** SC2015: `A && B || C` runs C too when B fails. */
export const andOr: DockerfileCheck = shellFault((command, group, index) => {
  const before = group.script.commands[index - 1];
  if (command.before !== '||' || before?.before !== '&&' || before.scope !== command.scope || command.role !== 'plain') return undefined;
  // `|| true` and `|| exit` are meant.
  return ['true', ':', 'exit', 'return', 'echo', 'false', '/bin/true'].includes(nameOf(command)) || ['echo', 'true', 'exit', 'return'].includes(nameOf(before)) ? undefined : command;
});

/** SC2002: cat of one file into a pipe. */
export const uselessCat: DockerfileCheck = shellFault((command) => {
  if (nameOf(command) !== 'cat' || command.words.length !== 2 || command.after !== '|' || isPiped(command) || command.redirects.length > 0) return undefined;
  const file = command.words[1];
  return file === undefined || file.text.startsWith('-') || /[*?]/.test(file.text) || file.hasExpansion ? undefined : command;
});

/** SC2016: an expansion in single quotes stays as it is. Programs with a language of their own want that. */
export const singleQuotedExpansion: DockerfileCheck = shellFault((command) => {
  if (!['echo', 'export', 'test', '['].includes(nameOf(command))) return undefined;
  if (command.redirects.length > 0 || command.after === '|') return undefined;
  return firstPart(command.words.slice(1), (part) => part.kind === 'text' && part.quote === "'" && /\$(?:\{?[A-Za-z_]\w*\}?|\()|`[^`]+`/.test(part.text));
});

/** SC2028: echo may print \n as it is. */
export const echoEscapes: DockerfileCheck = shellFault((command) => {
  if (nameOf(command) !== 'echo' || command.words.some((word) => /^-[a-zA-Z]*e/.test(word.text))) return undefined;
  return firstPart(command.words.slice(1), (part) => part.kind === 'text' && (part.quote === "'" || part.quote === '"') && /\\[nrt](?![\w\\])|\\[nt]/.test(part.text));
});

/** SC2035: a glob at the front of a word may become an option. */
export const globOption: DockerfileCheck = shellFault((command) => {
  if (!['rm', 'cp', 'mv', 'chmod', 'chown', 'cat', 'ls', 'tar', 'grep', 'sed', 'gzip', 'md5sum', 'sha256sum', 'wc', 'xz'].includes(nameOf(command)) || command.words.some((word) => word.text === '--')) return undefined;
  return command.words.slice(1).find((word) => !word.quoted && (/^\*/.test(word.text) && !/^\*$/.test(word.text) ? true : word.text === '*'));
});

/** SC2155: the status of the substitution is lost behind export. */
export const exportSubstitution: DockerfileCheck = shellFault((command) => {
  if (!['export', 'local', 'declare', 'readonly', 'typeset'].includes(nameOf(command))) return undefined;
  return command.words.slice(1).find((word) => /^[A-Za-z_]\w*=/.test(word.text) && word.parts.some((part) => part.kind === 'substitution'));
});

/** SC2181: `$?` is asked for behind the command. */
export const exitStatus: DockerfileCheck = shellFault((command) => {
  if (!['[', 'test', '[['].includes(nameOf(command))) return undefined;
  return command.words[1]?.text === '$?' ? command : undefined;
});

/** SC2115: `rm -rf "$x/"` removes the root when x is empty. */
export const removeVariableRoot: DockerfileCheck = shellFault((command) => {
  if (nameOf(command) !== 'rm' || !command.words.some((word) => /^-[a-zA-Z]*[rR]/.test(word.text) || word.text === '--recursive')) return undefined;
  return command.words.slice(1).find((word) => {
    const [first, second] = word.parts.filter((part) => part.text !== '');
    return first?.kind === 'variable' && (first.modifier ?? '') === '' && second?.kind === 'text' && /^\/(?:\*|$|bin\b|etc\b|lib\b|usr\b|var\b)/.test(second.text);
  });
});

/** SC2093: nothing runs behind exec. */
export const afterExec: DockerfileCheck = shellFault((command) => (nameOf(command) === 'exec' && command.words.length > 1 && command.role === 'plain' && (command.after === ';' || command.after === '&&' || command.after === '\n') && command.nesting === 0 && command.scope === 0 ? command : undefined));

/** SC2068: unquoted $@. */
export const unquotedAt: DockerfileCheck = shellFault((command) => firstPart(command.words.slice(1), (part) => part.kind === 'variable' && part.quote === '' && (part.text === '$@' || part.text === '${@}' || /^\$\{\w+\[@\]\}$/.test(part.text))));

/** Words that bash knows and a POSIX sh does not. */
const bashOnly: ReadonlyMap<string, string> = new Map([['source', '.'], ['pushd', 'cd'], ['popd', 'cd'], ['declare', 'a plain assignment'], ['typeset', 'a plain assignment'], ['shopt', 'nothing'], ['let', '$(( ))'], ['[[', '[ ]']]);

/** SC3010, SC3046 and other SC3xxx: bash's words under sh. */
export const bashism: DockerfileCheck = shellFault((command, group) => {
  const { program } = group.script.shell;
  if (program !== 'sh' && program !== 'dash') return undefined;
  const name = nameOf(command);
  const instead = bashOnly.get(name);
  const word = command.words[0];
  if (instead !== undefined && word !== undefined && !word.quoted) return { start: word.start, end: word.end, message: `${name} is not in POSIX sh: use ${instead}` };
  const redirect = command.redirects.find((one) => one.operator === '&>' || one.operator === '&>>' || one.operator === '<<<');
  if (redirect !== undefined) return { start: redirect.start, end: redirect.end, message: `${redirect.operator} is not in POSIX sh` };
  if ((name === '[' || name === 'test') && command.words.some((one) => one.text === '==' && !one.quoted)) return { start: command.start, end: command.end, message: '== is not in POSIX sh: use =' };
  return undefined;
});

/** SC2069: the order of redirections sends errors elsewhere than meant. */
export const redirectOrder: DockerfileCheck = shellFault((command) => {
  // 2>&1 copies where the output goes at that moment.
  const first = command.redirects.findIndex((one) => one.operator === '>&' && one.fileDescriptor === 2 && one.target.text === '1');
  const later = first < 0 ? undefined : command.redirects.slice(first + 1).find((one) => (one.operator === '>' || one.operator === '>>') && (one.fileDescriptor === undefined || one.fileDescriptor === 1));
  return later === undefined || command.after === '|' ? undefined : command;
});
