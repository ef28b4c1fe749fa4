import { rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { installHook, type Playground } from './bare-server.ts';
import { blobOf, commitOf, treeOf } from './crafted-objects.ts';
import { hookScript } from './gate.ts';
import { allOnOneGround, gate, ground } from './own-ground.ts';

allOnOneGround(['credentials', 'infrastructure'], { 'readme.md': 'hello\n', 'net/main.tf': group('var.from', 'variable "from" { default = "10.0.0.0/8" }\n') });

/** Terraform that opens a port to some addresses. */
function group(from: string, more = ''): string {
  return `resource "aws_security_group" "x" {\n  ingress {\n    from_port = 22\n    to_port = 22\n    protocol = "tcp"\n    cidr_blocks = [${from}]\n  }\n}\n${more}`;
}

const open = group('"0.0.0.0/0"');
const main = ['origin', 'main'];

/** CloudFormation that opens a port to some addresses, and that nests such a stack and gives it everybody's. */
const stack = (from: string): string => `Parameters:\n  From: {Type: String, Default: 10.0.0.0/8}\nResources:\n  G:\n    Type: AWS::EC2::SecurityGroup\n    Properties:\n      GroupDescription: x\n      SecurityGroupIngress:\n        - {IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: ${from}}\n`;
const nest = (type: string, key: string): string => `Resources:\n  Child:\n    Type: ${type}\n    Properties:\n      ${key}: in/child.yaml\n      Parameters: {From: 0.0.0.0/0}\n`;

type Way = (g: Playground) => readonly string[];

describe('a port that is opened to everybody', () => {
  test.each<[string, Way]>([
    ['in a template', (g) => (g.work.commit('c', { 'main.tf': open }), main)],
    ['in a file that a link of a template\'s name leads to', (g) => (g.work.write('x.txt', open), symlinkSync('x.txt', join(g.work.path, 'main.tf')), g.work.commit('c'), main)],
    ['in a file that a link leads to through another one', (g) => (g.work.write('d/x.txt', open), symlinkSync('d', join(g.work.path, 'e')), symlinkSync('e/x.txt', join(g.work.path, 'main.tf')), g.work.commit('c'), main)],
    ['behind a byte order mark', (g) => (g.work.commit('c', { 'main.tf': `\ufeff${open}` }), main)],
    ['behind a zero byte', (g) => (g.work.commit('c', { 'main.tf': `# \0\n${open}` }), main)],
    ['with lines that end as on Windows', (g) => (g.work.commit('c', { 'main.tf': open.replaceAll('\n', '\r\n') }), main)],
    ['beside a template that cannot be read', (g) => (g.work.commit('c', { 'main.tf': open, 'z.tf': 'resource "a" {' }), main)],
    ['by a variable file alone', (g) => (g.work.commit('c', { 'net/terraform.tfvars': 'from = "0.0.0.0/0"\n' }), main)],
    ['in a file that may be run', (g) => (g.work.write('main.tf', open), g.work.git(['add', '-A']), g.work.git(['update-index', '--chmod=+x', 'main.tf']), g.work.git(['commit', '-qm', 'c']), main)],
    ['on a tag alone', (g) => (g.work.git(['checkout', '-q', '--detach']), g.work.commit('c', { 'main.tf': open }), g.work.git(['tag', '-f', '-a', '-m', 'x', 'v1']), ['origin', 'v1'])],
    ['in a tree that is tagged', (g) => (g.work.git(['tag', '-f', 't', treeOf(g, ['100644', 'main.tf', blobOf(g, open)])]), ['origin', 't'])],
    ['in the second of two entries of one name', (g) => ['origin', `${commitOf(g, treeOf(g, ['100644', 'main.tf', blobOf(g, group('"10.0.0.0/8"'))], ['100644', 'main.tf', blobOf(g, open)]))}:refs/heads/twice`]],
    ['in one of two files of a name that stands apart in its tree', (g) => ['origin', `${commitOf(g, treeOf(g, ['100644', 'main.tf', blobOf(g, group('"10.0.0.0/8"'))], ['100644', 'z', blobOf(g, 'x')], ['100644', 'main.tf', blobOf(g, open)]))}:refs/heads/apart`]],
    ['in a file whose name looks like another\'s', (g) => ['origin', `${commitOf(g, treeOf(g, ['100644', 'a\\xff.tf', blobOf(g, group('"10.0.0.0/8"'))], ['100644', Buffer.from('a\xff.tf', 'latin1'), blobOf(g, open)]))}:refs/heads/alike`]],
    ['before ten megabytes of comments', (g) => (g.work.commit('c', { 'main.tf': `${open}${`#${'x'.repeat(78)}\n`.repeat(137_500)}` }), main)],
    ['in the last of many instances', (g) => (g.work.commit('c', { 'main.tf': group('count.index < 30000 ? "10.0.0.0/8" : "0.0.0.0/0"').replace('{\n', '{\n  count = 40000\n') }), main)],
    ['on a ref of its own', (g) => (g.work.commit('c', { 'main.tf': open }), ['origin', 'HEAD:refs/custom/x'])],
  ])('%s is refused', async (_name, way) => {
    const { accepted, output } = ground.push(way(ground));
    expect([accepted, /ssh-open|out of order|template\/limit/.test(output)], output).toEqual([false, true]);
    expect((await ground.records()).at(-1)?.verdict).toBe('block');
  });

  test('is none where a link leads out of the repository or nowhere', () => {
    symlinkSync('/etc/main.tf', join(ground.work.path, 'outside.tf'));
    symlinkSync('missing/x.txt', join(ground.work.path, 'nowhere.tf'));
    symlinkSync('round.tf', join(ground.work.path, 'round.tf'));
    ground.work.commit('c');
    expect(ground.push(['origin', 'HEAD:refs/heads/links'])).toMatchObject({ accepted: true });
  });
});

/** What a push brings under a name that no template has, while another name that leads to it was there before. */
describe('a port that is opened by way of another name', () => {
  const push = (g: Playground): void => expect(g.push(main)).toMatchObject({ accepted: true });
  const rule = `locals {\n  from = split(",", trimspace(file("\${path.module}/from.csv")))\n}\n${group('local.from[0]')}`;

  test.each<[string, Way]>([
    ['in the file that a link leads to', (g) => (g.work.write('x.txt', group('"10.0.0.0/8"')), symlinkSync('x.txt', join(g.work.path, 'link.tf')), g.work.commit('c'), push(g), g.work.commit('d', { 'x.txt': open }), main)],
    ['in the file that a link of another folder leads to', (g) => (g.work.write('data/x.txt', group('"10.0.0.0/8"')), g.work.write('infra/readme.md', 'x'), symlinkSync('../data/x.txt', join(g.work.path, 'infra/main.tf')), g.work.commit('c'), push(g), g.work.commit('d', { 'data/x.txt': open }), main)],
    ['in the file that a link leads to which led nowhere before', (g) => (symlinkSync('later.txt', join(g.work.path, 'late.tf')), g.work.commit('c'), push(g), g.work.commit('d', { 'later.txt': open }), main)],
    ['in the file that a link leads to through a folder', (g) => (g.work.write('deep/in/y.txt', group('"10.0.0.0/8"')), symlinkSync('deep/in', join(g.work.path, 'short')), symlinkSync('short/y.txt', join(g.work.path, 'via.tf')), g.work.commit('c'), push(g), g.work.commit('d', { 'deep/in/y.txt': open }), main)],
    ['in the file that a link leads to through twenty others', (g) => {
      for (let i = 0; i < 20; i++) symlinkSync(i === 0 ? 'many.txt' : `l${i - 1}`, join(g.work.path, i === 19 ? 'many.tf' : `l${i}`));
      g.work.commit('c', { 'many.txt': group('"10.0.0.0/8"') });
      push(g);
      g.work.commit('d', { 'many.txt': open });
      return main;
    }],
    ['in the file above the folder that a link leads through', (g) => (symlinkSync('up/in', join(g.work.path, 'into')), symlinkSync('into/../w.txt', join(g.work.path, 'up.tf')), g.work.commit('c', { 'up/in/readme.md': 'x', 'up/w.txt': group('"10.0.0.0/8"'), 'w.txt': 'x' }), push(g), g.work.commit('d', { 'up/w.txt': open }), main)],
    ['by a link between that is turned to another file', (g) => {
      g.work.write('one.txt', group('"10.0.0.0/8"'));
      g.work.write('two.txt', open);
      symlinkSync('one.txt', join(g.work.path, 'between'));
      symlinkSync('between', join(g.work.path, 'turned.tf'));
      g.work.commit('c');
      push(g);
      rmSync(join(g.work.path, 'between'));
      symlinkSync('two.txt', join(g.work.path, 'between'));
      g.work.commit('d');
      return main;
    }],
    ['by a folder between that is turned to another one', (g) => {
      g.work.write('old/z.txt', group('"10.0.0.0/8"'));
      g.work.write('new/z.txt', open);
      symlinkSync('old', join(g.work.path, 'now'));
      symlinkSync('now/z.txt', join(g.work.path, 'folder.tf'));
      g.work.commit('c');
      push(g);
      rmSync(join(g.work.path, 'now'));
      symlinkSync('new', join(g.work.path, 'now'));
      g.work.commit('d');
      return main;
    }],
    ['in a file that a template reads', (g) => (g.work.commit('c', { 'read/main.tf': rule, 'read/from.csv': '10.0.0.0/8\n' }), push(g), g.work.commit('d', { 'read/from.csv': '0.0.0.0/0\n' }), main)],
    ['in a file of another folder that a template reads', (g) => (g.work.commit('c', { 'reads/main.tf': rule.replace('/from.csv', '/../lists/from.csv'), 'lists/from.csv': '10.0.0.0/8\n' }), push(g), g.work.commit('d', { 'lists/from.csv': '0.0.0.0/0\n' }), main)],
    ['in a file that a template reads by a name put together', (g) => (g.work.commit('c', { 'made/main.tf': `${rule.replace('/from.csv', '/${local.name}.csv')}locals { name = "from" }\n`, 'made/from.csv': '10.0.0.0/8\n' }), push(g), g.work.commit('d', { 'made/from.csv': '0.0.0.0/0\n' }), main)],
    ...[['AWS::CloudFormation::Stack', 'TemplateURL'], ['AWS::Serverless::Application', 'Location']].map(([type = '', key = '']): [string, Way] => [
      `in a stack that ${type} gives the addresses to`,
      (g) => (g.work.commit('c', { [`${key}/parent.yaml`]: nest(type, key), [`${key}/in/child.yaml`]: stack('10.0.0.0/8') }), push(g), g.work.commit('d', { [`${key}/in/child.yaml`]: stack('!Ref From') }), main),
    ]),
    ['in a nested stack of another name', (g) => (g.work.commit('c', { 'odd/parent.yaml': nest('AWS::CloudFormation::Stack', 'TemplateURL').replace('child.yaml', 'child.stack'), 'odd/in/child.stack': stack('10.0.0.0/8') }), push(g), g.work.commit('d', { 'odd/in/child.stack': stack('0.0.0.0/0') }), main)],
    ['in a module that is used by way of a linked folder', (g) => {
      g.work.write('common/net/main.tf', group('"10.0.0.0/8"', 'variable "from" {}\n'));
      g.work.write('site/main.tf', 'module "net" {\n  source = "./net"\n  from = "0.0.0.0/0"\n}\n');
      symlinkSync('../common/net', join(g.work.path, 'site/net'));
      g.work.commit('c');
      push(g);
      g.work.commit('d', { 'common/net/main.tf': group('var.from', 'variable "from" {}\n') });
      return main;
    }],
    ['in a module behind a linked folder', (g) => {
      g.work.write('shared/net/main.tf', group('var.from', 'variable "from" {}\n'));
      g.work.write('app/main.tf', 'module "net" {\n  source = "./modules/net"\n  from = "10.0.0.0/8"\n}\n');
      g.work.write('app/modules/readme.md', 'x');
      symlinkSync('../../shared/net', join(g.work.path, 'app/modules/net'));
      g.work.commit('c');
      push(g);
      g.work.commit('d', { 'app/main.tf': 'module "net" {\n  source = "./modules/net"\n  from = "0.0.0.0/0"\n}\n' });
      return main;
    }],
  ])('%s is refused', async (_name, way) => {
    const { accepted, output } = ground.push(way(ground));
    expect([accepted, output.includes('ssh-open')], output).toEqual([false, true]);
    expect((await ground.records()).at(-1)?.verdict).toBe('block');
  });

  test('is none where what a link leads to was as open before, or changes to what is closed', () => {
    ground.server.git(['config', 'core.hooksPath', '/dev/null']);
    ground.work.write('was.txt', open);
    symlinkSync('was.txt', join(ground.work.path, 'was.tf'));
    ground.work.commit('c');
    ground.push(main);
    ground.server.git(['config', '--unset', 'core.hooksPath']);
    ground.work.commit('d', { 'was.txt': `# more\n${open}` });
    push(ground);
    ground.work.commit('e', { 'was.txt': group('"10.0.0.0/8"') });
    push(ground);
  });
});

describe('many branches from one commit', () => {
  /** Branches `b/0` to `b/3` from one commit: three with a change of their own that opens nothing, and the last. */
  const branches = (last: Readonly<Record<string, string>>): readonly string[] => {
    const { work } = ground;
    work.write('many/x.txt', group('"10.0.0.0/8"'));
    symlinkSync('x.txt', join(work.path, 'many/link.tf'));
    symlinkSync('later.txt', join(work.path, 'many/dangling.tf'));
    const base = work.commit('base');
    expect(ground.push(['-f', 'origin', 'HEAD:refs/heads/base'])).toMatchObject({ accepted: true });
    [{ 'readme.md': 'one\n' }, { 'other.md': 'two\n' }, { 'many/x.txt': group('"10.0.0.0/9"') }, last].forEach((files, number) => {
      work.git(['checkout', '-q', '-f', '--detach', base]);
      work.commit(`b${number}`, files);
      work.git(['branch', '-f', `b/${number}`]);
    });
    return ['origin', 'b/0', 'b/1', 'b/2', 'b/3'];
  };

  test.each<[string, Readonly<Record<string, string>>]>([
    ['what a link of that commit leads to', { 'many/x.txt': open }],
    ['a file that a link of it led to in vain', { 'many/later.txt': open }],
    ['a template', { 'many/y.tf': open }],
  ])('hide no port that the last one opens in %s', (_name, last) => {
    const { accepted, output } = ground.push(branches(last));
    expect([accepted, output.includes('ssh-open')], output).toEqual([false, true]);
  });

  test('are let in where none opens one', () => {
    expect(ground.push(branches({ 'many/later.txt': group('"10.0.0.0/8"') }))).toMatchObject({ accepted: true });
  });
});

describe('a branch that is moved to what the server has', () => {
  let old: string;
  beforeAll(() => {
    installHook(ground.server.path, '#!/bin/sh\nexit 0\n');
    ground.work.git(['checkout', '-q', '-f', '-B', 'main', 'origin/main']);
    old = ground.work.commit('open', { 'old/main.tf': open });
    ground.work.git(['rm', '-q', '-r', 'old']);
    ground.work.git(['commit', '-q', '-m', 'closed']);
    expect(ground.push(main)).toMatchObject({ accepted: true });
    installHook(ground.server.path, hookScript(gate));
  });

  test('gets no template back that it has no longer', () => {
    const tip = ground.work.git(['rev-parse', 'HEAD']);
    const merge = ground.work.git(['commit-tree', `${old}^{tree}`, '-p', old, '-p', tip, '-m', 'merge']);
    ground.work.git(['push', '-q', ground.server.path, `${old}:refs/heads/side`]);
    expect(ground.push(['origin', `${merge}:refs/heads/side`])).toMatchObject({ accepted: true });
    expect(ground.push(['origin', `${merge}:refs/heads/main`])).toMatchObject({ accepted: false, output: expect.stringContaining('ssh-open') });
    expect(ground.push(['origin', `+${old}:refs/heads/main`])).toMatchObject({ accepted: false, output: expect.stringContaining('ssh-open') });
  });

  test('may be moved on, and back to what has none', () => {
    const before = ground.work.git(['rev-parse', 'HEAD']);
    const next = ground.work.commit('next', { 'next/main.tf': group('"10.0.0.0/8"') });
    expect(ground.push(['origin', `${next}:refs/heads/feature`])).toMatchObject({ accepted: true });
    expect(ground.push(['origin', `${next}:refs/heads/main`])).toMatchObject({ accepted: true });
    expect(ground.push(['origin', `+${before}:refs/heads/main`])).toMatchObject({ accepted: true });
  });
});
