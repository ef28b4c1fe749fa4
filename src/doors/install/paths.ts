/** A path as Git for Windows' sh takes it: `C:\Program Files\x` becomes `C:/Program Files/x`. */
export function posixPath(path: string): string {
  return /^[A-Za-z]:[\\/]|^\\\\/.test(path) || (path.includes('\\') && !path.includes('/')) ? path.replaceAll('\\', '/') : path;
}

/** A text in single quotes for POSIX sh; nothing in it is expanded. */
export function shellQuote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** Whether a path lies in a folder, or is it; both absolute, in either kind of slashes, drive letters in any case. */
export function isInside(folder: string, path: string): boolean {
  const normal = (one: string): string => posixPath(one).replace(/\/+$/, '').replace(/^[a-z]:/, (drive) => drive.toUpperCase());
  const top = normal(folder);
  const below = normal(path);
  return below === top || below.startsWith(`${top}/`);
}
