import { UsageError } from '../model/usage-error.ts';
import { git } from './run.ts';

/**
 * The revisions that a range (`A..B`, `A...B`, `A`) stands for, as git reads them, those to leave out with `^`. Throws
 * UsageError when it names a commit that is not here: a gate that judged nothing must not say that all is well.
 */
export function revisionsOf(range: string, cwd: string): readonly string[] {
  // --revs-only leaves out in silence what it does not know
  const written = git(['rev-parse', '--revs-only', '--end-of-options', range], { cwd }).toString('latin1').trim();
  if (written === '') throw new UsageError(`"${range}" is no range of commits that are here; a shallow clone has to fetch them first (git fetch --unshallow)`);
  return written.split('\n');
}
