import { readdirSync, readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { describe, expect, it, test } from 'vitest';
import { dockerfileChecks } from '../../../../src/families/containers/dockerfile/registry.ts';
import { sourceText } from '../../../../src/formats/place.ts';
import { evaluateDockerfile } from '../../../../src/templates/dockerfile/evaluate.ts';

interface Example {
  readonly source: string;
  readonly parameters?: Record<string, unknown>;
  readonly files?: Record<string, string>;
}

interface Policy {
  readonly title: string;
  readonly applies: unknown;
  readonly function: string;
  readonly parameters?: Record<string, unknown>;
  readonly reason: string;
  readonly remedy: string;
  readonly references: readonly string[];
  readonly aliases: readonly string[];
  readonly examples: { readonly fail: readonly Example[]; readonly pass: readonly Example[] };
}

const folder = new URL('../../../../policies/containers/dockerfile/', import.meta.url);
// what is asked of the configuration beside a Dockerfile is judged with the other examples, as a whole
const policies = readdirSync(folder)
  .map((name) => ({ name, policy: load(readFileSync(new URL(name, folder), 'utf8')) as Policy }))
  .filter(({ policy }) => policy.applies === 'dockerfile');

function findings(policy: Policy, example: Example): number {
  const check = dockerfileChecks.get(policy.function);
  if (check === undefined) throw new Error(`no function ${policy.function}`);
  const evaluated = evaluateDockerfile(sourceText('Dockerfile', example.source), example.files?.['.dockerignore'] ?? null);
  const found = [...check(evaluated, { ...policy.parameters, ...example.parameters })];
  for (const one of found) {
    expect(one.start).toBeGreaterThanOrEqual(0);
    expect(one.end).toBeLessThanOrEqual(example.source.length);
    expect(one.start).toBeLessThanOrEqual(one.end);
  }
  return found.length;
}

describe.each(policies)('$name', ({ policy }) => {
  it('says why, how to mend it and where that is written', () => {
    expect(policy.reason.length).toBeGreaterThan(20);
    expect(policy.remedy.length).toBeGreaterThan(5);
    expect(policy.references.length).toBeGreaterThan(0);
    expect(policy.examples.fail.length).toBeGreaterThan(1);
    expect(policy.examples.pass.length).toBeGreaterThan(1);
  });

  test.each(policy.examples.fail)('reports %j', (example) => {
    expect(findings(policy, example)).toBeGreaterThan(0);
  });

  test.each(policy.examples.pass)('leaves %j alone', (example) => {
    expect(findings(policy, example)).toBe(0);
  });
});

it('has a policy for every function', () => {
  const used = new Set(policies.map(({ policy }) => policy.function));
  expect([...dockerfileChecks.keys()].filter((name) => !used.has(name))).toEqual([]);
});
