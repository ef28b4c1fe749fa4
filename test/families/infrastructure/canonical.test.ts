import { beforeAll, describe, expect, it } from 'vitest';
import { canonicalTemplate } from '../../../src/families/infrastructure/aws/canonical-template.ts';
import type { Resource } from '../../../src/templates/value.ts';
import { loadAllSchemas, plain, reference, resource, template, unknownValue } from './values.ts';

beforeAll(loadAllSchemas);

function canonical(resources: readonly Resource[], data: readonly Resource[] = []): readonly unknown[] {
  return canonicalTemplate(template(resources, data)).resources.map((one) => ({ type: one.type, name: one.name, properties: plain(one.properties), ...(one.partial ? { partial: true } : {}) }));
}

describe('Terraform resources become CloudFormation ones', () => {
  it('by the naming rule alone where the types are spelled alike', () => {
    expect(canonical([resource('aws_sqs_queue', 'aws_sqs_queue.q', { name: 'jobs', kms_master_key_id: 'k', fifo_queue: true, tags: { Team: 'a' }, policy: '{"Statement":[]}' })])).toMatchObject([
      { type: 'AWS::SQS::Queue', properties: { KmsMasterKeyId: 'k', FifoQueue: true, Tags: [{ Key: 'Team', Value: 'a' }] } },
    ]);
  });

  it('with awscc types mechanically', () => {
    expect(canonical([resource('awscc_s3_bucket', 'awscc_s3_bucket.b', { bucket_name: 'data', versioning_configuration: { status: 'Enabled' } })])).toEqual([
      { type: 'AWS::S3::Bucket', name: 'awscc_s3_bucket.b', properties: { BucketName: 'data', VersioningConfiguration: { Status: 'Enabled' } } },
    ]);
  });

  it('with blocks unwrapped and renamed by the table', () => {
    expect(
      canonical([
        resource('aws_s3_bucket', 'aws_s3_bucket.b', {
          bucket: 'data',
          versioning: [{ enabled: true }],
          server_side_encryption_configuration: [{ rule: [{ apply_server_side_encryption_by_default: [{ sse_algorithm: 'aws:kms' }] }] }],
        }),
      ]),
    ).toEqual([
      {
        type: 'AWS::S3::Bucket',
        name: 'aws_s3_bucket.b',
        properties: {
          BucketName: 'data',
          VersioningConfiguration: { Status: 'Enabled' },
          BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' } }] },
        },
      },
    ]);
  });

  it('with satellites folded in by reference and by name', () => {
    const found = canonical([
      resource('aws_s3_bucket', 'aws_s3_bucket.b', { bucket: 'data' }),
      resource('aws_s3_bucket_versioning', 'aws_s3_bucket_versioning.v', { bucket: reference('aws_s3_bucket.b'), versioning_configuration: [{ status: 'Enabled' }] }),
      resource('aws_s3_bucket_public_access_block', 'aws_s3_bucket_public_access_block.p', { bucket: 'data', block_public_acls: true }),
    ]);
    expect(found).toEqual([
      {
        type: 'AWS::S3::Bucket',
        name: 'aws_s3_bucket.b',
        properties: {
          BucketName: 'data',
          VersioningConfiguration: { Status: 'Enabled' },
          PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: false, IgnorePublicAcls: false, RestrictPublicBuckets: false },
        },
      },
    ]);
  });

  it('with a satellite that names its bucket by the same variable', () => {
    const bucket = { bucket: unknownValue('variable "bucket", which has no default') };
    const found = canonical([resource('aws_s3_bucket', 'aws_s3_bucket.b', bucket), resource('aws_s3_bucket_versioning', 'aws_s3_bucket_versioning.v', { ...bucket, versioning_configuration: [{ status: 'Enabled' }] })]);
    expect(found).toMatchObject([{ name: 'aws_s3_bucket.b', properties: { VersioningConfiguration: { Status: 'Enabled' } } }]);
  });

  it('with a satellite of an unknown resource as a part of it, and the others in doubt', () => {
    const found = canonical([
      resource('aws_s3_bucket', 'aws_s3_bucket.b', { bucket: 'data' }),
      resource('aws_s3_bucket_versioning', 'aws_s3_bucket_versioning.v', { bucket: unknownValue('var.bucket'), versioning_configuration: [{ status: 'Enabled' }] }),
    ]);
    expect(found).toEqual([
      { type: 'AWS::S3::Bucket', name: 'aws_s3_bucket.b', properties: { BucketName: 'data', VersioningConfiguration: { unknown: 'var.bucket' } } },
      { type: 'AWS::S3::Bucket', name: 'aws_s3_bucket_versioning.v', properties: { VersioningConfiguration: { Status: 'Enabled' } }, partial: true },
    ]);
  });

  it('with each source of a security group rule a rule of its own', () => {
    const [group] = canonical([resource('aws_security_group', 'aws_security_group.g', { ingress: [{ from_port: 22, to_port: 22, protocol: 'tcp', cidr_blocks: ['10.0.0.0/8', '0.0.0.0/0'] }] })]);
    expect(group).toMatchObject({
      properties: {
        SecurityGroupIngress: [
          { FromPort: 22, ToPort: 22, IpProtocol: 'tcp', CidrIp: '10.0.0.0/8' },
          { FromPort: 22, ToPort: 22, IpProtocol: 'tcp', CidrIp: '0.0.0.0/0' },
        ],
      },
    });
  });

  it('with a policy document data source in place of the reference to it', () => {
    const document = resource('data.aws_iam_policy_document', 'data.aws_iam_policy_document.d', {
      statement: [{ actions: ['s3:*'], resources: ['*'], principals: [{ type: 'AWS', identifiers: ['*'] }], condition: [{ test: 'Bool', variable: 'aws:SecureTransport', values: ['false'] }] }],
    });
    expect(canonical([resource('aws_iam_policy', 'aws_iam_policy.p', { policy: reference('data.aws_iam_policy_document.d', 'json') })], [document])[0]).toEqual({
      type: 'AWS::IAM::ManagedPolicy',
      name: 'aws_iam_policy.p',
      properties: {
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [{ Action: ['s3:*'], Resource: ['*'], Effect: 'Allow', Principal: { AWS: ['*'] }, Condition: { Bool: { 'aws:SecureTransport': ['false'] } } }],
        },
      },
    });
  });

  it('and types that have no counterpart stay as they are', () => {
    expect(canonical([resource('aws_iam_account_password_policy', 'aws_iam_account_password_policy.p', { minimum_password_length: 8 }), resource('google_storage_bucket', 'google_storage_bucket.b', { name: 'x' })])).toMatchObject([
      { type: 'aws_iam_account_password_policy' },
      { type: 'google_storage_bucket', properties: { name: 'x' } },
    ]);
  });
});

it('settings that CloudFormation keeps one level deeper are put there, spelled by its schema', () => {
  expect(canonical([resource('aws_cloudfront_distribution', 'd', { enabled: true, web_acl_id: 'w', origin: [{ domain_name: 'a', origin_id: 'x', custom_origin_config: [{ origin_ssl_protocols: ['SSLv3'] }] }], viewer_certificate: [{ cloudfront_default_certificate: true }] })])).toEqual([
    {
      type: 'AWS::CloudFront::Distribution',
      name: 'd',
      properties: {
        DistributionConfig: {
          Enabled: true,
          WebACLId: 'w',
          Origins: [{ DomainName: 'a', Id: 'x', CustomOriginConfig: { OriginSSLProtocols: ['SSLv3'] } }],
          ViewerCertificate: { CloudFrontDefaultCertificate: true },
        },
      },
    },
  ]);
});
