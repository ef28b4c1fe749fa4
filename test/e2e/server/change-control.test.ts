import { rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createPlayground, type Playground } from './bare-server.ts';
import { blobOf, commitWith, crafted, treeOf } from './crafted-objects.ts';
import { buildGate } from './gate.ts';

let gate: string;
let ground: Playground;

beforeAll(() => {
  gate = buildGate(['credentials', 'change-control']);
});
afterAll(() => rmSync(dirname(dirname(gate)), { recursive: true, force: true }));
beforeEach(() => {
  ground = createPlayground(gate);
  ground.work.commit('first', { 'readme.md': 'hello\n', 'stack.yaml': stack('s3:GetObject'), 'billing/rates.csv': 'a,1\n' });
  ground.push(['origin', 'main']);
});
afterEach(() => ground.remove());

/** A template with a sensitive resource and an ordinary one. */
function stack(action: string, topic = 'news'): string {
  return `Resources:
  Deploy:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, Action: "${action}", Resource: "arn:aws:s3:::one/*" }] }
  Topic:
    Type: AWS::SNS::Topic
    Properties: { TopicName: ${topic}, KmsMasterKeyId: alias/own }
`;
}

const rules = (text: string): void => ground.administer('portcullis.yaml', `change-control:\n  machines: ["*-bot"]\n  rules:\n${text.split('\n').map((line) => `    ${line}`).join('\n')}\n`);
const ticketed = '- require: { ticket: "SEC-[0-9]+" }';
const flat = (output: string): string => output.split('\n').filter((line) => line.startsWith('remote:')).map((line) => line.replace(/^remote: (?:hint: )?/, '').trim()).join(' ');

describe('a sensitive change', () => {
  test('without a ticket is refused and says what it lacks; with one it passes and the log says why', async () => {
    rules(ticketed);
    ground.work.commit('Widen the role', { 'stack.yaml': stack('s3:PutObject') });
    const refused = ground.push(['origin', 'main']);
    expect(refused.accepted).toBe(false);
    expect(flat(refused.output)).toContain('change-control/iam');
    expect(flat(refused.output)).toContain('AWS::IAM::ManagedPolicy Deploy was changed, without a ticket in the commit message');
    ground.work.git(['commit', '-q', '--amend', '-m', 'Widen the role (SEC-12)']);
    expect(ground.push(['origin', 'main'])).toMatchObject({ accepted: true });
    const [finding] = (await ground.records()).at(-1)?.findings ?? [];
    expect(finding).toMatchObject({ check: 'change-control/iam', path: 'stack.yaml', excuse: 'suppressed: ticket SEC-12 (change control)', commit: ground.work.git(['rev-parse', 'HEAD']) });
  });

  test.each([
    ['changes another resource of the same file', { 'stack.yaml': stack('s3:GetObject', 'alarms') }],
    ['changes no template', { 'src/iam.ts': 'export const role = "AWS::IAM::Role";\n' }],
  ])('is none when a commit %s', (_name, files) => {
    rules(ticketed);
    ground.work.commit('no ticket', files);
    expect(ground.push(['origin', 'main'])).toMatchObject({ accepted: true });
  });

  test.each([
    ['a resource that is removed', 'change-control/iam', (g: Playground) => g.work.commit('x', { 'stack.yaml': stack('x').replace(/ {2}Deploy:[\s\S]*? {2}Topic/, '  Topic') })],
    ['a template that is removed', 'change-control/iam', (g: Playground) => (rmSync(join(g.work.path, 'stack.yaml')), g.work.commit('x'))],
    ['a template that is renamed', 'change-control/iam', (g: Playground) => (g.work.git(['mv', 'stack.yaml', 'other.yaml']), g.work.commit('x'))],
    ['a template with another ending', 'change-control/iam', (g: Playground) => g.work.commit('x', { 'deploy.template': stack('s3:*') })],
    ['the gate\'s own configuration', 'change-control/gate', (g: Playground) => g.work.commit('x', { 'portcullis.yaml': 'families: {credentials: off}\n' })],
    ['a pipeline', 'change-control/pipeline', (g: Playground) => g.work.commit('x', { '.github/workflows/ci.yml': 'on: push\n' })],
    ['a mode alone', 'change-control/pipeline', (g: Playground) => (g.work.commit('SEC-1', { '.gitlab-ci.yml': 'a: 1\n' }), g.work.git(['update-index', '--chmod=+x', '.gitlab-ci.yml']), g.work.git(['commit', '-qm', 'x']))],
    ['a role of Kubernetes', 'change-control/iam', (g: Playground) => g.work.commit('x', { 'role.yaml': 'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: all}\nrules: [{apiGroups: ["*"], resources: ["pods"], verbs: [get]}]\n' })],
    ['a change that a later commit of the push takes back', 'change-control/iam', (g: Playground) => (g.work.commit('x', { 'stack.yaml': stack('s3:PutObject') }), g.work.commit('y', { 'stack.yaml': stack('s3:GetObject') }))],
    ['a ticket in another commit of the push', 'change-control/iam', (g: Playground) => (g.work.commit('x', { 'stack.yaml': stack('s3:PutObject') }), g.work.commit('SEC-3', { 'readme.md': 'new\n' }))],
    ['a ticket that git does not show', 'change-control/pipeline', (g: Playground) => g.work.git(['update-ref', 'refs/heads/main', commitWith(g, '', 'x\n\0SEC-3\n', treeOf(g, ['100644', '.gitlab-ci.yml', blobOf(g, 'a: 1\n')]))])],
    ['a ticket in a tag that a merge keeps', 'change-control/pipeline', (g: Playground) => g.work.git(['update-ref', 'refs/heads/main', commitWith(g, `mergetag object ${g.work.git(['rev-parse', 'HEAD'])}\n type commit\n tag SEC-3\n \n SEC-3\n`, 'x\n', treeOf(g, ['100644', '.gitlab-ci.yml', blobOf(g, 'a: 1\n')]))])],
    ['a ticket inside a longer word', 'change-control/iam', (g: Playground) => g.work.commit('NOSEC-3', { 'stack.yaml': stack('s3:PutObject') })],
    ['a merge that changes it itself', 'change-control/iam', (g: Playground) => {
      g.work.git(['checkout', '-q', '-b', 'side']);
      g.work.commit('side', { 'side.txt': 'x' });
      g.work.git(['checkout', '-q', 'main']);
      g.work.commit('main', { 'main.txt': 'x' });
      g.work.git(['merge', '-q', '--no-commit', 'side']);
      g.work.commit('merge', { 'stack.yaml': stack('s3:PutObject') });
    }],
  ])('is %s', (_name, check, change) => {
    rules(ticketed);
    change(ground);
    const { accepted, output } = ground.push(['origin', 'main']);
    expect([accepted, flat(output).includes(check)], output).toEqual([false, true]);
  });

  const document = (action: string): string => JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: action, Resource: '*' }] });
  const link = (target: string, path: string): void => symlinkSync(target, join(ground.work.path, path));

  test.each<[string, string, () => void, Readonly<Record<string, string>>]>([
    ['in a document that Terraform reads', 'change-control/iam', () => ground.work.write('iam.tf', 'resource "aws_iam_policy" "p" {\n  policy = file("${path.module}/lists/p.txt")\n}\n'), { 'lists/p.txt': document('s3:*') }],
    ['in a variable file that Terraform loads by name', 'change-control/iam', () => ground.work.write('tf/iam.tf', 'variable "who" {}\nresource "aws_iam_user" "u" {\n  name = var.who\n}\n'), { 'tf/env/prod.tfvars': 'who = "eve"\n' }],
    ['in a file that a link leads to', 'change-control/iam', () => (ground.work.write('iam.sh', 'resource "aws_iam_user" "u" {\n  name = "ada"\n}\n'), link('iam.sh', 'iam.tf')), { 'iam.sh': 'resource "aws_iam_user" "u" {\n  name = "eve"\n}\n' }],
    ['in a file that a link of a pipeline\'s name leads to', 'change-control/pipeline', () => (ground.work.write('ci.sh', 'a: 1\n'), link('ci.sh', '.gitlab-ci.yml')), { 'ci.sh': 'a: 2\n' }],
  ])('%s is seen under its own name', (_name, check, before, change) => {
    ground.work.write('lists/p.txt', document('s3:GetObject'));
    ground.work.write('tf/env/prod.tfvars', 'who = "ada"\n');
    before();
    ground.work.commit('before');
    expect(ground.push(['origin', 'main'])).toMatchObject({ accepted: true });
    rules(ticketed);
    ground.work.commit('x', { 'lists/other.txt': 'x\n' });
    expect(ground.push(['origin', 'main'])).toMatchObject({ accepted: true });
    ground.work.commit('y', change);
    const { accepted, output } = ground.push(['origin', 'main']);
    expect([accepted, flat(output).includes(check)], output).toEqual([false, true]);
    ground.work.git(['commit', '-q', '--amend', '-m', 'SEC-4']);
    expect(ground.push(['origin', 'main'])).toMatchObject({ accepted: true });
  });

  test('that a commit claims to have from a parent which is none to git is refused', () => {
    rules('- branches: [main]\n  require: { ticket: "SEC-[0-9]+" }');
    ground.work.git(['checkout', '-q', '-b', 'feature']);
    ground.work.commit('x', { 'stack.yaml': stack('s3:*') });
    expect(ground.push(['origin', 'feature'])).toMatchObject({ accepted: true });
    const [head, tree, feature] = ground.work.git(['rev-parse', 'main', 'feature^{tree}', 'feature']).split('\n');
    const identity = 'A <a@example.com> 1 +0000';
    const commit = crafted(ground, 'commit', `tree ${tree}\nparent ${head}\nauthor ${identity}\nparent ${feature}\ncommitter ${identity}\n\nx\n`);
    expect(ground.push(['origin', `${commit}:refs/heads/main`]).accepted).toBe(false);
  });

  test('that a merge only carries along needs its own ticket alone', () => {
    rules(ticketed);
    ground.work.git(['checkout', '-q', '-b', 'side']);
    ground.work.commit('SEC-7', { 'stack.yaml': stack('s3:PutObject') });
    ground.work.git(['checkout', '-q', 'main']);
    ground.work.commit('main', { 'main.txt': 'x' });
    ground.work.git(['merge', '-q', '-m', 'merge', 'side']);
    expect(ground.push(['origin', 'main'])).toMatchObject({ accepted: true });
  });

  test('on a branch that no rule covers passes there, and is refused when the covered branch takes it', () => {
    rules('- branches: [main]\n  require: { ticket: "SEC-[0-9]+" }');
    ground.work.commit('x', { 'stack.yaml': stack('s3:PutObject') });
    expect(ground.push(['origin', 'HEAD:refs/heads/feature'])).toMatchObject({ accepted: true });
    expect(ground.push(['origin', 'HEAD:refs/heads/main']).accepted).toBe(false);
  });

  const onMain = '- branches: [main, "release/*"]\n  require: { ticket: "SEC-[0-9]+" }';

  /** Main with an approved change, and a branch from before it. */
  function approvedOnMain(): void {
    rules(onMain);
    ground.work.git(['checkout', '-q', '-b', 'old']);
    ground.work.commit('old', { 'old.txt': 'x' });
    ground.work.git(['checkout', '-q', 'main']);
    ground.work.commit('SEC-1', { 'stack.yaml': stack('s3:List*'), '.gitlab-ci.yml': 'a: 1\n' });
    expect(ground.push(['origin', 'main'])).toMatchObject({ accepted: true });
  }

  test.each<[string, string, () => readonly string[]]>([
    ['that a merge takes back by choosing the version of its other parent', 'AWS::IAM::ManagedPolicy Deploy was changed, though by no commit', () => {
      ground.work.git(['merge', '-q', '--no-commit', 'old']);
      ground.work.commit('SEC-2 merge', { 'stack.yaml': stack('s3:GetObject') });
      return ['origin', 'main'];
    }],
    ['that a merge takes back in a template that its other parent changed elsewhere', 'AWS::IAM::ManagedPolicy Deploy was changed, though by no commit', () => {
      ground.work.git(['checkout', '-q', 'old']);
      ground.work.commit('topic', { 'stack.yaml': stack('s3:GetObject', 'alarms') });
      ground.work.git(['checkout', '-q', 'main']);
      ground.work.git(['merge', '-q', '-X', 'theirs', '--no-commit', 'old']);
      ground.work.commit('merge', { 'stack.yaml': stack('s3:GetObject', 'alarms') });
      return ['origin', 'main'];
    }],
    ['that a merge with an older commit of the branch takes back', 'AWS::IAM::ManagedPolicy Deploy was changed, though by no commit', () => {
      const merge = ground.work.git(['commit-tree', 'HEAD~1^{tree}', '-p', 'HEAD', '-p', 'HEAD~1', '-m', 'merge']);
      return ['origin', `${merge}:refs/heads/main`];
    }],
    ['that is taken back by setting the branch back', 'the file was removed, though by no commit', () => ['-f', 'origin', 'main~1:main']],
    ['that goes with a covered branch that is deleted', 'because refs/heads/main is deleted and no other branch of the rule has it', () => (ground.server.git(['config', 'receive.denyDeleteCurrent', 'ignore']), ['origin', ':main'])],
    ['that is taken back by another branch', 'the file was removed, though by no commit', () => ['-f', 'origin', 'old:main']],
  ])('%s is refused, and passes with a ticket of the push', (_name, words, way) => {
    approvedOnMain();
    const args = way();
    const { accepted, output } = ground.push(args);
    expect([accepted, flat(output).includes(words)], output).toEqual([false, true]);
    expect(ground.push(['-o', 'portcullis.ticket=SEC-4', ...args])).toMatchObject({ accepted: true });
  });

  test('that another covered branch holds is none for one that takes it over', () => {
    approvedOnMain();
    expect(ground.push(['origin', 'main~1:refs/heads/release/1'])).toMatchObject({ accepted: true });
    expect(ground.push(['origin', 'main:refs/heads/release/1'])).toMatchObject({ accepted: true });
    ground.work.git(['merge', '-q', '-m', 'merge', 'old']);
    ground.work.commit('more', { 'main.txt': 'y' });
    expect(ground.push(['origin', 'main'])).toMatchObject({ accepted: true });
    expect(ground.push(['origin', 'main:refs/heads/release/1'])).toMatchObject({ accepted: true });
    // an earlier commit of a covered branch, forward and by a merge
    ground.work.commit('SEC-5', { '.gitlab-ci.yml': 'a: 2\n' });
    ground.work.commit('SEC-6', { '.gitlab-ci.yml': 'a: 3\n' });
    expect(ground.push(['origin', 'main'])).toMatchObject({ accepted: true });
    expect(ground.push(['origin', 'main~1:refs/heads/release/1', 'main~2:refs/heads/release/2'])).toMatchObject({ accepted: true });
    ground.work.git(['checkout', '-q', '-b', 'two', 'main~2']);
    ground.work.commit('two', { 'two.txt': 'x' });
    ground.work.git(['merge', '-q', '-m', 'merge', 'main~1']);
    expect(ground.push(['origin', 'two:refs/heads/release/2'])).toMatchObject({ accepted: true });
  });

  test('that a covered branch which stays holds just so is none for one that is deleted, nor is any on a branch of no rule', () => {
    approvedOnMain();
    expect(ground.push(['origin', 'main:refs/heads/release/1', 'main:refs/heads/feature'])).toMatchObject({ accepted: true });
    expect(ground.push(['origin', ':release/1', ':feature'])).toMatchObject({ accepted: true });
    // both at once leave nothing that holds it
    expect(ground.push(['origin', 'main:refs/heads/release/2'])).toMatchObject({ accepted: true });
    expect(ground.push(['origin', ':release/2', ':main']).accepted).toBe(false);
    // and what another branch has in another version is lost
    ground.work.commit('SEC-9', { 'stack.yaml': stack('s3:Put*') });
    expect(ground.push(['origin', 'main'])).toMatchObject({ accepted: true });
    expect(ground.push(['origin', ':release/2']).accepted).toBe(false);
  });

  test('in a template that cannot be read is unsure, and blocks where policy says so', () => {
    const broken = `${stack('s3:PutObject')}  Broken: [\n`;
    rules(ticketed);
    ground.work.commit('x', { 'new.yaml': broken });
    expect(ground.push(['origin', 'HEAD:refs/heads/a'])).toMatchObject({ accepted: true });
    ground.administer('portcullis.yaml', 'families: { change-control: { unsure: block } }\nchange-control:\n  rules:\n    - require: { ticket: "SEC-[0-9]+" }\n');
    ground.work.commit('x', { 'newer.yaml': broken });
    const { accepted, output } = ground.push(['origin', 'HEAD:refs/heads/b']);
    expect([accepted, flat(output).includes('cannot be read in full')]).toEqual([false, true]);
  });
});

describe('who approves', () => {
  const push = (user: string, options: readonly string[] = []): boolean => ground.push([...options, 'origin', 'main'], { REMOTE_USER: user }).accepted;

  test('a pusher who is listed, or a ticket', () => {
    rules('- checks: [iam]\n  require: { ticket: "SEC-[0-9]+", pushed-by: [ada] }');
    ground.work.commit('x', { 'stack.yaml': stack('s3:PutObject') });
    expect([push('eve'), push('ada')]).toEqual([false, true]);
    ground.work.commit('SEC-1', { 'stack.yaml': stack('s3:*') });
    expect(push('eve')).toBe(true);
  });

  test('both, where policy wants both', () => {
    rules('- checks: [iam]\n  require: { ticket: "SEC-[0-9]+", pushed-by: [ada], all: true }');
    ground.work.commit('SEC-1', { 'stack.yaml': stack('s3:PutObject') });
    expect([push('eve'), push('ada')]).toEqual([false, true]);
    ground.work.commit('x', { 'stack.yaml': stack('s3:*') });
    expect(push('ada')).toBe(false);
  });

  test('a ticket as a push option', () => {
    rules(ticketed);
    ground.work.commit('x', { 'stack.yaml': stack('s3:PutObject') });
    expect([push('eve', ['-o', 'portcullis.ticket=NONE']), push('eve', ['-o', 'portcullis.ticket=SEC-9'])]).toEqual([false, true]);
  });

  test('people, not machines; machines, not people', () => {
    rules('- checks: [iam]\n  require: { by: human }\n- checks: [pipeline]\n  require: { by: machine }');
    ground.work.commit('x', { 'stack.yaml': stack('s3:PutObject') });
    expect([push('deploy-bot'), push(''), push('ada')]).toEqual([false, false, true]);
    ground.work.commit('x', { '.gitlab-ci.yml': 'a: 1\n' });
    expect([push('ada'), push('deploy-bot')]).toEqual([false, true]);
  });

  test('a rule may list paths and resources of its own', () => {
    rules('- paths: ["billing/**"]\n  resources: ["AWS::SNS::*"]\n  require: { pushed-by: [ada] }');
    ground.work.commit('x', { 'billing/rates.csv': 'a,2\n' });
    expect([push('eve'), push('ada')]).toEqual([false, true]);
    ground.work.commit('x', { 'stack.yaml': stack('s3:GetObject', 'alarms') });
    expect([push('eve'), push('ada')]).toEqual([false, true]);
    ground.work.commit('x', { 'stack.yaml': stack('s3:PutObject', 'alarms') });
    expect(push('eve')).toBe(true);
  });
});

test.each([
  ['change-control: { rulez: [] }\n', 'did you mean "rules"'],
  ['change-control: { rules: [{ require: {} }] }\n', 'names nothing that could approve'],
  ['change-control: { rules: [{ require: { ticket: "(" } }] }\n', 'not a regular expression'],
  ['change-control: { rules: [{ require: { by: nobody } }] }\n', 'neither "human" nor "machine"'],
  ['change-control: { allowed-signers: ../signers, rules: [{ require: { signed-by: [a] } }] }\n', 'does not lie in the folder'],
  ['change-control: { allowed-signers: signers, rules: [{ require: { signed-by: [a] } }] }\n', 'which is not in'],
])('a broken rule refuses every push: %s', (policy, word) => {
  ground.administer('portcullis.yaml', policy);
  ground.work.commit('c', { 'x.txt': 'x' });
  const { accepted, output } = ground.push(['origin', 'main']);
  expect([accepted, flat(output).includes(word)], output).toEqual([false, true]);
});
