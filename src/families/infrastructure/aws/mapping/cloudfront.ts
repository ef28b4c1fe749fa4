import type { ServiceMapping } from './table.ts';

/** Amazon CloudFront: all of a distribution's settings are one level deeper in CloudFormation. */
export const cloudfront: ServiceMapping = {
  aws_cloudfront_distribution: {
    type: 'AWS::CloudFront::Distribution',
    rename: {
      origin: 'Origins',
      'origin.origin_id': 'Id',
      origin_group: 'OriginGroups.Items',
      ordered_cache_behavior: 'CacheBehaviors',
      logging_config: 'Logging',
    },
    wrap: { at: 'DistributionConfig', except: ['Tags'] },
  },
  aws_cloudfront_response_headers_policy: { type: 'AWS::CloudFront::ResponseHeadersPolicy', wrap: { at: 'ResponseHeadersPolicyConfig', except: [] } },
};
