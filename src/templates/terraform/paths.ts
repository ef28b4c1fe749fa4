/** A repository path from a folder and a relative path; undefined when it leaves the repository. */
export function pathFrom(folder: string, relative: string): string | undefined {
  if (relative.startsWith('/') || relative.length > 4000) return undefined;
  const segments: string[] = [];
  for (const segment of `${folder}/${relative}`.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') segments.push(segment);
    else if (segments.pop() === undefined) return undefined;
  }
  return segments.length === 0 ? '.' : segments.join('/');
}

/** The path of a file in a folder. */
export function inFolder(folder: string, name: string): string {
  return folder === '.' || folder === '' ? name : `${folder}/${name}`;
}

/** The way from one folder of the repository to another, as `path.module` writes it. */
export function relativePath(from: string, to: string): string {
  const [origin, target] = [from, to].map((path) => path.split('/').filter((segment) => segment !== '.' && segment !== ''));
  if (origin === undefined || target === undefined) return '.';
  let shared = 0;
  while (shared < origin.length && origin[shared] === target[shared]) shared++;
  const way = [...origin.slice(shared).map(() => '..'), ...target.slice(shared)];
  return way.length === 0 ? '.' : way.join('/');
}
