import { git } from '../git/run.ts';
import type { Outcome } from '../model/finding.ts';
import { renderReport } from '../report/render.ts';
import { exitCodeOf } from './exit-code.ts';

export interface ShowOptions {
  readonly door: 'commit' | 'message' | 'push' | 'scan';
  readonly verbose?: boolean;
}

/** Shows an outcome to a person on standard error and returns the exit code. */
export async function showOutcome(outcome: Outcome, options: ShowOptions): Promise<number> {
  const culprit = options.door === 'push' ? culpritOf(outcome) : undefined;
  const text = await renderReport('terminal', outcome, {
    color: wantsColor(process.stderr),
    width: widthOf(process.stderr),
    door: options.door,
    // git tells its hooks where the user stands
    folder: process.env['GIT_PREFIX'] ?? '',
    ...(culprit === undefined ? {} : { culprit }),
    ...(options.verbose === undefined ? {} : { verbose: options.verbose }),
  });
  if (text !== '') process.stderr.write(text.endsWith('\n') ? text : `${text}\n`);
  return exitCodeOf(outcome);
}

/** The commit that brought all that blocks, where it is one and on the branch that is checked out. */
function culpritOf({ findings }: Outcome): { readonly isNewest: boolean; readonly isRoot: boolean } | undefined {
  const commits = new Set(findings.filter((finding) => finding.action === 'block' && finding.excuse === undefined).map((finding) => finding.commit));
  const [only] = commits;
  if (only === undefined || commits.size > 1) return undefined;
  const ask = (...args: string[]): string => git(args, { accept: [0, 128] }).toString('latin1');
  if (ask('rev-list', '-n1', only, '--not', 'HEAD') !== '') return undefined;
  const asked = ask('rev-parse', '--revs-only', 'HEAD', `${only}^@`).split('\n');
  return { isNewest: asked[0] === only, isRoot: asked[1] === '' };
}

/** Says why a hook could not judge, what that means, and what to do; returns 2 for configuration errors, else 3. */
export function showFailure(error: unknown, hook: string): number {
  const wrongFile = 'nothing was let through; correct the file and try again';
  return showError(error, { before: `${hook} could not be judged and is blocked: `, next: 'run "npx portcullis doctor" to see what is wrong', wrongFile });
}

/** Says why a command could not finish; returns 2 for configuration errors, else 3. */
export function showCommandFailure(error: unknown, command: string): number {
  return showError(error, { before: `${command} could not finish: `, wrongFile: 'correct the file and try again' });
}

function showError(error: unknown, words: { readonly before: string; readonly next?: string; readonly wrongFile: string }): number {
  const isConfiguration = error instanceof Error && error.name === 'PolicyError';
  const message = (error instanceof Error ? error.message : String(error)).trim();
  const next = isConfiguration ? words.wrongFile : words.next;
  process.stderr.write(`portcullis: ${isConfiguration ? '' : words.before}${message}\n${next === undefined ? '' : `portcullis: ${next}\n`}`);
  if (!isConfiguration && process.env['PORTCULLIS_DEBUG'] !== undefined && error instanceof Error) process.stderr.write(`${error.stack ?? ''}\n`);
  return isConfiguration ? 2 : 3;
}

/** Colour on a terminal, unless NO_COLOR or a dumb terminal says otherwise; FORCE_COLOR asks for it anywhere (no-color.org, force-color.org). */
export function wantsColor(stream: { readonly isTTY?: boolean }): boolean {
  const { NO_COLOR: none, FORCE_COLOR: force, TERM: term } = process.env;
  if (none !== undefined && none !== '') return false;
  if (force !== undefined && force !== '' && force !== '0') return true;
  return stream.isTTY === true && term !== 'dumb';
}

/** Width of the terminal in columns, between 40 and 120; 80 where there is none. */
export function widthOf(stream: { readonly columns?: number }): number {
  return Math.max(40, Math.min(120, stream.columns ?? 80));
}
