import { instructionsOf, finding, type DockerfileCheck } from './check.ts';
import { commandCheck, isPiped, onCommand, runCommands, runGroups, type RunCommand } from './commands.ts';
import { hasOption, operands, optionValue, subcommand } from './options.ts';
import { isPosixShell } from '../../../templates/dockerfile/script.ts';

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
