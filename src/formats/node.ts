/**
 * The tree that the data formats (YAML, JSON, TOML) are read into: plain values with offsets.
 * Offsets are UTF-16 code units into the text that was read; `end` is exclusive.
 */
export type DataNode = ScalarNode | MapNode | ListNode;

export interface ScalarNode {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | bigint | null;
  /** The explicit tag, such as `!Ref`, when one was written. */
  readonly tag?: string;
  readonly start: number;
  readonly end: number;
}

export interface MapNode {
  readonly kind: 'map';
  readonly entries: readonly MapEntry[];
  readonly tag?: string;
  readonly start: number;
  readonly end: number;
}

export interface MapEntry {
  readonly key: ScalarNode;
  readonly value: DataNode;
}

export interface ListNode {
  readonly kind: 'list';
  readonly items: readonly DataNode[];
  readonly tag?: string;
  readonly start: number;
  readonly end: number;
}

/** A place where a document is not well formed. Offsets as in the nodes. */
export interface SyntaxProblem {
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

/** What a reader of a data format returns: as much as could be read, and what could not. Readers never throw on bad input. */
export interface Reading<T> {
  readonly documents: readonly T[];
  readonly problems: readonly SyntaxProblem[];
}

/** The value under a key of a map node; the last one where the key is written twice. */
export function entry(node: DataNode | undefined, key: string): DataNode | undefined {
  if (node?.kind !== 'map') return undefined;
  for (let i = node.entries.length - 1; i >= 0; i--) {
    const found = node.entries[i];
    if (found !== undefined && String(found.key.value) === key) return found.value;
  }
  return undefined;
}

/** The string of a scalar node, or undefined for anything else. */
export function textOf(node: DataNode | undefined): string | undefined {
  return node?.kind === 'scalar' && typeof node.value === 'string' ? node.value : undefined;
}
