import { latestTime } from '../../audit/latest-time.ts';
import { today } from '../today.ts';

/** What the time is, as far as a server knows. */
export interface ServerClock {
  /** Today as `2026-11-24`: never before the last record of the audit log. */
  readonly today: string;
  /** Set where the clock stands behind the log: the latest time that the log knows, in milliseconds since 1970. */
  readonly behind?: number;
}

/** Clocks of machines that write one log, and corrections of a clock, differ by less. */
const toleratedMs = 5 * 60_000;

/**
 * A clock that was set back would bring expired suppressions and exceptions to life again, so that the log's last
 * record counts where it is later. One that once ran ahead holds the date until the log is rotated.
 */
export function serverClock(log: string, now: number): ServerClock {
  const latest = latestTime(log) ?? now;
  return { today: today(Math.max(now, latest)), ...(latest - now > toleratedMs ? { behind: latest } : {}) };
}

/** What is said of a clock that stands behind. */
export function clockNote({ behind, today: date }: ServerClock): string | undefined {
  return behind === undefined ? undefined : `the clock of this server stands behind its audit log, so ${date} counts as today for what expires; its administrator should set it, or run "portcullis audit rotate" if the log is what is wrong`;
}
