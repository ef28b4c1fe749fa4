import { instructionsOf, finding, type DockerfileCheck, type DockerfileFinding } from './check.ts';
import { commandCheck, onCommand, runCommands, runGroups, type RunCommand } from './commands.ts';
import { hasOption } from './options.ts';

/** curl without certificate check. */
export const curlInsecure: DockerfileCheck = commandCheck(['curl'], (run) => hasOption(run, '-k', '--insecure', '--proxy-insecure') && !isCurlValue(run));

/** `-k` inside the value of another bundled option (`-ok`) is no option. */
function isCurlValue(run: RunCommand): boolean {
  return !run.texts.some((text) => text === '--insecure' || text === '--proxy-insecure' || /^-[^-]*$/.test(text) && /^-[fsSLvIiOgGjJnNqRaB0-9#46]*k/.test(text));
}

/** wget without certificate check. */
export const wgetInsecure: DockerfileCheck = commandCheck(['wget', 'wget2'], (run) => hasOption(run, '--no-check-certificate'));

/** pip trusts a host without checking it, by option, configuration or environment. */
export const pipTrustedHost: DockerfileCheck = function* (dockerfile) {
  for (const run of runCommands(dockerfile)) {
    const pip = pipArguments(run);
    if (pip !== undefined && (hasOption({ texts: pip }, '--trusted-host') || (pip.includes('config') && pip.some((text) => /^(?:global|install)\.trusted-host$/.test(text))))) yield onCommand(run);
  }
  yield* variables(dockerfile, (name, value) => name === 'PIP_TRUSTED_HOST' && value !== '');
};

/** The arguments of pip, also when it is called as `python -m pip`. */
export function pipArguments(run: RunCommand): readonly string[] | undefined {
  if (/^pip\d?(?:\.\d{1,2})?$/.test(run.name)) return run.texts;
  if (/^(?:python|pypy)\d?(?:\.\d{1,2})?$/.test(run.name)) {
    const module = run.texts.indexOf('-m');
    if (module >= 0 && run.texts[module + 1] === 'pip') return run.texts.slice(module + 2);
  }
  return run.name === 'uv' && run.texts[0] === 'pip' ? run.texts.slice(1) : undefined;
}

/** PYTHONHTTPSVERIFY=0 in ENV, ARG or before a command. */
export const pythonHttpsVerify: DockerfileCheck = function* (dockerfile) {
  yield* variables(dockerfile, (name, value) => name === 'PYTHONHTTPSVERIFY' && value === '0');
};

/** NODE_TLS_REJECT_UNAUTHORIZED=0. */
export const nodeTls: DockerfileCheck = function* (dockerfile) {
  yield* variables(dockerfile, (name, value) => name === 'NODE_TLS_REJECT_UNAUTHORIZED' && value === '0');
};

/** npm, yarn or pnpm without strict-ssl, by command, option or environment. */
export const npmStrictSsl: DockerfileCheck = function* (dockerfile) {
  for (const run of runCommands(dockerfile, 'npm', 'yarn', 'yarnpkg', 'pnpm')) {
    const words = run.texts.join(' ');
    if (/\bstrict-ssl[= ]"?false\b|--no-strict-ssl\b|\benableStrictSsl[= ]"?false\b/.test(words)) yield onCommand(run);
  }
  yield* variables(dockerfile, (name, value) => /^(?:npm_config_strict_ssl|yarn_enable_strict_ssl)$/i.test(name) && value.toLowerCase() === 'false');
};

/** git without certificate check, by environment, -c or configuration. */
export const gitSslNoVerify: DockerfileCheck = function* (dockerfile) {
  yield* variables(dockerfile, (name, value) => name === 'GIT_SSL_NO_VERIFY' && value !== '' && !/^(?:0|false|no|off)$/i.test(value));
  for (const run of runCommands(dockerfile, 'git')) {
    if (/\bhttp\.(?:\S{1,200}\.)?sslverify[= ]"?(?:false|0|no|off)\b/i.test(run.texts.join(' '))) yield onCommand(run);
  }
};

/** ENV, ARG, assignments and exports that the test is true for. */
function* variables(dockerfile: Parameters<DockerfileCheck>[0], test: (name: string, value: string) => boolean): Generator<DockerfileFinding> {
  for (const placed of instructionsOf(dockerfile, 'ENV', 'ARG')) {
    for (const pair of placed.instruction.pairs) {
      if (pair.value?.text !== undefined && test(pair.key, pair.value.text)) yield finding(pair.syntax.start, pair.syntax.end, placed.stage);
    }
    // `ARG NAME 0` declares NAME and 0; whoever writes it means an assignment.
    const [first, second] = placed.instruction.pairs;
    if (placed.instruction.name === 'ARG' && first !== undefined && second !== undefined && first.value === undefined && second.value === undefined && test(first.key, second.key)) {
      yield finding(first.syntax.start, second.syntax.end, placed.stage);
    }
  }
  for (const group of runGroups(dockerfile)) {
    for (const command of group.script.commands) {
      for (const assignment of command.assignments) {
        if (test(assignment.name, assignment.value.text)) yield finding(assignment.start, assignment.end, group.stage);
      }
      if (command.words[0]?.text === 'export' || command.words[0]?.text === 'env' || command.words[0]?.text === 'sudo') {
        for (const word of command.words.slice(1)) {
          const equals = word.text.indexOf('=');
          if (equals > 0 && test(word.text.slice(0, equals), word.text.slice(equals + 1))) yield finding(word.start, word.end, group.stage);
        }
      }
    }
  }
}

/** apk takes packages without a signature. */
export const apkUntrusted: DockerfileCheck = commandCheck(['apk'], (run) => hasOption(run, '--allow-untrusted'));

/** apt takes packages without a signature. */
export const aptUnauthenticated: DockerfileCheck = function* (dockerfile) {
  for (const run of runCommands(dockerfile)) {
    const isApt = run.name === 'apt-get' || run.name === 'apt' || run.name === 'aptitude';
    const option = isApt && (hasOption(run, '--allow-unauthenticated', '--force-yes', '--allow-insecure-repositories') || run.texts.some((text) => /^(?:-o)?(?:APT::Get::AllowUnauthenticated|Acquire::AllowInsecureRepositories|Acquire::https::Verify-Peer=false|APT::Get::AllowUnauthenticated)(?:=(?:true|yes|1|false))?$/i.test(text) && !/AllowUnauthenticated=false/i.test(text)));
    const isTrusted = (run.name === 'echo' || run.name === 'printf') && run.texts.some((text) => /\bdeb(?:-src)?\s{1,20}\[[^\]]{0,300}trusted=yes/.test(text));
    if (option || isTrusted) yield onCommand(run);
  }
};

/** yum or dnf without signature or certificate check. */
export const yumNoGpgCheck: DockerfileCheck = commandCheck(['yum', 'dnf', 'microdnf', 'dnf5', 'tdnf', 'yum-config-manager', 'zypper'], (run) =>
  hasOption(run, '--nogpgcheck', '--nogpg', '--no-gpgcheck', '--no-gpg-checks', '--gpg-auto-import-keys-unsafe') || /(?:--setopt[= ]\S{0,60})?\b(?:gpgcheck|sslverify)=(?:0|false|no)\b/i.test(run.texts.join(' ')));

/** rpm without signature check. */
export const rpmNoSignature: DockerfileCheck = commandCheck(['rpm'], (run) => hasOption(run, '--nosignature', '--nodigest', '--nosigcheck', '--noverify'));
