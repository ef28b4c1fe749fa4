import type { LibraryCheck } from '../check.ts';

/** A lockfile format that is newer than the reader is read as far as it goes: the rest is not known. */
const unsureProblem = /^\S+ format version \S* is not known|does not exist$|^a requirement without a version$|^a provider without a version$/;

/** One line or entry that means nothing, in a file that is otherwise read. */
const strayLine = /^not a line of|^the entry .* does not say|^a package without id or version/;

/** Places that no reader could make sense of: conflict markers, truncation, binary lockfiles, includes that lead nowhere. */
export const unreadable: LibraryCheck = async ({ documents }) =>
  documents.flatMap(({ source, reading }) =>
    reading.problems.map(({ message, start, end }) => {
      const isConflict = message.startsWith('merge conflict');
      const isUnsure = unsureProblem.test(message);
      const isStray = strayLine.test(message) && reading.packages.length > 0;
      return {
        path: source.path,
        start,
        end,
        message,
        identity: message.replace(/in line \d+|\d+ bytes/, ''),
        severity: isConflict || (reading.kind === 'lockfile' && !isUnsure && !isStray) ? ('high' as const) : ('medium' as const),
        certainty: isUnsure ? ('unsure' as const) : ('fail' as const),
      };
    }),
  );
