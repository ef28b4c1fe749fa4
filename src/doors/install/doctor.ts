import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SimpleGit } from 'simple-git';
import semver from 'semver';
import { configurationName } from '../client-policy.ts';
import { version } from '../../model/version.ts';
import { isInside } from './paths.ts';
import { porcelain } from './porcelain.ts';
import { readIfThere } from '../read-if-there.ts';
import { standbyState } from '../standby/state.ts';
import { proveProtection, type Proof } from './proof.ts';
import { clientHooks, isOurs } from './shims.ts';
import { homeFolder, huskyFolder, runningGate, surveyRepository, type Survey } from './survey.ts';

/** What was looked at, and how to mend it where it is not `ok`. A `note` leaves the repository itself protected. */
export interface Diagnosis {
  readonly ok: boolean;
  readonly note?: true;
  readonly text: string;
  readonly remedy?: string;
}

/** Node and git versions that everything is tested with. */
const leastNode = '20.20.0';
const leastGit = '2.36.0';

/** Looks at every part of an installation and ends with a proof by a planted token. */
export async function examineInstallation(cwd: string): Promise<readonly Diagnosis[]> {
  const git = porcelain(cwd);
  const survey = await surveyRepository(git, cwd);
  const diagnoses: Diagnosis[] = [await checkGit(git), checkNode()];
  for (const hook of clientHooks) diagnoses.push(checkHook(survey, hook));
  diagnoses.push(...checkGates(survey), await checkConfiguration(survey), ...(await checkWorktrees(git, survey)), ...(await checkSubmodules(git, survey)));
  const standby = await checkStandby(survey);
  if (standby !== undefined) diagnoses.push({ ok: true, text: standby.text });
  diagnoses.push(proven(await proveProtection(survey, { PORTCULLIS_STANDBY: '0' }), 'a planted token was blocked'));
  if (standby?.isOn === true) diagnoses.push(proven(await proveProtection(survey), 'a planted token was blocked beside the standby too'));
  return diagnoses;
}

function proven(proof: Proof, text: string): Diagnosis {
  return proof.kind === 'passed' ? { ok: true, text } : { ok: false, text: proof.why, remedy: 'run "npx portcullis init" again' };
}

/** The process that answers commit hooks, on systems that have it. */
async function checkStandby(survey: Survey): Promise<{ readonly text: string; readonly isOn: boolean } | undefined> {
  const state = standbyState(join(runningGate(survey), 'dist'));
  if (state !== undefined && (await isTurnedOff(survey))) return { text: `no standby: ${configurationName} turns it off`, isOn: false };
  switch (state?.kind) {
    case undefined:
      return undefined;
    case 'on':
      return { text: `the standby is on: process ${state.pid}, ${state.megabytes} MB`, isOn: true };
    case 'none':
      return { text: 'no standby is on; the next commit starts one', isOn: false };
    case 'off':
      return { text: `no standby: ${state.why}`, isOn: false };
    default:
      return state satisfies never;
  }
}

async function isTurnedOff({ top }: Survey): Promise<boolean> {
  const text = readIfThere(join(top, configurationName));
  if (text === undefined) return false;
  const { loadConfiguration } = await import('../load-configuration.ts');
  try {
    return (await loadConfiguration(configurationName, text, top)).configurations.reduce((last, one) => one.standby ?? last, true) === false;
  } catch {
    // said by the check of the configuration
    return false;
  }
}

async function checkGit(git: SimpleGit): Promise<Diagnosis> {
  const { major, minor, patch } = await git.version();
  const found = `${major}.${minor}.${String(patch).replace(/\D.*$/, '') || '0'}`;
  return { ok: semver.gte(found, leastGit), text: `git ${found}`, remedy: `git ${leastGit} or newer is needed` };
}

function checkNode(): Diagnosis {
  return { ok: semver.gte(process.versions.node, leastNode), text: `node ${process.versions.node} at ${process.execPath}`, remedy: `Node ${leastNode} or newer is needed` };
}

/** A hook counts as ours when it, what it chains to, or what its manager runs holds our lines. */
function checkHook(survey: Survey, hook: string): Diagnosis {
  const places = [join(survey.hooksDir, hook), join(survey.hooksDir, `${hook}.legacy`), join(huskyFolder(survey), hook)];
  const remedy = 'run "npx portcullis init" again';
  const ours = places.find((path) => existsSync(path) && isOurs(readFileSync(path, 'latin1')));
  const lefthook = survey.lefthookFile !== undefined && readFileSync(survey.lefthookFile, 'utf8').includes('portcullis');
  if (ours === undefined && !lefthook) return { ok: false, text: `${hook}: no hook of ours in ${survey.hooksDir}`, remedy };
  const started = join(survey.hooksDir, hook);
  if (!existsSync(started)) {
    return survey.manager === 'husky'
      ? { ok: false, text: `${hook}: husky is not set up in this worktree (${started} is missing)`, remedy: 'run "npm install" (husky\'s prepare script) here' }
      : { ok: false, text: `${hook}: ${started} is missing`, remedy };
  }
  try {
    accessSync(started, constants.X_OK);
  } catch {
    return { ok: false, text: `${hook}: ${started} is not executable, so git skips it`, remedy: `chmod +x '${started}'` };
  }
  return { ok: true, text: `${hook}: ${ours ?? survey.lefthookFile ?? started}` };
}

/** The gate that runs, and the copy beside it: an old one would run where packages are not installed (another branch, a fresh worktree). */
function checkGates(survey: Survey): readonly Diagnosis[] {
  const copy = join(homeFolder(survey), 'gate');
  const folders = [runningGate(survey), copy].filter((folder, at, all) => all.indexOf(folder) === at && (at === 0 || existsSync(folder)));
  const remedy = 'run "npx portcullis init" again';
  return folders.map((folder) => {
    const manifest = join(folder, 'package.json');
    if (!existsSync(manifest) || !existsSync(join(folder, 'dist', 'hook.cjs'))) return { ok: false, text: `the gate's copy at ${folder} is missing`, remedy };
    const installed: { version?: string } = JSON.parse(readFileSync(manifest, 'utf8'));
    return { ok: installed.version === version, text: `the gate at ${folder} is version ${installed.version ?? 'unknown'}`, remedy: `this is version ${version}: ${remedy}` };
  });
}

async function checkConfiguration(survey: Survey): Promise<Diagnosis> {
  const path = join(survey.top, configurationName);
  if (!existsSync(path)) return { ok: true, text: `no ${configurationName}: the defaults apply` };
  const { loadConfiguration } = await import('../load-configuration.ts');
  const { slippedParameters, unknownChecks } = await import('../unknown-checks.ts');
  try {
    const { configurations, registries } = await loadConfiguration(configurationName, readFileSync(path, 'utf8'), survey.top);
    const unknown = unknownChecks(configurations, registries);
    if (unknown.length > 0) return { ok: false, text: `${configurationName} sets checks that are not there: ${unknown.join(', ')}`, remedy: 'correct their ids; "npx portcullis explain ID" says ours for an id of another tool' };
    const slipped = slippedParameters(configurations, registries);
    if (slipped.length > 0) return { ok: false, text: `${configurationName} sets parameters that the checks do not have: ${slipped.join(', ')}`, remedy: 'correct their names; "npx portcullis explain CHECK" shows the check' };
    return { ok: true, text: `${configurationName} is valid` };
  } catch (error) {
    return { ok: false, text: error instanceof Error ? error.message : String(error), remedy: 'correct the file; until then every commit is blocked' };
  }
}

/** Linked worktrees share the hooks folder, unless it is a relative core.hooksPath that each of them must have. */
async function checkWorktrees(git: SimpleGit, survey: Survey): Promise<readonly Diagnosis[]> {
  const value = survey.hooksDir === survey.formerHooksDir ? survey.hooksPath?.value : undefined;
  if (value === undefined || /^(?:\/|[A-Za-z]:|~)/.test(value)) return [];
  const listing = await git.raw(['worktree', 'list', '--porcelain', '-z']);
  const folders = listing.split('\0').flatMap((line) => (line.startsWith('worktree ') ? [line.slice('worktree '.length)] : []));
  return folders
    .filter((folder) => folder !== survey.top && existsSync(folder))
    .map((folder) => ({
      ok: existsSync(join(folder, value, 'pre-commit')),
      text: `worktree ${folder}`,
      remedy: `git runs no hooks there: ${join(folder, value)} is missing; run "npm install" or "npx portcullis init" in it`,
    }));
}

/** A submodule is a repository of its own, with its own hooks. */
async function checkSubmodules(git: SimpleGit, survey: Survey): Promise<readonly Diagnosis[]> {
  const diagnoses: Diagnosis[] = [];
  for (const path of await checkedOutSubmodules(git, survey)) {
    const inner = await surveyRepository(porcelain(path), path);
    const isProtected = [join(inner.hooksDir, 'pre-commit'), join(inner.hooksDir, 'pre-commit.legacy'), join(huskyFolder(inner), 'pre-commit')].some((hook) => existsSync(hook) && isOurs(readFileSync(hook, 'latin1')));
    if (!isProtected && inner.lefthookFile === undefined) diagnoses.push({ ok: true, note: true, text: `the submodule ${path} has hooks of its own, and none of ours`, remedy: `run "npx portcullis init" in it; its commits are not judged here` });
  }
  return diagnoses;
}

/** Absolute paths of the submodules whose repositories are here. */
export async function checkedOutSubmodules(git: SimpleGit, { top }: Survey): Promise<readonly string[]> {
  if (!existsSync(join(top, '.gitmodules'))) return [];
  const listed = await git.raw(['config', '-z', '--file', join(top, '.gitmodules'), '--get-regexp', '^submodule\\..*\\.path$']).catch(() => '');
  const paths = listed.split('\0').flatMap((entry) => entry.split('\n').slice(1));
  return paths.map((path) => join(top, path)).filter((path) => isInside(top, path) && existsSync(join(path, '.git')));
}
