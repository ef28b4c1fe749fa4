/** Checks whose Terraform examples the mapping of `aws_*` types does not bring through yet; this set only shrinks. */
export const unmappedTerraform: ReadonlySet<string> = new Set([
  'infrastructure/aws/athena/workgroup-not-enforced',
  'infrastructure/aws/ec2/instance-public-address',
  'infrastructure/aws/opensearch/audit-log-off',
  'infrastructure/aws/opensearch/logs-off',
  'infrastructure/aws/rds/instance-public-access-unset',
  'infrastructure/aws/redshift/classic-security-group',
  'infrastructure/aws/redshift/plaintext-connections',
  'infrastructure/aws/sagemaker/endpoint-without-customer-key',
]);
