import type { ShellWord } from '../../../../formats/shell/syntax.ts';
import type { EvaluatedDockerfile } from '../../../../templates/dockerfile/model.ts';
import type { Edit } from '../../fix.ts';
import { runCommands, type RunCommand } from '../commands.ts';
import { operands } from '../options.ts';
import { apk, apt, dnf, yum } from '../package-managers.ts';
import type { Fix } from './fix-dockerfile.ts';

/** Fixes that add an option to a command, or name it by its better name. */
export const commandFixes: readonly (readonly [string, Fix])[] = [
  ['apt-yes', afterSubcommand(apt.valueOptions, () => ' -y')],
  ['yum-yes', afterSubcommand(yum.valueOptions, () => ' -y')],
  ['dnf-yes', afterSubcommand(dnf.valueOptions, () => ' -y')],
  ['zypper-yes', afterName(' -n')],
  ['apt-recommends', afterSubcommand(apt.valueOptions, (run) => (run.name === 'aptitude' ? ' --without-recommends' : ' --no-install-recommends'))],
  ['apk-no-cache', afterSubcommand(apk.valueOptions, () => ' --no-cache')],
  ['pip-cache', afterWord('install', ' --no-cache-dir')],
  ['useradd-high-uid', afterName(' -l')],
  ['apt-end-user', aptGet],
];

/** The command whose name stands at an offset. */
function commandAt(dockerfile: EvaluatedDockerfile, offset: number): RunCommand | undefined {
  for (const run of runCommands(dockerfile)) if (run.word.start === offset) return run;
  return undefined;
}

/** An insertion behind a word, when that word stands in the file as the shell reads it: in the exec form, or inside quotes, it does not. */
function behind({ source }: EvaluatedDockerfile, word: ShellWord | undefined, text: string): readonly Edit[] {
  if (word === undefined || source.text.slice(word.start, word.end) !== word.text || !isFree(source.text, word)) return [];
  return [{ start: word.end, end: word.end, text }];
}

/** White space or an end stands on both sides of a word: it is no part of a quoted script. */
function isFree(text: string, { start, end }: ShellWord): boolean {
  return /^[\s;&|()`]?$/.test(text.slice(start - 1, start)) && /^(?:[\s;&|()\\`]|$)/.test(text.slice(end, end + 1));
}

function afterSubcommand(valueOptions: readonly string[], option: (run: RunCommand) => string): Fix {
  return (dockerfile, offset) => {
    const run = commandAt(dockerfile, offset);
    return run === undefined ? [] : behind(dockerfile, operands(run, valueOptions)[0], option(run));
  };
}

function afterName(option: string): Fix {
  return (dockerfile, offset) => behind(dockerfile, commandAt(dockerfile, offset)?.word, option);
}

function afterWord(text: string, option: string): Fix {
  return (dockerfile, offset) => {
    const run = commandAt(dockerfile, offset);
    return behind(dockerfile, run?.args.find((word) => word.text === text), option);
  };
}

/** What apt-get does as apt does it. */
const shared: ReadonlySet<string> = new Set(['update', 'install', 'reinstall', 'remove', 'purge', 'autoremove', 'clean', 'autoclean', 'upgrade', 'dist-upgrade', 'source', 'build-dep', 'download']);

function aptGet(dockerfile: EvaluatedDockerfile, offset: number): readonly Edit[] {
  const run = commandAt(dockerfile, offset);
  if (run === undefined || !shared.has(operands(run, apt.valueOptions)[0]?.text ?? '')) return [];
  return behind(dockerfile, run.word, '-get');
}
