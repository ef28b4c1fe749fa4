/** A path below a folder, with `..` resolved; undefined for another repository's, or one that leaves this one. */
export function resolvePath(folder: string, name: string): string | undefined {
  if (name.includes('://') || name.startsWith('/') || /^[\w.-]+@|^(?:github|gitlab|bitbucket)\.\w+\//.test(name) || name.includes('?ref=')) return undefined;
  const parts = folder === '' ? [] : folder.split('/');
  for (const part of name.split('/')) {
    if (part === '..') {
      if (parts.pop() === undefined) return undefined;
    } else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}

/** A name in a folder; the top is the empty text. */
export function joined(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}
