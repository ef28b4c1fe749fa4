import { closeSync, openSync, writeFileSync } from 'node:fs';
import type { Outcome } from '../model/finding.ts';
import { didYouMean } from '../policy/errors.ts';
import { exitCodeOf } from '../doors/exit-code.ts';
import { wantsColor, widthOf } from '../doors/show.ts';
import type { ScanOptions } from '../doors/scan/scan.ts';
import { gathered } from '../report/json-text.ts';
import { reportFormats, reportPieces, type ReportFormat } from '../report/render.ts';
import { UsageError } from '../model/usage-error.ts';
import type { Command, Input } from './command.ts';
import { familyOf } from './family-option.ts';
import { optimiseLater } from './optimise-later.ts';
import { requirePaths } from './paths-option.ts';
import { keepHeapSmall } from './small-heap.ts';

/** `portcullis scan`: judges files and folders, or another change set. */
export const scan: Command = {
  name: 'scan',
  summary: 'Judge files and folders (git not needed), or another change set',
  usage: `Usage: portcullis scan [PATH…]
       portcullis scan --staged | --range A..B | --history | --stdin

Exit: 0 allowed, 1 blocked, 2 wrong usage or configuration, 3 could not finish.`,
  options: [
    { name: 'staged', help: 'judge the index' },
    { name: 'range', value: 'A..B', help: 'judge everything the commits of a range bring in' },
    { name: 'history', help: 'judge every object reachable from any ref' },
    { name: 'stdin', help: 'judge standard input' },
    { name: 'stdin-filename', value: 'NAME', help: 'name of what comes on standard input' },
    { name: 'format', short: 'f', value: 'NAME[=FILE]', multiple: true, help: 'terminal, json, jsonl, sarif, junit, gitlab, github, codeclimate, html; repeatable' },
    { name: 'output', short: 'o', value: 'FILE', help: 'write the report to a file' },
    { name: 'policy', value: 'FILE', help: 'use this policy file in place of the repository\'s own' },
    { name: 'family', value: 'NAME', multiple: true, help: 'run only this family of checks; repeatable' },
    { name: 'fix', help: 'rewrite what is safe to rewrite (Dockerfiles, Compose files), then judge again' },
    { name: 'no-baseline', help: 'count findings that the baseline accepted' },
    { name: 'jobs', short: 'j', value: 'N', help: 'threads that read files (default: one for two processors, at most four)' },
    { name: 'quiet', short: 'q', help: 'print nothing but the report' },
    { name: 'verbose', short: 'v', help: 'print a summary also when all is well' },
  ],
  async run(input) {
    optimiseLater();
    keepHeapSmall();
    const options = optionsOf(input);
    const targets = targetsOf(input);
    const { runScan } = await import('../doors/scan/scan.ts');
    const outcome = input.flag('fix') ? await fixed(() => runScan(options), input) : await runScan(options);
    for (const target of targets) await write(outcome, target, input);
    return exitCodeOf(outcome);
  },
};

/** Fixed files that are named; `git diff` shows all. */
const namedFiles = 10;

/** Fixes the files of the work tree and says which. A change set that is recorded already cannot be rewritten. */
async function fixed(judge: () => Promise<Outcome>, input: Input): Promise<Outcome> {
  const { fixFindings } = await import('../doors/scan/fix.ts');
  const { outcome, changed, cured } = await fixFindings(judge, process.cwd());
  const more = changed.length - namedFiles;
  const where = more > 0 ? `${changed.slice(0, namedFiles).join(', ')} and ${more} more ${more === 1 ? 'file' : 'files'}` : changed.join(', ');
  if (!input.flag('quiet')) process.stderr.write(changed.length === 0 ? 'nothing to fix\n' : `fixed ${cured} ${cured === 1 ? 'finding' : 'findings'} in ${where}\n`);
  return outcome;
}

function optionsOf(input: Input): ScanOptions {
  const chosen = ['staged', 'range', 'history', 'stdin'].filter((name) => input.flag(name) || input.value(name) !== undefined);
  if (chosen.length > 1) throw new UsageError(`choose one of --${chosen.join(', --')}`);
  if (chosen.length > 0 && input.flag('fix')) throw new UsageError(`--fix rewrites files; it does not go with --${chosen[0] ?? ''}`);
  if (chosen.length === 1 && input.positionals.length > 0 && chosen[0] !== 'staged') throw new UsageError(`--${chosen[0] ?? ''} takes no paths`);
  if (chosen.length === 0) requirePaths(input.positionals);
  const range = input.value('range');
  const policyFile = input.value('policy');
  const stdinName = input.value('stdin-filename');
  const families = input.values('family').flatMap((list) => list.split(',')).map(familyOf);
  return {
    paths: input.positionals.length === 0 ? ['.'] : input.positionals,
    changeSet: input.flag('staged') ? 'staged' : range !== undefined ? 'range' : input.flag('history') ? 'history' : input.flag('stdin') ? 'stdin' : 'files',
    baseline: !input.flag('no-baseline'),
    progress: !input.flag('quiet') && process.stderr.isTTY,
    ...jobsOf(input.value('jobs')),
    ...(range === undefined ? {} : { range }),
    ...(policyFile === undefined ? {} : { policyFile }),
    ...(stdinName === undefined ? {} : { stdinName }),
    ...(families.length === 0 ? {} : { families: new Set(families) }),
  };
}

function jobsOf(text: string | undefined): { jobs?: number } {
  if (text === undefined) return {};
  const jobs = Number(text);
  if (!Number.isInteger(jobs) || jobs < 1 || jobs > 64) throw new UsageError(`--jobs takes a number from 1 to 64, not "${text}"`);
  return { jobs };
}

interface Target {
  readonly format: ReportFormat;
  readonly file?: string;
}

function targetsOf(input: Input): readonly Target[] {
  const named = input.values('format');
  const output = input.value('output');
  const targets = (named.length === 0 ? ['terminal'] : named).map((text): Target => {
    const equals = text.indexOf('=');
    const name = equals < 0 ? text : text.slice(0, equals);
    const format = reportFormats.find((one) => one === name);
    if (format === undefined) throw new UsageError(`there is no format "${name}"${didYouMean(name, reportFormats)}; there are ${reportFormats.join(', ')}`);
    return equals < 0 ? { format } : { format, file: text.slice(equals + 1) };
  });
  const open = targets.filter((target) => target.file === undefined);
  if (open.length > 1) throw new UsageError('only one format can go to standard output; give the others a file: --format sarif=report.sarif');
  return targets.map((target) => (target.file === undefined && output !== undefined ? { ...target, file: output } : target));
}

async function write(outcome: Outcome, target: Target, input: Input): Promise<void> {
  const pieces = await reportPieces(target.format, outcome, {
    color: target.file === undefined && wantsColor(process.stdout),
    width: widthOf(process.stdout),
    door: 'scan',
    again: commandOf(input),
    verbose: input.flag('verbose') || (target.format === 'terminal' && !input.flag('quiet')),
  });
  if (target.file === undefined) {
    for (const piece of ended(pieces)) process.stdout.write(piece);
    return;
  }
  try {
    writePieces(target.file, ended(pieces));
  } catch (error) {
    throw new UsageError(`the report cannot be written to ${target.file}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

/** The command that scans the same again. */
function commandOf(input: Input): string {
  const range = input.value('range');
  const chosen = ['staged', 'history', 'stdin'].filter((name) => input.flag(name)).map((name) => `--${name}`);
  const paths = input.positionals.map((path) => (/^[\w./@%+,:-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`));
  return ['npx portcullis scan', ...chosen, ...(range === undefined ? [] : ['--range', range]), ...input.values('family').map((name) => `--family ${name}`), ...paths].join(' ');
}

/** UTF-16 code units of a report that are written at once. */
const writtenAtOnce = 1 << 16;

/** A report that says something ends with a line break. */
function* ended(pieces: Iterable<string>): Generator<string> {
  let last = '';
  for (const piece of gathered(pieces, writtenAtOnce)) yield (last = piece);
  if (last !== '' && !last.endsWith('\n')) yield '\n';
}

function writePieces(file: string, pieces: Iterable<string>): void {
  let open: number | undefined;
  try {
    for (const piece of pieces) if (piece !== '') writeFileSync((open ??= openSync(file, 'w')), piece);
  } finally {
    if (open !== undefined) closeSync(open);
  }
}
