/** Links that lead to links; as many as Linux follows. Source: path_resolution(7), MAXSYMLINKS. */
const maxLinks = 40;

/** Longest target that is followed. Source: PATH_MAX of Linux. */
const maxTarget = 4096;

/** Where a path leads. */
export interface Followed {
  /** The path without links in it. */
  readonly path: string;
  /** The links on the way. */
  readonly passed: readonly string[];
}

/**
 * Follows a path through the links in it, each folder of it being one perhaps, as a file system does. `targetOf` gives
 * the target of a link, and undefined for what is none. Undefined where the path leads out of the repository or round.
 */
export function followLinks(path: string, targetOf: (path: string) => string | undefined): Followed | undefined {
  const ahead = path.split('/').reverse();
  const done: string[] = [];
  const passed: string[] = [];
  for (let segment = ahead.pop(); segment !== undefined; segment = ahead.pop()) {
    if (segment === '' || segment === '.') continue;
    if (segment === '..') {
      if (done.pop() === undefined) return undefined;
      continue;
    }
    done.push(segment);
    const at = done.join('/');
    const target = targetOf(at);
    if (target === undefined) continue;
    passed.push(at);
    if (passed.length > maxLinks || target.startsWith('/') || target.length > maxTarget) return undefined;
    done.pop();
    ahead.push(...target.split('/').reverse());
  }
  return { path: done.join('/'), passed };
}
