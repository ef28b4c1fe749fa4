/**
 * The oid of the tree that holds nothing, in the hash that another oid has: 40 (SHA-1) or 64 (SHA-256) digits. git knows it
 * though no repository stores it. Source: git, setup.c and hash.h (`empty_tree_oid`).
 */
export function emptyTree(oid: string): string {
  return oid.length === 64 ? '6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321' : '4b825dc642cb6eb9a060e54bf8d69288fbee4904';
}
