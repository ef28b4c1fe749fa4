import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import type { Outcome } from '../../src/model/finding.ts';
import { codeClimateReport } from '../../src/report/codeclimate.ts';
import { githubReport } from '../../src/report/github.ts';
import { gitlabReport } from '../../src/report/gitlab.ts';
import { junitReport } from '../../src/report/junit.ts';
import { brokenOutcome, cleanOutcome, oldOnlyOutcome, outcomeOf, sampleFindings, sampleOutcome } from './sample.ts';
import { readXml } from './xml.ts';

const now = new Date(Date.UTC(2026, 10, 24, 0, 0, 0));
const [ssh] = sampleFindings;
const twice = outcomeOf(ssh === undefined ? [] : [ssh, ssh, { ...ssh, path: 'b.yaml' }]);
const outcomes: readonly (readonly [string, Outcome])[] = [
  ['findings of every kind', sampleOutcome],
  ['a clean change', cleanOutcome],
  ['a broken gate', brokenOutcome],
  ['excused findings alone', oldOnlyOutcome],
  ['the same finding twice', twice],
];

// what GitLab's sast-report-format.json (15.0.7) asks of the fields written here, in its own words where it has a pattern
const text = { type: 'string', minLength: 1 };
const time = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}$' };
const tool = { type: 'object', required: ['id', 'name', 'version', 'vendor'], properties: { id: text, name: { ...text, maxLength: 255 }, version: text, url: { type: 'string', pattern: '^https?://.+' }, vendor: { type: 'object', required: ['name'], properties: { name: text } } } };
const gitlabSchema = {
  type: 'object',
  required: ['scan', 'version', 'vulnerabilities'],
  additionalProperties: true,
  properties: {
    version: { type: 'string', pattern: '^[0-9]+\\.[0-9]+\\.[0-9]+$' },
    schema: { type: 'string', pattern: '^https?://.+' },
    scan: {
      type: 'object',
      required: ['analyzer', 'end_time', 'scanner', 'start_time', 'status', 'type'],
      properties: {
        analyzer: tool,
        scanner: tool,
        start_time: time,
        end_time: time,
        status: { enum: ['success', 'failure'] },
        type: { const: 'sast' },
        messages: { type: 'array', items: { type: 'object', required: ['level', 'value'], properties: { level: { enum: ['info', 'warn', 'fatal'] }, value: text } } },
      },
    },
    vulnerabilities: {
      type: 'array',
      items: {
        type: 'object',
        required: ['id', 'identifiers', 'location'],
        properties: {
          id: text,
          name: { type: 'string', maxLength: 255 },
          description: { type: 'string', maxLength: 1_048_576 },
          severity: { enum: ['Info', 'Unknown', 'Low', 'Medium', 'High', 'Critical'] },
          solution: { type: 'string', maxLength: 7_000 },
          identifiers: { type: 'array', minItems: 1, items: { type: 'object', required: ['type', 'name', 'value'], properties: { type: text, name: text, value: text } } },
          links: { type: 'array', items: { type: 'object', required: ['url'], properties: { url: { type: 'string', pattern: '^(https?|ftp)://.+' } } } },
          location: { type: 'object', properties: { file: text, start_line: { type: 'number' }, end_line: { type: 'number' } } },
        },
      },
    },
  },
};

// Code Climate's analyzer specification, "Issues", and what GitLab asks beyond it
const codeClimateSchema = {
  type: 'array',
  items: {
    type: 'object',
    required: ['type', 'check_name', 'description', 'categories', 'severity', 'fingerprint', 'location'],
    properties: {
      type: { const: 'issue' },
      check_name: text,
      description: text,
      categories: { type: 'array', minItems: 1, items: { enum: ['Bug Risk', 'Clarity', 'Compatibility', 'Complexity', 'Duplication', 'Performance', 'Security', 'Style'] } },
      severity: { enum: ['info', 'minor', 'major', 'critical', 'blocker'] },
      fingerprint: { type: 'string', pattern: '^[0-9a-f]{32}$' },
      location: { type: 'object', required: ['path', 'lines'], properties: { path: { type: 'string', pattern: '^(?!\\./)' }, lines: { type: 'object', required: ['begin', 'end'], properties: { begin: { type: 'integer', minimum: 1 }, end: { type: 'integer', minimum: 1 } } } } },
    },
  },
};

const ajv = new Ajv({ allErrors: true, strictTypes: false });

describe.each(outcomes)('with %s', (_name, outcome) => {
  const counting = outcome.findings.filter((finding) => finding.excuse === undefined);

  test('the GitLab report has what its schema asks for, and no id twice', () => {
    const report = JSON.parse(gitlabReport(outcome, now)) as { vulnerabilities: { id: string }[] };
    ajv.validate(gitlabSchema, report);
    expect(ajv.errors ?? []).toEqual([]);
    expect(new Set(report.vulnerabilities.map((one) => one.id)).size).toBe(counting.length);
    for (const one of report.vulnerabilities) expect(one.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  test('the Code Climate report has what GitLab asks for, and no fingerprint twice', () => {
    const issues = JSON.parse(codeClimateReport(outcome)) as { fingerprint: string }[];
    ajv.validate(codeClimateSchema, issues);
    expect(ajv.errors ?? []).toEqual([]);
    expect(new Set(issues.map((one) => one.fingerprint)).size).toBe(counting.length);
  });

  test('the JUnit report is well-formed and counts what it holds', () => {
    const elements = readXml(junitReport(outcome));
    const count = (name: string): number => elements.filter((element) => element.name === name).length;
    const suite = elements.find((element) => element.name === 'testsuite');
    expect(Object.fromEntries(suite?.attributes ?? [])).toMatchObject({ tests: String(count('testcase')), failures: String(count('failure')), errors: String(count('error')), skipped: String(count('skipped')) });
    expect(count('testcase')).toBeGreaterThan(0);
    expect(count('failure') > 0).toBe(outcome.verdict.kind === 'block');
    expect(count('error')).toBe(outcome.verdict.kind === 'broken' ? 1 : 0);
  });

  test('the GitHub report has an error exactly when the change is not allowed', () => {
    expect(/^::error /m.test(githubReport(outcome))).toBe(outcome.verdict.kind === 'block' || outcome.verdict.kind === 'broken');
  });
});

test('annotations come worst first, because GitHub shows only ten of a kind', () => {
  const kinds = githubReport(sampleOutcome).split('\n').map((line) => /^::(\w+)/.exec(line)?.[1]);
  expect(kinds.slice(0, 7)).toEqual(['error', 'error', 'error', 'error', 'warning', 'warning', 'warning']);
});

test('the times of the GitLab report are those of the scan', () => {
  const { scan } = JSON.parse(gitlabReport({ ...cleanOutcome, statistics: { sources: 1, bytes: 1, milliseconds: 90_000 } }, now)) as { scan: { start_time: string; end_time: string } };
  expect([scan.start_time, scan.end_time]).toEqual(['2026-11-23T23:58:30', '2026-11-24T00:00:00']);
});
