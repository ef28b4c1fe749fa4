import { revisionsOf } from '../git/revisions.ts';
import { git } from '../git/run.ts';
import type { FamilyName, Finding, Verdict } from '../model/finding.ts';
import { judgeRange } from './scan/history.ts';
import { progressLine } from './scan/progress.ts';

export interface ReplayOptions {
  readonly cwd: string;
  readonly range: string;
  readonly policyFile?: string;
  readonly families?: ReadonlySet<FamilyName>;
  readonly progress: boolean;
}

/** What a policy would have said of one commit. */
export interface Replayed {
  readonly commit: string;
  /** First line of the message, without control characters. */
  readonly subject: string;
  readonly verdict: Verdict['kind'];
  /** Findings that count, blocking ones first. */
  readonly findings: readonly Finding[];
}

/** Judges every commit of a range by itself, oldest first, as if it were pushed alone. Throws GitError, PolicyError, BrokenCheck. */
export async function* replay(options: ReplayOptions): AsyncGenerator<Replayed> {
  const { cwd, range } = options;
  const revisions = revisionsOf(range, cwd).join('\n');
  const listed = git(['rev-list', '--reverse', '--topo-order', '--stdin', '--format=%H%x00%s', '--no-commit-header'], { cwd, input: `${revisions}\n`, maxBytes: 1024 * 1024 * 1024 }).toString('utf8');
  const progress = progressLine(options.progress);
  for (const line of listed.split('\n')) {
    if (line === '') continue;
    const [commit = '', subject = ''] = line.split('\0');
    progress.show(commit);
    const outcome = await judgeRange({
      cwd,
      range: `${commit}^!`,
      baseline: false,
      progress: { show: () => undefined, clear: () => undefined },
      ...(options.policyFile === undefined ? {} : { policyFile: options.policyFile }),
      ...(options.families === undefined ? {} : { families: options.families }),
    });
    const findings = outcome.findings.filter((finding) => finding.excuse === undefined && finding.action !== 'off');
    progress.clear();
    yield { commit, subject: subject.replace(/\p{C}/gu, '?'), verdict: outcome.verdict.kind, findings: [...findings].sort((a, b) => Number(b.action === 'block') - Number(a.action === 'block')) };
  }
}
