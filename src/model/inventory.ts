/** One package that a file names, as `portcullis inventory` prints it. Keys are in the order they are printed. */
export interface InventoryPackage {
  /**
   * `requirement` for what is only asked for: a range of a manifest that a lockfile resolves, what builds the project and is
   * no part of it, a name of which nothing says the version.
   */
  readonly kind: 'package' | 'requirement';
  /** Canonical package URL, with the version where there is one. */
  readonly purl: string;
  /** The name as the file spells it, namespace included. */
  readonly name: string;
  /** What a lockfile says, or the first bound that a manifest names; empty for none. */
  readonly version: string;
  /** The range as written, where a manifest has one that is not simply the version. */
  readonly range?: string;
  /** The type of the package URL: `npm`, `pypi`, `golang` … */
  readonly type: string;
  /** With forward slashes, relative to the current folder where it lies below it. */
  readonly path: string;
  /** 1-based. */
  readonly line: number;
  /** True when the project asks for it itself; null when the file does not say. */
  readonly direct: boolean | null;
  readonly scope: string | null;
  /** The licence as written, where the file has one. */
  readonly licence?: string;
  /** The hash as written, where the file has one. */
  readonly integrity?: string;
  /** True for what the document itself describes and does not depend on. */
  readonly project?: true;
}

/** One resource of an infrastructure template, as `portcullis inventory` prints it. */
export interface InventoryResource {
  readonly kind: 'resource';
  /** Canonical type, and the type it was written as where that differs. */
  readonly type: string;
  readonly writtenAs?: string;
  /** Logical id, or address. */
  readonly name: string;
  readonly path: string;
  /** 1-based. */
  readonly line: number;
  /** `cloudformation`, `terraform` … */
  readonly format: string;
  /** True when a check says that everyone can reach it. */
  readonly exposed: boolean;
  readonly tags: Readonly<Record<string, string>>;
}

/** Everything found, and everything that could not be read: an unread file is never an empty one. */
export interface Inventory {
  readonly packages: readonly InventoryPackage[];
  readonly resources: readonly InventoryResource[];
  readonly problems: readonly InventoryProblem[];
}

/** A place that could not be read. */
export interface InventoryProblem {
  readonly path: string;
  /** 1-based; absent for a whole file. */
  readonly line?: number;
  readonly message: string;
}

/** The order of resources in an inventory: by path, line and name. */
export function byPlace(a: InventoryResource, b: InventoryResource): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : a.line - b.line || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
}
