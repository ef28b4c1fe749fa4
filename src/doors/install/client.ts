import { existsSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { git as runGit } from '../../git/run.ts';
import type { Finding } from '../../model/finding.ts';
import { UsageError } from '../../model/usage-error.ts';
import { baselineName, formatBaseline } from '../../policy/baseline.ts';
import { configurationName } from '../client-policy.ts';
import { endStandby } from '../standby/state.ts';
import { copyGate } from './copy-gate.ts';
import { isForeign } from './foreign-hook.ts';
import { isThere, openJournal, rewind, type Journal } from './journal.ts';
import { addToLefthook, lefthookRemover, takeBackFromLefthook } from './lefthook.ts';
import { posixPath } from './paths.ts';
import { porcelain } from './porcelain.ts';
import { clientHooks, forwarder, hookFile, isShellScript, sharedBlock, withBlock } from './shims.ts';
import { homeFolder, huskyFolder, isManagersHook, ownHooksFolder, runningGate, sharedHooks, surveyRepository, type Survey } from './survey.ts';

/** What init did, as sentences for a person. */
export interface Installed {
  readonly survey: Survey;
  readonly done: readonly string[];
}

const firstConfiguration = `# Portcullis: what passes the gate. Reference: docs/configuration.md in the package.
# A key that is not known is an error, so nothing here is ignored in silence.
version: 1
`;

/** Installs the client hooks in the repository around `cwd` and writes a first configuration. Doing it twice changes nothing. */
export async function installClient(cwd: string): Promise<Installed> {
  const { survey, done } = await installHooks(cwd);
  const configuration = join(survey.top, configurationName);
  if (existsSync(configuration)) return { survey, done };
  openJournal(homeFolder(survey)).write(configuration, firstConfiguration, false);
  return { survey, done: [...done, `wrote ${configurationName}`] };
}

/** Accepts findings in the baseline, as a part of the installation: uninstall takes it away again. */
export function acceptInBaseline(survey: Survey, findings: readonly Finding[]): void {
  openJournal(homeFolder(survey)).write(join(survey.top, baselineName), formatBaseline(findings), false);
}

/** Installs the client hooks alone, whatever the repository already uses. A first installation that fails is taken back. */
export async function installHooks(cwd: string): Promise<Installed> {
  const survey = await surveyRepository(porcelain(cwd), cwd);
  const home = homeFolder(survey);
  const journal = openJournal(home);
  const isFirst = !isInstalled(survey, journal);
  try {
    copyGate(join(home, 'gate'));
    return { survey, done: await placeHooks(survey, journal) };
  } catch (error) {
    if (!isFirst) throw error;
    await takeBack(survey, journal);
    throw error instanceof UsageError ? error : new Error(`${error instanceof Error ? error.message : String(error)}; nothing was installed`, { cause: error });
  }
}

/** Puts the hooks where the repository's own manager of hooks, if it has one, lets them be. Returns what was done. */
async function placeHooks(survey: Survey, journal: Journal): Promise<readonly string[]> {
  const done: string[] = [];
  switch (survey.manager) {
    case 'husky':
      for (const hook of clientHooks) addToScript(join(huskyFolder(survey), hook), hook, survey, journal);
      // in a clone where husky is not set up yet git looks elsewhere
      if (survey.hooksPath === undefined) for (const hook of clientHooks) addBeside(hook, survey, journal, 'none');
      done.push(`added to husky: ${sharedHooks(survey) ?? ''}/pre-commit, pre-merge-commit, commit-msg and pre-push`);
      break;
    case 'hooks-path':
      for (const hook of clientHooks) addToScript(join(survey.hooksDir, hook), hook, survey, journal);
      done.push(`added to the hooks in ${sharedHooks(survey) ?? survey.hooksDir}`);
      break;
    case 'lefthook':
      await addToLefthook(survey.lefthookFile ?? '', survey.packageFolder, journal);
      // lefthook writes its hooks anew whenever its configuration changed
      for (const hook of clientHooks) addBeside(hook, survey, journal, 'lefthook');
      done.push(`added to lefthook: ${posixPath(relative(survey.top, survey.lefthookFile ?? ''))}`);
      break;
    case 'pre-commit':
      for (const hook of clientHooks) addBeside(hook, survey, journal, 'pre-commit');
      done.push(`installed beside pre-commit in ${survey.hooksDir}`);
      break;
    case 'global-hooks-path':
      forwardHooks(ownHooksFolder(survey), survey, journal);
      journal.config('core.hooksPath', undefined);
      // simple-git refuses to set this key; that it is set to a folder of ours is the point
      runGit(['config', '--local', 'core.hooksPath', ownHooksFolder(survey)], { cwd: survey.top });
      done.push(`set core.hooksPath for this repository; the hooks in ${survey.formerHooksDir} still run`);
      break;
    case 'hooks-path-elsewhere':
      forwardHooks(ownHooksFolder(survey), survey, journal);
      includeHooksPath(survey, journal);
      done.push(`set core.hooksPath for this repository; the hooks in ${survey.formerHooksDir} still run`);
      break;
    case 'simple-git-hooks':
      forwardHooks(ownHooksFolder(survey), survey, journal);
      includeHooksPath(survey, journal);
      done.push(`set core.hooksPath for this repository; what simple-git-hooks writes into ${survey.formerHooksDir} still runs`);
      break;
    case 'none':
      for (const hook of clientHooks) addBeside(hook, survey, journal, 'none');
      done.push(`installed ${clientHooks.join(', ')} in ${survey.hooksDir}`);
      break;
    default:
      survey.manager satisfies never;
  }
  return done;
}

/** Takes the installation back. Returns what could not be restored as it was. */
export async function uninstallClient(cwd: string): Promise<{ found: boolean; remarks: readonly string[] }> {
  const survey = await surveyRepository(porcelain(cwd), cwd);
  const journal = openJournal(homeFolder(survey));
  const found = isInstalled(survey, journal);
  return { found, remarks: found ? await takeBack(survey, journal) : [] };
}

/** A gate without steps is what an installation left that was killed. */
function isInstalled(survey: Survey, { steps }: Journal): boolean {
  return steps.length > 0 || existsSync(join(homeFolder(survey), 'gate'));
}

async function takeBack(survey: Survey, journal: Journal): Promise<readonly string[]> {
  if (survey.lefthookFile !== undefined) takeBackFromLefthook(survey.lefthookFile, journal);
  const config = (...args: string[]): unknown => runGit(['config', '--local', ...args], { cwd: survey.top, accept: [0, 5] });
  const fromLefthook = survey.lefthookFile === undefined ? () => false : await lefthookRemover();
  const remarks = rewind(journal, {
    takeOut: (path) => path === survey.lefthookFile && fromLefthook(path),
    set: (key, value) => config(...(value === undefined ? ['--unset-all', key] : [key, value])),
    remove: (key, value) => config('--fixed-value', '--unset', key, value),
  });
  for (const gate of new Set([runningGate(survey), join(homeFolder(survey), 'gate')])) endStandby(join(gate, 'dist'));
  rmSync(homeFolder(survey), { recursive: true, force: true });
  return remarks;
}

/**
 * Sets core.hooksPath in a file that the repository's configuration includes, after the value that may be there: it stays.
 * simple-git-hooks writes to, and cleans, the folder that `git config --local core.hooksPath` names, and that command reads
 * no included files.
 */
function includeHooksPath(survey: Survey, journal: Journal): void {
  const folder = ownHooksFolder(survey).replaceAll('\\', '/').replaceAll('"', '\\"');
  journal.write(join(homeFolder(survey), 'hooks.gitconfig'), `[core]\n\thooksPath = "${folder}"\n`, false);
  const key = 'include.path';
  const value = 'portcullis/hooks.gitconfig';
  if (journal.configAdded(key, value)) runGit(['config', '--local', '--add', key, value], { cwd: survey.top });
}

/** Adds our lines to a script that is shared through the repository; writes one where there is none. */
function addToScript(path: string, hook: string, survey: Survey, journal: Journal): void {
  const block = sharedBlock(hook, survey.packageFolder);
  if (!existsSync(path)) {
    journal.write(path, `#!/bin/sh\n${block}`, true);
    return;
  }
  const script = readFileSync(path, 'utf8');
  if (isShellScript(script)) journal.write(path, withBlock(script, block), (statSync(path).mode & 0o111) !== 0);
  else {
    const former = `${path}.before-portcullis`;
    if (!existsSync(former)) journal.move(path, former);
    journal.write(path, hookFile(shimOptions(hook, survey, former)), true);
  }
}

/**
 * Puts our hook file into a hooks folder. pre-commit and prek run what is called `NAME.legacy` before their own hooks
 * and keep it when they are installed again; any other hook is kept under another name and run first by ours.
 */
function addBeside(hook: string, survey: Survey, journal: Journal, manager: string): void {
  const path = join(survey.hooksDir, hook);
  if (manager === 'pre-commit' && isManagersHook(path)) {
    place(`${path}.legacy`, hook, survey, journal);
    return;
  }
  // lefthook's own hook files run what its configuration says, and ours is in it
  if (manager === 'lefthook' && existsSync(path) && readFileSync(path, 'utf8').includes('lefthook')) return;
  place(path, hook, survey, journal);
}

function place(path: string, hook: string, survey: Survey, journal: Journal): void {
  const former = `${path}.before-portcullis`;
  if (isForeign(path) && !isThere(former)) journal.move(path, former);
  journal.write(path, hookFile(shimOptions(hook, survey, isThere(former) ? former : undefined)), true);
}

function shimOptions(hook: string, survey: Survey, chain: string | undefined): Parameters<typeof hookFile>[0] {
  return {
    hook,
    copy: join(homeFolder(survey), 'gate'),
    node: process.execPath,
    ...(survey.packageFolder === undefined ? {} : { packageFolder: survey.packageFolder }),
    ...(chain === undefined ? {} : { chain }),
  };
}

/** Hooks that a manager may add later, beside ours. Source: githooks(5). */
const otherHooks = ['applypatch-msg', 'pre-applypatch', 'post-applypatch', 'prepare-commit-msg', 'post-commit', 'pre-rebase', 'post-checkout', 'post-merge', 'post-rewrite'];

/** Our hooks in a folder of our own; each first runs the one of the former folder, if there is one by then. All others are forwarded. */
function forwardHooks(folder: string, survey: Survey, journal: Journal): void {
  const former = survey.formerHooksDir;
  for (const hook of clientHooks) journal.write(join(folder, hook), hookFile(shimOptions(hook, survey, join(former, hook))), true);
  // /dev/null is how hooks are turned off
  const there = statSync(former, { throwIfNoEntry: false })?.isDirectory() === true ? readdirSync(former).filter((name) => !name.includes('.') && statSync(join(former, name)).isFile()) : [];
  for (const name of new Set([...there, ...otherHooks])) {
    if (!clientHooks.includes(name)) journal.write(join(folder, name), forwarder(join(former, name)), true);
  }
}
