import { afterEach, describe, expect, it } from 'vitest';
import { protectedRepository, type Repository } from '../repository.ts';

let repository: Repository;
afterEach(() => repository.remove());

const privileged = 'containers/container/privileged';

/** A repository with a first commit of these files, made without the gate. */
function repositoryWith(files: Readonly<Record<string, string>>): void {
  repository = protectedRepository();
  repository.write('portcullis.yaml', `checks:\n  containers: off\n  ${privileged}: block\n`);
  for (const [path, text] of Object.entries(files)) repository.write(path, text);
  repository.must('add', '.');
  repository.must('commit', '-qm', 'first', '--no-verify');
}

function commit(files: Readonly<Record<string, string>>): { status: number | null; output: string } {
  for (const [path, text] of Object.entries(files)) repository.write(path, text);
  repository.must('add', '.');
  return repository.git('commit', '-qm', 'change');
}

function expectBlockedAt(ran: { status: number | null; output: string }, place: string): void {
  expect(ran.output).toContain(privileged);
  expect(ran.output).toContain(place);
  expect(ran.status).not.toBe(0);
}

const template = (value: string): string =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  template:\n    spec:\n      containers:\n        - name: web\n          image: registry.example/web:1\n          securityContext:\n            privileged: ${value}\n`;

const chart = {
  'chart/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
  'chart/values.yaml': 'privileged: false\nlevel: info\n',
  'chart/templates/web.yaml': template('{{ .Values.privileged }}'),
};

describe('a commit of an input is judged where it is used', () => {
  it('values of a chart', () => {
    repositoryWith(chart);
    expectBlockedAt(commit({ 'chart/values.yaml': 'privileged: true\nlevel: info\n' }), 'chart/templates/web.yaml:11');
    repository.must('reset', '-q', '--hard');
    expect(commit({ 'chart/values.yaml': 'privileged: false\nlevel: debug\n' })).toEqual({ status: 0, output: '' });
  });

  it('values of a chart whose template had the finding before: it is old', () => {
    repositoryWith({ ...chart, 'chart/templates/job.yaml': template('true').replace('name: web}', 'name: job}') });
    expect(commit({ 'chart/values.yaml': 'privileged: false\nlevel: debug\n' }).status).toBe(0);
    expectBlockedAt(commit({ 'chart/values.yaml': 'privileged: true\nlevel: debug\n' }), 'chart/templates/web.yaml:11');
  });

  it('a service that another Compose file extends', () => {
    repositoryWith({
      'compose.yaml': 'services:\n  web:\n    extends: {file: base.compose.yaml, service: base}\n    image: registry.example/web:1\n    privileged: ${PRIVILEGED:-false}\n',
      'base.compose.yaml': 'services:\n  base:\n    image: registry.example/base:1\n',
      '.env': 'PRIVILEGED=false\n',
    });
    expectBlockedAt(commit({ '.env': 'PRIVILEGED=true\n' }), 'compose.yaml:5');
    repository.must('reset', '-q', '--hard');
    expectBlockedAt(commit({ 'base.compose.yaml': 'services:\n  base:\n    image: registry.example/base:1\n    privileged: true\n' }), 'base.compose.yaml:4');
  });

  const overlay = {
    'base/kustomization.yaml': 'resources: [web.yaml]\n',
    'base/web.yaml': template('false'),
    'part/kustomization.yaml': 'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\npatches: [{path: operations.yaml, target: {kind: Deployment, name: web}}]\n',
    'part/operations.yaml': '- op: add\n  path: /spec/template/spec/containers/0/tty\n  value: true\n',
    'prod/kustomization.yaml': 'resources: [../base]\ncomponents: [../part]\n',
  };

  it('operations of a component, where an overlay uses it', () => {
    repositoryWith(overlay);
    expectBlockedAt(commit({ 'part/operations.yaml': '- op: add\n  path: /spec/template/spec/containers/0/tty\n  value: true\n- op: replace\n  path: /spec/template/spec/containers/0/securityContext/privileged\n  value: true\n' }), 'part/operations.yaml:6');
    repository.must('reset', '-q', '--hard');
    expect(commit({ 'part/operations.yaml': '- op: add\n  path: /spec/template/spec/containers/0/tty\n  value: false\n' })).toEqual({ status: 0, output: '' });
  });

  it('a base, for a patch that an overlay has for what was not there before', () => {
    const patch = template('true').replace('          image: registry.example/web:1\n', '').replace('name: web}', 'name: job}');
    repositoryWith({ ...overlay, 'prod/kustomization.yaml': 'resources: [../base]\npatches: [{path: job.yaml}]\n', 'prod/job.yaml': patch });
    expectBlockedAt(commit({ 'base/job.yaml': template('false').replace('name: web}', 'name: job}'), 'base/kustomization.yaml': 'resources: [web.yaml, job.yaml]\n' }), 'prod/job.yaml:10');
    repository.must('reset', '-q', '--hard');
    expect(commit({ 'base/web.yaml': template('false').replace('web:1', 'web:2') })).toEqual({ status: 0, output: '' });
  });

  const dockerfile = (more: string): string => `FROM registry.example/base:1\n${more}USER 1000\n`;
  const named = {
    'deploy/compose.yaml': 'services:\n  web:\n    build: {context: .., dockerfile: docker/app.image}\n',
    'docker/app.image': dockerfile(''),
  };

  it('a Dockerfile of another name, by who builds from it', () => {
    repositoryWith(named);
    repository.write('portcullis.yaml', 'checks:\n  containers: off\n  containers/dockerfile/sudo: block\n');
    repository.must('commit', '-qam', 'policy', '--no-verify');
    const ran = commit({ 'docker/app.image': dockerfile('RUN sudo true\n') });
    expect([ran.status === 0, ran.output.includes('docker/app.image:2')], ran.output).toEqual([false, true]);
    const scan = repository.portcullis('scan', '--no-baseline');
    expect([scan.status, scan.output.includes('docker/app.image:2')], scan.output).toEqual([1, true]);
    repository.must('commit', '-qm', 'accepted', '--no-verify');
    expect(commit({ 'docker/app.image': dockerfile('RUN sudo true\nRUN true\n'), 'deploy/compose.yaml': `# why\n${named['deploy/compose.yaml']}` })).toEqual({ status: 0, output: '' });
    expect(commit({ 'docker/nobody.image': dockerfile('RUN sudo true\n') })).toEqual({ status: 0, output: '' });
    const later = commit({ 'deploy/second.compose.yaml': named['deploy/compose.yaml'].replace('app.image', 'nobody.image') });
    expect([later.status === 0, later.output.includes('docker/nobody.image:2')], later.output).toEqual([false, true]);
  });
});
