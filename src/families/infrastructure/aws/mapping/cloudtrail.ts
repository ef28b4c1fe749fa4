import type { ServiceMapping } from './table.ts';

/** AWS CloudTrail. */
export const cloudtrail: ServiceMapping = {
  aws_cloudtrail: {
    type: 'AWS::CloudTrail::Trail',
    rename: {
      name: 'TrailName',
      enable_log_file_validation: 'EnableLogFileValidation',
      enable_logging: 'IsLogging',
      cloud_watch_logs_group_arn: 'CloudWatchLogsLogGroupArn',
      sns_topic_name: 'SnsTopicName',
      event_selector: 'EventSelectors',
      insight_selector: 'InsightSelectors',
    },
    defaults: { IsLogging: true },
  },
};
