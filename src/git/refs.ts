import { objectEnvironment } from './new-objects.ts';
import { git, type GitOptions } from './run.ts';

/** A ref of the repository. */
export interface Ref {
  /** Full name as git has it, UTF-8 with replacement characters for other bytes. */
  readonly name: string;
  /** What it points to: unlike its name it can be given back to git in any case. */
  readonly oid: string;
  /** Ref that it stands for, when it is symbolic. */
  readonly target: string | undefined;
}

/** The name that a ref has for whoever pushes: without the namespaces that it lies in. Source: gitnamespaces(7). */
export function withoutNamespace(name: string): string {
  return name.replace(/^(?:refs\/namespaces\/[^/]+\/)+(?=refs\/)/, '');
}

/** What the names of the refs of a namespace begin with; empty where there is none. */
export function namespacePrefix(namespace: string | undefined): string {
  return (namespace ?? '').split('/').filter((part) => part !== '').map((part) => `refs/namespaces/${part}/`).join('');
}

/** All refs as they are. Throws GitError. */
export function listRefs(options: Pick<GitOptions, 'cwd'> = {}): readonly Ref[] {
  const output = git(['for-each-ref', '--format=%(refname) %(objectname) %(symref)'], { ...options, env: objectEnvironment(), maxBytes: 512 * 1024 * 1024 }).toString('utf8');
  return output.split('\n').flatMap((line) => {
    const [name = '', oid = '', target = ''] = line.split(' ');
    return name === '' ? [] : [{ name, oid, target: target === '' ? undefined : target }];
  });
}
