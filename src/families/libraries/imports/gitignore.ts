/** One line of a gitignore list. */
interface Rule {
  readonly isNegated: boolean;
  readonly isFolder: boolean;
  readonly segments: readonly Segment[];
}

/** `**`, or a pattern for one part of a path. */
type Segment = 'any' | readonly Piece[];

/** A character, `*`, `?`, or a class of characters. */
type Piece = { readonly kind: 'character'; readonly character: string } | { readonly kind: 'star' } | { readonly kind: 'one' } | { readonly kind: 'class'; readonly isNegated: boolean; readonly ranges: readonly (readonly [string, string])[] };

/**
 * Compiles lines in the syntax of gitignore into a test of module names, as ESLint's `patterns` mean them: the last line that fits counts,
 * and nothing below an ignored folder can be taken out again. Source: git's documentation, gitignore, "Pattern format".
 */
export function gitignoreTest(lines: readonly string[], options: { readonly caseSensitive: boolean }): (path: string) => boolean {
  const fold = (text: string) => (options.caseSensitive ? text : text.toLowerCase());
  const rules = lines.map((line) => readRule(fold(line))).filter((rule) => rule !== undefined);
  return (path) => {
    const parts = fold(path).split('/', 200);
    for (let length = 1; length <= parts.length; length++) {
      const isLast = length === parts.length;
      const isIgnored = judge(rules, parts.slice(0, length), !isLast);
      if (isIgnored || isLast) return isIgnored;
    }
    return false;
  };
}

function judge(rules: readonly Rule[], parts: readonly string[], isFolder: boolean): boolean {
  let isIgnored = false;
  for (const rule of rules) if (rule.isNegated === isIgnored && (isFolder || !rule.isFolder) && matchParts(rule.segments, parts)) isIgnored = !rule.isNegated;
  return isIgnored;
}

function readRule(line: string): Rule | undefined {
  const trimmed = line.replace(/(?<!\\)[ \t]{1,1000}$/, '');
  if (trimmed === '' || trimmed.startsWith('#')) return undefined;
  const isNegated = trimmed.startsWith('!');
  const bare = isNegated ? trimmed.slice(1) : trimmed;
  const isFolder = bare.endsWith('/');
  const body = isFolder ? bare.slice(0, -1) : bare;
  const isAnchored = body.includes('/');
  const parts = body.replace(/^\//, '').split('/');
  const segments = parts.map((part): Segment => (part === '**' ? 'any' : readPieces(part)));
  return { isNegated, isFolder, segments: isAnchored ? segments : ['any', ...segments] };
}

function readPieces(text: string): Piece[] {
  const pieces: Piece[] = [];
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? '';
    if (character === '*') {
      if (pieces.at(-1)?.kind !== 'star') pieces.push({ kind: 'star' });
    } else if (character === '?') pieces.push({ kind: 'one' });
    else if (character === '\\' && at + 1 < text.length) pieces.push({ kind: 'character', character: text[++at] ?? '' });
    else {
      const found = character === '[' ? /^\[([!^]?)((?:\\.|[^\]\\])+)\]/.exec(text.slice(at, at + 200)) : null;
      if (found === null) pieces.push({ kind: 'character', character });
      else {
        const ranges = [...(found[2] ?? '').matchAll(/\\?(.)(?:-\\?(.))?/g)].map((range): readonly [string, string] => [range[1] ?? '', range[2] ?? range[1] ?? '']);
        pieces.push({ kind: 'class', isNegated: found[1] !== '', ranges });
        at += found[0].length - 1;
      }
    }
  }
  return pieces;
}

/** Whether the segments fit all parts; only the last `**` needs to be tried again, so it takes at most their product. */
function matchParts(segments: readonly Segment[], parts: readonly string[]): boolean {
  // a `**` at the end means something below, not the folder itself
  return matchWild(segments, parts, (segment) => segment === 'any', (segment, part) => segment !== 'any' && matchPieces(segment, part), segments.at(-1) === 'any' && segments.length > 1);
}

function matchPieces(pieces: readonly Piece[], text: string): boolean {
  return matchWild(pieces, [...text], (piece) => piece.kind === 'star', (piece, character) => fits(piece, character), false);
}

function fits(piece: Piece, character: string): boolean {
  switch (piece.kind) {
    case 'character': return piece.character === character;
    case 'class': return piece.ranges.some(([from, to]) => character >= from && character <= to) !== piece.isNegated;
    case 'star':
    case 'one': return true;
  }
}

function matchWild<P, T>(pattern: readonly P[], items: readonly T[], isWild: (piece: P) => boolean, fitsOne: (piece: P, item: T) => boolean, needsMore: boolean): boolean {
  let at = 0;
  let item = 0;
  let star = -1;
  let resume = 0;
  while (item < items.length) {
    const piece = pattern[at];
    const current = items[item];
    if (piece !== undefined && isWild(piece)) {
      star = at++;
      resume = needsMore && at === pattern.length ? item + 1 : item;
      item = resume;
      continue;
    }
    if (piece !== undefined && current !== undefined && fitsOne(piece, current)) {
      at++;
      item++;
    } else if (star !== -1) {
      at = star + 1;
      item = ++resume;
    } else return false;
  }
  while (at < pattern.length) {
    const piece = pattern[at];
    if (piece === undefined || !isWild(piece) || (needsMore && at === pattern.length - 1 && star !== at)) return false;
    at++;
  }
  return item === items.length;
}
