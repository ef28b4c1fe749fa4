import { Minimatch } from 'minimatch';

/**
 * Compiles minimatch patterns into a test of paths: `test/**`, `*.md` (at any depth when it holds no slash).
 * A pattern that starts with `!` takes paths out again.
 */
export function pathPatterns(patterns: readonly string[]): (path: string) => boolean {
  const compiled = patterns.map((pattern) => {
    const negated = pattern.startsWith('!');
    const bare = negated ? pattern.slice(1) : pattern;
    // brace expansion is bounded by the library; comments and negation are ours
    const matcher = new Minimatch(bare, { dot: true, nocomment: true, nonegate: true, matchBase: !bare.includes('/') });
    return { negated, matcher };
  });
  return (path) => {
    let matched = false;
    for (const { negated, matcher } of compiled) if (matcher.match(path)) matched = !negated;
    return matched;
  };
}
