import { isList, itemsOf, select, termOf, textOf, type Item, type MapTerm } from '../../../../expressions/term.ts';
import type { ServiceMapping, TypeMapping } from './table.ts';

/** Attributes of a load balancer that CloudFormation writes as a list of keys and values. */
const attributeKeys: Readonly<Record<string, string>> = {
  drop_invalid_header_fields: 'routing.http.drop_invalid_header_fields.enabled',
  enable_deletion_protection: 'deletion_protection.enabled',
  desync_mitigation_mode: 'routing.http.desync_mitigation_mode',
  enable_cross_zone_load_balancing: 'load_balancing.cross_zone.enabled',
  idle_timeout: 'idle_timeout.timeout_seconds',
  enable_http2: 'routing.http2.enabled',
  enable_waf_fail_open: 'waf.fail_open.enabled',
};

const balancer: TypeMapping = {
  type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
  rename: {
    load_balancer_type: 'Type',
    subnet_mapping: 'SubnetMappings',
    access_logs: null,
    ...Object.fromEntries(Object.keys(attributeKeys).map((name) => [name, null])),
  },
  adjust(mapped, terraform) {
    const internal = terraform.entries.get('internal');
    mapped.delete('Internal');
    if (internal !== undefined) mapped.set('Scheme', schemeOf(internal));
    mapped.set('LoadBalancerAttributes', { kind: 'list', items: attributesOf(terraform) });
  },
};

const listener: TypeMapping = {
  type: 'AWS::ElasticLoadBalancingV2::Listener',
  rename: { default_action: 'DefaultActions', 'default_action.redirect': 'RedirectConfig', 'default_action.forward': 'ForwardConfig', ssl_policy: 'SslPolicy', certificate_arn: 'Certificates.CertificateArn', load_balancer_arn: 'LoadBalancerArn' },
};

const group: TypeMapping = {
  type: 'AWS::ElasticLoadBalancingV2::TargetGroup',
  rename: { 'health_check.path': 'HealthCheckPath', 'health_check.protocol': 'HealthCheckProtocol', 'health_check.port': 'HealthCheckPort', 'health_check.enabled': 'HealthCheckEnabled', health_check: '' },
};

const rule: TypeMapping = { type: 'AWS::ElasticLoadBalancingV2::ListenerRule', rename: { action: 'Actions', 'action.redirect': 'RedirectConfig', condition: 'Conditions' } };

/** Elastic Load Balancing, both generations. Terraform has each of the second one's types under two names. */
export const elb: ServiceMapping = {
  aws_lb: balancer,
  aws_alb: balancer,
  aws_lb_listener: listener,
  aws_alb_listener: listener,
  aws_lb_target_group: group,
  aws_alb_target_group: group,
  aws_lb_listener_rule: rule,
  aws_alb_listener_rule: rule,
  aws_elb: {
    type: 'AWS::ElasticLoadBalancing::LoadBalancer',
    rename: {
      listener: 'Listeners',
      'listener.lb_port': 'LoadBalancerPort',
      'listener.lb_protocol': 'Protocol',
      'listener.ssl_certificate_id': 'SSLCertificateId',
      access_logs: 'AccessLoggingPolicy',
      'access_logs.bucket': 'S3BucketName',
      cross_zone_load_balancing: 'CrossZone',
    },
    // Terraform turns both on unless told otherwise
    defaults: { CrossZone: true },
    adjust(mapped, terraform) {
      const internal = terraform.entries.get('internal');
      mapped.delete('Internal');
      if (internal !== undefined) mapped.set('Scheme', schemeOf(internal));
      const logs = mapped.get('AccessLoggingPolicy');
      if (typeof logs === 'object' && logs !== null && logs.kind === 'map' && !logs.entries.has('Enabled')) mapped.set('AccessLoggingPolicy', { ...logs, entries: new Map<string, Item>([...logs.entries, ['Enabled', true]]) });
    },
  },
  aws_load_balancer_policy: { type: 'aws_load_balancer_policy' },
};

function schemeOf(internal: Item): Item {
  const text = textOf(termOf(internal));
  if (text === undefined) return internal;
  const value = text === 'true' ? 'internal' : 'internet-facing';
  return typeof internal === 'object' && internal !== null && internal.kind === 'known' ? { ...internal, value } : value;
}

function attributesOf(terraform: MapTerm): readonly Item[] {
  const items: Item[] = [];
  const add = (key: string, item: Item | undefined): void => {
    if (item === undefined) return;
    const at = typeof item === 'object' && item !== null ? item.at : undefined;
    items.push({ kind: 'map', entries: new Map<string, Item>([['Key', key], ['Value', item]]), ...(at === undefined ? {} : { at }) });
  };
  for (const [name, key] of Object.entries(attributeKeys)) add(key, terraform.entries.get(name));
  const logs = terraform.entries.get('access_logs');
  if (logs === undefined) return items;
  const block = isList(logs) ? itemsOf(logs)[0] : logs;
  const inside = termOf(block);
  // a dynamic block that is unknown leaves it unknown whether logs are kept
  if (typeof inside === 'object' && inside !== null && inside.kind === 'map') {
    add('access_logs.s3.enabled', inside.entries.get('enabled') ?? { kind: 'known', value: false, provenance: 'default', at: inside.at ?? { source: { path: '', text: '', lineStarts: () => [0] }, start: 0, end: 0 } });
    add('access_logs.s3.bucket', inside.entries.get('bucket'));
  } else if (inside !== null) add('access_logs.s3.enabled', select(inside, 'enabled'));
  return items;
}
