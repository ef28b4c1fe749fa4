import { describe, expect, it } from 'vitest';
import { positionAt } from '../../../src/formats/place.ts';
import { readCloudFormation } from '../../../src/templates/cloudformation/read-cloudformation.ts';
import { scalarText } from '../../../src/templates/access.ts';
import { readEcsTask } from '../../../src/templates/ecs/read-task.ts';
import { readTerraform } from '../../../src/templates/terraform/read-terraform.ts';
import type { EvaluatedTemplate, FileReader, Value } from '../../../src/templates/value.ts';
import { containerOf } from '../../../src/families/containers/ecs/container.ts';
import { propertyOf, tasksOf } from '../../../src/families/containers/ecs/tasks.ts';
import type { Container } from '../../../src/families/containers/container.ts';

const reader = (files: Readonly<Record<string, string>>): FileReader => ({ readText: (path) => files[path], list: (folder) => Object.keys(files).filter((path) => (path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '.') === folder).map((path) => path.slice(path.lastIndexOf('/') + 1)) });

function containers(template: EvaluatedTemplate): readonly Container[] {
  return tasksOf(template).flatMap((task) => task.containers.map((definition) => containerOf(definition, task)));
}

function lineOf(value: Value | undefined): number {
  return value === undefined ? 0 : positionAt(value.at.source, value.at.start).line;
}

const heredoc = (mark: string, indent: string): string => `resource "aws_ecs_task_definition" "web" {
  family = "web"
  container_definitions = <<${mark}
${['[', '  {', '    "name": "web",', '    "image": "web:1",', '    "privileged": true', '  }', ']'].map((line) => indent + line).join('\n')}
${mark.startsWith('-') ? indent : ''}${mark.replace(/^-/, '')}
}
`;

describe('an ECS container', () => {
  it.each([
    ['a heredoc', heredoc('JSON', '')],
    ['an indented heredoc', heredoc('-JSON', '    ')],
  ])('keeps its lines in %s', (_name, text) => {
    const [one] = containers(readTerraform('.', reader({ 'main.tf': text })));
    expect(lineOf(one?.fields.privileged)).toBe(8);
    expect(scalarText(one?.fields.image)).toBe('web:1');
  });

  it('keeps its lines in jsonencode, and says which part is unknown', () => {
    const text = 'variable "tag" {}\nresource "aws_ecs_task_definition" "web" {\n  family = "web"\n  container_definitions = jsonencode([\n    {\n      name = "web"\n      image = "web:${var.tag}"\n      privileged = true\n    }\n  ])\n}\n';
    const [one] = containers(readTerraform('.', reader({ 'main.tf': text })));
    expect(lineOf(one?.fields.privileged)).toBe(8);
    expect(one?.fields.image).toMatchObject({ kind: 'unknown', parts: ['web:', null] });
  });

  it('is read from a heredoc with an unknown piece', () => {
    const text = 'variable "tag" {}\nresource "aws_ecs_task_definition" "web" {\n  family = "web"\n  container_definitions = <<EOF\n[{"name": "web", "image": "web:${var.tag}", "privileged": true, "cpu": ${var.tag}}]\nEOF\n}\n';
    const [one] = containers(readTerraform('.', reader({ 'main.tf': text })));
    expect(one?.fields.privileged).toMatchObject({ kind: 'known', value: true });
  });

  it('gets the path of the host from the volume that its mount point names', () => {
    const text = 'Resources:\n  T:\n    Type: AWS::ECS::TaskDefinition\n    Properties:\n      Volumes: [{Name: v, Host: {SourcePath: /etc}}]\n      ContainerDefinitions: [{Name: a, Image: b, MountPoints: [{SourceVolume: v, ContainerPath: /x, ReadOnly: true}]}]\n';
    const mounts = containers(readCloudFormation('t.yaml', text, reader({})))[0]?.fields.mounts;
    const mount = mounts?.kind === 'list' ? mounts.items[0] : undefined;
    expect([propertyOf(mount, 'source'), propertyOf(mount, 'kind'), propertyOf(mount, 'readOnly')].map(scalarText)).toEqual(['/etc', 'bind', 'true']);
  });
});

describe('a plain task definition', () => {
  it.each([
    ['as register-task-definition takes it', '{"family": "web", "containerDefinitions": [{"name": "a", "image": "b"}]}'],
    ['as describe-task-definition gives it', '{"taskDefinition": {"family": "web", "containerDefinitions": [{"name": "a", "image": "b"}]}, "tags": []}'],
    ['as YAML', 'family: web\ncontainerDefinitions:\n  - name: a\n    image: b\n'],
  ])('is read %s', (_name, text) => {
    const [one] = readEcsTask('task.json', text).resources;
    expect([one?.type, one?.name]).toEqual(['AWS::ECS::TaskDefinition', 'web']);
    expect(containers(readEcsTask('task.json', text)).map(({ fields }) => scalarText(fields.image))).toEqual(['b']);
  });

  it.each([
    ['a truncated file', '{"family": "web", "containerDefinitions": [{"name": "a", "ima'],
    ['deep nesting', `{"containerDefinitions": [${'{"a": ['.repeat(5000)}`],
    ['a list of numbers', '{"containerDefinitions": [1, null, "x", []]}'],
    ['bytes', '\u0000\u0001containerDefinitions'],
    ['duplicate keys', '{"family": "a", "family": "b", "containerDefinitions": [{"name": "a", "name": "b"}]}'],
    ['a key of the prototype', '{"__proto__": {"x": 1}, "containerDefinitions": [{"constructor": 1, "__proto__": null}]}'],
  ])('ends without an error for %s', (_name, text) => {
    expect(() => containers(readEcsTask('task.json', text))).not.toThrow();
  });
});
