import { rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createPlayground, type Playground } from './bare-server.ts';
import { blobOf, treeOf } from './crafted-objects.ts';
import { buildGate } from './gate.ts';

let gate: string;
let ground: Playground;

beforeAll(() => {
  gate = buildGate(['credentials', 'infrastructure']);
  ground = createPlayground(gate);
  ground.work.commit('first', { 'readme.md': 'hello\n', 'net/main.tf': group('var.from', 'variable "from" { default = "10.0.0.0/8" }\n') });
  expect(ground.push(['origin', 'main'])).toMatchObject({ accepted: true });
});
afterAll(() => {
  ground.remove();
  rmSync(dirname(dirname(gate)), { recursive: true, force: true });
});
beforeEach(() => {
  ground.work.git(['checkout', '-q', '-f', '-B', 'main', 'origin/main']);
  ground.work.git(['clean', '-qfd']);
});

/** Terraform that opens a port to some addresses. */
function group(from: string, more = ''): string {
  return `resource "aws_security_group" "x" {\n  ingress {\n    from_port = 22\n    to_port = 22\n    protocol = "tcp"\n    cidr_blocks = [${from}]\n  }\n}\n${more}`;
}

const open = group('"0.0.0.0/0"');
const main = ['origin', 'main'];
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
    ['on a ref of its own', (g) => (g.work.commit('c', { 'main.tf': open }), ['origin', 'HEAD:refs/custom/x'])],
  ])('%s is refused', async (_name, way) => {
    const { accepted, output } = ground.push(way(ground));
    expect([accepted, output.includes('ssh-open')], output).toEqual([false, true]);
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
