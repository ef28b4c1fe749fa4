import { readPlainRange } from '../comparators.ts';
import { totalOrder } from '../order.ts';
import type { Scheme } from '../scheme.ts';
import { compareSemver, parseSemver } from '../semver.ts';

/** Tags such as `v4`, `4.1.2-rc.1` or `release-4.1`: what stands before the first number does not count. */
const compare = totalOrder((text: string) => parseSemver(text.trim().replace(/^[a-z_-]{0,40}(?=\d)/i, '')), compareSemver);

/** Releases named by tags, as on GitHub. Source: semver.org; GitHub's advisory database, "vulnerable version range". */
export const github: Scheme = { name: 'github', compare, range: (text) => readPlainRange(text, compare) };
