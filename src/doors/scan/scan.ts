import { availableParallelism } from 'node:os';
import { relative } from 'node:path';
import { openGate, type Gate } from '../../engine/engine.ts';
import { loadCredentials } from '../../engine/loaded.ts';
import { openRegistry } from '../../engine/registry.ts';
import { isRepository, repositoryFolder, topLevel } from '../../git/top-level.ts';
import type { FamilyName, Outcome } from '../../model/finding.ts';
import { clientPolicy, type ClientPolicy } from '../client-policy.ts';
import { registryPath } from '../installation.ts';
import { examineStandardInput } from './piped.ts';
import { clock } from '../clock.ts';
import { today } from '../today.ts';
import { displayPath, examineFile, folderReader, listFiles, type FoundFile } from './files.ts';
import { progressLine } from './progress.ts';
import { scanRoot, seenFrom } from './root.ts';
import type { PartSettings } from './share.ts';

export interface ScanOptions {
  readonly paths: readonly string[];
  readonly changeSet: 'files' | 'staged' | 'range' | 'history' | 'stdin';
  readonly range?: string;
  readonly stdinName?: string;
  readonly policyFile?: string;
  readonly families?: ReadonlySet<FamilyName>;
  readonly baseline: boolean;
  /** Most threads that read files; one for two processors, up to four, when absent. */
  readonly jobs?: number;
  /** Shows on standard error what is being read, when that takes longer than a second. */
  readonly progress: boolean;
}

/** Judges a change set that no hook hands over. Throws PolicyError, GitError, BrokenCheck. */
export async function runScan(options: ScanOptions): Promise<Outcome> {
  switch (options.changeSet) {
    case 'files':
      return scanFiles(options);
    case 'stdin':
      return scanStandardInput(options);
    case 'staged': {
      const { judgeStaged } = await import('../client/pre-commit.ts');
      return judgeStaged({ ...common(options), cwd: topLevel() });
    }
    case 'range':
    case 'history': {
      const { judgeRange } = await import('./history.ts');
      return judgeRange({ ...common(options), cwd: repositoryFolder(), ...(options.range === undefined ? {} : { range: options.range }), progress: progressLine(options.progress) });
    }
    default:
      return options.changeSet satisfies never;
  }
}

function common(options: ScanOptions): { families?: ReadonlySet<FamilyName>; policyFile?: string; baseline: boolean } {
  return {
    baseline: options.baseline,
    ...(options.families === undefined ? {} : { families: options.families }),
    ...(options.policyFile === undefined ? {} : { policyFile: options.policyFile }),
  };
}

async function scanFiles(options: ScanOptions): Promise<Outcome> {
  const root = scanRoot(process.cwd());
  const { gate, policy, repository } = await openFor(options, root);
  const progress = progressLine(options.progress);
  await loadCredentials();
  const files = [...listFiles(gate, options.paths, root)];
  const helpers = policy.hosted === undefined ? helpersFor(files, options.jobs) : 0;
  if (helpers > 0) await (await import('./share.ts')).shareOut(gate, files, { helpers, root, limits: policy.gate.limits, progress: progress.show, open: partOptions(options, repository) });
  else {
    for (const file of files) {
      progress.show(file.name);
      examineFile(gate, file, policy.gate.limits);
    }
  }
  progress.clear();
  await gate.findings();
  const baseline = repository ? await policy.baseline() : () => undefined;
  return seenFrom(process.cwd(), root, await gate.outcome(baseline));
}

/** Work, in bytes, that a file is beyond its own, and that one more thread must find to be worth its start. */
const fileCost = 4096;
const worthAThread = 6 * 1024 * 1024;

/** How many threads help this one. Two processors are often one core, on which two threads take longer than one. */
function helpersFor(files: readonly FoundFile[], jobs: number = Math.min(4, Math.floor(availableParallelism() / 2))): number {
  const work = files.reduce((sum, { size }) => sum + size + fileCost, 0);
  return Math.max(0, Math.min(jobs - 1, Math.floor(work / worthAThread)));
}

function partOptions({ policyFile, families }: ScanOptions, repository: boolean): PartSettings {
  return { repository, ...(policyFile === undefined ? {} : { policyFile }), ...(families === undefined ? {} : { families: [...families] }) };
}

async function scanStandardInput(options: ScanOptions): Promise<Outcome> {
  const root = scanRoot(process.cwd());
  const { gate, policy } = await openFor(options, root);
  const path = options.stdinName === undefined ? 'standard input' : displayPath(root, options.stdinName);
  await loadCredentials();
  examineStandardInput(gate, path, policy.gate.limits);
  return seenFrom(process.cwd(), root, await gate.outcome());
}

/** Opens the gate; `repository` says whether git was asked and knows the folder, so that it is asked once. */
async function openFor(options: ScanOptions, root: string): Promise<{ gate: Gate; policy: ClientPolicy; repository: boolean }> {
  const repository = options.baseline && isRepository();
  const policy = await clientPolicy({
    cwd: root,
    committed: undefined,
    repository,
    ...(options.policyFile === undefined ? {} : { file: options.policyFile }),
  });
  const gate = openGate({
    registries: [openRegistry(registryPath()), ...policy.ownChecks()],
    policy: policy.gate,
    project: { files: folderReader(root), today: today(), isThorough: true },
    clock,
    whole: options.changeSet === 'files' && options.families === undefined && options.paths.some((path) => relative(root, path) === ''),
    ...(policy.hosted === undefined ? {} : { hosted: policy.hosted }),
    ...(options.families === undefined ? {} : { families: options.families }),
  });
  return { gate, policy, repository };
}
