import { checksOf } from './fired.ts';
import type { CheckSummary, Finding, Outcome } from '../model/finding.ts';
import { takeOut } from './next-step.ts';
import type { ReportOptions } from './options.ts';
import { countNotChecked, plural, reasonOf, standingOf } from './standing.ts';
import { circumstances, whereabouts } from './whereabouts.ts';
import { visibleLine } from './visible.ts';
import { beyondTitle } from './words.ts';
import { wrap } from './wrap.ts';

/** Columns that fit beside git's own `remote: ` in 80. */
const width = 72;
const shownByDefault = 5;

/**
 * What a pusher sees of a server's verdict: plain lines of at most 72 columns, without colours or control characters,
 * empty when there is nothing to say. Lines that start with `error:` and `hint:` are coloured by the pusher's own git.
 */
export function remoteReport(outcome: Outcome, options: Pick<ReportOptions, 'limit' | 'prefix'>): string {
  const lines = outcome.verdict.kind === 'broken' ? brokenLines(outcome.verdict) : judgedLines(outcome, options.limit ?? shownByDefault);
  const prefix = options.prefix ?? '';
  const room = width - prefix.length;
  return lines.flatMap((line) => laidOut(line, room)).map((line) => `${(prefix + line).trimEnd()}\n`).join('');
}

/** A line before it is wrapped: what it starts with, and its text. */
interface Line {
  readonly start: string;
  readonly text: string;
}

const blank: Line = { start: '', text: '' };

function laidOut({ start, text }: Line, room: number): readonly string[] {
  if (text === '') return [''];
  // a hint's every line says that it is one; other starts are followed by as many blanks
  const rest = start.startsWith('hint:') ? start : ' '.repeat(start.length);
  return wrap(visibleLine(text), { first: start, rest, width: room });
}

function brokenLines({ cause, remedy }: { readonly cause: string; readonly remedy: string }): readonly Line[] {
  return [
    { start: 'error: ', text: 'portcullis could not judge this push and refused it' },
    { start: '  ', text: cause },
    { start: 'hint: ', text: remedy },
  ];
}

function judgedLines(outcome: Outcome, limit: number): readonly Line[] {
  const { blocking, warning } = standingOf(outcome);
  const unchecked = outcome.notChecked.filter((one) => one.action !== 'off').sort((a, b) => Number(b.action === 'block') - Number(a.action === 'block'));
  const blocks = outcome.verdict.kind === 'block';
  if (!blocks && warning.length === 0 && unchecked.length === 0) return [];
  const all = [...blocking, ...warning];
  const shown = all.slice(0, limit);
  const checks = checksOf(shown, outcome);
  const counts = [blocking.length === 0 ? '' : plural(blocking.length, 'problem'), warning.length === 0 ? '' : plural(warning.length, 'warning')].filter((one) => one !== '').join(' and ');
  const lines: Line[] = [{ start: blocks ? 'error: ' : 'warning: ', text: `portcullis ${blocks ? 'refused this push' : 'let this push in'}${counts === '' ? '' : `: ${counts}`}` }];
  for (const finding of shown) {
    const check = finding.gathered === undefined ? checks.get(finding.check) : undefined;
    lines.push(blank, ...findingLines(finding, check));
    if (check !== undefined) checks.delete(finding.check);
  }
  if (all.length > shown.length) lines.push(blank, { start: '  ', text: `... and ${all.length - shown.length} more` });
  if (outcome.notChecked.length > 0) lines.push(blank, { start: '', text: `Not checked: ${countNotChecked(outcome.notChecked)}` });
  for (const one of unchecked.slice(0, limit)) lines.push({ start: '  ', text: `${one.path}: ${reasonOf(one)}, ${one.detail}${one.action === 'block' ? ' (refused for this)' : ''}` });
  if (blocks) lines.push(blank, ...hints(blocking));
  return lines;
}

function findingLines(finding: Finding, check: CheckSummary | undefined): readonly Line[] {
  const about = circumstances(finding, ' > ');
  const [frame] = finding.frame;
  const masked = frame === undefined ? finding.evidence : `${frame.line} | ${frame.text.trim().slice(0, 160)}`;
  return [
    { start: '  ', text: `${finding.severity.toUpperCase()} ${finding.title}${finding.action === 'warn' ? ' (warning)' : ''}${finding.certainty === 'unsure' ? ' (unsure)' : ''}` },
    { start: '    ', text: whereabouts(finding) },
    ...(about === '' ? [] : [{ start: '    ', text: about }]),
    ...(masked === '' ? [] : [{ start: '    ', text: masked }]),
    ...(beyondTitle(finding) === '' ? [] : [{ start: '    ', text: beyondTitle(finding) }]),
    { start: '    ', text: `${finding.check} ${finding.fingerprint.slice(0, 12)}` },
    ...(check === undefined ? [] : [{ start: '    Fix  ', text: check.remedy }]),
  ];
}

function hints(blocking: readonly Finding[]): readonly Line[] {
  const leaked = blocking.some((finding) => finding.family === 'credentials');
  return [
    { start: 'hint: ', text: 'Nothing of this push was stored.' },
    ...(leaked ? [{ start: 'hint: ', text: 'Revoke or rotate the credential now: it has left your machine.' }] : []),
    ...(blocking.length === 0 ? [] : [{ start: 'hint: ', text: `${leaked ? 'Then' : 'Please'} ${takeOut(blocking)}, and push again.` }]),
  ];
}
