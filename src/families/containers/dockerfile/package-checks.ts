import { finalChain, mereBuilders, onInstruction, type DockerfileCheck } from './check.ts';
import { isPiped, onCommand, runCommands, runGroups, type RunCommand, type RunGroup } from './commands.ts';
import { isMounted } from './mounts.ts';
import { countOption, hasOption, subcommand } from './options.ts';
import { apk, apt, dnf, packageCommand, yum, zypper, type PackageManager } from './package-managers.ts';
import { pipArguments } from './transport-checks.ts';

const installs = (run: RunCommand, manager: PackageManager): boolean => {
  const command = packageCommand(run, manager);
  return command !== undefined && manager.install.has(command.name);
};

/** apt-get install without -y; two -q mean yes as well. */
export const aptYes: DockerfileCheck = function* (dockerfile) {
  for (const run of runCommands(dockerfile, 'apt-get', 'apt', 'aptitude')) {
    if (!installs(run, apt) || hasOption(run, '-y', '--yes', '--assume-yes', '--force-yes', '-s', '--simulate', '--print-uris', '-d')) continue;
    if (countOption(run, 'q', '--quiet') >= 2 || run.texts.some((text) => /APT::Get::Assume-Yes=?(?:"?true"?|1)?/i.test(text)) || answersItself(run)) continue;
    yield onCommand(run);
  }
};

/** `yes | apt-get install` */
function answersItself(run: RunCommand): boolean {
  if (!isPiped(run.command)) return false;
  let known = yesPipelines.get(run.script);
  if (known === undefined) {
    known = new Set(run.script.commands.filter((one) => one.words[0]?.text === 'yes').map((one) => one.pipeline));
    yesPipelines.set(run.script, known);
  }
  return known.has(run.command.pipeline);
}

const yesPipelines = new WeakMap<RunCommand['script'], ReadonlySet<number>>();

/** apt-get install without --no-install-recommends. */
export const aptRecommends: DockerfileCheck = function* (dockerfile) {
  const isConfigured = [...runGroups(dockerfile)].some((group) => group.script.commands.some((command) => command.words.some((word) => /APT::Install-Recommends\s*"?(?:0|false)/i.test(word.text)) && command.redirects.length > 0));
  if (isConfigured) return;
  for (const run of runCommands(dockerfile, 'apt-get', 'apt', 'aptitude')) {
    if (!installs(run, apt) || hasOption(run, '--no-install-recommends', '--without-recommends', '-R')) continue;
    if (run.texts.some((text) => /APT::Install-Recommends=?(?:"?false"?|"?0"?|no)/i.test(text))) continue;
    yield onCommand(run);
  }
};

/** apt, whose output and options are for people and change. */
export const aptEndUser: DockerfileCheck = function* (dockerfile) {
  for (const run of runCommands(dockerfile, 'apt')) yield onCommand(run);
};

/** apt's lists stay in a layer of the final image. */
export const aptLists: DockerfileCheck = function* (dockerfile) {
  const inFinal = finalChain(dockerfile);
  for (const group of runGroups(dockerfile)) {
    if (!inFinal.has(group.stage) && !group.instruction.isTrigger) continue;
    const update = group.commands.findIndex((run) => packageCommand(run, apt)?.name === 'update');
    const run = group.commands[update];
    if (run === undefined || isMounted(group.instruction, '/var/lib/apt/lists', '/var/lib/apt')) continue;
    if (!group.commands.slice(update).some((one) => removes(one, /^\/var\/lib\/apt(?:\/lists)?(?:\/\*?|\/\{.*)?$/))) yield onCommand(run);
  }
};

function removes(run: RunCommand, path: RegExp): boolean {
  return run.name === 'rm' && run.texts.some((text) => path.test(text));
}

/** A package manager's answer is asked for: install without the option that says yes. */
function yesCheck(manager: PackageManager, ...options: readonly string[]): DockerfileCheck {
  return function* (dockerfile) {
    for (const run of runCommands(dockerfile, ...manager.names)) {
      if (installs(run, manager) && !hasOption(run, ...options) && !answersItself(run)) yield onCommand(run);
    }
  };
}

/** yum install without -y. */
export const yumYes: DockerfileCheck = yesCheck(yum, '-y', '--assumeyes', '--assume-yes');

/** dnf install without -y. */
export const dnfYes: DockerfileCheck = yesCheck(dnf, '-y', '--assumeyes', '--assume-yes');

/** zypper without --non-interactive or -y. */
export const zypperYes: DockerfileCheck = function* (dockerfile) {
  const asks = new Set(['install', 'in', 'remove', 'rm', 'source-install', 'si', 'patch']);
  for (const run of runCommands(dockerfile, 'zypper')) {
    const command = packageCommand(run, zypper);
    if (command !== undefined && asks.has(command.name) && !hasOption(run, '-n', '--non-interactive', '-y', '--no-confirm')) yield onCommand(run);
  }
};

interface CleanUp {
  readonly manager: PackageManager;
  readonly cleans: (run: RunCommand) => boolean;
  readonly folders: readonly string[];
}

/** After the last command that fills the cache comes none that empties it. */
function cleanCheck({ manager, cleans, folders }: CleanUp): DockerfileCheck {
  return function* (dockerfile) {
    const inBuilders = mereBuilders(dockerfile);
    for (const group of runGroups(dockerfile)) {
      if (inBuilders.has(group.stage) || isMounted(group.instruction, ...folders)) continue;
      for (const name of manager.names) {
        const fill = group.commands.findLastIndex((run) => run.name === name && manager.fills.has(packageCommand(run, manager)?.name ?? ''));
        const run = group.commands[fill];
        if (run !== undefined && !group.commands.slice(fill + 1).some((one) => (one.name === name || one.name === 'rm') && cleans(one))) yield onCommand(run);
      }
    }
  };
}

const cleansAll = (run: RunCommand): boolean => run.texts.includes('clean') && run.texts.some((text) => text === 'all' || text === 'packages');

/** yum's cache stays in the layer. */
export const yumClean: DockerfileCheck = cleanCheck({
  manager: yum, folders: ['/var/cache/yum', '/var/cache/dnf'],
  cleans: (run) => (run.name === 'yum' ? cleansAll(run) : removes(run, /^\/var\/cache\/(?:yum|dnf)?(?:\/\*?)?$/)),
});

/** The cache of dnf or microdnf stays in the layer. */
export const dnfClean: DockerfileCheck = cleanCheck({
  manager: dnf, folders: ['/var/cache/dnf', '/var/cache/libdnf5', '/var/cache/yum'],
  cleans: (run) => (run.name === 'rm' ? removes(run, /^\/var\/cache\/(?:yum|dnf|libdnf5)?(?:\/\*?)?$/) : cleansAll(run)),
});

/** zypper's cache stays in the layer. */
export const zypperClean: DockerfileCheck = cleanCheck({
  manager: zypper, folders: ['/var/cache/zypp'],
  cleans: (run) => (run.name === 'rm' ? removes(run, /^\/var\/cache\/zypp(?:\/\*?)?$/) : run.texts.includes('clean') || run.texts.includes('cc')),
});

/** apk add that keeps its index: no --no-cache, no cache mount, and nothing removes it. */
export const apkNoCache: DockerfileCheck = function* (dockerfile) {
  const inBuilders = mereBuilders(dockerfile);
  for (const group of runGroups(dockerfile)) {
    if (inBuilders.has(group.stage) || isMounted(group.instruction, '/var/cache/apk', '/etc/apk/cache')) continue;
    const cleaned = group.commands.findLastIndex((one) => removes(one, /^\/var\/cache(?:\/apk)?(?:\/\*?|\/\*\*.*)?$/) || (one.name === 'apk' && one.texts.includes('cache') && one.texts.includes('clean')));
    for (const [index, run] of group.commands.entries()) {
      if (!installs(run, apk) || hasOption(run, '--no-cache')) continue;
      if (index >= cleaned) yield onCommand(run);
    }
  }
};

/** The index is fetched in a RUN that installs nothing: it grows stale in the build cache. */
export const updateAlone: DockerfileCheck = function* (dockerfile) {
  for (const group of runGroups(dockerfile)) {
    const index = group.commands.findIndex(fetchesIndex);
    const run = group.commands[index];
    if (run === undefined || group.commands.some((one, at) => at !== index && usesIndex(one, at > index))) continue;
    yield onCommand(run);
  }
};

const managers = [apt, apk, yum, dnf, zypper];

function fetchesIndex(run: RunCommand): boolean {
  if (run.name === 'pacman') return run.texts.some((text) => /^-Sy/.test(text)) && subcommand(run).name === '';
  return managers.some((manager) => {
    const command = packageCommand(run, manager);
    return command !== undefined && manager.refresh.has(command.name) && command.name !== 'makecache' && command.name !== 'check-update';
  });
}

function usesIndex(run: RunCommand, isAfter: boolean): boolean {
  if (!isAfter) return false;
  if (run.name === 'pacman') return run.texts.some((text) => text.startsWith('-S'));
  if (run.name === 'install' || /\binstall\b/.test(run.name) || run.name === 'apt-file' || run.name === 'tasksel') return true;
  return managers.some((manager) => {
    const name = packageCommand(run, manager)?.name;
    return name !== undefined && (manager.install.has(name) || manager.upgrade.has(name) || ['build-dep', 'source', 'download', 'satisfy', 'builddep', 'groupinstall', 'group', 'module', 'policy', 'search', 'list', 'info', 'show', 'dselect-upgrade'].includes(name));
  });
}

/** The whole system is upgraded: what the image holds then depends on the day. */
export const distUpgrade: DockerfileCheck = function* (dockerfile) {
  for (const run of runCommands(dockerfile)) {
    const isApt = ['dist-upgrade', 'full-upgrade'].includes(packageCommand(run, apt)?.name ?? '');
    const isZypper = ['dup', 'dist-upgrade'].includes(packageCommand(run, zypper)?.name ?? '');
    if (isApt || isZypper || run.name === 'do-release-upgrade') yield onCommand(run);
  }
};

/** pip keeps its cache. */
export const pipCache: DockerfileCheck = function* (dockerfile) {
  const inBuilders = mereBuilders(dockerfile);
  for (const group of runGroups(dockerfile)) {
    if (inBuilders.has(group.stage) || isMounted(group.instruction, '/root/.cache/pip', '/root/.cache', '/home/app/.cache/pip') || group.instruction.flags.some((flag) => /type=cache/.test(flag.syntax.value ?? '') && /\.cache(?:\/pip)?(?:,|$)/.test(flag.syntax.value ?? ''))) continue;
    if (isSetOff(group)) continue;
    const cleaned = group.commands.findLastIndex((one) => removes(one, /(?:^|\/)\.cache(?:\/pip)?(?:\/\*?)?$/) || (pipArguments(one)?.slice(0, 2).join(' ') ?? '') === 'cache purge');
    for (const [index, run] of group.commands.entries()) {
      const texts = pipArguments(run);
      if (texts === undefined || run.name === 'uv' || texts.find((text) => !text.startsWith('-')) !== 'install' || hasOption({ texts }, '--no-cache-dir', '--no-cache')) continue;
      if (run.command.assignments.some((one) => one.name === 'PIP_NO_CACHE_DIR' && isOn(one.value.text))) continue;
      if (index >= cleaned) yield onCommand(run);
    }
  }
};

/** `PIP_NO_CACHE_DIR` is read as a switch; in old versions "false" and "0" turned the cache off too. */
const isOn = (value: string): boolean => value !== '';

const settings = new WeakMap<RunGroup['stage'], { readonly at: number | undefined }>();

/** Offset of the first ENV or ARG of a stage that turns pip's cache off; remembered, as every RUN asks. */
function firstSetting(stage: RunGroup['stage']): number | undefined {
  let known = settings.get(stage);
  if (known === undefined) {
    known = { at: stage.instructions.find((one) => (one.name === 'ENV' || one.name === 'ARG') && one.pairs.some((pair) => pair.key === 'PIP_NO_CACHE_DIR' && isOn(pair.value?.text ?? '')))?.syntax.start };
    settings.set(stage, known);
  }
  return known.at;
}

function isSetOff(group: RunGroup): boolean {
  const seen = new Set<typeof group.stage>();
  for (let stage: typeof group.stage | undefined = group.stage; stage !== undefined && !seen.has(stage); stage = stage.baseStage) {
    seen.add(stage);
    const first = firstSetting(stage);
    if (first !== undefined && (stage !== group.stage || first < group.instruction.syntax.start)) return true;
  }
  return group.script.commands.some((command) => command.words[0]?.text === 'export' && command.words.some((word) => /^PIP_NO_CACHE_DIR=./.test(word.text)));
}

/** yarn keeps its cache in a layer of the final image. */
export const yarnCache: DockerfileCheck = function* (dockerfile) {
  const inFinal = finalChain(dockerfile);
  for (const group of runGroups(dockerfile)) {
    if (!inFinal.has(group.stage) && !group.instruction.isTrigger) continue;
    if (isMounted(group.instruction, '/root/.cache/yarn', '/usr/local/share/.cache', '/usr/local/share/.cache/yarn', '/root/.yarn/berry/cache', '/root/.yarn') || group.instruction.flags.some((flag) => /type=(?:cache|tmpfs)/.test(flag.syntax.value ?? '') && /yarn/.test(flag.syntax.value ?? ''))) continue;
    const fill = group.commands.findLastIndex((run) => run.name === 'yarn' && ['install', 'add', ''].includes(subcommand(run).name) && !hasOption(run, '--version', '-v'));
    const run = group.commands[fill];
    if (run !== undefined && !group.commands.slice(fill + 1).some((one) => (one.name === 'yarn' && one.texts.includes('cache') && one.texts.includes('clean')) || removes(one, /yarn/))) yield onCommand(run);
  }
};

/** Consecutive RUN instructions of one command each, and COPY or ADD of one kind to one destination. */
export const runConsecutive: DockerfileCheck = function* (dockerfile) {
  const inFinal = finalChain(dockerfile);
  for (const stage of dockerfile.stages) {
    const own = stage.instructions.filter((one) => !one.isTrigger && one.name !== 'ONBUILD');
    for (let i = 1; i < own.length; i++) {
      const before = own[i - 1];
      const here = own[i];
      if (before === undefined || here === undefined || before.name !== here.name) continue;
      const flags = (one: typeof here): string => one.flags.map((flag) => `${flag.syntax.name}=${flag.syntax.value ?? ''}`).join(' ');
      if (flags(before) !== flags(here)) continue;
      if (here.name === 'RUN') {
        if (isSingle(before) && isSingle(here)) yield onInstruction({ instruction: here, stage });
      } else if (here.name === 'COPY' || here.name === 'ADD') {
        const destination = here.arguments.at(-1)?.value.text;
        if (inFinal.has(stage) && destination !== undefined && destination === before.arguments.at(-1)?.value.text && here.syntax.heredocs.length === 0) yield onInstruction({ instruction: here, stage });
      }
    }
  }
};

function isSingle(instruction: RunGroup['instruction']): boolean {
  const script = instruction.script();
  return script !== undefined && instruction.syntax.heredocs.length === 0 && script.commands.filter((command) => command.scope === 0 && command.pipeline === script.commands[0]?.pipeline).length === script.commands.filter((command) => command.scope === 0).length;
}
