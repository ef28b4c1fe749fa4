import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { examineTerraformKubernetes } from '../../../../src/families/containers/kubernetes/examine-terraform.ts';
import { examineKubernetes } from '../../../../src/families/containers/kubernetes/examine.ts';
import { namedChecks } from '../../../../src/families/containers/kubernetes/registry.ts';
import type { Example, PolicyCheck } from '../../../../src/model/check.ts';
import type { FamilyPolicy, LocatedReport } from '../../../../src/model/family.ts';
import { parseCheckFile } from '../../../../src/policy/check-file.ts';
import { readerOver } from './reader.ts';

const folder = new URL('../../../../policies/containers/kubernetes/', import.meta.url);
const policies = readdirSync(folder).map((name) => parseCheckFile(`containers/kubernetes/${name.slice(0, -5)}`, name, readFileSync(new URL(name, folder), 'utf8')) as PolicyCheck);

/** It says what could not be judged, so none of its findings is certain. */
const notJudged: ReadonlySet<string> = new Set(['containers/kubernetes/not-judged']);

function reports(check: PolicyCheck, example: Example): readonly LocatedReport[] {
  const policy = {
    settings: undefined,
    parameters: () => ({ ...check.parameters, ...example.parameters }),
    checks: (applies?: Iterable<string>) => (applies === undefined || [...applies].some((word) => check.applies.includes(word)) ? [check] : []),
  } as FamilyPolicy;
  const isTerraform = example.format === 'terraform';
  const path = example.path ?? (isTerraform ? 'main.tf' : 'manifest.yaml');
  const source = { path, subject: 'file' as const, bytes: Buffer.from(example.source) };
  const texts = new Map([...Object.entries(example.files ?? {}), [path, example.source]]);
  const examine = isTerraform ? examineTerraformKubernetes : examineKubernetes;
  return examine([source], { files: readerOver(texts), today: '2026-11-24' }, policy).filter((one) => one.check === check.id);
}

describe.each(policies.map((policy) => ({ name: policy.id, policy })))('$name', ({ policy }) => {
  it('says why, how to mend it and where that is written', () => {
    expect(policy.reason.length).toBeGreaterThan(20);
    expect(policy.remedy.length).toBeGreaterThan(5);
    expect(policy.references.length).toBeGreaterThan(0);
    expect(policy.examples.fail.length).toBeGreaterThan(1);
    expect(policy.examples.pass.length).toBeGreaterThan(1);
  });

  test.each(policy.examples.fail)('reports %j', (example) => {
    const found = reports(policy, example);
    expect(found.map((one) => one.certainty)).toContain(notJudged.has(policy.id) ? 'unsure' : 'fail');
    const lines = example.source.split('\n').length;
    for (const { range } of found) {
      expect(range.startLine).toBeGreaterThanOrEqual(1);
      expect(range.endLine).toBeLessThanOrEqual(lines);
    }
  });

  test.each(policy.examples.pass)('leaves %j alone', (example) => {
    expect(reports(policy, example)).toEqual([]);
  });
});

it('has a policy for every function', () => {
  const used = new Set(policies.map((policy) => policy.function));
  expect([...namedChecks.keys()].filter((name) => !used.has(name))).toEqual([]);
});
