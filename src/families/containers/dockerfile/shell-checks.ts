import { isPosixShell } from '../../../templates/dockerfile/script.ts';
import type { Script } from '../../../templates/dockerfile/model.ts';
import { finding, instructionsOf, onInstruction, type DockerfileCheck } from './check.ts';
import { isPiped, onCommand, runCommands, runGroups } from './commands.ts';
import { hasOption } from './options.ts';

/** Shells that know pipefail. */
const withPipefail: ReadonlySet<string> = new Set(['bash', 'ash', 'zsh', 'ksh', 'busybox', 'sh', 'dash']);

/** A pipe in RUN while pipefail is off: a failure before the last command is not seen. */
export const pipefail: DockerfileCheck = function* (dockerfile) {
  for (const group of runGroups(dockerfile)) {
    if (!isPosixShell(group.script.shell.program) || !withPipefail.has(group.script.shell.program) || group.script.isExec) continue;
    if (group.script.shell.arguments.some((text) => text === 'pipefail')) continue;
    const set = pipefailAt(group.script);
    const piped = group.script.commands.find((command) => isPiped(command) && command.role === 'plain' && command.start < set);
    if (piped !== undefined) yield finding(piped.start, piped.end, group.stage);
  }
};

/** Offset of the first `set -o pipefail`. */
function pipefailAt(script: Script): number {
  return script.commands.find((command) => command.words[0]?.text === 'set' && command.words.some((word) => word.text === 'pipefail'))?.start ?? Infinity;
}

/** /bin/sh is replaced by RUN. */
export const shellChangeByRun: DockerfileCheck = function* (dockerfile) {
  for (const run of runCommands(dockerfile, 'ln', 'mv', 'cp')) {
    if (run.texts.includes('/bin/sh') && (run.name === 'ln' || run.texts.at(-1) === '/bin/sh')) yield onCommand(run);
  }
};

/** Commands that do nothing useful while an image is built. */
const useless: ReadonlySet<string> = new Set(['free', 'kill', 'mount', 'ps', 'service', 'shutdown', 'ssh', 'top', 'vim', 'vi', 'nano', 'ifconfig', 'htop', 'reboot', 'systemctl', 'umount', 'halt', 'poweroff']);

/** A command that has no sense in a build: interactive, or about running processes. */
export const uselessCommand: DockerfileCheck = function* (dockerfile) {
  for (const run of runCommands(dockerfile)) {
    if (!useless.has(run.name) || run.command.role !== 'plain') continue;
    if (run.name === 'systemctl' && run.texts.some((text) => ['enable', 'disable', 'mask', 'unmask', 'set-default', 'preset'].includes(text))) continue;
    if ((run.name === 'ssh' && hasOption(run, '-V', '-T')) || hasOption(run, '--version', '--help')) continue;
    yield onCommand(run, `${run.name} does nothing useful in a build`);
  }
};

/** RUN, CMD or ENTRYPOINT whose script ends within a quote or a substitution. */
export const shellSyntax: DockerfileCheck = function* (dockerfile) {
  for (const placed of instructionsOf(dockerfile, 'RUN', 'CMD', 'ENTRYPOINT', 'HEALTHCHECK')) {
    const script = placed.instruction.script();
    const problem = script?.isExec === true ? undefined : script?.problems[0];
    if (problem !== undefined) yield onInstruction(placed, problem.message);
  }
};
