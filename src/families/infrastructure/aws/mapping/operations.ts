import { documentOf } from '../../../../expressions/functions/document.ts';
import { termOf } from '../../../../expressions/term.ts';
import { placeOf } from '../map-properties.ts';
import type { ServiceMapping } from './table.ts';

/** Logs, Step Functions, auto scaling, certificates, DNS, secrets and builds. */
export const operations: ServiceMapping = {
  aws_cloudwatch_log_group: { type: 'AWS::Logs::LogGroup', rename: { name: 'LogGroupName', retention_in_days: 'RetentionInDays' } },
  aws_cloudwatch_log_metric_filter: { type: 'AWS::Logs::MetricFilter', rename: { pattern: 'FilterPattern', metric_transformation: 'MetricTransformations', 'metric_transformation.name': 'MetricName', 'metric_transformation.namespace': 'MetricNamespace', 'metric_transformation.value': 'MetricValue', log_group_name: 'LogGroupName' } },
  aws_cloudwatch_metric_alarm: { type: 'AWS::CloudWatch::Alarm' },
  aws_sfn_state_machine: { type: 'AWS::StepFunctions::StateMachine', rename: { name: 'StateMachineName', definition: 'DefinitionString' } },
  aws_launch_configuration: {
    type: 'AWS::AutoScaling::LaunchConfiguration',
    rename: { ebs_block_device: 'BlockDeviceMappings', root_block_device: 'RootBlockDevice', name: 'LaunchConfigurationName', user_data_base64: 'UserData' },
  },
  aws_autoscaling_group: { type: 'AWS::AutoScaling::AutoScalingGroup', rename: { tag: 'Tags', launch_configuration: 'LaunchConfigurationName', target_group_arns: 'TargetGroupARNs', load_balancers: 'LoadBalancerNames', vpc_zone_identifier: 'VPCZoneIdentifier' } },
  aws_acm_certificate: { type: 'AWS::CertificateManager::Certificate' },
  aws_route53_zone: { type: 'AWS::Route53::HostedZone', rename: { vpc: 'VPCs' } },
  aws_route53_record: { type: 'AWS::Route53::RecordSet', rename: { records: 'ResourceRecords', zone_id: 'HostedZoneId', alias: 'AliasTarget', 'alias.name': 'DNSName' } },
  aws_secretsmanager_secret_rotation: { type: 'AWS::SecretsManager::RotationSchedule', rename: { rotation_rules: 'RotationRules' } },
  aws_codebuild_project: { type: 'AWS::CodeBuild::Project', rename: { logs_config: 'LogsConfig', 'logs_config.s3_logs': 'S3Logs', 'logs_config.cloudwatch_logs': 'CloudWatchLogs' } },
  aws_emr_security_configuration: { type: 'AWS::EMR::SecurityConfiguration', rename: { configuration: 'SecurityConfiguration' } },
  aws_batch_job_definition: {
    type: 'AWS::Batch::JobDefinition',
    rename: { container_properties: null },
    adjust(mapped, terraform) {
      const container = terraform.entries.get('container_properties');
      if (container !== undefined) mapped.set('ContainerProperties', documentOf(termOf(container), placeOf(container)));
    },
  },
  aws_mwaa_environment: { type: 'AWS::MWAA::Environment' },
  aws_appautoscaling_target: { type: 'AWS::ApplicationAutoScaling::ScalableTarget' },
  aws_appautoscaling_policy: { type: 'AWS::ApplicationAutoScaling::ScalingPolicy' },
};
