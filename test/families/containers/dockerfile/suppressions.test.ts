import { expect, test } from 'vitest';
import { ignoredAt } from '../../../../src/families/containers/dockerfile/ignore-comments.ts';
import { readHadolintConfig } from '../../../../src/families/containers/dockerfile/hadolint-config.ts';
import { sourceText } from '../../../../src/formats/place.ts';
import { evaluateDockerfile } from '../../../../src/templates/dockerfile/evaluate.ts';

const rows: readonly (readonly [string, string, string, boolean])[] = [
  ['hadolint above an instruction', '# hadolint ignore=DL3002,DL3008\nUSER root\n', 'DL3008', true],
  ['hadolint with spaces and a reason', '# hadolint ignore = DL3002 , DL3008 # asked for\nUSER root\n', 'DL3008', true],
  ['hadolint with a name that is no rule', '# hadolint ignore=crazy,DL3008\nUSER root\n', 'DL3008', false],
  ['hadolint with a name behind that is no rule', '# hadolint ignore=DL3008,crazy\nUSER root\n', 'DL3008', false],
  ['hadolint in lower case', '# hadolint ignore=dl3008\nUSER root\n', 'DL3008', false],
  ['hadolint above another instruction', '# hadolint ignore=DL3008\nRUN a\nUSER root\n', 'DL3008', false],
  ['hadolint for the file', '# hadolint global ignore=DL3008\nFROM a\nUSER root\n', 'dl3008', true],
  ['hadolint for a stage', '# hadolint stage ignore=DL3008\nFROM a\nUSER root\n', 'DL3008', true],
  ['hadolint for an earlier stage', '# hadolint stage ignore=DL3008\nFROM a\nFROM b\nUSER root\n', 'DL3008', false],
  ['BuildKit for the file', '# check=skip=JSONArgsRecommended,Other\nFROM a\nUSER root\n', 'Other', true],
  ['BuildKit for all rules', '# check=skip=all\nFROM a\nUSER root\n', 'anything', true],
  ['Trivy above the instruction', '#trivy:ignore:DS-0002\nUSER root\n', 'DS-0002', true],
  ['Trivy with its older id', '#trivy:ignore:AVD-DS-0002\nUSER root\n', 'DS-0002', true],
  ['Checkov anywhere', 'FROM a\nUSER root\n# checkov:skip=CKV_DOCKER_8:base needs it\n', 'CKV_DOCKER_8', true],
  ['KICS for the file', '# kics-scan ignore\nFROM a\nUSER root\n', 'x', true],
  ['KICS for the next line', '# kics-scan ignore-line\nUSER root\n', 'x', true],
  ['KICS for another line', '# kics-scan ignore-line\nFROM a\nUSER root\n', 'x', false],
  ['KICS for some queries', '# kics-scan disable=aaa,bbb\nFROM a\nUSER root\n', 'bbb', true],
  ['no comment', 'USER root\n', 'DL3002', false],
];

test.each(rows)('a comment of %s silences as that tool would', (_name, text, id, silenced) => {
  const found = ignoredAt(evaluateDockerfile(sourceText('Dockerfile', text)), [id], text.indexOf('USER'));
  expect(found !== undefined).toBe(silenced);
});

test('the reason of a Checkov comment is kept', () => {
  const dockerfile = evaluateDockerfile(sourceText('Dockerfile', 'FROM a\n# checkov:skip=CKV_DOCKER_8:base needs it\n'));
  expect(ignoredAt(dockerfile, ['CKV_DOCKER_8'], 0)).toEqual({ reason: 'base needs it', line: 2 });
});

test('a configuration of hadolint is read with the lines of what it ignores', () => {
  const config = readHadolintConfig('.hadolint.yaml', 'ignored:\n  - DL3008\noverride:\n  error: [DL3007]\ntrustedRegistries: [quay.io]\nlabel-schema:\n  author: text\nstrict-labels: true\n');
  expect([...config.ignored]).toEqual([['dl3008', 2]]);
  expect(config.severities.get('dl3007')).toBe('high');
  expect(config.trustedRegistries).toEqual(['quay.io']);
  expect(config.labelSchema).toEqual({ author: 'text' });
  expect(config.strictLabels).toBe(true);
});

test('a broken configuration of hadolint says nothing and breaks nothing', () => {
  expect(readHadolintConfig('.hadolint.yaml', 'ignored: [\n: :').ignored.size).toBe(0);
});
