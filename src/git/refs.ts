import { objectEnvironment } from './new-objects.ts';
import { git, type GitOptions } from './run.ts';

/** A ref of the repository. */
export interface Ref {
  readonly name: string;
  /** Ref that it stands for, when it is symbolic. */
  readonly target: string | undefined;
}

/** All refs as they are. Throws GitError. */
export function listRefs(options: Pick<GitOptions, 'cwd'> = {}): readonly Ref[] {
  const output = git(['for-each-ref', '--format=%(refname) %(symref)'], { ...options, env: objectEnvironment(), maxBytes: 512 * 1024 * 1024 }).toString('utf8');
  return output.split('\n').flatMap((line) => {
    const [name = '', target = ''] = line.split(' ');
    return name === '' ? [] : [{ name, target: target === '' ? undefined : target }];
  });
}
