import type { ServiceMapping } from './table.ts';

/** Web and network firewalls, DNS, deployment and messaging services whose Terraform names do not spell CloudFormation's. */
export const edge: ServiceMapping = {
  aws_wafv2_web_acl_logging_configuration: { type: 'AWS::WAFv2::LoggingConfiguration' },
  aws_waf_web_acl: { type: 'AWS::WAF::WebACL' },
  aws_wafregional_web_acl: { type: 'AWS::WAFRegional::WebACL' },
  aws_route53_hosted_zone_dnssec: { type: 'AWS::Route53::DNSSEC' },
  aws_route53_query_log: {
    type: 'AWS::Route53::HostedZone',
    fold: { into: 'AWS::Route53::HostedZone', by: 'zone_id', at: 'QueryLoggingConfig' },
    rename: { zone_id: null, cloudwatch_log_group_arn: 'CloudWatchLogsLogGroupArn' },
  },
  aws_config_configuration_aggregator: {
    type: 'AWS::Config::ConfigurationAggregator',
    rename: {
      account_aggregation_source: 'AccountAggregationSources',
      'account_aggregation_source.all_regions': 'AllAwsRegions',
      'account_aggregation_source.regions': 'AwsRegions',
      'organization_aggregation_source.all_regions': 'AllAwsRegions',
      'organization_aggregation_source.regions': 'AwsRegions',
    },
  },
  aws_elastic_beanstalk_environment: { type: 'AWS::ElasticBeanstalk::Environment', rename: { setting: 'OptionSettings', 'setting.name': 'OptionName', application: 'ApplicationName' } },
  aws_codepipeline: { type: 'AWS::CodePipeline::Pipeline', rename: { stage: 'Stages' } },
  aws_gamelift_fleet: { type: 'AWS::GameLift::Fleet', rename: { ec2_inbound_permission: 'EC2InboundPermissions', ec2_instance_type: 'EC2InstanceType' } },
  aws_iot_policy: { type: 'AWS::IoT::Policy', rename: { name: 'PolicyName', policy: 'PolicyDocument' } },
  aws_redshift_security_group: { type: 'AWS::Redshift::ClusterSecurityGroup' },
};
