/**
 * The repository path that a relative reference in a document leads to, or undefined when it leaves the repository,
 * is absolute, or is a URL.
 */
export function siblingPath(path: string, reference: string): string | undefined {
  if (reference === '' || /^(?:[a-z][a-z0-9+.-]{0,20}:|[/\\~])/i.test(reference) || reference.includes('\0')) return undefined;
  const parts = path.split('/').slice(0, -1);
  for (const part of reference.replaceAll('\\', '/').split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.length === 0 ? undefined : parts.join('/');
}

