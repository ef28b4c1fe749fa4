import { instructionsOf, finding, type DockerfileCheck, type DockerfileFinding } from './check.ts';
import { isPiped, onCommand, runCommands, runGroups, type RunCommand } from './commands.ts';
import { hasOption, operands, optionValue, subcommand } from './options.ts';
import { isPosixShell } from '../../../templates/dockerfile/script.ts';

type Test = (run: RunCommand) => boolean;

/** A check over single commands. */
function commandCheck(names: readonly string[], test: Test): DockerfileCheck {
  return function* (dockerfile) {
    for (const run of runCommands(dockerfile, ...names)) if (test(run)) yield onCommand(run);
  };
}

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

/** Options of curl and wget that take the next word, so that it is no address. */
const downloadValues = ['-o', '--output', '-H', '--header', '-d', '--data', '-u', '--user', '-A', '--user-agent', '-e', '--referer', '-x', '--proxy', '-X', '--request', '-O', '--output-document', '-P', '--directory-prefix', '-T', '--timeout', '-t', '--tries', '-m', '--max-time', '--retry', '--connect-timeout', '--cacert', '--cert', '--key', '-w', '--write-out', '-b', '-c', '-F', '-a', '--resolve'];

/** Addresses a download command fetches. `-O` of curl takes no value. */
function addresses(run: RunCommand): string[] {
  const values = run.name === 'curl' ? downloadValues.filter((one) => one !== '-O' && one !== '-a') : downloadValues;
  return operands(run, values).map((word) => word.text).filter((text) => /^[a-z][a-z0-9+.-]{1,10}:\/\//i.test(text) || /^[\w-]{1,63}(?:\.[\w-]{1,63}){1,10}(?:[/:?]|$)/.test(text));
}

const localHost = /^http:\/\/(?:localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[?::1\]?|0\.0\.0\.0|host\.docker\.internal)(?:[:/]|$)/i;

/** A download over plain http, in RUN or ADD. */
export const httpDownload: DockerfileCheck = function* (dockerfile) {
  for (const run of runCommands(dockerfile, 'curl', 'wget', 'wget2', 'aria2c')) {
    const address = addresses(run).find((text) => /^http:\/\//i.test(text) && !localHost.test(text));
    if (address !== undefined) yield onCommand(run, `${address.slice(0, 100)} is not encrypted`);
  }
  for (const placed of instructionsOf(dockerfile, 'ADD')) {
    for (const source of placed.instruction.arguments.slice(0, -1)) {
      const text = source.value.text ?? '';
      if (/^http:\/\//i.test(text) && !localHost.test(text) && !hasChecksum(placed.instruction.flags)) yield finding(source.syntax.start, source.syntax.end, placed.stage, `${text.slice(0, 100)} is not encrypted`);
    }
  }
};

function hasChecksum(flags: readonly { readonly syntax: { readonly name: string } }[]): boolean {
  return flags.some((flag) => flag.syntax.name === 'checksum');
}

const fetchers: ReadonlySet<string> = new Set(['curl', 'wget', 'wget2', 'fetch', 'aria2c']);
const interpreters = /^(?:python|perl|ruby|node|php|pwsh)[\d.]*$/;

/** A downloaded script goes straight into an interpreter: by a pipe, or by `sh -c "$(curl …)"`, `bash <(curl …)`. */
export const pipeToShell: DockerfileCheck = function* (dockerfile) {
  for (const group of runGroups(dockerfile)) {
    const sources = fetchersByPipeline(group.commands);
    if (sources.size === 0) continue;
    for (const run of group.commands) {
      if (!isPosixShell(run.name) && !interpreters.test(run.name) && run.name !== 'eval' && run.name !== 'source' && run.name !== '.') continue;
      const source = sources.get(run.command.pipeline)?.find((one) => one !== run && one.command.start < run.command.end && feeds(one, run));
      if (source !== undefined) yield finding(Math.min(source.command.start, run.command.start), Math.max(run.command.end, source.command.end), run.stage, `what ${source.name} fetches runs at once in ${run.name}`);
    }
  }
};

/** Downloads by the pipeline they stand in or feed, at most twenty of one: no pipeline has more by hand. */
function fetchersByPipeline(commands: readonly RunCommand[]): ReadonlyMap<number, readonly RunCommand[]> {
  const found = new Map<number, RunCommand[]>();
  for (const one of commands) {
    if (!fetchers.has(one.name)) continue;
    for (const pipeline of [one.command.pipeline, one.script.scopes[one.command.scope]?.pipeline ?? -1]) {
      const list = found.get(pipeline) ?? [];
      if (list.length < 20) list.push(one);
      found.set(pipeline, list);
    }
  }
  return found;
}

function feeds(source: RunCommand, run: RunCommand): boolean {
  if (source.script !== run.script) return false;
  const { scope, pipeline } = source.command;
  if (scope === run.command.scope) return pipeline === run.command.pipeline && isPiped(run.command) && !runsFile(run);
  const at = source.script.scopes[scope];
  if (at === undefined) return false;
  if (at.kind === 'subshell') return at.pipeline === run.command.pipeline && isPiped(run.command);
  // In an argument of the shell.
  return (at.kind === 'substitution' || at.kind === 'process' || at.kind === 'backticks') && source.command.start >= run.command.start && source.command.end <= run.command.end;
}

/** `| python script.py` reads the pipe as data. */
function runsFile(run: RunCommand): boolean {
  const first = run.texts.find((text) => !text.startsWith('-'));
  if (hasOption(run, '-s') || first === undefined || first === '/dev/stdin') return false;
  if (hasOption(run, '-c', '-m') || interpreters.test(run.name)) return true;
  return !run.texts.includes('-');
}

/** ADD of an address without --checksum; git repositories carry their own commit. */
export const addRemoteNoChecksum: DockerfileCheck = function* (dockerfile) {
  for (const placed of instructionsOf(dockerfile, 'ADD')) {
    if (hasChecksum(placed.instruction.flags)) continue;
    for (const source of placed.instruction.arguments.slice(0, -1)) {
      const text = source.value.text ?? source.value.parts[0] ?? '';
      if (/^https?:\/\//i.test(text) && !/\.git(?:[#?]|$)/.test(text)) yield finding(source.syntax.start, source.syntax.end, placed.stage);
    }
  }
};

/** ADD of an address where a download in RUN leaves nothing behind: `curl … | tar x`. */
export const curlInsteadOfAdd: DockerfileCheck = function* (dockerfile) {
  for (const placed of instructionsOf(dockerfile, 'ADD')) {
    for (const source of placed.instruction.arguments.slice(0, -1)) {
      const text = source.value.text ?? source.value.parts[0] ?? '';
      if (/^https?:\/\//i.test(text)) yield finding(source.syntax.start, source.syntax.end, placed.stage);
    }
  }
};

/** Both wget and curl are run, in the whole file. */
export const wgetAndCurl: DockerfileCheck = function* (dockerfile) {
  let first: RunCommand | undefined;
  for (const run of runCommands(dockerfile, 'wget', 'curl')) {
    first ??= run;
    if (run.name !== first.name) {
      yield onCommand(run, `${run.name} here, ${first.name} above`);
      return;
    }
  }
};

/** wget without an option that quiets its progress bar. */
export const wgetProgress: DockerfileCheck = commandCheck(['wget'], (run) =>
  !hasOption(run, '--progress', '-q', '--quiet', '-nv', '--no-verbose', '-o', '--output-file', '-a', '--append-output') && !run.texts.some((text) => /^-(?:nv|[A-Za-z]*nv)$/.test(text)) && optionValue(run, '--version') === undefined && subcommand(run).name !== '');
