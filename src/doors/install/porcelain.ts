import { simpleGit, type SimpleGit } from 'simple-git';

/**
 * git for what is asked of a person's repository, where speed does not matter. It is given what tells git where the
 * repository and its configuration are (`GIT_DIR`, `GIT_CONFIG_GLOBAL` …), which simple-git leaves out unless it is named.
 */
export function porcelain(cwd: string): SimpleGit {
  return simpleGit({ baseDir: cwd, allowEnvironment: Object.keys(process.env).filter((name) => name.startsWith('GIT_')) });
}
