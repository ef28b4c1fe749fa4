import { entropyBits } from '../entropy.ts';
import { isIdentifier, isPatterned, isStandIn, saysStandIn } from '../plausible.ts';
import { wordiness } from '../wordiness.ts';
import { isNearMiss, shapesOf, spellsWord } from '../shape.ts';
import type { Detected, Detector, Hit } from './detector.ts';
import { hasTokenRun, leastTokenRun } from '../token-run.ts';
import { isOwnWord, namesAny, namesFile, namesThing, saysDigest } from './near-token.ts';

/** Most characters between a provider's name and its credential; further apart they belong together by chance. */
const gapLimit = 42;
/** Characters before the name that may say what follows: `<secret>{name …`, `// the key of name`. */
const leadLength = 24;
const saysCredential = /key|token|secret|auth|pass|pwd|cred|access|api|private|bearer|login|sid\b/i;
/** A provider's name that ends in the word for its credential: `dd-apikey`. */
const saysItself = /(?:key|token|secret|password)$/;
const assigns = /(?:[:=,(]|=>|->|\|\|)\s{0,4}["'`]?\s{0,4}$/;

const isWordByte = (byte: number | undefined): boolean => byte !== undefined && ((byte >= 48 && byte <= 57) || (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122) || byte === 95);

interface NearShape {
  /** Source of a regular expression of the whole value. */
  readonly pattern: string;
  readonly flags: string;
  /** Whether an id, a name or a domain is what the check looks for. */
  readonly isId: boolean;
  /** Whether the name is a word of every day, which says nothing without a word for credential. */
  readonly isEveryday: boolean;
  /** Bytes to look at after the provider's name. */
  readonly after: number;
}

const before = '(?<![A-Za-z0-9_?]|[A-Za-z0-9][+/.#^~!*%$&?])';
const after = '(?![A-Za-z0-9_?]|[-+/.#^~!*%$][A-Za-z0-9]|&[^A-Za-z])';

/** The expression that is searched for: a shape that no longer token goes on around. */
export function delimited(pattern: string): string {
  return `${before}(?:${pattern})${after}`;
}

/** Finds a value of a provider's own shape soon after the provider's name. */
export function nearShape({ pattern, flags, isId, isEveryday, after: bytesAfter }: NearShape): Detector {
  const own = new RegExp(`^(?:${pattern})${after}`, flags);
  // alternatives that begin with literal text: a keyword may be the value's own prefix
  const shapes = shapesOf(pattern);
  const hasPrefix = shapes.every(({ prefix }) => prefix.length >= 2);
  const hasWords = spellsWord(pattern);
  // words that one alternative spells say nothing of what another takes
  const wordless = shapes.filter(({ source }) => !spellsWord(source)).map(({ source }) => source);
  const takenByOthers = wordless.length === 0 || !hasWords ? undefined : new RegExp(`^(?:${wordless.join('|')})$`, flags);
  const isSpelt = (text: string): boolean => hasWords && takenByOthers?.test(text) !== true;
  const value = new RegExp(delimited(pattern), `g${flags}`);
  const hasNoPrefix = shapes.every(({ prefix }) => prefix === '');
  const least = leastTokenRun(pattern);
  return (hit) => {
    const { bytes, keywordStart, keywordEnd } = hit;
    // most words that hold a provider's name are other words, and few have anything like a token behind them
    const isWord = isOwnWord(hit) && (hasTokenRun(bytes, keywordEnd, Math.min(bytes.length, keywordEnd + bytesAfter), least) || (!hasPrefix && hasTokenRun(bytes, keywordEnd, Math.min(bytes.length, keywordEnd + outrightReach), outrightLength)));
    if (!isWord && hasNoPrefix) return [];
    const keyword = bytes.toString('latin1', keywordStart, keywordEnd).toLowerCase();
    if (shapes.some(({ prefix }) => prefix.startsWith(keyword) || (prefix.length >= 2 && keyword.startsWith(prefix))) && !isWordByte(bytes[keywordStart - 1])) {
      const start = own.exec(bytes.toString('latin1', keywordStart, Math.min(bytes.length, keywordStart + bytesAfter)));
      if (start !== null && shapes.some(({ prefix }) => prefix !== '' && start[0].toLowerCase().startsWith(prefix)) && !isStandIn(start[0]) && entropyBits(start[0]) >= 2) return [{ start: keywordStart, end: keywordStart + start[0].length, secret: start[0] }];
    }
    if (!isWord) return [];
    const lead = bytes.toString('latin1', Math.max(0, keywordStart - leadLength), keywordStart);
    const text = bytes.toString('latin1', keywordEnd, Math.min(bytes.length, keywordEnd + bytesAfter));
    value.lastIndex = 0;
    for (let match = value.exec(text); match !== null && match.index <= gapLimit; match = value.exec(text)) {
      if (match[0] === '') return [];
      // a pattern that allows `=` takes the rest of the name as well
      const name = /^[A-Za-z_-]{1,40}=(?=[^=])/.exec(match[0]);
      if (name !== null && !/["'`]$/.test(text.slice(0, match.index))) {
        value.lastIndex = match.index + name[0].length;
        continue;
      }
      const gap = text.slice(0, match.index);
      // a shape that takes any sign begins in the middle of a longer value
      if (/[^A-Za-z0-9_.+/=-]/.test(match[0]) && /[^\s"'`=:>,[{|A-Za-z0-9_]$/.test(gap)) continue;
      // an integrity value, a checksum or an id says what it is
      if (saysDigest.test(gap) || namesFile.test(gap) || namesThing.test(gap) || (!isId && namesAny.test(gap))) return [];
      if (isEveryday && ![gap, lead, keyword].some((text) => saysCredential.test(text))) return [];
      // the thing that had the provider's name is over
      if (/\bnull\b|\}\s{0,4}\}|\}\s{0,4},\s{0,4}\{/.test(gap)) return [];
      // the host or the form is spelt out: `acme.my.salesforce.com`
      if (isId && match[0].includes('.') && isSpelt(match[0]) && !saysStandIn(match[0])) return found(hit, match.index, match[0]);
      if ((isSpelt(match[0]) || !isIdentifier(match[0]) || isPatterned(match[0])) && isDrawn(match[0], isId ? gap.replace(/(?:id|user|name)\b(?=["']?\s{0,4}[:=])/i, 'key') : gap, saysItself.test(keyword) ? `${lead}key` : lead)) return found(hit, match.index, match[0]);
      // named outright, of the right shape, and yet typed along the keyboard
      if (match[0].length >= 16 && saysCredential.test(gap) && !saysStandIn(match[0]) && entropyBits(match[0]) >= 1.5 && isPatterned(match[0])) return found(hit, match.index, match[0]);
    }
    // a token that begins as the provider's do is one of theirs or none
    return hasPrefix ? [] : named(hit, text).map((one) => (isNearMiss(one.secret, shapes) ? { ...one, isDamaged: true } : one));
  };
}

/** Shortest value that is taken for a secret because it is named so, and how far behind the name it may end there. */
const outrightLength = 15;
const outrightReach = 90;
// the words that say it, what binds them, and a value as tokens are written, delimited on both sides
const outright =
  /^[A-Za-z0-9_.-]{0,24}?[ \t]{0,3}(?:[Ss]ecret|SECRET|[Tt]oken|TOKEN|[Kk]ey|KEY|[Aa]ccess|ACCESS|[Pp]rivate|PRIVATE)[A-Za-z_ \t-]{0,16}["']?[ \t]{0,3}(?::=|=>|[:= \t-])[ \t]{0,3}["']?([A-Za-z0-9][A-Za-z0-9_.+/-]{14,199}={0,2})(?![\w?%^&*(){}|;,.+/=@#$!-])/d;

/** A value of another shape than the provider's that is named outright as its secret, right after its name: the format may be older or newer. */
function named(hit: Hit, text: string): readonly Detected[] {
  const match = outright.exec(text);
  const value = match?.[1];
  const span = match?.indices?.[1];
  if (value === undefined || span === undefined || !/\d.*\d/.test(value) || !/[A-Za-z]/.test(value) || saysStandIn(value)) return [];
  if (namesThing.test(text.slice(0, span[0])) || /^[\w-]+(?:\.[\w-]+){2,}$|:\/\/|^[A-Za-z]+(?:[-_./][A-Za-z]+)*[-_./]?\d{0,4}$/.test(value)) return [];
  if ((/^[0-9a-f]+$/i.test(value) && value.length % 2 === 1) || isIdentifier(value)) return [];
  if (entropyBits(value) < 3 || (wordiness(value) >= 0.55 && !isPatterned(value))) return [];
  return [{ start: hit.keywordEnd + span[0], end: hit.keywordEnd + span[1], secret: value, isDoubtful: true, message: 'its shape is not the one that is known' }];
}

function found({ keywordEnd }: Hit, index: number, secret: string): readonly Detected[] {
  return [{ start: keywordEnd + index, end: keywordEnd + index + secret.length, secret }];
}

/**
 * Whether a value of the right shape may be what a machine drew. The less its shape says (short, one kind of character),
 * the more what stands before it has to say.
 */
function isDrawn(value: string, gap: string, lead: string): boolean {
  if (isStandIn(value) && !/1234567890123/.test(value)) return false;
  // a digest or a call, taken whole by a pattern that allows signs
  if (/^(?:sha\d{1,3}|md5)[=:]|^[A-Za-z_]\w{0,60}\(\w*\)$/i.test(value)) return false;
  if (entropyBits(value) < 1.5) return false;
  const isNamed = saysCredential.test(gap) || saysCredential.test(lead);
  // right behind the name there is nothing else that it could belong to
  const isAssigned = assigns.test(gap) || /^[ \t]{0,4}[:=-]?[ \t]{0,4}["'`{]$|^[ \t]{1,4}$/.test(gap);
  const hasDigit = /\d/.test(value);
  const hasLetter = /[A-Za-z]/.test(value);
  if (!hasLetter) return isNamed && isAssigned;
  if (!hasDigit) return (isNamed || isAssigned) && value.length >= 16 && wordiness(value) < 0.5;
  // pairs of hexadecimal digits say nothing of words
  if (value.length < 16) return isNamed && (/^[0-9a-f]+$/i.test(value) || wordiness(value) < 0.6);
  // identifiers: words joined by separators, with a number
  if (/^[-_.]?[A-Za-z]+(?:[-_.][A-Za-z]+)*[-_.]?\d{0,4}[-_.]?$/.test(value)) return isNamed && wordiness(value) < 0.5;
  // digests and ids stand beside names everywhere
  if (/^[0-9a-f-]+$/i.test(value)) return isNamed || isAssigned;
  return isNamed || isAssigned || (value.length >= 24 && wordiness(value) < 0.5);
}
