import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { canonicalTemplates, reportsOf } from '../../../src/families/infrastructure/judge.ts';
import { isPolicy } from '../../../src/model/check.ts';
import { parseCheckFile } from '../../../src/policy/check-file.ts';
import { readCloudFormation } from '../../../src/templates/cloudformation/read-cloudformation.ts';

/** The lines of a template that a check reports. */
async function linesOf(id: string, text: string): Promise<readonly number[]> {
  const check = parseCheckFile(id, id, readFileSync(`policies/${id}.yaml`, 'utf8'));
  const templates = await canonicalTemplates([readCloudFormation('template.yaml', text, { readText: () => undefined, list: () => [] })]);
  const reports = reportsOf(templates, { settings: undefined, parameters: (one) => (isPolicy(one) ? one.parameters : {}), checks: (applies) => (applies === undefined || (isPolicy(check) && [...applies].some((type) => check.applies.includes(type))) ? [check] : []) });
  return reports.map(({ range }) => range.startLine);
}

describe('a finding points', () => {
  it('at the item that decided it, not at another property that is well', async () => {
    const text = `Resources:
  Site:
    Type: AWS::CloudFront::Distribution
    Properties:
      DistributionConfig:
        DefaultCacheBehavior:
          ViewerProtocolPolicy: redirect-to-https
        CacheBehaviors:
          - ViewerProtocolPolicy: https-only
          - ViewerProtocolPolicy: allow-all
`;
    expect(await linesOf('infrastructure/aws/cloudfront/http-allowed', text)).toEqual([10]);
  });

  it('into the document that decided it, not into the others of the role', async () => {
    const text = `Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: {}
      Policies:
        - PolicyName: logs
          PolicyDocument:
            Statement:
              - {Effect: Allow, Action: ["logs:PutLogEvents"], Resource: "*"}
        - PolicyName: all
          PolicyDocument:
            Statement:
              - {Effect: Allow, Action: ["iam:*"], Resource: "*"}
`;
    expect(await linesOf('infrastructure/aws/iam/credentials-exposure', text)).toEqual([14]);
  });

  it('at the statement that decided it, not at the others of its document', async () => {
    const text = `Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: {}
      Policies:
        - PolicyName: all
          PolicyDocument:
            Statement:
              - {Effect: Allow, Action: ["eks:*"], Resource: "*"}
              - {Effect: Allow, Action: ["iam:*"], Resource: "*"}
`;
    expect(await linesOf('infrastructure/aws/iam/full-iam-access', text)).toEqual([11]);
  });
});

describe('what SAM sets by default', () => {
  it('is missing in a table that is not SAM’s', async () => {
    expect(await linesOf('infrastructure/template/missing-property', 'Resources:\n  One:\n    Type: AWS::DynamoDB::Table\n')).toEqual([2]);
  });

  it.each([
    ['the key of a simple table', 'SimpleTable', ''],
    ['the stage of an HTTP API', 'HttpApi', ''],
    ['a key that PrimaryKey names', 'SimpleTable', '    Properties: {PrimaryKey: {Name: order, Type: String}}\n'],
  ])('is not missing: %s', async (_name, type, properties) => {
    expect(await linesOf('infrastructure/template/missing-property', `Transform: AWS::Serverless-2016-10-31\nResources:\n  One:\n    Type: AWS::Serverless::${type}\n${properties}`)).toEqual([]);
  });
});
