import type { MapTerm } from '../../expressions/term.ts';
import type { EvaluatedTemplate, Resource } from '../../templates/value.ts';

/**
 * A resource as policies see it: AWS in CloudFormation's types and property names whatever it was written in,
 * other clouds in Terraform's.
 */
export interface CanonicalResource {
  /** `AWS::S3::Bucket`; `aws_…` for a Terraform type without a counterpart, `azurerm_…`, `google_…`. */
  readonly type: string;
  /** Logical id or address. */
  readonly name: string;
  readonly properties: MapTerm;
  /** The resource it was written as. */
  readonly origin: Resource;
  /** Resources that configure this one and were folded into it (`aws_s3_bucket_versioning`). */
  readonly satellites: readonly Resource[];
  /** True when only a part of it stands in this template; what is absent here may be set elsewhere. */
  readonly partial: boolean;
}

/** A template whose resources are canonical. */
export interface CanonicalTemplate {
  readonly template: EvaluatedTemplate;
  readonly resources: readonly CanonicalResource[];
}
