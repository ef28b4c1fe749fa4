import { isList, itemsOf, termOf, textOf, type Item } from '../../../../expressions/term.ts';
import type { ServiceMapping, TypeMapping } from './table.ts';

const shared = {
  encrypt_at_rest: 'EncryptionAtRestOptions',
  node_to_node_encryption: 'NodeToNodeEncryptionOptions',
  advanced_security_options: 'AdvancedSecurityOptions',
  domain_endpoint_options: 'DomainEndpointOptions',
  access_policies: 'AccessPolicies',
  vpc_options: 'VPCOptions',
};

/** Terraform lists the logs, CloudFormation keys them by kind; the schema has a map there, so that the names come unmapped. */
const adjust: TypeMapping['adjust'] = (mapped) => {
  const logs = mapped.get('LogPublishingOptions');
  if (logs === undefined || !isList(logs)) return;
  const entries = new Map<string, Item>();
  for (const item of itemsOf(logs)) {
    const term = termOf(item);
    if (typeof term !== 'object' || term === null || term.kind !== 'map') continue;
    const inside = new Map<string, Item>([['Enabled', term.entries.get('enabled') ?? true]]);
    const group = term.entries.get('cloudwatch_log_group_arn');
    if (group !== undefined) inside.set('CloudWatchLogsLogGroupArn', group);
    entries.set(textOf(termOf(term.entries.get('log_type'))) ?? '', { ...term, entries: inside });
  }
  mapped.set('LogPublishingOptions', { kind: 'map', entries, ...(logs.open === true ? { open: true } : {}), ...(logs.at === undefined ? {} : { at: logs.at }) });
};

/** Amazon OpenSearch Service and its older name. */
export const opensearch: ServiceMapping = {
  aws_opensearch_domain: { type: 'AWS::OpenSearchService::Domain', rename: { ...shared, cluster_config: 'ClusterConfig' }, adjust },
  aws_elasticsearch_domain: { type: 'AWS::Elasticsearch::Domain', rename: { ...shared, cluster_config: 'ElasticsearchClusterConfig' }, adjust },
  aws_opensearch_domain_policy: {
    type: 'AWS::OpenSearchService::Domain',
    fold: { into: 'AWS::OpenSearchService::Domain', by: 'domain_name' },
    rename: { domain_name: null, access_policies: 'AccessPolicies' },
  },
  aws_elasticsearch_domain_policy: {
    type: 'AWS::Elasticsearch::Domain',
    fold: { into: 'AWS::Elasticsearch::Domain', by: 'domain_name' },
    rename: { domain_name: null, access_policies: 'AccessPolicies' },
  },
};
