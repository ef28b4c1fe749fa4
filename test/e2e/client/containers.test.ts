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
});
