/** Splits the head of a yarn.lock entry into its descriptors: `"a@^1, a@^2"` (Yarn 2+) or `"a@^1", "a@^2"` (Yarn 1). */
export function yarnDescriptors(head: string): string[] {
  return head.replaceAll('"', '').split(/,\s?/).filter((descriptor) => descriptor !== '');
}

/** Splits `name@range` at the first `@` that is not the scope's; the range is empty when there is none. */
export function yarnSplit(descriptor: string): { readonly name: string; readonly range: string } {
  const at = descriptor.indexOf('@', 1);
  return at < 0 ? { name: descriptor, range: '' } : { name: descriptor.slice(0, at), range: descriptor.slice(at + 1) };
}
