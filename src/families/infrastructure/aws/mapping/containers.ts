import type { ServiceMapping } from './table.ts';

/** ECS, EKS and ECR. */
export const containers: ServiceMapping = {
  aws_eks_cluster: {
    type: 'AWS::EKS::Cluster',
    rename: {
      vpc_config: 'ResourcesVpcConfig',
      'vpc_config.public_access_cidrs': 'PublicAccessCidrs',
      'vpc_config.endpoint_public_access': 'EndpointPublicAccess',
      'vpc_config.endpoint_private_access': 'EndpointPrivateAccess',
      'encryption_config.provider.key_arn': 'KeyArn',
    },
  },
  aws_eks_node_group: { type: 'AWS::EKS::Nodegroup' },
  aws_ecs_cluster: { type: 'AWS::ECS::Cluster', rename: { setting: 'ClusterSettings', 'configuration.execute_command_configuration.log_configuration.s3_bucket_encryption_enabled': 'S3EncryptionEnabled' } },
  aws_ecs_service: { type: 'AWS::ECS::Service', rename: { 'network_configuration.assign_public_ip': 'AwsvpcConfiguration.AssignPublicIp', 'network_configuration.subnets': 'AwsvpcConfiguration.Subnets', 'network_configuration.security_groups': 'AwsvpcConfiguration.SecurityGroups', deployment_maximum_percent: 'DeploymentConfiguration.MaximumPercent', deployment_minimum_healthy_percent: 'DeploymentConfiguration.MinimumHealthyPercent', load_balancer: 'LoadBalancers' } },
  aws_ecs_task_definition: {
    type: 'AWS::ECS::TaskDefinition',
    rename: { volume: 'Volumes', 'volume.efs_volume_configuration': 'EFSVolumeConfiguration', 'volume.efs_volume_configuration.file_system_id': 'FilesystemId' },
  },
  aws_ecr_repository: { type: 'AWS::ECR::Repository', rename: { name: 'RepositoryName' } },
  aws_ecr_repository_policy: { type: 'AWS::ECR::Repository', fold: { into: 'AWS::ECR::Repository', by: 'repository' }, rename: { repository: null, policy: 'RepositoryPolicyText' } },
};
