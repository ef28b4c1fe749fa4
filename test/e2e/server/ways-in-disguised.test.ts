import { describe, expect, test } from 'vitest';
import { allOnOneGround, ground } from './own-ground.ts';

allOnOneGround(['infrastructure', 'containers']);

const properties = 'Properties: {GroupDescription: x, SecurityGroupIngress: [{IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: 0.0.0.0/0}]}';
const stack = (type: string): string => `Resources:\n  X:\n    ${type}\n    ${properties}\n`;
const pod = 'apiVersion: v1\nkind: Pod\nmetadata: {name: x}\nspec:\n  containers:\n    - {name: a, image: x, securityContext: {privileged: true}}\n';
const chart = { 'c/Chart.yaml': 'apiVersion: v2\nname: c\nversion: 1.0.0\n', 'c/templates/_pod.tpl': `{{ define "pod" }}\n${pod}{{ end }}\n`, 'c/pod.txt': pod };
const group = (from: string): string => `resource "aws_security_group" "x" {\n  ingress {\n    from_port = 22\n    to_port = 22\n    protocol = "tcp"\n    cidr_blocks = ${from}\n  }\n}\nvariable "more" { type = list(string) }\n`;

describe('what opens a port or gives away the machine, written so that it looks like something else,', () => {
  test.each<[string, Readonly<Record<string, string>>]>([
    ['CloudFormation in JSON behind escapes', { 'a.json': JSON.stringify({ Resources: { X: { Type: 'AWS::EC2::SecurityGroup', Properties: { GroupDescription: 'x', SecurityGroupIngress: [{ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIp: '0.0.0.0/0' }] } } } }).replace('AWS::EC2::', 'AWS\\u003a\\u003aEC2\\u003a\\u003a').replace('"Type"', '"Typ\\u0065"').replace('"Resources"', '"R\\u0065sources"') }],
    ['CloudFormation in YAML behind escapes', { 'a.yaml': stack('"Typ\\x65": "AWS:\\x3aEC2:\\x3aSecurityGroup"') }],
    ['CloudFormation with a type over several lines', { 'a.yaml': stack('Type: "AWS:\\\n      :EC2:\\\n      :SecurityGroup"') }],
    ['CloudFormation with a type as a block', { 'a.yaml': stack('Type: >-\n      AWS::EC2::SecurityGroup') }],
    ['CloudFormation on one line', { 'a.yaml': `--- {Resources: {X: {Type: AWS::EC2::SecurityGroup, ${properties}}}}\n` }],
    ['CloudFormation in a file of text', { 'a.txt': stack('Type: AWS::EC2::SecurityGroup') }],
    ['a pod behind escapes', { 'a.yaml': pod.replace('apiVersion', '"apiVer\\x73ion"').replace('kind', '"kin\\x64"') }],
    ['services behind escapes', { 'stack.yaml': '"servi\\x63es":\n  a: {image: x, privileged: true}\n' }],
    ['services in quotes', { 'stack.yaml': '"services" :\n  a: {image: x, privileged: true}\n' }],
    ['a chart\'s template that includes another one', { ...chart, 'c/templates/a.yaml': '{{ include "pod" . }}\n' }],
    ['a chart\'s template that is in a file', { ...chart, 'c/templates/a.yaml': '{{ tpl (.Files.Get "pod.txt") . }}\n' }],
    ['both halves of all addresses', { 'a.tf': group('["0.0.0.0/1", "128.0.0.0/1"]') }],
    ['a sorted list of which more is not known', { 'a.tf': group('sort(concat(var.more, ["0.0.0.0/0"]))') }],
    ['a union with what is not known', { 'a.tf': group('setunion(var.more, ["0.0.0.0/0"])') }],
    ['a list without what it has twice, of which more is not known', { 'a.tf': group('reverse(distinct(compact(concat(var.more, ["0.0.0.0/0"]))))') }],
  ])('is refused: %s', (_name, files) => {
    ground.work.commit('c', files);
    const { accepted, output } = ground.push(['origin', 'HEAD:refs/heads/x']);
    expect([accepted, /ssh-open|privileged/.test(output)], output).toEqual([false, true]);
  });

  test('is refused: a pod that was there before, moved to two places', () => {
    ground.server.git(['config', 'core.hooksPath', '/dev/null']);
    ground.work.commit('b', { 'p.yaml': pod });
    ground.push(['origin', 'HEAD:refs/heads/moving']);
    ground.server.git(['config', '--unset', 'core.hooksPath']);
    ground.work.git(['mv', 'p.yaml', 'q.yaml']);
    ground.work.commit('c');
    expect(ground.push(['origin', 'HEAD:refs/heads/moving'])).toMatchObject({ accepted: true });
    ground.work.git(['mv', 'q.yaml', 'r.yaml']);
    ground.work.commit('d', { 's.yaml': pod });
    expect(ground.push(['origin', 'HEAD:refs/heads/moving']).accepted).toBe(false);
  });

  test('is let in where it is none of that', () => {
    ground.work.commit('c', {
      'messages.json': JSON.stringify({ Resources: 'R\u00e9sum\u00e9', Type: 'AWS', services: ['x'] }).replace('\u00e9', '\\u00e9'),
      'notes.txt': `A template begins with\nResources:\n  X:\n    Type: AWS::EC2::SecurityGroup\nand goes on like this.\n`,
      'site/templates/page.yaml': 'title: {{ include "head" }}\nbody: {{ tpl }}\n',
      'win.yaml': 'path: "C:\\x41\\x42"\nservices: none\n',
    });
    expect(ground.push(['origin', 'HEAD:refs/heads/fine'])).toMatchObject({ accepted: true });
  });
});
