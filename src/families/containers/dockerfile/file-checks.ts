import type { EvaluatedArgument, Stage } from '../../../templates/dockerfile/model.ts';
import { finding, instructionsOf, onInstruction, type DockerfileCheck, type Placed } from './check.ts';
import { onCommand, runGroups, type RunCommand } from './commands.ts';
import { operands } from './options.ts';

const archive = /\.(?:tar|tar\.(?:gz|bz2|xz|zst|lzma|Z|lz)|tgz|tbz2?|txz|tzst|tlz|taz|gz|bz2|xz|lzma|zst)$/i;

/** The sources of COPY or ADD. */
function sources(placed: Placed): readonly EvaluatedArgument[] {
  return placed.instruction.arguments.slice(0, -1);
}

const isRemote = (text: string): boolean => /^(?:https?|ftp|git|ssh):\/\//i.test(text) || /^git@[\w.-]+:/.test(text);

/** ADD of local files that are no archives. */
export const addNotCopy: DockerfileCheck = function* (dockerfile) {
  for (const placed of instructionsOf(dockerfile, 'ADD')) {
    if (placed.instruction.flags.some((flag) => ['checksum', 'keep-git-dir', 'unpack'].includes(flag.syntax.name))) continue;
    const local = sources(placed).filter((source) => {
      const text = source.value.text ?? source.syntax.text;
      return !isRemote(text) && !archive.test(text.replace(/["']$/, '')) && !/\$\{?\w*(?:tar|archive|url)\w*\}?$/i.test(source.syntax.text) && !source.syntax.text.startsWith('<<');
    });
    if (local.length > 0) yield onInstruction(placed);
  }
};

/** An archive is copied and unpacked later in the stage: ADD unpacks. */
export const copyArchive: DockerfileCheck = function* (dockerfile) {
  const unpacked = unpackedFiles(dockerfile);
  for (const placed of instructionsOf(dockerfile, 'COPY')) {
    if (placed.instruction.flags.some((flag) => flag.syntax.name === 'from')) continue;
    const destination = asWritten(placed.instruction.arguments.at(-1));
    for (const source of sources(placed)) {
      const text = asWritten(source);
      if (!archive.test(text)) continue;
      const names = [lastPart(text), ...(archive.test(destination.replace(/["']$/, '')) ? [lastPart(destination)] : [])].map((name) => name.toLowerCase());
      if ((unpacked.get(placed.stage) ?? []).some((one) => one.at > placed.instruction.syntax.start && names.includes(one.name))) {
        yield onInstruction(placed);
        break;
      }
    }
  }
};

/** An argument with its backslashes, which separate folders on Windows; with its value where it uses a variable. */
function asWritten(argument: EvaluatedArgument | undefined): string {
  if (argument === undefined) return '';
  return argument.value.uses.length > 0 ? (argument.value.text ?? '') : argument.syntax.text;
}

/** File names in arguments of unpacking commands, by stage. COPY splits quoted paths with spaces, so the last part is compared. */
function unpackedFiles(dockerfile: Parameters<DockerfileCheck>[0]): ReadonlyMap<Stage, readonly { readonly name: string; readonly at: number }[]> {
  const found = new Map<Stage, { name: string; at: number }[]>();
  for (const group of runGroups(dockerfile)) {
    for (const run of group.commands.filter(unpacks)) {
      const list = found.get(group.stage) ?? [];
      for (const word of run.args) list.push({ name: lastPart(word.text).toLowerCase(), at: word.start });
      found.set(group.stage, list);
    }
  }
  return found;
}

function unpacks(run: RunCommand): boolean {
  if (['unzip', 'gunzip', 'bunzip2', 'unlzma', 'unxz', 'zgz', 'uncompress', 'zcat', 'gzcat'].includes(run.name)) return true;
  return (run.name === 'tar' || run.name === 'bsdtar') && run.texts.some((text, index) => text === '--extract' || text === '--get' || /^-[A-Za-z]*x/.test(text) || (index === 0 && /^[A-Za-z]*x[A-Za-z]*$/.test(text)));
}

function lastPart(path: string): string {
  const bare = path.replace(/["']/g, '');
  return bare.slice(Math.max(bare.lastIndexOf('/'), bare.lastIndexOf('\\')) + 1);
}

/** COPY of more than one source to a destination that does not end in a slash. */
export const copyDestinationSlash: DockerfileCheck = function* (dockerfile) {
  for (const placed of instructionsOf(dockerfile, 'COPY', 'ADD')) {
    const last = placed.instruction.arguments.at(-1);
    const text = last?.value.text ?? last?.syntax.text ?? '';
    if (placed.instruction.arguments.length < 3 || last === undefined) continue;
    if (!/[/\\]["']?$/.test(text) && text !== '.' && text !== '..' && last.value.text !== undefined) yield onInstruction(placed);
  }
};

/** COPY to a relative path while no WORKDIR is set. */
export const copyRelativeNoWorkdir: DockerfileCheck = function* (dockerfile) {
  for (const placed of instructionsOf(dockerfile, 'COPY', 'ADD')) {
    if (placed.instruction.isTrigger || hasWorkdir(placed)) continue;
    const text = placed.instruction.arguments.at(-1)?.value.text;
    if (text === undefined || isAbsolute(text) || text.startsWith('$') || text === '') continue;
    yield onInstruction(placed);
  }
};

/** Whether any WORKDIR, relative too, stands above in the stage or those it derives from. */
function hasWorkdir({ instruction, stage }: Placed): boolean {
  const seen = new Set<Stage>();
  for (let at: Stage | undefined = stage; at !== undefined && !seen.has(at) && seen.size < 200; at = at.baseStage) {
    seen.add(at);
    const first = firstWorkdir(at);
    if (first !== undefined && (at !== stage || first < instruction.syntax.start)) return true;
  }
  return false;
}

const firstWorkdirs = new WeakMap<Stage, { readonly at: number | undefined }>();

/** Offset of a stage's first WORKDIR; remembered, as every COPY asks. */
function firstWorkdir(stage: Stage): number | undefined {
  let known = firstWorkdirs.get(stage);
  if (known === undefined) {
    known = { at: stage.instructions.find((one) => one.name === 'WORKDIR' && !one.isTrigger)?.syntax.start };
    firstWorkdirs.set(stage, known);
  }
  return known.at;
}

function isAbsolute(text: string): boolean {
  return /^(?:["']?)(?:[/\\]|[A-Za-z]:)/.test(text);
}

/** WORKDIR with a relative path. `strict`: also after an absolute one, as hadolint has it; BuildKit accepts that. */
export const workdirRelative: DockerfileCheck = function* (dockerfile, parameters) {
  const isStrict = parameters['strict'] === true;
  for (const placed of instructionsOf(dockerfile, 'WORKDIR')) {
    const argument = placed.instruction.arguments[0];
    const text = argument?.value.text;
    if (argument === undefined || text === undefined || text === '' || isAbsolute(text)) continue;
    if (isStrict || !hasWorkdir(placed)) yield onInstruction(placed, `WORKDIR ${text.slice(0, 60)} depends on the base image`);
  }
};

const systemFolder = /^\/(?:boot|dev|etc|lib(?:32|64|x32)?|proc|run|sbin|bin|sys|usr\/(?:bin|sbin|lib(?:64)?)|var\/run)(?:\/|$)/;

/** WORKDIR in a folder of the system. */
export const workdirSystem: DockerfileCheck = function* (dockerfile) {
  for (const placed of instructionsOf(dockerfile, 'WORKDIR')) {
    const text = placed.instruction.arguments[0]?.value.text;
    if (text !== undefined && systemFolder.test(text) && !/^\/(?:usr\/lib|lib|etc|run|var\/run)\/./.test(text)) yield onInstruction(placed, `${text.slice(0, 60)} belongs to the system`);
  }
};

/** RUN whose commands begin with cd, in the RUN's own shell: a subshell's cd ends with it. */
export const cdNotWorkdir: DockerfileCheck = function* (dockerfile) {
  for (const group of runGroups(dockerfile)) {
    for (const run of group.commands) {
      if (run.name !== 'cd' || run.script !== group.script || run.command.scope !== 0 || run.command.nesting > 0) continue;
      const target = operands(run)[0];
      if (target === undefined || target.hasExpansion || target.text === '-') continue;
      yield onCommand(run);
      break;
    }
  }
};

/** COPY or ADD of a file that the ignore file excludes. Without an ignore file, or with exceptions in it, nothing is said. */
export const copyIgnored: DockerfileCheck = function* (dockerfile) {
  const ignored = dockerfile.ignore === undefined || dockerfile.ignore === null ? undefined : ignoreTest(dockerfile.ignore);
  if (ignored === undefined) return;
  for (const placed of instructionsOf(dockerfile, 'COPY', 'ADD')) {
    if (placed.instruction.flags.some((flag) => flag.syntax.name === 'from')) continue;
    for (const source of sources(placed)) {
      const text = source.value.text;
      if (text === undefined || isRemote(text) || text.startsWith('<<') || /[*?[]/.test(text)) continue;
      if (ignored(cleanPath(text))) yield onInstruction(placed, `${text.slice(0, 80)} is excluded by the ignore file`);
    }
  }
};

/** The whole context is copied and there is no ignore file. Said only where it is known that there is none. */
export const copyEverything: DockerfileCheck = function* (dockerfile) {
  if (dockerfile.ignore !== null) return;
  for (const placed of instructionsOf(dockerfile, 'COPY', 'ADD')) {
    if (placed.instruction.flags.some((flag) => flag.syntax.name === 'from' || flag.syntax.name === 'exclude')) continue;
    const whole = sources(placed).find((source) => ['.', './', '/', '*', './*'].includes(source.value.text ?? ''));
    if (whole !== undefined) yield finding(whole.syntax.start, whole.syntax.end, placed.stage);
  }
};

function cleanPath(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}

/** A test for paths that an ignore file excludes; undefined when it has exceptions, which cannot be told from here. */
function ignoreTest(text: string): ((path: string) => boolean) | undefined {
  const lines = text.split(/\r?\n/).map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#')).slice(0, 1000);
  if (lines.some((line) => line.startsWith('!'))) return undefined;
  const patterns = lines.map((line) => cleanPath(line).split('/'));
  const hidesAll = patterns.some((parts) => parts.every((part) => part === '**' || part === '*'));
  return (path) => {
    if (path === '') return hidesAll;
    const parts = path.split('/').slice(0, 50);
    return patterns.some((pattern) => parts.some((_, index) => matchParts(pattern, parts.slice(0, index + 1))));
  };
}

function matchParts(pattern: readonly string[], parts: readonly string[]): boolean {
  const star = pattern.indexOf('**');
  if (star < 0) return pattern.length === parts.length && pattern.every((one, index) => matchPart(one, parts[index] ?? ''));
  const head = pattern.slice(0, star);
  if (parts.length < head.length || !head.every((one, index) => matchPart(one, parts[index] ?? ''))) return false;
  const rest = pattern.slice(star + 1);
  if (rest.length === 0) return true;
  if (rest.includes('**')) return false;
  return parts.length >= head.length + rest.length && rest.every((one, index) => matchPart(one, parts[parts.length - rest.length + index] ?? ''));
}

/** One path part against a pattern with `*` and `?`. */
function matchPart(pattern: string, text: string): boolean {
  let row = new Set([0]);
  for (const char of pattern.slice(0, 200)) {
    const next = new Set<number>();
    for (const at of row) {
      if (char === '*') for (let i = at; i <= text.length && i < 300; i++) next.add(i);
      else if (at < text.length && (char === '?' || text[at] === char)) next.add(at + 1);
    }
    row = next;
  }
  return row.has(text.length);
}
