import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/model/finding.ts';
import { gather } from '../../src/report/gather.ts';
import { jsonReport } from '../../src/report/json.ts';
import { standingOf } from '../../src/report/standing.ts';
import { terminalReport } from '../../src/report/terminal.ts';
import { outcomeOf, sampleFindings } from './sample.ts';

const [first] = sampleFindings;

function unsure(number: number, given: Partial<Finding> = {}): Finding {
  if (first === undefined) throw new Error('there is no sample');
  const { excuse: _, ...sample } = first;
  return { ...sample, certainty: 'unsure', action: 'warn', severity: 'low', title: `Fault ${number}`, message: `Fault ${number}: depends on a macro`, doubt: 'a macro', resource: 'Bucket', path: 'stack.yaml', fingerprint: String(number).padStart(32, '0'), ...given };
}

const five = [1, 2, 3, 4, 5].map((number) => unsure(number, number === 4 ? { severity: 'high' } : {}));

describe('unsure findings', () => {
  it('of one resource and cause are told as one, by the gravest, and none is lost', () => {
    const [one, ...others] = gather(five);
    expect(others).toEqual([]);
    expect(one).toMatchObject({ title: '5 policies could not be judged', severity: 'high', certainty: 'unsure', action: 'warn', message: 'They depend on a macro. They ask, among others: Fault 4; Fault 1; Fault 2; and 2 more' });
    expect(one?.gathered?.map(({ title }) => title).sort()).toEqual(five.map(({ title }) => title));
  });

  it.each<[string, readonly Finding[]]>([
    ['two of a kind', five.slice(0, 2)],
    ['certain ones', five.map((one) => ({ ...one, certainty: 'fail' as const }))],
    ['of several resources', five.map((one, index) => ({ ...one, resource: `Bucket${index}` }))],
    ['of several causes', five.map((one, index) => ({ ...one, doubt: `parameter ${index}` }))],
    ['whose family names no cause', five.map(withoutDoubt)],
  ])('stay by themselves: %s', (_, findings) => {
    expect(gather(findings)).toEqual(findings);
  });

  it('that block are not mixed with those that warn', () => {
    const outcome = outcomeOf([...five, ...[6, 7, 8].map((number) => unsure(number, { action: 'block' }))]);
    const { blocking, warning } = standingOf(outcome);
    expect([blocking, warning].map((list) => list.map(({ title }) => title))).toEqual([['3 policies could not be judged'], ['5 policies could not be judged']]);
  });

  it('are one by one in JSON, with what they depend on', () => {
    const findings = JSON.parse([...jsonReport(outcomeOf(five))].join('')).findings as readonly Finding[];
    expect(findings.map(({ title, doubt }) => [title, doubt])).toEqual(five.map(({ title }) => [title, 'a macro']));
  });

  it('give no way to suppress them all at once, and say how to see them', () => {
    const text = terminalReport(outcomeOf(five.map((one) => ({ ...one, action: 'block' as const })), { verdict: { kind: 'block' } }), { color: false, width: 100, door: 'commit' });
    expect(text).toContain('HIGH, unsure  5 policies could not be judged');
    expect(text).toContain('All    npx portcullis scan --staged --format jsonl');
    expect(text).not.toContain('portcullis suppress');
  });
});

function withoutDoubt(finding: Finding): Finding {
  const { doubt: _doubt, ...rest } = finding;
  return rest;
}
