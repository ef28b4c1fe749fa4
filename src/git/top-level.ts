import { git, GitError } from './run.ts';

/** The top folder of the working tree that holds a folder. Throws GitError outside of one. */
export function topLevel(cwd?: string): string {
  // only git's line feed goes: a folder's name may end in blanks
  return git(['rev-parse', '--show-toplevel'], cwd === undefined ? {} : { cwd }).toString('utf8').replace(/\r?\n$/, '');
}

/** Whether a folder lies in a bare repository, which has no working tree and no index. Throws GitError outside of one. */
export function isBare(cwd?: string): boolean {
  return git(['rev-parse', '--is-bare-repository'], cwd === undefined ? {} : { cwd }).toString('utf8').trim() === 'true';
}

/** Where a repository's commits are judged from: the top of its working tree, or the folder of a bare one. Throws GitError outside of one. */
export function repositoryFolder(cwd?: string): string {
  if (!isBare(cwd)) return topLevel(cwd);
  return git(['rev-parse', '--absolute-git-dir'], cwd === undefined ? {} : { cwd }).toString('utf8').replace(/\r?\n$/, '');
}

/** Whether git knows this folder as part of a repository. */
export function isRepository(): boolean {
  try {
    git(['rev-parse', '--git-dir']);
    return true;
  } catch (error) {
    if (error instanceof GitError) return false;
    throw error;
  }
}
