import { severities, type CheckSummary, type Finding, type Outcome } from '../model/finding.ts';
import type { ReportOptions } from './options.ts';
import { visible, visibleLine } from './visible.ts';

const fullByDefault = 8;
const shortAtMost = 20;

/** The report for a person: empty when all is well, one screen when not. */
export function terminalReport(outcome: Outcome, options: ReportOptions): string {
  const paint = painter(options.color);
  const counting = worstFirst(outcome.findings.filter((finding) => finding.excuse === undefined));
  const blocking = counting.filter((finding) => finding.action === 'block');
  const warning = counting.filter((finding) => finding.action === 'warn');
  const lines: string[] = [];
  if (outcome.verdict.kind === 'broken') {
    lines.push(paint.bad(`portcullis could not judge ${noun(options)}: ${visibleLine(outcome.verdict.cause)}`), visibleLine(outcome.verdict.remedy));
    return `${lines.join('\n')}\n`;
  }
  const shownWarnings = options.door === 'scan' || options.verbose === true ? warning : [];
  const shown = [...blocking, ...shownWarnings];
  const blockedBy = [blocking.length === 0 ? '' : plural(blocking.length, 'problem'), outcome.verdict.kind === 'block' && blocking.length === 0 ? 'what could not be checked' : ''].join('');
  if (outcome.verdict.kind === 'block') lines.push(paint.bad(`portcullis ${options.door === 'scan' ? 'found' : `blocked ${noun(options)}:`} ${blockedBy} in ${plural(new Set(blocking.map((one) => one.path)).size, 'file')}`), '');
  const limit = options.limit ?? fullByDefault;
  const summaries = shown.length === 0 ? new Map<string, CheckSummary>() : new Map(outcome.ran().map((check) => [check.id, check]));
  const explained = new Set<string>();
  shown.slice(0, limit).forEach((finding, number) => {
    lines.push(...fullFinding(finding, number + 1, summaries.get(finding.check), explained, options, paint), '');
  });
  for (const finding of shown.slice(limit, limit + shortAtMost)) lines.push(`  ${paint.severity(finding.severity)}  ${place(finding)}  ${finding.title}  ${paint.faint(finding.check)}`);
  const rest = shown.length - limit - shortAtMost;
  if (rest > 0) lines.push(`  … and ${rest} more; "portcullis scan --format jsonl" lists all`);
  if (shown.length > limit) lines.push('');
  if (blocking.length > 0) lines.push(...advice(blocking, options, paint));
  if (warning.length > 0 && shownWarnings.length === 0) lines.push(`portcullis: ${plural(warning.length, 'warning')} (not blocking): ${summaryOf(warning)}${options.door === 'commit' ? '; see them with: npx portcullis scan --staged' : ''}`);
  lines.push(...notChecked(outcome, paint), ...outcome.remarks.map((remark) => `portcullis: ${visibleLine(remark)}`));
  if (options.verbose === true || (options.door === 'scan' && lines.length > 0)) lines.push(counts(outcome, counting.length));
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
}

interface Painter {
  bad(text: string): string;
  bold(text: string): string;
  faint(text: string): string;
  severity(severity: Finding['severity']): string;
}

function painter(color: boolean): Painter {
  const sgr = (code: string, end: string) => (text: string) => (color ? `\x1b[${code}m${text}\x1b[${end}m` : text);
  const colors = { low: '36', medium: '33', high: '31', critical: '1;31' };
  return {
    bad: sgr('1;31', '0'),
    bold: sgr('1', '22'),
    faint: sgr('2', '22'),
    severity: (severity) => sgr(colors[severity], '0')(severity.toUpperCase()),
  };
}

function worstFirst(findings: readonly Finding[]): readonly Finding[] {
  const rank = (finding: Finding): number => (finding.action === 'block' ? 10 : 0) + severities.indexOf(finding.severity);
  return [...findings].sort((a, b) => rank(b) - rank(a));
}

function noun(options: ReportOptions): string {
  return { commit: 'this commit', message: 'this commit message', push: 'this push', receive: 'this push', scan: 'this' }[options.door];
}

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}

function place(finding: Finding): string {
  const path = visibleLine(finding.path);
  return finding.subject === 'file-name' ? `${path} (its name)` : `${path}:${finding.range.startLine}:${finding.range.startColumn}`;
}

function fullFinding(finding: Finding, number: number, check: CheckSummary | undefined, explained: Set<string>, options: ReportOptions, paint: Painter): readonly string[] {
  const head = `${String(number).padStart(3)}. ${paint.bold(finding.title)}`;
  const lines = [`${head}  ${paint.severity(finding.severity)}${finding.certainty === 'unsure' ? ' (unsure)' : ''}  ${paint.faint(finding.check)}`];
  lines.push(`     ${place(finding)}${finding.resource === undefined ? '' : `  ${visibleLine(finding.resource)}`}${finding.layers === undefined ? '' : `  in ${finding.layers.map(visibleLine).join(' › ')}`}`);
  if (finding.commit !== undefined) lines.push(`     in ${finding.commit.slice(0, 12)}`);
  lines.push(...frame(finding, options.width));
  if (finding.message !== '') lines.push(...labelled('', visibleLine(finding.message), options.width));
  // the words of a check are said once, however often it fires
  if (check !== undefined && !explained.has(finding.check)) {
    explained.add(finding.check);
    lines.push(...labelled('Why', visibleLine(check.reason), options.width), ...labelled('Fix', visibleLine(check.remedy), options.width));
  }
  lines.push(...labelled('Allow', `portcullis suppress ${finding.fingerprint.slice(0, 12)} --reason "…"`, options.width));
  return lines;
}

function frame(finding: Finding, width: number): readonly string[] {
  const gutter = String(finding.frame.at(-1)?.line ?? 0).length;
  const room = Math.max(20, width - gutter - 9);
  return finding.frame.flatMap((line, number) => {
    const first = line.firstColumn ?? 1;
    const text = visible(line.text).replace(/\t/g, ' ');
    const from = number === 0 ? finding.range.startColumn - first : 0;
    // a long line is shown around the finding
    const shift = from > room - 10 ? from - 10 : 0;
    const shown = `     ${String(line.line).padStart(gutter)} | ${text.slice(shift, shift + room)}`;
    if (number > 0) return [shown];
    const length = finding.range.endLine === finding.range.startLine ? finding.range.endColumn - finding.range.startColumn : text.length - from;
    const carets = '^'.repeat(Math.max(1, Math.min(length, room - (from - shift))));
    return [shown, `     ${' '.repeat(gutter)} | ${' '.repeat(Math.max(0, from - shift))}${carets}`];
  });
}

/** A labelled paragraph, wrapped to the width with a hanging indent. */
function labelled(label: string, text: string, width: number): readonly string[] {
  const margin = label === '' ? '     ' : `     ${label.padEnd(5)} `;
  const room = Math.max(20, width - margin.length);
  const lines: string[] = [];
  let line = '';
  for (const word of text.trim().split(/\s+/)) {
    if (line !== '' && line.length + 1 + word.length > room) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  if (line !== '') lines.push(line);
  return lines.map((one, number) => (number === 0 ? margin : ' '.repeat(margin.length)) + one);
}

function advice(blocking: readonly Finding[], options: ReportOptions, paint: Painter): readonly string[] {
  const first = blocking[0];
  const path = first === undefined ? '' : quoted(first.path);
  const next: Record<ReportOptions['door'], string> = {
    commit: `Nothing was committed. After the fix: git add ${path} && git commit`,
    message: 'Nothing was committed. Write the message again: git commit -e',
    push: 'Nothing was pushed. Take it out of the commit that brought it: git rebase -i COMMIT^ (or git commit --amend for the newest), then push again',
    receive: 'Nothing was accepted.',
    scan: '',
  };
  const lines = next[options.door] === '' ? [] : labelled('', next[options.door], options.width).map((line) => line.slice(5));
  return [...lines, `${paint.faint('More:')} npx portcullis explain ${first?.check ?? ''}`];
}

function quoted(path: string): string {
  return /^[\w./@+-]+$/.test(path) ? path : `'${visibleLine(path).replaceAll("'", `'\\''`)}'`;
}

function summaryOf(findings: readonly Finding[]): string {
  const titles = new Map<string, number>();
  for (const finding of findings) titles.set(finding.title, (titles.get(finding.title) ?? 0) + 1);
  const shown = [...titles].slice(0, 3).map(([title, count]) => (count === 1 ? title : `${title} (${count})`));
  return shown.join(', ') + (titles.size > 3 ? ', …' : '');
}

function notChecked(outcome: Outcome, paint: Painter): readonly string[] {
  if (outcome.notChecked.length === 0) return [];
  const lines = outcome.notChecked.slice(0, 5).map((one) => `  ${one.action === 'block' ? paint.bad('blocked') : 'not checked'}  ${visibleLine(one.path)}: ${one.reason} (${visibleLine(one.detail)})`);
  return [`portcullis: ${plural(outcome.notChecked.length, 'thing')} not checked`, ...lines, ...(outcome.notChecked.length > 5 ? [`  … and ${outcome.notChecked.length - 5} more`] : [])];
}

function counts(outcome: Outcome, counting: number): string {
  const excused = outcome.findings.filter((finding) => finding.excuse !== undefined);
  const kinds = (['old', 'baseline', 'suppressed'] as const).flatMap((kind) => {
    const count = excused.filter((finding) => finding.excuse?.kind === kind).length;
    return count === 0 ? [] : [`${count} ${kind === 'baseline' ? 'in the baseline' : kind}`];
  });
  const { sources, bytes, milliseconds } = outcome.statistics;
  return `portcullis: ${plural(counting, 'finding')}${kinds.length === 0 ? '' : ` (${kinds.join(', ')} besides)`}; ${sources} sources, ${(bytes / 1e6).toFixed(1)} MB in ${(milliseconds / 1000).toFixed(2)} s; ${outcome.notChecked.length} not checked`;
}
