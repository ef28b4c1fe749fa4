import { describe, expect, it } from 'vitest';
import { readImageReference } from '../../../src/formats/image-reference.ts';
import { endedVersion, supportEnds } from '../../../src/families/containers/image-ends.ts';
import { withImageLists } from '../../../src/families/containers/image-lists.ts';
import type { Check } from '../../../src/model/check.ts';
import type { FamilyPolicy } from '../../../src/model/family.ts';

const check: Check = { id: 'containers/x', family: 'containers', title: '', severity: 'low', reason: '', remedy: '', references: [], aliases: [], on: true, examples: { fail: [], pass: [] } };
const policy = (settings: unknown, parameters: Readonly<Record<string, unknown>>): FamilyPolicy => ({ checks: () => [check], parameters: () => parameters, settings });

describe('containers.images of portcullis.yaml', () => {
  it('fills the lists that a check leaves empty, and adds to its tags', () => {
    const listed = withImageLists(policy({ images: { registries: ['r.example'], allow: 'a/*', deny: ['b'], 'forbidden-tags': ['edge'], digest: 'required' } }, { registries: [], images: [], denied: {}, tags: ['latest'], required: false }));
    expect(listed.parameters(check)).toEqual({ registries: ['r.example'], images: ['a/*'], denied: { b: 'another image' }, tags: ['latest', 'edge'], required: true });
  });

  it('never replaces what a check is given itself', () => {
    const listed = withImageLists(policy({ images: { registries: ['r.example'] } }, { registries: ['own.example'], other: 1 }));
    expect(listed.parameters(check)).toEqual({ registries: ['own.example'], other: 1 });
  });

  it.each([
    [{ images: { registry: [] } }, 'unknown key "registry"'],
    [{ images: { allow: [1] } }, 'containers.images.allow'],
    [{ images: { digest: true } }, 'containers.images.digest'],
    [{ images: [] }, 'containers.images'],
  ])('%j is refused and named', (settings, message) => {
    expect(() => withImageLists(policy(settings, {}))).toThrow(message);
  });
});

describe('ends of support', () => {
  const ends = supportEnds({ node: { '14': '2023-04-30', '14.99': '2030-01-01' }, debian: { buster: '2024-06-30' }, alpine: { '3.16': '2024-05-23' }, centos: { '*': '2024-06-30' } });
  it.each([
    ['node:14.17.0-slim', '2025-01-01', '14'],
    ['node:14.99', '2025-01-01', undefined],
    ['node:14', '2023-04-29', undefined],
    ['node:140', '2025-01-01', undefined],
    ['node:22-alpine3.16', '2025-01-01', '3.16'],
    ['python:3.12-slim-buster', '2025-01-01', 'buster'],
    ['registry.example/mirror/library/node:14', '2025-01-01', '14'],
    ['registry.example/node:14', '2025-01-01', undefined],
    ['centos', '2025-01-01', ''],
    ['someone/centos', '2025-01-01', undefined],
  ])('%s on %s', (image, day, version) => {
    const reference = readImageReference(image);
    expect(reference === undefined ? 'no image' : endedVersion(reference, ends, day)?.version).toBe(version);
  });
});
