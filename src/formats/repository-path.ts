/** The folder of a path in a repository, without its slash; empty at the top. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** The folder of a path as Terraform's readers name it: a dot at the top. */
export function moduleFolder(path: string): string {
  return folderOf(path) || '.';
}

/** The folder of a path with its slash, so that a name can follow; empty at the top. */
export function folderPrefix(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}

/** The last element of a path. */
export function basenameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
