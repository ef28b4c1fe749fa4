import { describe, expect, it } from 'vitest';
import { canonicalTemplate, loadSchemasFor } from '../../../src/families/infrastructure/aws/canonical-template.ts';
import { graphOf } from '../../../src/families/infrastructure/graph.ts';
import { readCloudFormation } from '../../../src/templates/cloudformation/read-cloudformation.ts';

describe('the graph of a template', () => {
  it('joins what the defaults leave out to what they leave out as well, and to nothing else', async () => {
    const template = readCloudFormation(
      'stack.yaml',
      'Parameters:\n  Env: {Type: String, Default: dev}\nConditions:\n  Prod: !Equals [!Ref Env, prod]\nResources:\n  Data: {Type: "AWS::S3::Bucket"}\n  Rules: {Type: "AWS::S3::BucketPolicy", Condition: Prod, Properties: {Bucket: !Ref Data}}\n  Vault: {Type: "AWS::S3::Bucket", Condition: Prod}\n  VaultRules: {Type: "AWS::S3::BucketPolicy", Condition: Prod, Properties: {Bucket: !Ref Vault}}\n',
      { readText: () => undefined, list: () => [] },
    );
    await loadSchemasFor([template]);
    const { resources } = canonicalTemplate(template);
    const graph = graphOf(resources);
    const policies = (name: string): readonly unknown[] => {
      const subject = resources.find((one) => one.name === name);
      return graph.related(subject?.properties ?? null, 'AWS::S3::BucketPolicy').items;
    };
    expect(resources).toHaveLength(4);
    expect(policies('Data')).toEqual([]);
    expect(policies('Vault')).toHaveLength(1);
    expect(graph.all('AWS::S3::BucketPolicy').items).toEqual([]);
  });

  it.each([[30, false], [2000, true]])('says of %i pairs of one name whether more may belong together than are joined', async (count, isOpen) => {
    const pairs = Array.from({ length: count }, (_one, number) => `  B${number}: {Type: "AWS::S3::Bucket", Properties: {BucketName: same}}\n  P${number}: {Type: "AWS::S3::BucketPolicy", Properties: {Bucket: same}}\n`);
    const template = readCloudFormation('stack.yaml', `Resources:\n${pairs.join('')}`, { readText: () => undefined, list: () => [] });
    await loadSchemasFor([template]);
    const { resources } = canonicalTemplate(template);
    const found = graphOf(resources).related(resources.find((one) => one.name === 'B1')?.properties ?? null, 'AWS::S3::BucketPolicy');
    expect([found.items.length > 0, found.open === true]).toEqual([true, isOpen]);
  });
});
