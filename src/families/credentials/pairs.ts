import { folderOf } from '../../formats/repository-path.ts';
import { awsAccountOf } from './checksums.ts';
import type { Match } from './matcher.ts';

/** How far apart the parts of one credential may stand, in bytes: three lines of a settings file. */
const reach = 400;

/** Checks of what names an account and opens nothing by itself: `credentials/aws/access-key-id`, `credentials/okta/client-id`. */
const namesAccount = /(?:^|[/-])(?:id|sid|client-id|username|account|tenant-id|publishable-key|public-key)(?:-\d{1,2})?$/;

/** A match with the spans of the other parts of the same credential. */
export interface Whole extends Match {
  readonly parts?: readonly Match[];
}

/**
 * Joins what names an account to the secret of the same provider beside it, so that a pair (an AWS secret and its key id, a
 * Twilio token and its SID) is one finding. The matches are sorted by their start.
 */
export function joinPairs(matches: readonly Match[]): readonly Whole[] {
  const mains = matches.filter((match) => !namesAccount.test(match.check.id));
  if (mains.length === matches.length || mains.length === 0) return matches;
  const parts = new Map<Match, Match[]>();
  const alone: Match[] = [];
  for (const match of matches) {
    if (!namesAccount.test(match.check.id)) continue;
    const main = nearest(match, mains);
    if (main === undefined) alone.push(match);
    else parts.set(main, [...(parts.get(main) ?? []), match]);
  }
  return [...alone, ...mains.map((main) => joined(main, parts.get(main)))].sort((a, b) => a.start - b.start);
}

function nearest(part: Match, mains: readonly Match[]): Match | undefined {
  let best: Match | undefined;
  let bestGap = reach + 1;
  for (const main of mains) {
    if (main.start - part.end > reach) break;
    if (folderOf(main.check.id) !== folderOf(part.check.id)) continue;
    const gap = Math.max(main.start - part.end, part.start - main.end);
    if (gap < bestGap) {
      best = main;
      bestGap = gap;
    }
  }
  return best;
}

function joined(main: Match, parts: readonly Match[] | undefined): Whole {
  if (parts === undefined) return main;
  const account = parts.map((part) => (part.check.id === 'credentials/aws/access-key-id' ? awsAccountOf(part.secret) : undefined)).find((one) => one !== undefined);
  const beside = account === undefined ? 'what names its account stands beside it' : `its access key id stands beside it, of account ${account}`;
  return { ...main, parts, message: main.message === undefined ? beside : `${main.message}; ${beside}` };
}
