import type { ServiceMapping } from './table.ts';

/** SQS, SNS, Kinesis, MQ and MSK. */
export const messaging: ServiceMapping = {
  aws_sqs_queue: { type: 'AWS::SQS::Queue', rename: { name: 'QueueName', policy: 'PolicyDocument' } },
  aws_sqs_queue_policy: { type: 'AWS::SQS::QueuePolicy', rename: { queue_url: 'Queues', policy: 'PolicyDocument' } },
  aws_sns_topic: { type: 'AWS::SNS::Topic', rename: { name: 'TopicName', policy: 'PolicyDocument' } },
  aws_sns_topic_policy: { type: 'AWS::SNS::TopicPolicy', rename: { arn: 'Topics', policy: 'PolicyDocument' } },
  aws_kinesis_stream: { type: 'AWS::Kinesis::Stream', rename: { encryption_type: 'StreamEncryption.EncryptionType', kms_key_id: 'StreamEncryption.KeyId', retention_period: 'RetentionPeriodHours' } },
  aws_kinesis_firehose_delivery_stream: {
    type: 'AWS::KinesisFirehose::DeliveryStream',
    rename: { kinesis_source_configuration: 'KinesisStreamSourceConfiguration', server_side_encryption: 'DeliveryStreamEncryptionConfigurationInput', 'server_side_encryption.key_type': 'KeyType', 'server_side_encryption.key_arn': 'KeyARN' },
  },
  aws_mq_broker: { type: 'AWS::AmazonMQ::Broker', rename: { user: 'Users', broker_name: 'BrokerName' } },
  aws_mq_configuration: { type: 'AWS::AmazonMQ::Configuration' },
  aws_msk_cluster: { type: 'AWS::MSK::Cluster' },
};
