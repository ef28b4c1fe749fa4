import { describe, expect, it } from 'vitest';
import { examineDockerfiles } from '../../../../src/families/containers/dockerfile/examine.ts';
import { evaluateDockerfile } from '../../../../src/templates/dockerfile/evaluate.ts';
import { sourceText } from '../../../../src/formats/place.ts';
import { ignoredAt } from '../../../../src/families/containers/dockerfile/ignore-comments.ts';
import { policyOf } from '../kubernetes/judge.ts';

const doubled = (count: number, first: string): string => Array.from({ length: count }, (_, index) => (index === 0 ? first : `ARG A${index}=$A${index - 1}$A${index - 1}`)).join('\n');

describe('what somebody wrote to stop the gate', () => {
  it.each([['a known value', 'ARG A0=x'], ['an unknown value', 'ARG A0']])('arguments that double %s stay short', (_name, first) => {
    const { globalVariables } = evaluateDockerfile(sourceText('Dockerfile', `${doubled(300, first)}\nFROM a:$A299\n`));
    for (const { value } of globalVariables.values()) expect(value.parts.join('').length + value.parts.length).toBeLessThan(50_000);
  });

  it('more stages than a call has arguments', async () => {
    const bytes = Buffer.from('FROM a:1\n'.repeat(130_000));
    const project = { files: { readText: () => undefined, list: () => [] }, today: '2026-11-24' };
    expect(await examineDockerfiles([{ path: 'Dockerfile', subject: 'file', bytes }], project, policyOf(['privileged']))).toEqual([]);
  });

  it('as many comments as findings', () => {
    const text = '# hadolint ignore=DL3008\nUSER root\n'.repeat(1900);
    const dockerfile = evaluateDockerfile(sourceText('Dockerfile', text));
    const started = performance.now();
    for (let at = text.indexOf('USER'); at >= 0; at = text.indexOf('USER', at + 1)) expect(ignoredAt(dockerfile, ['DL3008'], at)).toBeDefined();
    expect(ignoredAt(dockerfile, ['DL3007'], text.lastIndexOf('USER'))).toBeUndefined();
    expect(performance.now() - started).toBeLessThan(4000);
  });
});
