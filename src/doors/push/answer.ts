import type { Outcome } from '../../model/finding.ts';
import { remoteReport } from '../../report/remote.ts';
import { visibleLine } from '../../report/visible.ts';
import { wrap } from '../../report/wrap.ts';
import { standingOf } from '../../report/standing.ts';
import { exceptionPrefix, type ExceptionRequest } from './exceptions.ts';
import type { Failure } from './failure.ts';

export interface AnswerOptions {
  /** Findings shown; the rest is counted. */
  readonly maxShown: number;
  readonly exceptions: readonly ExceptionRequest[];
  /** Whether the pusher may ask for one. */
  readonly mayAsk: boolean;
  /** Something that the pusher should pass on. */
  readonly note?: string;
  /** What every line starts with. */
  readonly prefix: string;
}

/** Prefix of lines that GitLab's web interface shows. Source: GitLab's documentation of server hooks, "custom error messages". */
export const gitlabPrefix = 'GL-HOOK-ERR: ';

/** Columns that fit beside git's own `remote: ` in 80. */
const width = 72;

/** What the pusher sees of a verdict, in lines; the empty list when there is nothing to say. */
export function answerLines(outcome: Outcome, options: AnswerOptions): readonly string[] {
  const report = remoteReport(outcome, { limit: options.maxShown, prefix: options.prefix });
  const [worst] = standingOf(outcome).blocking;
  const isOffered = options.mayAsk && options.exceptions.length === 0 && worst !== undefined;
  return [
    ...(report === '' ? [] : report.trimEnd().split('\n')),
    ...options.exceptions.flatMap((one) => line(one.granted ? 'note: ' : 'warning: ', `${one.option}: ${one.granted ? 'granted' : 'refused'}, ${one.why}`, options.prefix)),
    ...(options.note === undefined ? [] : line('note: ', options.note, options.prefix)),
    // on a line of its own, so that it can be copied
    ...(isOffered ? [...line('hint: ', 'With a ticket you may let it pass:', options.prefix), `${options.prefix}hint: git push -o ${exceptionPrefix}${worst.fingerprint.slice(0, 8)},ticket=TICKET`] : []),
  ];
}

/** What the pusher sees when the gate could not judge. */
export function failureLines(failure: Failure, prefix: string, isLetIn: boolean): readonly string[] {
  return [
    ...line(isLetIn ? 'warning: ' : 'error: ', isLetIn ? 'portcullis let this push in without judging all of it, as the policy of this server says' : 'portcullis could not judge this push and refused it', prefix),
    ...line('  ', failure.cause, prefix),
    ...line('hint: ', failure.remedy, prefix),
  ];
}

function line(start: string, text: string, prefix: string): readonly string[] {
  const rest = start === 'hint: ' ? start : ' '.repeat(start.length);
  return wrap(visibleLine(text), { first: start, rest, width: width - prefix.length }).map((one) => prefix + one);
}
