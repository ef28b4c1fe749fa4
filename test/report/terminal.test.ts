import { describe, expect, test } from 'vitest';
import { columnsOf } from '../../src/report/columns.ts';
import type { ReportOptions } from '../../src/report/options.ts';
import { terminalReport } from '../../src/report/terminal.ts';
import { titleAndMessage } from '../../src/report/words.ts';
import { brokenOutcome, cleanOutcome, oldOnlyOutcome, outcomeOf, sampleFindings, sampleOutcome, warnedOutcome } from './sample.ts';

const plain: ReportOptions = { color: false, width: 80, door: 'commit' };
const doors = ['commit', 'message', 'push', 'scan', 'receive'] as const;
const [ssh, aws] = sampleFindings;
/** A line to copy is one line, however narrow the terminal: what it wraps itself is still copied whole. */
const toCopy = /^ *(?:[A-Z][a-z]+)? +(?:git |npx portcullis |portcullis:allow )/;

describe('the terminal report', () => {
  test.each(doors)('is silent at the door "%s" when nothing was found', (door) => {
    expect(terminalReport(cleanOutcome, { ...plain, door })).toBe('');
  });

  test('is silent when all that was found is old, accepted or suppressed', () => {
    expect(terminalReport(oldOnlyOutcome, plain)).toBe('');
  });

  test('says one line when all is well and the user asked for words', () => {
    expect(terminalReport(cleanOutcome, { ...plain, verbose: true })).toBe('portcullis: nothing found; 12 sources, 0.3 MB in 0.09 s; 0 not checked\n');
  });

  test('says what was not checked also when the change is allowed', () => {
    const outcome = outcomeOf([], { notChecked: [{ path: 'a.bin', reason: 'too-large', detail: '48 MB', action: 'warn' }] });
    expect(terminalReport(outcome, plain)).toBe('Not checked: 1 (1 too large)\n  a.bin: too large, 48 MB\n');
  });

  test('says that it was blocked for what could not be checked', () => {
    const outcome = outcomeOf([], { verdict: { kind: 'block' }, notChecked: [{ path: 'a.bin', reason: 'unreadable', detail: 'no object', action: 'block' }] });
    expect(terminalReport(outcome, plain)).toMatch(/^portcullis blocked this commit: 1 thing could not be checked\n\nNot checked: 1 \(1 unreadable\)\n  a\.bin: unreadable, no object \(this blocks\)\n/);
  });

  test.each(doors.flatMap((door) => [40, 52, 80, 120].map((width) => [door, width] as const)))('fits at the door "%s" into %i columns', (door, width) => {
    for (const outcome of [sampleOutcome, brokenOutcome, warnedOutcome]) {
      for (const line of terminalReport(outcome, { ...plain, door, width, verbose: true }).split('\n')) if (!toCopy.test(line)) expect(columnsOf(line), line).toBeLessThanOrEqual(width);
    }
  });

  test('holds no escape sequence without colours, and none but colours with them', () => {
    expect(terminalReport(sampleOutcome, plain)).not.toContain('\x1b');
    const colored = terminalReport(sampleOutcome, { ...plain, color: true });
    expect(colored.replace(/\x1b\[[0-9;]*m/g, '')).toBe(terminalReport(sampleOutcome, plain));
  });

  test('holds only ASCII when the terminal shows no more', () => {
    expect(terminalReport(sampleOutcome, { ...plain, unicode: false })).toMatch(/^[\n\x20-\x7e]+$/);
  });

  test('names the fingerprint to allow, the comment, the next command and the check to read about', () => {
    const text = terminalReport(outcomeOf(aws === undefined ? [] : [aws]), plain);
    expect(text).toContain(`npx portcullis suppress ${aws?.fingerprint.slice(0, 12)} --reason "…"`);
    expect(text).toContain(`portcullis:allow credentials/aws/secret-access-key ${aws?.fingerprint.slice(0, 8)} -- reason`);
    expect(text).toContain('git add deploy/prod.env && git commit');
    expect(text).toContain('npx portcullis explain credentials/aws/secret-access-key');
  });

  test.each([40, 80])('never breaks a command in %i columns', (width) => {
    const long = aws === undefined ? [] : [{ ...aws, path: `${'deep/'.repeat(20)}prod.env` }];
    const lines = terminalReport(outcomeOf(long), { ...plain, width }).split('\n').map((line) => line.trim());
    expect(lines).toContain(`portcullis:allow credentials/aws/secret-access-key ${aws?.fingerprint.slice(0, 8)} -- reason`);
    expect(lines).toContain(`git add ${'deep/'.repeat(20)}prod.env && git commit`);
    expect(lines).toContain(`Allow  npx portcullis suppress ${aws?.fingerprint.slice(0, 12)} --reason "…"`);
    expect(lines).toContain('More   npx portcullis explain credentials/aws/secret-access-key');
  });

  test('names the paths to stage as seen from where the user stands', () => {
    const text = (folder: string): string => terminalReport(outcomeOf(aws === undefined ? [] : [aws]), { ...plain, folder });
    expect(text('deploy/')).toContain('       git add prod.env && git commit');
    expect(text('src/web/')).toContain('       git add ../../deploy/prod.env && git commit');
    expect(text('')).toContain('       git add deploy/prod.env && git commit');
  });

  test('says how much was read only to who scans or asks', () => {
    expect(terminalReport(outcomeOf(aws === undefined ? [] : [aws]), plain)).not.toContain('sources');
    expect(terminalReport(outcomeOf(aws === undefined ? [] : [aws]), { ...plain, door: 'scan' })).toContain('sources');
  });

  test('explains a check once, however often it fires', () => {
    expect(terminalReport(sampleOutcome, plain).match(/Deactivate and delete it/g)).toHaveLength(1);
  });

  test('shows eight findings in full, further ones in a line each up to twenty, and counts the rest', () => {
    const many = Array.from({ length: 50 }, (_one, number) => ({ ...(ssh ?? sampleOutcome.findings[0]), path: `f${number}.yaml` })) as typeof sampleFindings;
    const text = terminalReport(outcomeOf(many), plain);
    expect(text.match(/^ +\d+ {2}HIGH/gm)).toHaveLength(8);
    expect(text.match(/^ {2}HIGH/gm)).toHaveLength(12);
    expect(text).toContain('… and 30 more');
  });

  test('quotes a path for the shell, and does not offer one that cannot be typed', () => {
    const text = (path: string): string => terminalReport(outcomeOf(ssh === undefined ? [] : [{ ...ssh, path }]), { ...plain, width: 120 });
    expect(text("it's here.yaml")).toContain("git add 'it'\\''s here.yaml' && git commit");
    expect(text('-rf.yaml')).toContain('git add ./-rf.yaml && git commit');
    expect(text('a\nb.yaml')).toContain('git add -u && git commit');
  });

  test('puts the carets below what they mark, also after wide characters and tabs', () => {
    if (ssh === undefined) return expect.unreachable();
    const frame = [{ line: 40, text: '\tpassword 密码 = value' }];
    const range = { startLine: 40, startColumn: 16, endLine: 40, endColumn: 21 };
    const lines = terminalReport(outcomeOf([{ ...ssh, frame, range }]), plain).split('\n');
    const at = lines.findIndex((line) => line.includes('密码'));
    const shown = lines[at] ?? '';
    expect(columnsOf(shown.slice(0, shown.indexOf('value')))).toBe((lines[at + 1] ?? '').indexOf('^'));
    expect((lines[at + 1] ?? '').match(/\^/g)).toHaveLength(5);
  });

  test('shows a long line around the finding', () => {
    if (ssh === undefined) return expect.unreachable();
    const text = `${'x'.repeat(100)}HERE${'y'.repeat(100)}`;
    const range = { startLine: 1, startColumn: 101, endLine: 1, endColumn: 105 };
    const [line, carets] = terminalReport(outcomeOf([{ ...ssh, frame: [{ line: 1, text }], range }]), plain).split('\n').filter((one) => one.includes('│'));
    expect(line).toMatch(/│ …x+HERE/);
    expect((carets ?? '').indexOf('^')).toBe((line ?? '').indexOf('HERE'));
  });
});

describe('a message that only repeats the title', () => {
  const told = ssh === undefined ? [] : [{ ...ssh, message: ssh.title }];

  test('is not said twice on a terminal', () => {
    expect(terminalReport(outcomeOf(told), plain).split(ssh?.title ?? '').length - 1).toBe(1);
  });

  test.each([['the title alone', ssh?.title ?? ''], ['more than the title', `${ssh?.title} (service web)`]])('stands alone in formats of one field when it is %s', (_name, message) => {
    expect(titleAndMessage({ title: ssh?.title ?? '', message, evidence: '' })).toBe(message);
  });
});
