import type { ServiceMapping, TypeMapping } from './table.ts';

/** A file system of one kind: CloudFormation has one type for all of them. */
function fileSystem(kind: string): TypeMapping {
  return {
    type: 'AWS::FSx::FileSystem',
    adjust: (mapped) => {
      mapped.set('FileSystemType', kind);
    },
  };
}

/** In-memory, streaming, machine-learning and contact-centre services. */
export const analytics: ServiceMapping = {
  aws_timestreamwrite_database: { type: 'AWS::Timestream::Database' },
  aws_timestreamwrite_table: { type: 'AWS::Timestream::Table' },
  aws_kinesis_video_stream: { type: 'AWS::KinesisVideo::Stream' },
  aws_fsx_ontap_file_system: fileSystem('ONTAP'),
  aws_fsx_windows_file_system: fileSystem('WINDOWS'),
  aws_fsx_lustre_file_system: fileSystem('LUSTRE'),
  aws_fsx_openzfs_file_system: fileSystem('OPENZFS'),
  aws_imagebuilder_component: { type: 'AWS::ImageBuilder::Component' },
  aws_imagebuilder_distribution_configuration: { type: 'AWS::ImageBuilder::DistributionConfiguration', rename: { distribution: 'Distributions' } },
  aws_imagebuilder_image_recipe: { type: 'AWS::ImageBuilder::ImageRecipe', rename: { block_device_mapping: 'BlockDeviceMappings' } },
  aws_memorydb_cluster: { type: 'AWS::MemoryDB::Cluster', rename: { name: 'ClusterName', acl_name: 'ACLName', tls_enabled: 'TLSEnabled', kms_key_arn: 'KmsKeyId' } },
  aws_memorydb_snapshot: { type: 'AWS::MemoryDB::Snapshot', rename: { name: 'SnapshotName', kms_key_arn: 'KmsKeyId' } },
  aws_dms_replication_instance: { type: 'AWS::DMS::ReplicationInstance', rename: { kms_key_arn: 'KmsKeyId', replication_instance_id: 'ReplicationInstanceIdentifier' } },
  aws_dms_endpoint: { type: 'AWS::DMS::Endpoint', rename: { kms_key_arn: 'KmsKeyId', endpoint_id: 'EndpointIdentifier', 's3_settings.server_side_encryption_kms_key_id': 'ServerSideEncryptionKmsKeyId' } },
  aws_kendra_index: { type: 'AWS::Kendra::Index' },
  aws_appflow_flow: { type: 'AWS::AppFlow::Flow', rename: { name: 'FlowName', kms_arn: 'KMSArn' } },
  aws_appflow_connector_profile: { type: 'AWS::AppFlow::ConnectorProfile', rename: { name: 'ConnectorProfileName', kms_arn: 'KMSArn' } },
  aws_connect_instance_storage_config: { type: 'AWS::Connect::InstanceStorageConfig', rename: { storage_config: '', 'storage_config.s3_config': 'S3Config' } },
  aws_scheduler_schedule: { type: 'AWS::Scheduler::Schedule' },
  aws_sagemaker_endpoint_configuration: { type: 'AWS::SageMaker::EndpointConfig', rename: { name: 'EndpointConfigName', kms_key_arn: 'KmsKeyId' } },
  aws_athena_workgroup: { type: 'AWS::Athena::WorkGroup', rename: { configuration: 'WorkGroupConfiguration', 'configuration.result_configuration': 'ResultConfiguration' } },
  aws_sagemaker_flow_definition: { type: 'aws_sagemaker_flow_definition' },
  aws_bedrockagent_agent: { type: 'AWS::Bedrock::Agent' },
};

