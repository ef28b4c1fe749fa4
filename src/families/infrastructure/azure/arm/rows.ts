/**
 * How one ARM type becomes a Terraform one: the Terraform attribute by the ARM path (a number is an item of a list).
 * `!name` turns a boolean round, `?name` is true where anything stands. An entry that is a table itself maps what is below
 * that path, each item where it is a list, and `to` names where it goes. Only what a row names can be asked: anything else
 * may be set in a way that Terraform writes elsewhere.
 */
export interface ArmRow {
  readonly type: string;
  /** Another Terraform type where an attribute has a text, or where there is one at all: `{path: 'kind', has: 'functionapp', …}`. */
  readonly typeBy?: readonly { readonly path: string; readonly has?: string; readonly type: string }[];
  readonly paths: ArmPaths;
  /** Terraform attributes that say what the row already says, or that Azure does not have: surely absent. */
  readonly absent?: readonly string[];
  /** What Azure takes for an attribute that is not written, where the provider takes something else; `where` names what must stand. */
  readonly defaults?: readonly { readonly name: string; readonly value: string | number | boolean; readonly where: string }[];
}

export interface ArmPaths {
  readonly [path: string]: string | { readonly to: string; readonly each: ArmPaths };
}

export type ArmRows = Readonly<Record<string, ArmRow>>;

export const identity: ArmPaths = { 'identity.type': 'identity.type' };
export const publicAccess: ArmPaths = { 'properties.publicNetworkAccess': 'public_network_access_enabled' };
export const localAuth: ArmPaths = { 'properties.disableLocalAuth': '!local_auth_enabled' };
export const networkRules: ArmPaths = { defaultAction: 'default_action', bypass: 'bypass', ipRules: 'ip_rules', virtualNetworkRules: 'virtual_network_subnet_ids' };
