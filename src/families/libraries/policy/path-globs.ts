import { Minimatch } from 'minimatch';

/** Compiles minimatch patterns into a test of paths; a pattern without a slash counts at any depth, `!` takes paths out again. */
export function pathGlobs(patterns: readonly string[]): (path: string) => boolean {
  const compiled = patterns.map((pattern) => {
    const isNegated = pattern.startsWith('!');
    const bare = isNegated ? pattern.slice(1) : pattern;
    return { isNegated, matcher: new Minimatch(bare, { dot: true, nocomment: true, nonegate: true, matchBase: !bare.includes('/') }) };
  });
  const startsOut = compiled.every(({ isNegated }) => isNegated);
  return (path) => {
    let isMatched = startsOut;
    for (const { isNegated, matcher } of compiled) if (matcher.match(path)) isMatched = !isNegated;
    return isMatched;
  };
}
