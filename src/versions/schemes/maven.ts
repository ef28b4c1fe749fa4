import { readBracketRange } from '../brackets.ts';
import { compareDigits, compareText, isDigitCode, isDigits, isLetterCode, type Order, sign, withoutZeros } from '../order.ts';
import type { Scheme } from '../scheme.ts';

/** One part of a version and what stands before it; a change between digits and letters counts as a dash. */
interface Token {
  readonly isDash: boolean;
  readonly text: string;
}

/** The known qualifiers in their order; '' is a release. Others come after all of these. */
const qualifiers: ReadonlyMap<string, number> = new Map([['alpha', 0], ['beta', 1], ['milestone', 2], ['rc', 3], ['cr', 3], ['snapshot', 4], ['', 5], ['final', 5], ['ga', 5], ['release', 5], ['sp', 6]]);
const shortNames: ReadonlyMap<string, string> = new Map([['a', 'alpha'], ['b', 'beta'], ['m', 'milestone']]);
const absent: Token = { isDash: true, text: '' };

function tokens(version: string): Token[] {
  const text = version.trim().toLowerCase();
  const found: Token[] = [];
  let isDash = false;
  let from = 0;
  for (let at = 0; at <= text.length; at++) {
    const code = text.charCodeAt(at);
    const isSeparator = at === text.length || code === 46 || code === 45 || code === 95;
    const isTurn = !isSeparator && at > from && isDigitCode(code) !== isDigitCode(text.charCodeAt(at - 1));
    if (!isSeparator && !isTurn) continue;
    const part = text.slice(from, at);
    // `a1` is alpha 1, `a` alone is only a word
    const isShort = (isTurn || (code === 45 && isDigitCode(text.charCodeAt(at + 1)))) && !isDigits(part);
    found.push({ isDash, text: part === '' ? '0' : isShort ? shortNames.get(part) ?? part : part });
    isDash = isTurn || code !== 46;
    from = isTurn ? at : at + 1;
  }
  return withoutNulls(found);
}

/** Drops zeros and release words at the end, before a dash and before a qualifier. */
function withoutNulls(all: readonly Token[]): Token[] {
  const kept: Token[] = [];
  for (const token of all) {
    if (token.isDash || !isDigits(token.text)) while (kept.length > 0 && isNull(kept.at(-1))) kept.pop();
    kept.push(token);
  }
  while (kept.length > 0 && isNull(kept.at(-1))) kept.pop();
  return kept;
}

function isNull(token: Token | undefined): boolean {
  return token !== undefined && (isDigits(token.text) ? withoutZeros(token.text) === '' : qualifiers.get(token.text) === 5);
}

/** Qualifiers, then numbers after a dash, then numbers after a dot; the end of a version is a release. */
function rank({ isDash, text }: Token): number {
  return isDigits(text) ? (isDash ? 8 : 9) : qualifiers.get(text) ?? 7;
}

function compareToken(a: Token, b: Token): Order {
  const left = rank(a);
  return sign(left - rank(b)) || (left >= 8 ? compareDigits(a.text, b.text) : left === 7 ? compareText(a.text, b.text) : 0);
}

function compare(a: string, b: string): Order {
  if (a === b) return 0;
  const left = tokens(a);
  const right = tokens(b);
  for (let at = 0; at < Math.max(left.length, right.length); at++) {
    const order = compareToken(left[at] ?? absent, right[at] ?? absent);
    if (order !== 0) return order;
  }
  return 0;
}

/**
 * Maven. Source: its POM reference, "Version Order Specification" and "Dependency Version Requirement Specification".
 * A version alone is a soft requirement there; as a range it names itself.
 */
export const maven: Scheme = {
  name: 'maven',
  compare,
  range: (text) => (/^[\s[(]|,/.test(text) || isLetterCode(text.charCodeAt(0)) || isDigitCode(text.charCodeAt(0)) ? readBracketRange(text, compare, '=') : undefined),
};
