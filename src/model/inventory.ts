/** One package that a file names, as `portcullis inventory` prints it. Keys are in the order they are printed. */
export interface InventoryPackage {
  readonly kind: 'package';
  /** Canonical package URL, with the version where there is one. */
  readonly purl: string;
  /** The name as the file spells it, namespace included. */
  readonly name: string;
  /** What a lockfile says, or the first bound that a manifest names; empty for none. */
  readonly version: string;
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

/** Everything found, and everything that could not be read: an unread file is never an empty one. */
export interface Inventory {
  readonly packages: readonly InventoryPackage[];
  readonly problems: readonly InventoryProblem[];
}

/** A place that could not be read. */
export interface InventoryProblem {
  readonly path: string;
  /** 1-based; absent for a whole file. */
  readonly line?: number;
  readonly message: string;
}
