import { isList, termOf, type Item } from '../../../../expressions/term.ts';
import { splitRule, splitRules } from './security-group-rules.ts';
import type { ServiceMapping, TypeMapping } from './table.ts';

const groupRules: TypeMapping = {
  type: 'AWS::EC2::SecurityGroup',
  rename: {
    name: 'GroupName',
    description: 'GroupDescription',
    ingress: 'SecurityGroupIngress',
    egress: 'SecurityGroupEgress',
    'ingress.protocol': 'IpProtocol',
    'egress.protocol': 'IpProtocol',
  },
  adjust(mapped) {
    splitRules(mapped, 'SecurityGroupIngress');
    splitRules(mapped, 'SecurityGroupEgress');
  },
};

const groupRule: TypeMapping = {
  type: 'AWS::EC2::SecurityGroupIngress',
  rename: { security_group_id: 'GroupId', protocol: 'IpProtocol', cidr_ipv4: 'CidrIp', referenced_security_group_id: 'SourceSecurityGroupId', prefix_list_id: 'SourcePrefixListId' },
};

/** EC2 and VPC. */
export const ec2: ServiceMapping = {
  aws_security_group: groupRules,
  aws_default_security_group: { ...groupRules, type: 'aws_default_security_group' },
  aws_vpc_security_group_ingress_rule: groupRule,
  aws_vpc_security_group_egress_rule: { ...groupRule, type: 'AWS::EC2::SecurityGroupEgress' },
  aws_security_group_rule: {
    ...groupRule,
    typeBy: { attribute: 'type', types: { egress: 'AWS::EC2::SecurityGroupEgress' } },
    adjust: (mapped) => onlyRule(mapped),
  },
  aws_network_acl_rule: { type: 'AWS::EC2::NetworkAclEntry', rename: { egress: 'Egress', 'from_port': 'PortRange.From', 'to_port': 'PortRange.To', ipv6_cidr_block: 'Ipv6CidrBlock' }, values: protocols('Protocol') },
  aws_ebs_volume: { type: 'AWS::EC2::Volume', rename: { type: 'VolumeType' } },
  aws_flow_log: {
    type: 'AWS::EC2::FlowLog',
    rename: { vpc_id: 'ResourceId', subnet_id: 'ResourceId', eni_id: 'ResourceId', iam_role_arn: 'DeliverLogsPermissionArn' },
  },
  aws_eip: { type: 'AWS::EC2::EIP', rename: { instance: 'InstanceId' } },
  aws_eip_association: { type: 'AWS::EC2::EIPAssociation' },
  aws_route: { type: 'AWS::EC2::Route', rename: { destination_ipv6_cidr_block: 'DestinationIpv6CidrBlock' } },
  aws_route_table: { type: 'AWS::EC2::RouteTable' },
  aws_route_table_association: { type: 'AWS::EC2::SubnetRouteTableAssociation' },
  aws_internet_gateway: { type: 'AWS::EC2::InternetGateway' },
  aws_nat_gateway: { type: 'AWS::EC2::NatGateway' },
  aws_network_interface: { type: 'AWS::EC2::NetworkInterface' },
  aws_volume_attachment: { type: 'AWS::EC2::VolumeAttachment' },
  // its rules may stand inside it: `ingress` and `egress` keep their names, CloudFormation has none there
  aws_network_acl: { type: 'AWS::EC2::NetworkAcl' },
  aws_vpc_endpoint: { type: 'AWS::EC2::VPCEndpoint', rename: { policy: 'PolicyDocument' } },
  aws_vpc_endpoint_service: { type: 'AWS::EC2::VPCEndpointService' },
  aws_vpc: { type: 'AWS::EC2::VPC' },
  aws_subnet: { type: 'AWS::EC2::Subnet' },
  aws_instance: {
    type: 'AWS::EC2::Instance',
    rename: {
      ami: 'ImageId',
      iam_instance_profile: 'IamInstanceProfile',
      vpc_security_group_ids: 'SecurityGroupIds',
      root_block_device: 'BlockDeviceMappings',
      ebs_block_device: 'BlockDeviceMappings',
      metadata_options: 'MetadataOptions',
      user_data_base64: 'UserData',
    },
    adjust(mapped) {
      const devices = mapped.get('BlockDeviceMappings');
      if (devices !== undefined && isList(devices)) mapped.set('BlockDeviceMappings', { ...devices, items: devices.items.map(asDevice) });
    },
  },
  aws_launch_template: { type: 'AWS::EC2::LaunchTemplate', rename: { name: 'LaunchTemplateName', vpc_security_group_ids: 'SecurityGroupIds' }, wrap: { at: 'LaunchTemplateData', except: ['LaunchTemplateName', 'VersionDescription', 'Tags', 'Description'] } },
};

/** The protocols that Terraform names and CloudFormation numbers (IANA). */
function protocols(path: string): Readonly<Record<string, Readonly<Record<string, string | number | boolean>>>> {
  return { [path]: { tcp: 6, udp: 17, icmp: 1, all: -1, '-1': -1 } };
}

/** A rule resource with one source becomes that rule; with several it keeps the lists beside the first of them. */
function onlyRule(mapped: Map<string, Item>): void {
  const rules = splitRule({ kind: 'map', entries: new Map(mapped) });
  const first = rules[0];
  if (first === undefined || typeof first !== 'object' || first === null || first.kind !== 'map') return;
  const widest = rules.find((rule) => typeof rule === 'object' && rule !== null && rule.kind === 'map' && isAnywhere(rule.entries)) ?? first;
  if (typeof widest === 'object' && widest !== null && widest.kind === 'map') for (const [name, item] of widest.entries) mapped.set(name, item);
}

function isAnywhere(entries: ReadonlyMap<string, Item>): boolean {
  return termOf(entries.get('CidrIp')) === '0.0.0.0/0' || termOf(entries.get('CidrIpv6')) === '::/0';
}

/** A block device of Terraform, whose volume settings stand beside the device's name, as a block device mapping. */
function asDevice(item: Item): Item {
  if (typeof item !== 'object' || item === null || item.kind !== 'map' || item.entries.has('Ebs')) return item;
  const ebs = new Map<string, Item>();
  const entries = new Map<string, Item>();
  for (const [name, value] of item.entries) (name === 'DeviceName' || name === 'NoDevice' || name === 'VirtualName' ? entries : ebs).set(name, value);
  entries.set('Ebs', { kind: 'map', entries: ebs, ...(item.at === undefined ? {} : { at: item.at }) });
  return { ...item, entries };
}
