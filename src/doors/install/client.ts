import { existsSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { simpleGit } from 'simple-git';
import { git as runGit } from '../../git/run.ts';
import { configurationName } from '../client-policy.ts';
import { copyGate } from './copy-gate.ts';
import { openJournal, rewind, type Journal } from './journal.ts';
import { addToLefthook } from './lefthook.ts';
import { clientHooks, hookFile, isOurs, isShellScript, sharedBlock, withBlock } from './shims.ts';
import { homeFolder, isManagersHook, surveyRepository, type Survey } from './survey.ts';

/** What init did, as sentences for a person. */
export interface Installed {
  readonly survey: Survey;
  readonly done: readonly string[];
}

const firstConfiguration = `# Portcullis: what passes the gate. Reference: docs/configuration.md in the package.
# A key that is not known is an error, so nothing here is ignored in silence.
version: 1
`;

/** Installs the client hooks in the repository around `cwd`, whatever it already uses. Doing it twice changes nothing. */
export async function installClient(cwd: string): Promise<Installed> {
  const git = simpleGit({ baseDir: cwd });
  const survey = await surveyRepository(git, cwd);
  const home = homeFolder(survey);
  const journal = openJournal(home);
  copyGate(join(home, 'gate'));
  const done: string[] = [];
  switch (survey.manager) {
    case 'husky':
      for (const hook of clientHooks) addToScript(join(survey.top, '.husky', hook), hook, survey, journal);
      done.push('added to husky: .husky/pre-commit, pre-merge-commit, commit-msg and pre-push');
      break;
    case 'hooks-path':
      for (const hook of clientHooks) addToScript(join(survey.hooksDir, hook), hook, survey, journal);
      done.push(`added to the hooks in ${survey.hooksPath?.value ?? survey.hooksDir}`);
      break;
    case 'lefthook':
      await addToLefthook(survey.lefthookFile ?? '', survey.packageFolder, journal);
      // lefthook writes its hooks anew whenever its configuration changed
      for (const hook of clientHooks) addBeside(hook, survey, journal, 'lefthook');
      done.push(`added to lefthook: ${survey.lefthookFile ?? ''}`);
      break;
    case 'pre-commit':
      for (const hook of clientHooks) addBeside(hook, survey, journal, 'pre-commit');
      done.push(`installed beside pre-commit in ${survey.hooksDir}`);
      break;
    case 'global-hooks-path': {
      const folder = join(home, 'hooks');
      forwardGlobalHooks(folder, survey, journal);
      journal.config('core.hooksPath', undefined);
      // simple-git refuses to set this key; that it is set to a folder of ours is the point
      runGit(['config', '--local', 'core.hooksPath', folder], { cwd });
      done.push(`set core.hooksPath for this repository; the hooks in ${survey.hooksPath?.value ?? ''} still run`);
      break;
    }
    case 'none':
      for (const hook of clientHooks) addBeside(hook, survey, journal, 'none');
      done.push(`installed ${clientHooks.join(', ')} in ${survey.hooksDir}`);
      break;
    default:
      survey.manager satisfies never;
  }
  const configuration = join(survey.top, configurationName);
  if (!existsSync(configuration)) {
    journal.write(configuration, firstConfiguration, false);
    done.push(`wrote ${configurationName}`);
  }
  return { survey, done };
}

/** Takes the installation back. Returns what could not be restored as it was. */
export async function uninstallClient(cwd: string): Promise<{ found: boolean; remarks: readonly string[] }> {
  const git = simpleGit({ baseDir: cwd });
  const survey = await surveyRepository(git, cwd);
  const home = homeFolder(survey);
  const journal = openJournal(home);
  if (journal.steps.length === 0) return { found: false, remarks: [] };
  const settings: [string, string | undefined][] = [];
  const remarks = rewind(journal, (key, value) => settings.push([key, value]));
  for (const [key, value] of settings) {
    runGit(value === undefined ? ['config', '--local', '--unset-all', key] : ['config', '--local', key, value], { cwd, accept: [0, 5] });
  }
  rmSync(home, { recursive: true, force: true });
  return { found: true, remarks };
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
  if (existsSync(path) && !isOurs(readFileSync(path, 'utf8')) && !existsSync(former)) journal.move(path, former);
  journal.write(path, hookFile(shimOptions(hook, survey, existsSync(former) ? former : undefined)), true);
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

/** Our hooks in a folder of our own, and one forwarder for every hook that the global folder has. */
function forwardGlobalHooks(folder: string, survey: Survey, journal: Journal): void {
  const global = survey.hooksDir;
  for (const hook of clientHooks) {
    const former = join(global, hook);
    journal.write(join(folder, hook), hookFile(shimOptions(hook, survey, existsSync(former) ? former : undefined)), true);
  }
  for (const name of existsSync(global) ? readdirSync(global) : []) {
    if (clientHooks.includes(name) || name.includes('.') || !statSync(join(global, name)).isFile()) continue;
    journal.write(join(folder, name), `#!/bin/sh\nexec '${join(global, name).replaceAll('\\', '/').replaceAll("'", `'\\''`)}' "$@"\n`, true);
  }
}
