import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { allOnOneGround, ground } from './own-ground.ts';

const good = 'FROM registry.example.com/base:1.4.2@sha256:1111111111111111111111111111111111111111111111111111111111111111\nUSER 1000\nHEALTHCHECK NONE\n';
const bad = good.replace('USER 1000', 'USER 1000\nRUN sudo true');
const service = (build: string): string => `services:\n  web:\n    build: ${build}\n    read_only: true\n`;
const deployment = (value: string): string =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  template:\n    spec:\n      containers:\n        - name: web\n          image: registry.example/web@sha256:${'1'.repeat(64)}\n          securityContext:\n            privileged: ${value}\n`;

allOnOneGround(['containers'], {
  'readme.md': 'hello\n',
  'compose.yaml': service('{context: ., dockerfile: docker/app.image}'),
  'docker/app.image': good,
  'deploy/docker-compose.prod.yml': service('{context: ../src, dockerfile: "../docker/${NAME:-made}.image"}'),
  'docker/made.image': good,
  'late/compose.yaml': service('\n      context: .\n      dockerfile:\n        late.md'),
  'ops/dev.yml': service('{context: .., dockerfile: docker/other.txt}'),
  'docker/other.txt': good,
  'two/compose.yaml': 'services:\n  web:\n    extends: {file: base.conf, service: web}\n',
  'two/base.conf': service('.'),
  'three/compose.yaml': 'include:\n  - more/ops.conf\nservices: {}\n',
  'three/more/ops.conf': service('.'),
  'chart/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
  'chart/files/mode.text': 'false',
  'chart/templates/web.yaml': deployment('{{ .Files.Get "files/mode.text" }}'),
  'chart/templates/part.txt': '{{ define "part" }}false{{ end }}',
  'chart/templates/job.yaml': deployment('{{ include "part" . }}'),
  'base/kustomization.yaml': 'resources: [web.object]\n',
  'base/web.object': deployment('false'),
  'prod/kustomization.yaml': 'resources: [../base]\npatches: [{path: web.patch}]\n',
  'prod/web.patch': deployment('false'),
  'aliased/compose.yaml': `x-file: &file app.build\n${service('{context: ., dockerfile: *file}')}`,
  'aliased/app.build': good,
});

const main = ['origin', 'main'];
const side = ['origin', '+HEAD:refs/heads/x'];

describe('a Dockerfile of another name', () => {
  test.each<[string, Readonly<Record<string, string>>]>([
    ['that a Compose file named before', { 'docker/app.image': bad }],
    ['that a Compose file named before by a value put together', { 'docker/made.image': bad }],
    ['that a Compose file named before it was there', { 'late/late.md': bad }],
    ['that a file with services and any name named before', { 'docker/other.txt': bad }],
    ['that a Compose file named before by an alias', { 'aliased/app.build': bad }],
    ['behind comments', { 'docker/app.image': `# x\n\n${'# why\n'.repeat(3000)}ARG A=1\n${bad}` }],
    ['that comes with the Compose file', { 'new/compose.yaml': service('{context: ., dockerfile: app.image}'), 'new/app.image': bad }],
    ['that comes with a Compose file without a context', { 'new/compose.yaml': service('{dockerfile: app.image}'), 'new/app.image': bad }],
  ])('%s is refused', async (_name, files) => {
    ground.work.commit('c', files);
    const { accepted, output } = ground.push(side);
    expect([accepted, output.includes('dockerfile/sudo')], output).toEqual([false, true]);
    expect((await ground.records()).at(-1)?.verdict).toBe('block');
  });

  test('that stood there before is refused when a Compose file comes to name it', () => {
    ground.work.commit('c', { 'later/app.image': bad });
    expect(ground.push(main)).toMatchObject({ accepted: true });
    ground.work.commit('d', { 'later/compose.yaml': service('{context: ., dockerfile: app.image}') });
    expect(ground.push(side)).toMatchObject({ accepted: false, output: expect.stringContaining('dockerfile/sudo') });
  });

  test('that a link of a Compose file\'s name leads to the namer of is refused', () => {
    ground.work.write('linked/real.txt', service('{context: ., dockerfile: linked.image}'));
    symlinkSync('real.txt', join(ground.work.path, 'linked/compose.yaml'));
    ground.work.commit('c', { 'linked/linked.image': good });
    expect(ground.push(main)).toMatchObject({ accepted: true });
    ground.work.commit('d', { 'linked/linked.image': bad });
    expect(ground.push(side)).toMatchObject({ accepted: false, output: expect.stringContaining('dockerfile/sudo') });
  });

  test('is none where nothing names it, where it does not begin like one, or where it was as bad before', () => {
    ground.work.commit('c', { 'docs/app.image': bad, 'docker/app.image': `From all of us\n${bad}`, 'out/compose.yaml': service('{context: ../../.., dockerfile: etc/passwd}') });
    expect(ground.push(main)).toMatchObject({ accepted: true });
    ground.server.git(['config', 'core.hooksPath', '/dev/null']);
    ground.work.commit('d', { 'docker/app.image': bad });
    ground.push(main);
    ground.server.git(['config', '--unset', 'core.hooksPath']);
    ground.work.commit('e', { 'docker/app.image': `# why\n${bad}` });
    expect(ground.push(main)).toMatchObject({ accepted: true });
    ground.work.commit('f', { 'docker/app.image': good });
    expect(ground.push(main)).toMatchObject({ accepted: true });
  });
});

describe('a privileged container', () => {
  const privileged = service('.\n    privileged: true');

  test.each<[string, Readonly<Record<string, string>>]>([
    ['in a file that a Compose file extends', { 'two/base.conf': privileged }],
    ['in a file that a Compose file includes', { 'three/more/ops.conf': privileged }],
    ['in a file that a template of a chart reads', { 'chart/files/mode.text': 'true' }],
    ['in a part of a chart that is no template', { 'chart/templates/part.txt': '{{ define "part" }}true{{ end }}' }],
    ['in a patch of any name', { 'prod/web.patch': deployment('true') }],
    ['in a resource of any name', { 'base/web.object': deployment('true') }],
  ])('%s is refused', (_name, files) => {
    ground.work.commit('c', files);
    const { accepted, output } = ground.push(side);
    expect([accepted, output.includes('privileged')], output).toEqual([false, true]);
  });
});
