import { existsSync } from 'node:fs';
import { dirname, join, posix, relative, sep } from 'node:path';
import type { Outcome } from '../../model/finding.ts';
import { configurationName } from '../client-policy.ts';

/**
 * The folder whose policy holds for a scan, and that policy's paths are relative to: the folder itself when it has a
 * configuration, else the top of the repository around it, else the folder itself. No git is asked: a scan needs none.
 */
export function scanRoot(folder: string): string {
  if (existsSync(join(folder, configurationName))) return folder;
  for (let one = folder; ; one = dirname(one)) {
    if (existsSync(join(one, '.git'))) return one;
    if (dirname(one) === one) return folder;
  }
}

/** An outcome with its paths as somebody sees them who stands in `folder`, below or at the root they are relative to. */
export function seenFrom(folder: string, root: string, outcome: Outcome): Outcome {
  const prefix = relative(root, folder).split(sep).join('/');
  if (prefix === '') return outcome;
  const seen = <Named extends { readonly path: string }>(one: Named): Named => (posix.isAbsolute(one.path) ? one : { ...one, path: posix.relative(prefix, one.path) });
  return { ...outcome, findings: outcome.findings.map(seen), notChecked: outcome.notChecked.map(seen) };
}
