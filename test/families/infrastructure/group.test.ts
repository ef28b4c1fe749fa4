import { describe, expect, it } from 'vitest';
import { groupSources } from '../../../src/families/infrastructure/group.ts';

const formatOf = (path: string, text: string): string | undefined => groupSources([{ path, subject: 'file', bytes: Buffer.from(text) }]).files[0]?.format;
const bucket = { Type: 'AWS::S3::Bucket' };

describe('a template is told by its content', () => {
  it.each([
    ['JSON on one line', 'stack.json', JSON.stringify({ Resources: { Data: bucket } })],
    ['JSON with another section first', 'stack.json', JSON.stringify({ AWSTemplateFormatVersion: '2010-09-09', Resources: { Data: bucket } })],
    ['JSON whose mappings are large', 'stack.json', JSON.stringify({ Mappings: { Names: { all: { value: 'x'.repeat(300_000) } } }, Resources: { Data: bucket } })],
    ['YAML whose mappings are large', 'stack.yaml', `Mappings:\n  Names: {all: {value: ${'x'.repeat(300_000)}}}\nResources:\n  Data:\n    Type: AWS::S3::Bucket\n`],
    ['a name without an ending', 'stacks/data', 'Resources:\n  Data:\n    Type: AWS::S3::Bucket\n'],
    ['the ending cform', 'data.cform', 'Resources:\n  Data:\n    Type: AWS::S3::Bucket\n'],
  ])('%s', (_name, path, text) => expect(formatOf(path, text)).toBe('cloudformation'));

  it.each([
    ['a resource type in prose', 'notes.yaml', 'title: Resources\ntext: "Type: AWS::S3::Bucket"\n'],
    ['JSON with resources of another kind', 'kinds.json', JSON.stringify({ Resources: { Data: { Type: 'books' } } })],
    ['a shell script', 'deploy', 'aws cloudformation deploy --resource-types AWS::S3::Bucket\n'],
  ])('%s is none', (_name, path, text) => expect(formatOf(path, text)).toBeUndefined());
});
