import type { Item, MapTerm } from '../../../../expressions/term.ts';

/**
 * How one Terraform type becomes a CloudFormation one. What a row does not say follows the rule: snake case becomes the
 * schema's spelling, a block that the schema has once is unwrapped, `tags` become a list of Key and Value.
 */
export interface TypeMapping {
  /** Canonical type. */
  readonly type: string;
  /** Another canonical type by the value of a Terraform attribute: a rule's direction. */
  readonly typeBy?: { readonly attribute: string; readonly types: Readonly<Record<string, string>> };
  /**
   * New names by Terraform path (`server_side_encryption_configuration.rule`). The new name is relative to where the
   * parent went and may be a path itself (`BucketEncryption.Rules`); an empty one lifts the block's content into its
   * parent; null drops the attribute.
   */
  readonly rename?: Readonly<Record<string, string | null>>;
  /** Spellings of values by canonical path: `{AccessControl: {'public-read': 'PublicRead'}}`. */
  readonly values?: Readonly<Record<string, Readonly<Record<string, string | number | boolean>>>>;
  /** What the provider does when nothing is written, by canonical path, where that differs from CloudFormation. */
  readonly defaults?: Readonly<Record<string, string | number | boolean>>;
  /** For a resource that configures another one: where its properties go. */
  readonly fold?: Fold;
  /** For a type whose settings stand one level deeper in CloudFormation: where they go, and what stays outside. */
  readonly wrap?: { readonly at: string; readonly except: readonly string[] };
  /** Last touch for what a table cannot say: gets the mapped properties and the Terraform ones. */
  readonly adjust?: (mapped: Map<string, Item>, terraform: MapTerm) => void;
}

export interface Fold {
  /** Canonical type of the resource that is configured. */
  readonly into: string;
  /** The Terraform attribute that names it. */
  readonly by: string;
  /** Canonical path its properties go to; its own top level when absent. */
  readonly at?: string;
  /** True when each such resource is one more item of the list at `at`. */
  readonly append?: boolean;
}

/** The rows of one service, by Terraform type. */
export type ServiceMapping = Readonly<Record<string, TypeMapping>>;
