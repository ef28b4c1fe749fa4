import type { Outcome } from '../../model/finding.ts';
import type { ExceptionRequest } from './exceptions.ts';
import { remoteLines, type Failure } from './failure.ts';

/** Shows an outcome in the lines that git hands to the pusher. */
export interface AnswerOptions {
  readonly maxShown: number;
  readonly exceptions: readonly ExceptionRequest[];
  /** GitLab's web interface shows only lines that start with this. */
  readonly prefix: string;
}

/** Prefix of lines that GitLab's web interface shows. Source: GitLab's documentation of server hooks, "custom error messages". */
export const gitlabPrefix = 'GL-HOOK-ERR: ';

/** What the pusher sees of a verdict; the empty list when there is nothing to say. */
export function answerLines(outcome: Outcome, options: AnswerOptions): readonly string[] {
  const { prefix } = options;
  const lines: string[] = [];
  const counting = outcome.findings.filter((finding) => finding.excuse === undefined);
  const blocked = outcome.verdict.kind === 'block';
  const shown = [...counting].sort((a, b) => Number(b.action === 'block') - Number(a.action === 'block')).slice(0, options.maxShown);
  for (const finding of shown) {
    lines.push(...remoteLines(`${finding.action === 'block' ? 'blocked' : 'warning'}: ${finding.title}`, prefix));
    lines.push(...remoteLines(`${finding.path}:${finding.range.startLine}${finding.commit === undefined ? '' : ` in ${finding.commit.slice(0, 12)}`}`, `${prefix}  at `));
    if (finding.evidence !== '') lines.push(...remoteLines(finding.evidence, `${prefix}  is `));
    lines.push(...remoteLines(`${finding.check} ${finding.fingerprint.slice(0, 12)}`, `${prefix}  id `));
  }
  if (counting.length > shown.length) lines.push(...remoteLines(`and ${counting.length - shown.length} more findings`, prefix));
  for (const one of outcome.notChecked.filter((one) => one.action !== 'off').slice(0, options.maxShown)) {
    lines.push(...remoteLines(`${one.action === 'block' ? 'blocked' : 'warning'}: not checked: ${one.path} (${one.reason}: ${one.detail})`, prefix));
  }
  for (const one of options.exceptions) lines.push(...remoteLines(`${one.option}: ${one.granted ? 'granted' : 'refused'}, ${one.why}`, prefix));
  if (blocked) {
    lines.push(...remoteLines('The push was refused and nothing of it was stored.', prefix));
    if (counting.some((finding) => finding.family === 'credentials' && finding.action === 'block')) {
      lines.push(...remoteLines('Revoke the credential: it has left your machine. Take it out of the commit: "git commit --amend" for the last one, "git rebase -i COMMIT^" for an older one, git filter-repo for many; then push again.', prefix));
    }
  }
  return lines;
}

/** What the pusher sees when the gate could not judge. */
export function failureLines(failure: Failure, prefix: string, isLetIn: boolean): readonly string[] {
  return [
    ...remoteLines(isLetIn ? 'The push was let in without being fully judged, as the policy of this server says.' : 'The push could not be judged and was refused.', prefix),
    ...remoteLines(failure.cause, prefix),
    ...remoteLines(failure.remedy, prefix),
  ];
}
