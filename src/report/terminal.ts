import { checksOf } from './fired.ts';
import type { CheckSummary, Finding, Outcome } from '../model/finding.ts';
import { codeFrame } from './code-frame.ts';
import { columnsOf } from './columns.ts';
import { inlineForm, nextStep } from './next-step.ts';
import type { ReportOptions } from './options.ts';
import type { Told } from './gather.ts';
import { paintOf, type Paint } from './paint.ts';
import { countExcused, countNotChecked, plural, reasonOf, standingOf, type Standing } from './standing.ts';
import { circumstances, whereabouts } from './whereabouts.ts';
import { visibleLine } from './visible.ts';
import { beyondTitle } from './words.ts';
import { wrap } from './wrap.ts';

const fullByDefault = 8;
/** Findings that take a line each after those in full, and things not checked that are named. */
const shortAtMost = 20;
const notCheckedAtMost = 5;

/** Subjects that lie in a file of the tree. */
const inFiles: ReadonlySet<Finding['subject']> = new Set(['file', 'file-name', 'symlink']);

interface Screen {
  readonly options: ReportOptions;
  readonly paint: Paint;
  readonly ellipsis: string;
}

/** The report for a person: empty when there is nothing to say, one screen when there is. */
export function terminalReport(outcome: Outcome, options: ReportOptions): string {
  const screen: Screen = { options, paint: paintOf(options.color), ellipsis: options.unicode === false ? '...' : '…' };
  const lines = outcome.verdict.kind === 'broken' ? brokenLines(outcome.verdict, screen) : judgedLines(outcome, screen);
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
}

function brokenLines(verdict: { readonly cause: string; readonly remedy: string }, { options, paint }: Screen): readonly string[] {
  const headline = `portcullis could not judge ${noun(options.door)}${options.door === 'scan' ? '' : ', so it is blocked'}`;
  return [
    ...wrap(headline, { first: '', rest: '', width: options.width }).map(paint.bad),
    ...labelled('Cause', visibleLine(verdict.cause), { options, paint }),
    ...labelled('Fix', visibleLine(verdict.remedy), { options, paint }),
  ];
}

function judgedLines(outcome: Outcome, screen: Screen): readonly string[] {
  const { options, paint } = screen;
  const standing = standingOf(outcome);
  const { blocking, warning } = standing;
  const isLong = options.verbose === true || options.door === 'scan';
  const full = [...blocking, ...(isLong ? warning : [])].slice(0, options.limit ?? fullByDefault);
  const short = [...blocking, ...warning].filter((finding) => !full.includes(finding));
  const lines = [...headline(outcome, standing, screen), ...fullFindings(full, outcome, screen), ...shortFindings(short, full.length, screen)];
  const sections = [lines, advice(blocking, short, screen), [...notCheckedLines(outcome, screen), ...outcome.remarks.flatMap((remark) => labelled('Note', visibleLine(remark), screen))]].filter((section) => section.length > 0);
  // whoever commits wants to know what is wrong; how much was read is for who scans
  const isSaid = options.verbose === true || (options.door === 'scan' && sections.length > 0) || (outcome.verdict.kind === 'block' && countExcused(standing.excused) !== '');
  if (isSaid) sections.push(wrap(summary(outcome, standing), { first: '', rest: '', width: options.width }).map(paint.faint));
  return sections.flatMap((section, number) => (number === 0 ? section : ['', ...section]));
}

function headline(outcome: Outcome, { blocking, warning }: Standing, { options, paint }: Screen): string[] {
  const counted = [...blocking, ...warning];
  const files = counted.every((finding) => inFiles.has(finding.subject)) ? new Set(counted.map((finding) => finding.path)).size : 0;
  const blocks = outcome.verdict.kind === 'block';
  const unchecked = outcome.notChecked.filter((one) => one.action === 'block').length;
  if (!blocks && warning.length === 0) return [];
  const problems = blocking.length > 0 ? `${plural(blocking.length, 'problem')}${warning.length > 0 ? ` and ${plural(warning.length, 'warning')}` : ''}` : '';
  const what = problems !== '' ? problems : blocks ? `${plural(unchecked, 'thing')} could not be checked` : plural(warning.length, 'warning');
  const where = files === 0 ? '' : ` in ${plural(files, 'file')}`;
  const did = blocks ? `blocked ${noun(options.door)}:` : `lets ${noun(options.door)} pass with`;
  const text = options.door === 'scan' ? `portcullis found ${what}${where}` : `portcullis ${did} ${what}${where}`;
  const said = wrap(text, { first: '', rest: '', width: options.width }).map(blocks ? paint.bad : paint.bold);
  return counted.length === 0 ? said : [...said, ''];
}

function fullFindings(findings: readonly Told[], outcome: Outcome, screen: Screen): readonly string[] {
  if (findings.length === 0) return [];
  const checks = checksOf(findings, outcome);
  const lines = findings.flatMap((finding, number) => {
    // what is gathered names its checks itself
    const check = finding.gathered === undefined ? checks.get(finding.check) : undefined;
    // the words of a check are said once, however often it fires
    if (check !== undefined) checks.delete(finding.check);
    return [...fullFinding(finding, number + 1, check, screen), ''];
  });
  return lines.slice(0, -1);
}

function fullFinding(finding: Told, number: number, check: CheckSummary | undefined, screen: Screen): readonly string[] {
  const { options, paint } = screen;
  const { width } = options;
  const arrow = options.unicode === false ? ' > ' : ' › ';
  const rank = rankOf(finding);
  const start = `${String(number).padStart(3)}  ${rank}  `;
  const [first = '', ...more] = wrap(visibleLine(finding.title), { first: start, rest: margin, width });
  const lines = [`${String(number).padStart(3)}  ${paint.severity(finding.severity, rank)}  ${paint.bold(first.slice(start.length))}`, ...more.map(paint.bold)];
  const place = whereabouts(finding);
  if (columnsOf(margin + place + finding.check) + 2 <= width) lines.push(`${margin}${place}  ${paint.faint(finding.check)}`);
  else lines.push(...wrap(place, { first: margin, rest: margin, width }), ...wrap(finding.check, { first: margin, rest: margin, width }).map(paint.faint));
  lines.push(...wrap(circumstances(finding, arrow), { first: margin, rest: margin, width }));
  const bar = options.unicode === false ? '|' : '│';
  const drawn = codeFrame(finding, { width: width - margin.length, bar, ellipsis: screen.ellipsis, faint: paint.faint, mark: (text) => paint.severity(finding.severity, text) });
  lines.push(...drawn.map((line) => margin + line));
  const said = finding.message === '' && drawn.length === 0 ? finding.evidence : beyondTitle(finding);
  lines.push(...wrap(visibleLine(said), { first: margin, rest: margin, width }));
  if (check !== undefined) lines.push(...labelled('Why', visibleLine(check.reason), screen, margin), ...labelled('Fix', visibleLine(check.remedy), screen, margin));
  if (finding.gathered !== undefined) lines.push(...listing(screen.options).map((command) => typed(command, screen, { label: 'All', indent: margin })));
  else if (finding.action === 'block') lines.push(typed(`npx portcullis suppress ${finding.fingerprint.slice(0, 12)} --reason "${screen.ellipsis}"`, screen, { label: 'Allow', indent: margin }));
  return lines;
}

function shortFindings(findings: readonly Told[], already: number, { options, paint, ellipsis }: Screen): readonly string[] {
  const lines = findings.slice(0, Math.max(0, shortAtMost - already)).flatMap((finding) => {
    const rank = finding.severity.toUpperCase().padEnd(8);
    const text = `${whereabouts(finding)} ${visibleLine(finding.title)}${asideOf(finding)}`;
    const hanging = ' '.repeat(12);
    const [first = '', ...more] = wrap(text, { first: hanging, rest: hanging, width: options.width });
    return [`  ${paint.severity(finding.severity, rank)}  ${first.slice(hanging.length)}`, ...more];
  });
  const rest = findings.length - Math.max(0, Math.min(findings.length, shortAtMost - already));
  if (rest > 0) lines.push(...wrap([`${ellipsis} and ${rest} more`, ...listing(options).map((command) => `all of them: ${command}`)].join('; '), { first: '  ', rest: '  ', width: options.width }));
  return already > 0 && lines.length > 0 ? ['', ...lines] : lines;
}

/** The command that lists all findings; none where what was judged cannot be named. */
function listing({ door, again }: ReportOptions): readonly string[] {
  const command = again ?? (door === 'commit' ? 'npx portcullis scan --staged' : door === 'scan' ? 'npx portcullis scan' : undefined);
  return command === undefined ? [] : [`${command} --format jsonl`];
}

/** What else is to be known of a finding that is told in a line. */
function asideOf({ action, certainty, doubt, gathered }: Told): string {
  const unsure = certainty !== 'unsure' || gathered !== undefined ? [] : [doubt === undefined ? 'unsure' : `unsure: depends on ${visibleLine(doubt)}`];
  const said = [...(action === 'warn' ? ['warning'] : []), ...unsure];
  return said.length === 0 ? '' : ` (${said.join(', ')})`;
}

function advice(blocking: readonly Finding[], short: readonly Finding[], screen: Screen): readonly string[] {
  const [worst] = blocking;
  if (worst === undefined) return short.length > 0 && screen.options.door === 'commit' ? [typed('npx portcullis scan --staged', screen, { label: 'More' })] : [];
  const inline = inlineForm(worst);
  const next = nextStep(blocking, screen.options);
  return [
    ...(inline === undefined ? [] : [...labelled('Allow', 'or a comment on its line:', screen), typed(inline, screen)]),
    ...(next === undefined ? [] : [...labelled('Next', next.text, screen), ...(next.command === undefined ? [] : [typed(next.command, screen)])]),
    typed(`npx portcullis explain ${worst.check}`, screen, { label: 'More' }),
  ];
}

function notCheckedLines(outcome: Outcome, { options, paint, ellipsis }: Screen): readonly string[] {
  if (outcome.notChecked.length === 0) return [];
  const blocksFirst = outcome.notChecked.filter((one) => one.action !== 'off').sort((a, b) => Number(b.action === 'block') - Number(a.action === 'block'));
  const named = blocksFirst.slice(0, notCheckedAtMost);
  const rest = outcome.notChecked.length - named.length;
  return [
    ...wrap(`Not checked: ${countNotChecked(outcome.notChecked)}`, { first: '', rest: '  ', width: options.width }).map(paint.bold),
    ...named.flatMap((one) =>
      wrap(`${visibleLine(one.path)}: ${reasonOf(one)}${one.detail === '' ? '' : `, ${visibleLine(one.detail)}`}${one.action === 'block' ? ' (this blocks)' : ''}`, { first: '  ', rest: '    ', width: options.width }),
    ),
    ...(rest > 0 && named.length > 0 ? [`  ${ellipsis} and ${rest} more`] : []),
  ];
}

function summary(outcome: Outcome, { blocking, warning, excused }: Standing): string {
  const { sources, bytes, milliseconds } = outcome.statistics;
  const besides = countExcused(excused);
  const found = blocking.length + warning.length === 0 ? 'nothing found' : plural(blocking.length + warning.length, 'finding');
  return `portcullis: ${found}${besides === '' ? '' : ` (besides: ${besides})`}; ${plural(sources, 'source')}, ${(bytes / 1e6).toFixed(1)} MB in ${(milliseconds / 1000).toFixed(2)} s; ${outcome.notChecked.length} not checked`;
}

/** Where the text of a finding starts. */
const margin = '     ';

/** A labelled paragraph, wrapped with a hanging indent; a line break in the text starts a line. */
function labelled(label: string, text: string, { options, paint }: Pick<Screen, 'options' | 'paint'>, indent = ''): readonly string[] {
  const rest = ' '.repeat(indent.length + 7);
  const lines = text.split('\n').flatMap((part) => wrap(part, { first: rest, rest, width: options.width }));
  return lines.map((line, number) => (number === 0 ? `${indent}${paint.bold(label.padEnd(5))}  ${line.slice(rest.length)}` : line));
}

/** A line to copy, never broken: one that the terminal itself wraps is still copied as one. */
function typed(command: string, { paint }: Pick<Screen, 'paint'>, { label = '', indent = '' } = {}): string {
  return `${indent}${label === '' ? ' '.repeat(5) : paint.bold(label.padEnd(5))}  ${visibleLine(command)}`;
}

function rankOf(finding: Finding): string {
  return `${finding.severity.toUpperCase()}${finding.certainty === 'unsure' ? ', unsure' : ''}`;
}

function noun(door: ReportOptions['door']): string {
  return { commit: 'this commit', message: 'this commit message', push: 'this push', receive: 'this push', scan: 'it' }[door];
}
