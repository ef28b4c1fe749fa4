import { describe, expect, it } from 'vitest';
import { skipFor } from '../../../src/families/resource-skips.ts';
import { readCheckFolder } from '../../../src/doors/load-configuration.ts';
import { evaluateModule } from '../../templates/terraform/evaluate.ts';

const check = readCheckFolder('policies', new Set(['infrastructure'])).find((one) => one.aliases.includes('CKV_AWS_21'));
const alias = check?.aliases.find((one) => one.startsWith('AVD-')) ?? '';

/** Whether a finding on the attribute of this bucket is suppressed. */
function isSkipped(source: string): boolean {
  const [bucket] = evaluateModule(source).resources;
  if (bucket === undefined || check === undefined) throw new Error('the example has no bucket');
  return skipFor(bucket, check, bucket.properties.entries.get('bucket')?.at) !== undefined;
}

describe('comments of other tools in Terraform', () => {
  it.each([
    ['Checkov in the block', 'resource "aws_s3_bucket" "b" {\n  # checkov:skip=CKV_AWS_21:kept elsewhere\n  bucket = "a"\n}\n', true],
    ['Trivy above the block', `#trivy:ignore:${alias}\nresource "aws_s3_bucket" "b" {\n  bucket = "a"\n}\n`, true],
    ['Trivy on the line of the block', `resource "aws_s3_bucket" "b" { #trivy:ignore:${alias}\n  bucket = "a"\n}\n`, true],
    ['tfsec on the line of the attribute', `resource "aws_s3_bucket" "b" {\n  bucket = "a" #tfsec:ignore:${alias}\n}\n`, true],
    ['tfsec above the attribute', `resource "aws_s3_bucket" "b" {\n  #tfsec:ignore:${alias}\n  bucket = "a"\n}\n`, true],
    ['KICS above the attribute', 'resource "aws_s3_bucket" "b" {\n  # kics-scan ignore-line\n  bucket = "a"\n}\n', true],
    ['Trivy about another check', 'resource "aws_s3_bucket" "b" { #trivy:ignore:AVD-AWS-9999\n  bucket = "a"\n}\n', false],
    ['Trivy on another attribute', `resource "aws_s3_bucket" "b" {\n  bucket = "a"\n  acl = "private" #trivy:ignore:${alias}\n}\n`, false],
    ['Trivy by a long id', 'resource "aws_s3_bucket" "b" { #trivy:ignore:aws-s3-enable-versioning\n  bucket = "a"\n}\n', true],
    ['tfsec by a pattern', '#tfsec:ignore:aws-s3-*\nresource "aws_s3_bucket" "b" {\n  bucket = "a"\n}\n', true],
    ['Trivy by a pattern of another service', '#trivy:ignore:aws-rds-*\nresource "aws_s3_bucket" "b" {\n  bucket = "a"\n}\n', false],
    ['Trivy with a value that the resource has', `#trivy:ignore:${alias}[bucket=a]\nresource "aws_s3_bucket" "b" {\n  bucket = "a"\n}\n`, true],
    ['Trivy with a value that it has not', `#trivy:ignore:${alias}[bucket=other]\nresource "aws_s3_bucket" "b" {\n  bucket = "a"\n}\n`, false],
    ['Trivy for the default workspace', `#trivy:ignore:${alias}:ws:default\nresource "aws_s3_bucket" "b" {\n  bucket = "a"\n}\n`, true],
    ['Trivy for another workspace', `#trivy:ignore:${alias}:ws:staging\nresource "aws_s3_bucket" "b" {\n  bucket = "a"\n}\n`, false],
    ['Trivy until what is no date', `#trivy:ignore:${alias}:exp:someday\nresource "aws_s3_bucket" "b" {\n  bucket = "a"\n}\n`, false],
    ['no comment', 'resource "aws_s3_bucket" "b" {\n  bucket = "a"\n}\n', false],
  ])('%s', (_name, source, expected) => {
    expect(isSkipped(source)).toBe(expected);
  });

  it('with a date count until then, and the longest counts', () => {
    const [bucket] = evaluateModule(`#trivy:ignore:${alias}:exp:2026-01-31 tfsec:ignore:${alias}:exp:2027-01-31:ws:default\n#trivy:ignore:${alias}:exp:2025-01-31\nresource "aws_s3_bucket" "b" {\n  bucket = "a"\n}\n`).resources;
    if (bucket === undefined || check === undefined) throw new Error('the example has no bucket');
    expect(skipFor(bucket, check)).toMatchObject({ expires: '2027-01-31', line: 1 });
  });
});
