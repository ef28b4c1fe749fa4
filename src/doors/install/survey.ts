import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import type { SimpleGit } from 'simple-git';
import { lefthookNames } from './lefthook.ts';
import { isInside, posixPath } from './paths.ts';

/** Who manages the hooks of a repository. */
export type Manager = 'none' | 'husky' | 'lefthook' | 'pre-commit' | 'simple-git-hooks' | 'hooks-path' | 'hooks-path-elsewhere' | 'global-hooks-path';

/** What init needs to know of a repository before it changes anything. */
export interface Survey {
  /** Top of the work tree, absolute. */
  readonly top: string;
  /** The git directory that all linked worktrees share, absolute. */
  readonly commonDir: string;
  /** The folder git looks for hooks in, absolute. */
  readonly hooksDir: string;
  /** The folder it looked in before we set core.hooksPath to one of our own, absolute; the same one where we did not. */
  readonly formerHooksDir: string;
  /** core.hooksPath as others have set it. */
  readonly hooksPath?: { readonly value: string; readonly scope: string };
  readonly manager: Manager;
  /** lefthook's configuration file, absolute. */
  readonly lefthookFile?: string;
  /** Folder of our package in the work tree, relative to the top with forward slashes, when it is installed there. */
  readonly packageFolder?: string;
}

const preCommitNames = ['.pre-commit-config.yaml', '.pre-commit-config.yml', 'prek.toml'];
const simpleGitHooksNames = ['', '.'].flatMap((dot) => ['js', 'cjs', 'json'].map((ending) => `${dot}simple-git-hooks.${ending}`));

/** Looks at a repository. `cwd` may be any folder of its work tree. Throws what git says when there is no repository. */
export async function surveyRepository(git: SimpleGit, cwd: string): Promise<Survey> {
  const ask = async (...args: string[]): Promise<string> => (await git.raw(['rev-parse', ...args])).replace(/\r?\n$/, '');
  const top = await ask('--show-toplevel');
  const commonDir = resolve(cwd, await ask('--git-common-dir'));
  const hooksDir = resolve(top, await ask('--git-path', 'hooks').then((path) => resolve(cwd, path)));
  const settings = await hooksPathsOf(git);
  const own = settings.at(-1)?.value === ownHooksFolder({ commonDir });
  const hooksPath = settings.filter(({ value }) => value !== ownHooksFolder({ commonDir })).at(-1);
  const formerHooksDir = !own ? hooksDir : hooksPath === undefined ? join(commonDir, 'hooks') : resolve(top, hooksPath.value);
  const lefthookFile = lefthookNames.map((name) => join(top, name)).find((path) => existsSync(path));
  const packageFolder = installedPackage(cwd, top);
  return {
    top,
    commonDir,
    hooksDir,
    formerHooksDir,
    manager: isLinkedIn({ top, commonDir }, formerHooksDir) ? 'hooks-path' : managerOf({ top, commonDir, hooksDir: formerHooksDir, hooksPath, lefthookFile }),
    ...(hooksPath === undefined ? {} : { hooksPath }),
    ...(lefthookFile === undefined ? {} : { lefthookFile }),
    ...(packageFolder === undefined ? {} : { packageFolder }),
  };
}

/** Every value that core.hooksPath has, the one that counts last. */
async function hooksPathsOf(git: SimpleGit): Promise<readonly { value: string; scope: string }[]> {
  // simple-git counts it as a failure that there is none; a path may hold anything but a zero byte
  const shown = await git.raw(['config', '--show-scope', '--type=path', '-z', '--get-all', 'core.hooksPath']).catch(() => '');
  const parts = shown.split('\0').slice(0, -1);
  return parts.flatMap((scope, at) => (at % 2 === 0 ? [{ scope, value: parts[at + 1] ?? '' }] : []));
}

function managerOf({ top, commonDir, hooksDir, hooksPath, lefthookFile }: Pick<Survey, 'top' | 'commonDir' | 'hooksDir'> & { hooksPath: Survey['hooksPath']; lefthookFile: string | undefined }): Manager {
  if (hooksPath !== undefined) {
    if (/(?:^|[\\/])\.husky(?:[\\/]_)?[\\/]?$/.test(hooksPath.value)) return 'husky';
    if (hooksPath.scope === 'global' || hooksPath.scope === 'system') return 'global-hooks-path';
    if (isInside(top, hooksDir) && !isInside(join(top, '.git'), hooksDir)) return 'hooks-path';
    // other repositories may be pointed to that folder too
    return hooksPath.scope === 'local' && !isInside(commonDir, hooksDir) ? 'hooks-path-elsewhere' : 'none';
  }
  if (lefthookFile !== undefined) return 'lefthook';
  if (preCommitNames.some((name) => existsSync(join(top, name)))) return 'pre-commit';
  if (usesSimpleGitHooks(top)) return 'simple-git-hooks';
  return awaitsHusky(top) ? 'husky' : 'none';
}

/** Whether the hooks folder is a link to one in the work tree: its hooks are shared, and must hold no path of this machine. */
function isLinkedIn({ top, commonDir }: Pick<Survey, 'top' | 'commonDir'>, hooksDir: string): boolean {
  if (hooksDir !== join(commonDir, 'hooks') || !existsSync(hooksDir)) return false;
  const real = realpathSync(hooksDir);
  return isInside(realpathSync(top), real) && !isInside(realpathSync(commonDir), real);
}

/** Whether husky will be pointed to the scripts in `.husky` once packages are installed: a fresh clone. */
function awaitsHusky(top: string): boolean {
  const manifest = join(top, 'package.json');
  return existsSync(join(top, '.husky')) && existsSync(manifest) && /\bhusky\b/.test(readFileSync(manifest, 'utf8'));
}

/** simple-git-hooks writes over every hook it finds, whenever packages are installed. Source: its README, "Configuration". */
function usesSimpleGitHooks(top: string): boolean {
  const manifest = join(top, 'package.json');
  return simpleGitHooksNames.some((name) => existsSync(join(top, name))) || (existsSync(manifest) && /"simple-git-hooks"\s*:\s*\{/.test(readFileSync(manifest, 'utf8')));
}

/** Looks for `node_modules/portcullis` from the folder upwards, up to the top of the work tree. */
function installedPackage(cwd: string, top: string): string | undefined {
  for (let folder = cwd; isInside(top, folder); folder = dirname(folder)) {
    const found = join(folder, 'node_modules', 'portcullis');
    if (existsSync(join(found, 'dist', 'hook.cjs'))) return posixPath(relative(top, found));
    if (dirname(folder) === folder) break;
  }
  return undefined;
}

/** Whether an executable hook file is a given manager's own: pre-commit and prek say so in it. */
export function isManagersHook(path: string): boolean {
  if (!existsSync(path)) return false;
  return /pre-commit\.com|INSTALL_PYTHON|prek (?:hook-impl|run)|generated by prek|hook-impl/i.test(readFileSync(path, 'latin1').slice(0, 4000));
}

/** Folder of our own in the shared git directory. */
export function homeFolder({ commonDir }: Pick<Survey, 'commonDir'>): string {
  return join(commonDir, 'portcullis');
}

/** Folder of our own hooks, where core.hooksPath is set to them because nothing can be put beside the others'. */
export function ownHooksFolder(survey: Pick<Survey, 'commonDir'>): string {
  return join(homeFolder(survey), 'hooks');
}

/**
 * The folder of the scripts that husky runs. From version 9 on git is pointed to the folder `_` in it, whose hooks run the
 * scripts beside them; it may lie in a package of a monorepo. Before husky is set up in a clone, the folder at the top.
 */
export function huskyFolder({ hooksDir, top }: Pick<Survey, 'hooksDir' | 'top'>): string {
  if (basename(hooksDir) === '_') return dirname(hooksDir);
  return basename(hooksDir) === '.husky' ? hooksDir : join(top, '.husky');
}

/** The folder of hooks that all share by the repository, relative to its top, where there is one. */
export function sharedHooks(survey: Survey): string | undefined {
  if (survey.manager === 'husky') return posixPath(relative(survey.top, huskyFolder(survey)));
  if (survey.manager !== 'hooks-path') return undefined;
  return survey.hooksPath?.value ?? posixPath(relative(realpathSync(survey.top), realpathSync(survey.hooksDir)));
}

/** The gate that the hooks run: the package in the work tree where it is installed, else the copy that init made. */
export function runningGate(survey: Survey): string {
  return survey.packageFolder === undefined ? join(homeFolder(survey), 'gate') : join(survey.top, survey.packageFolder);
}
