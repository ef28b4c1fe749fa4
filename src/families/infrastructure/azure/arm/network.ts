import { type ArmPaths, type ArmRows } from './rows.ts';

const rule: ArmPaths = {
  'properties.access': 'access',
  'properties.direction': 'direction',
  'properties.protocol': 'protocol',
  'properties.priority': 'priority',
  'properties.sourceAddressPrefix': 'source_address_prefix',
  'properties.sourceAddressPrefixes': 'source_address_prefixes',
  'properties.sourcePortRange': 'source_port_range',
  'properties.destinationAddressPrefix': 'destination_address_prefix',
  'properties.destinationAddressPrefixes': 'destination_address_prefixes',
  'properties.destinationPortRange': 'destination_port_range',
  'properties.destinationPortRanges': 'destination_port_ranges',
};

/** Networks, gateways and firewalls. */
export const networkRows: ArmRows = {
  'microsoft.network/networksecuritygroups': { type: 'azurerm_network_security_group', paths: { 'properties.securityRules': { to: 'security_rule', each: { name: 'name', ...rule } } } },
  'microsoft.network/networksecuritygroups/securityrules': { type: 'azurerm_network_security_rule', paths: rule },
  'microsoft.network/networkinterfaces': {
    type: 'azurerm_network_interface',
    paths: {
      'properties.enableIPForwarding': 'ip_forwarding_enabled',
      'properties.networkSecurityGroup.id': 'network_security_group_id',
      'properties.ipConfigurations': { to: 'ip_configuration', each: { name: 'name', 'properties.publicIPAddress.id': 'public_ip_address_id', 'properties.subnet.id': 'subnet_id' } },
    },
    absent: ['enable_ip_forwarding'],
  },
  'microsoft.network/virtualnetworks': { type: 'azurerm_virtual_network', paths: { 'properties.addressSpace.addressPrefixes': 'address_space', 'properties.dhcpOptions.dnsServers': 'dns_servers' } },
  'microsoft.network/privateendpoints': {
    type: 'azurerm_private_endpoint',
    paths: { 'properties.privateLinkServiceConnections': { to: 'private_service_connection', each: { name: 'name', 'properties.privateLinkServiceId': 'private_connection_resource_id' } } },
  },
  'microsoft.network/networkwatchers/flowlogs': {
    type: 'azurerm_network_watcher_flow_log',
    paths: { 'properties.enabled': 'enabled', 'properties.retentionPolicy': { to: 'retention_policy', each: { enabled: 'enabled', days: 'days' } } },
  },
  'microsoft.network/azurefirewalls': { type: 'azurerm_firewall', paths: { 'properties.threatIntelMode': 'threat_intel_mode', 'properties.firewallPolicy.id': 'firewall_policy_id' } },
  'microsoft.network/firewallpolicies': { type: 'azurerm_firewall_policy', paths: { 'properties.intrusionDetection.mode': 'intrusion_detection.mode' } },
  'microsoft.network/applicationgateways': {
    type: 'azurerm_application_gateway',
    paths: {
      'properties.firewallPolicy.id': 'firewall_policy_id',
      'properties.webApplicationFirewallConfiguration': { to: 'waf_configuration', each: { enabled: 'enabled', firewallMode: 'firewall_mode' } },
      'properties.sslPolicy': { to: 'ssl_policy', each: { policyName: 'policy_name', policyType: 'policy_type', minProtocolVersion: 'min_protocol_version', cipherSuites: 'cipher_suites' } },
      'properties.httpListeners': { to: 'http_listener', each: { name: 'name', 'properties.protocol': 'protocol' } },
    },
  },
  'microsoft.network/applicationgatewaywebapplicationfirewallpolicies': {
    type: 'azurerm_web_application_firewall_policy',
    paths: {
      'properties.policySettings.state': 'policy_settings.enabled',
      'properties.managedRules.managedRuleSets': {
        to: 'managed_rules.managed_rule_set',
        each: {
          ruleSetType: 'type',
          ruleSetVersion: 'version',
          ruleGroupOverrides: { to: 'rule_group_override', each: { ruleGroupName: 'rule_group_name', rules: { to: 'rule', each: { ruleId: 'id', state: 'enabled' } } } },
        },
      },
    },
  },
  'microsoft.network/frontdoors': {
    type: 'azurerm_frontdoor',
    paths: { 'properties.frontendEndpoints': { to: 'frontend_endpoint', each: { name: 'name', 'properties.webApplicationFirewallPolicyLink.id': 'web_application_firewall_policy_link_id' } } },
  },
  'microsoft.network/frontdoorwebapplicationfirewallpolicies': {
    type: 'azurerm_frontdoor_firewall_policy',
    paths: {
      'properties.policySettings.enabledState': 'enabled',
      'properties.managedRules.managedRuleSets': {
        to: 'managed_rule',
        each: {
          ruleSetType: 'type',
          ruleGroupOverrides: { to: 'override', each: { ruleGroupName: 'rule_group_name', rules: { to: 'rule', each: { ruleId: 'rule_id', enabledState: 'enabled', action: 'action' } } } },
        },
      },
    },
    absent: ['policy_settings'],
  },
  'microsoft.cdn/profiles/endpoints': { type: 'azurerm_cdn_endpoint', paths: { 'properties.isHttpAllowed': 'is_http_allowed', 'properties.isHttpsAllowed': 'is_https_allowed' } },
};
