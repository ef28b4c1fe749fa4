import { git } from './run.ts';

/** The top folder of the working tree that holds a folder. Throws GitError outside of one. */
export function topLevel(cwd?: string): string {
  // only git's line feed goes: a folder's name may end in blanks
  return git(['rev-parse', '--show-toplevel'], cwd === undefined ? {} : { cwd }).toString('utf8').replace(/\r?\n$/, '');
}
