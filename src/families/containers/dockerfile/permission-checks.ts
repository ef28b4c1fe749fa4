import { finding, instructionsOf, type DockerfileCheck } from './check.ts';
import { onCommand, runCommands } from './commands.ts';
import type { operands } from './options.ts';

/** chmod sets setuid or setgid: u+s, g+s, 4755, 2755. A folder's setgid bit (`g+s` on data folders) is not told apart. */
export const setuid: DockerfileCheck = function* (dockerfile) {
  for (const run of runCommands(dockerfile, 'chmod')) {
    const mode = modeOf(run.args);
    if (/^0?[246][0-7]{3}$/.test(mode) || /^[ugoa]{0,4}[+=][rwxXt]{0,5}s/.test(mode)) yield onCommand(run, `mode ${mode}`);
  }
  for (const run of runCommands(dockerfile, 'install')) {
    const index = run.texts.findIndex((text) => text === '-m' || text === '--mode');
    const mode = index < 0 ? '' : (run.texts[index + 1] ?? '');
    if (/^0?[246][0-7]{3}$/.test(mode)) yield onCommand(run, `mode ${mode}`);
  }
};

/** chmod or --chmod lets everyone write. The sticky bit (1777, /tmp) makes that harmless. */
export const chmodWorldWritable: DockerfileCheck = function* (dockerfile) {
  for (const run of runCommands(dockerfile, 'chmod')) {
    const mode = modeOf(run.args);
    if (isWorldWritable(mode)) yield onCommand(run, `mode ${mode}`);
  }
  for (const placed of instructionsOf(dockerfile, 'COPY', 'ADD')) {
    const flag = placed.instruction.flags.find((one) => one.syntax.name === 'chmod');
    const mode = flag?.value?.text ?? '';
    if (flag !== undefined && isWorldWritable(mode)) yield finding(flag.syntax.start, flag.syntax.end, placed.stage, `mode ${mode}`);
  }
};

function isWorldWritable(mode: string): boolean {
  if (/^[0-7]{3,4}$/.test(mode)) return /[2367]$/.test(mode) && !/^[1357][0-7]{3}$/.test(mode);
  return mode.split(',').some((part) => /^(?:[ug]{0,2}[oa][ugoa]{0,2})?[+=][rxXst]{0,4}w/.test(part) && !/t/.test(mode) && /^[^+=]*[oa]/.test(part));
}

/** chmod's first operand; `-x` and `-w` look like options and are modes. */
function modeOf(args: Parameters<typeof operands>[0]['args']): string {
  const word = args.find((one) => !/^-(?:[RvcfHLP]+|-[a-z-]+(?:=.*)?)$/.test(one.text));
  return word?.text ?? '';
}
