import type { Stage } from '../../../templates/dockerfile/model.ts';
import { finalChain, finding, instructionsOf, onInstruction, type DockerfileCheck, type DockerfileFinding, type Placed } from './check.ts';
import { onCommand, runCommands } from './commands.ts';
import { hasOption, optionValue } from './options.ts';

/** The last USER of a stage, through the stages it derives from. */
export function userOf(stage: Stage): Placed | undefined {
  const seen = new Set<Stage>();
  for (let at: Stage | undefined = stage; at !== undefined && !seen.has(at); at = at.baseStage) {
    seen.add(at);
    const instruction = at.instructions.findLast((one) => one.name === 'USER' && !one.isTrigger);
    if (instruction !== undefined) return { instruction, stage: at };
  }
  return undefined;
}

/** root, 0, 0:0, root:anything. */
function isRoot(user: string): boolean {
  const name = user.split(':')[0] ?? '';
  return name.toLowerCase() === 'root' || /^0+$/.test(name);
}

/** Any stage that ends as root, for those who want hadolint's reading; parameter-free. */
export const userRootAnyStage: DockerfileCheck = function* (dockerfile) {
  const inFinal = finalChain(dockerfile);
  for (const stage of dockerfile.stages) {
    const own = stage.instructions.findLast((one) => one.name === 'USER' && !one.isTrigger);
    const text = own?.arguments[0]?.value.text;
    if (own !== undefined && text !== undefined && isRoot(text) && !inFinal.has(stage)) yield onInstruction({ instruction: own, stage }, `the stage ends as ${text}`);
  }
};

/** Base images that are made to run without root, by their tags or names. */
export function isKnownNonRoot(stage: Stage): boolean {
  const tag = stage.image?.tag ?? '';
  const name = stage.image === undefined ? '' : `${stage.image.registry}/${stage.image.repository}`;
  return /(?:^|[-.])(?:nonroot|rootless|unprivileged)(?:[-.]|$)/.test(tag) || /unprivileged|rootless|(?:^|\/)cgr\.dev\/chainguard\//.test(name);
}

/** USER is a name: Kubernetes' runAsNonRoot can only check numbers. */
export const userNameNotNumeric: DockerfileCheck = function* (dockerfile) {
  for (const placed of instructionsOf(dockerfile, 'USER')) {
    const user = placed.instruction.arguments[0]?.value.text?.split(':')[0];
    if (user !== undefined && user !== '' && !/^\d+$/.test(user)) yield onInstruction(placed, `${user.slice(0, 40)} is a name`);
  }
};

/** useradd with an id above five digits without -l: lastlog and faillog become huge sparse files. */
export const useraddHighUid: DockerfileCheck = function* (dockerfile) {
  for (const run of runCommands(dockerfile, 'useradd')) {
    const uid = optionValue(run, '-u', '--uid');
    if (uid !== undefined && /^\d{6,}$/.test(uid) && !hasOption(run, '-l', '--no-log-init')) yield onCommand(run);
  }
};

/** COPY and ADD with --chown. */
export const chownFlag: DockerfileCheck = function* (dockerfile) {
  for (const placed of instructionsOf(dockerfile, 'COPY', 'ADD')) {
    const flag = placed.instruction.flags.find((one) => one.syntax.name === 'chown');
    if (flag === undefined || isRoot(flag.value?.text ?? '')) continue;
    yield finding(flag.syntax.start, flag.syntax.end, placed.stage);
  }
};

/** RUN uses sudo. */
export const sudo: DockerfileCheck = function* (dockerfile) {
  for (const run of runCommands(dockerfile)) {
    if (run.wrappers.includes('sudo') || run.name === 'sudo') yield onWhole(run);
  }
};

function onWhole(run: Parameters<typeof onCommand>[0]): DockerfileFinding {
  return finding(run.command.start, run.command.end, run.stage);
}

/** RUN sets or clears a password. */
export const chpasswd: DockerfileCheck = function* (dockerfile) {
  for (const run of runCommands(dockerfile, 'chpasswd', 'passwd', 'usermod', 'useradd')) {
    const isSet =
      run.name === 'chpasswd' ||
      (run.name === 'passwd' && hasOption(run, '-d', '--delete', '--stdin')) ||
      ((run.name === 'usermod' || run.name === 'useradd') && (optionValue(run, '-p', '--password') !== undefined || (run.name === 'usermod' && hasOption(run, '-p'))));
    // what is piped in, or follows the option, is the password
    if (isSet) yield { ...onCommand(run), secret: { start: run.instruction.syntax.start + 'RUN '.length, end: run.instruction.syntax.end } };
  }
};
