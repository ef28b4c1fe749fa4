/** Whether a path is not below the folder that was judged: `/etc/x`, `C:/x`. */
export function isAbsolutePath(path: string): boolean {
  return path.startsWith('/') || /^[A-Za-z]:\//.test(path);
}

/**
 * A path as a URI reference (RFC 3986): every segment percent-encoded as UTF-8, relative unless the path is absolute.
 * Lone surrogates have no encoding and become U+FFFD.
 */
export function artifactUri(path: string): string {
  const segments = path.toWellFormed().split('/').map(encodeURIComponent);
  if (!isAbsolutePath(path)) return segments.join('/');
  return path.startsWith('/') ? `file://${segments.join('/')}` : `file:///${path.slice(0, 2)}/${segments.slice(1).join('/')}`;
}
