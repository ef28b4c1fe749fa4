import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { jsonLinesReport, jsonReport } from '../../src/report/json.ts';
import schema from '../../src/report/schema/report.schema.json' with { type: 'json' };
import { brokenOutcome, cleanOutcome, oldOnlyOutcome, outcomeOf, sampleFindings, sampleOutcome } from './sample.ts';

const ajv = new Ajv2020({ allErrors: true });
ajv.addSchema(schema, 'report');
const [first] = sampleFindings;
const outcomes = [
  ['findings of every kind', sampleOutcome],
  ['a clean change', cleanOutcome],
  ['a broken gate', brokenOutcome],
  ['excused findings alone', oldOnlyOutcome],
] as const;

describe('the JSON reports', () => {
  test.each(outcomes)('keep to their schema with %s', (_name, outcome) => {
    ajv.validate('report', JSON.parse([...jsonReport(outcome)].join('')));
    expect(ajv.errors ?? []).toEqual([]);
    for (const line of [...jsonLinesReport(outcome)].join('').trimEnd().split('\n')) {
      ajv.validate('report#/$defs/line', JSON.parse(line));
      expect(ajv.errors ?? [], line).toEqual([]);
    }
  });

  test('are told from others by the schema', () => {
    expect(ajv.validate('report', { ...(JSON.parse([...jsonReport(cleanOutcome)].join('')) as object), schemaVersion: 2 })).toBe(false);
  });

  test('hold every finding but no code frame', () => {
    const { findings } = JSON.parse([...jsonReport(sampleOutcome)].join('')) as { findings: object[] };
    expect(findings).toEqual(sampleFindings.map(({ frame: _frame, ...rest }) => rest));
  });

  test('explain the checks that fired, once each', () => {
    const { checks } = JSON.parse([...jsonReport(outcomeOf(first === undefined ? [] : [first, first]))].join('')) as { checks: { id: string }[] };
    expect(checks.map((check) => check.id)).toEqual([first?.check]);
  });

  test('end with the verdict, a line each', () => {
    const lines = [...jsonLinesReport(sampleOutcome)].join('').trimEnd().split('\n').map((line) => JSON.parse(line) as { kind: string });
    expect(lines.map((line) => line.kind)).toEqual([...sampleFindings.map(() => 'finding'), 'not-checked', 'not-checked', 'not-checked', 'remark', 'verdict']);
  });

  test('give back names that steer a terminal unharmed, without holding them', () => {
    const path = 'a\u001b[2J\u202e\u{e0041}\u2028\u009b.txt';
    for (const text of first === undefined ? [] : [[...jsonReport(outcomeOf([{ ...first, path }]))].join(''), [...jsonLinesReport(outcomeOf([{ ...first, path }]))].join('')]) {
      expect(text).toMatch(/^[\n\x20-\x7e]+$/);
      expect(text).toContain('\\u001b[2J\\u202e\\udb40\\udc41\\u2028\\u009b');
    }
  });
});
