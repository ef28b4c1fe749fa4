import type { ServiceMapping } from './table.ts';

/** Amazon ElastiCache. */
export const elasticache: ServiceMapping = {
  aws_elasticache_cluster: { type: 'AWS::ElastiCache::CacheCluster', rename: { cluster_id: 'ClusterName', node_type: 'CacheNodeType', subnet_group_name: 'CacheSubnetGroupName', security_group_ids: 'VpcSecurityGroupIds' } },
  aws_elasticache_replication_group: {
    type: 'AWS::ElastiCache::ReplicationGroup',
    rename: { node_type: 'CacheNodeType', subnet_group_name: 'CacheSubnetGroupName', description: 'ReplicationGroupDescription' },
  },
};
