import { entropyBits } from './entropy.ts';
import { isSignRich } from './sign-rich.ts';
import { wordiness } from './wordiness.ts';

/** Words that show a value to be a stand-in. Matched in lower case anywhere in the value. */
const placeholderWords: readonly string[] = [
  'example', 'changeme', 'change_me', 'change-me', 'placeholder', 'your_', 'your-', 'yourtoken', 'yourkey', 'yourpass', 'yoursecret', 'yourapi',
  'insert', 'replace', 'dummy', 'redacted', 'sample', 'todo', 'fixme', 'xxxx', '****', '....', 'deadbeef', 'notreal', 'not-real', 'not_real', 'fake',
  'abcdef', '123456', 'qwerty', 'foobar', 'lorem', 'secret-here', 'goes-here', 'goes_here', 'goeshere', 'undefined', 'my-secret', 'mysecret', 'my_secret',
];

/**
 * True when a value says of itself that it is a stand-in: `<token>`, `${TOKEN}`, `{{ token }}`, `$TOKEN`, `%TOKEN%`, repeated characters.
 * This is judged for every value, also for those whose form alone identifies them.
 */
export function isStandIn(value: string): boolean {
  // the public half of an SSH key (RFC 4253, section 6.6)
  if (/^AAAA(?:B3NzaC1yc2|C3NzaC1lZDI1NTE5|E2VjZHNhL|B3NzaC1kc3)/.test(value)) return true;
  if (/^(?:<[^>]*>?|<<[^ ]*>>|\$\{[^}]*\}?|\$\([^)]*\)?|\{\{?[^}]*\}{0,2}|%[A-Za-z_]\w*%|\$[A-Za-z_]\w{0,39}|@[A-Za-z_.]+@|__\w+__|#\{[^}]*\}?|\[[A-Z_ -]+\])$/.test(value)) return true;
  // an interpolation anywhere: what is written is not what is used
  if (/(?:^|[^{])\{(?:\d{1,2}|[A-Za-z_][\w.]{0,40}(?::\d{1,5})?)\}|\{\{[^{}]{1,80}\}\}|\$\{[^<>#$]{0,120}(?:\}|$)/.test(value) && !isSignRich(value)) return true;
  if (/^(.)\1*$/s.test(value) || isMostlyRuns(value)) return true;
  // zeros in base64 are a long row of one letter, a small part of a long token
  if ((/(.)\1{23,}/.exec(value)?.[0].length ?? 0) > value.length / 8) return true;
  return /[^.]\.\.\.(?:$|[^.])|x{6}|X{6}|\*{4}|0{12}|(?:\.{4})|EXAMPLE|eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4g/.test(value);
}

/** Whether most characters are the same as the one before: `555555dAAAAAA777777`. */
function isMostlyRuns(value: string): boolean {
  if (value.length < 16) return false;
  let same = 0;
  for (let i = 1; i < value.length; i++) if (value[i] === value[i - 1]) same++;
  return same > value.length * 0.6;
}

/** Words that no machine draws by chance and that only what stands for a secret holds, whatever form it has. */
const plainStandIn = /example|place-?holder|change[-_]?me|redacted|your[-_]|(?:^|[-_.])my[-_](?:\w{1,12}[-_])?(?:key|token|secret|password)|goes[-_]?here|not[-_]real|dummy/i;

/** True when a value of a provider's own form says in plain words that it stands for another. */
export function saysPlainly(value: string): boolean {
  return plainStandIn.test(value);
}

/** Whether a value is base64 of words: a label, `this is not a real value`. */
export function encodesWords(value: string): boolean {
  if (value.length < 8 || !/^[A-Za-z0-9+/_-]+={0,2}$/.test(value)) return false;
  const text = Buffer.from(value, 'base64').toString('latin1');
  return /^[A-Za-z][A-Za-z ,.:!?'-]+$/.test(text) && wordiness(text) >= 0.5;
}

/** Those of them that are words, not runs of the keyboard. */
const spokenWords = placeholderWords.filter((word) => /^[a-z_*.-]+$/.test(word) && word !== 'abcdef' && word !== 'qwerty');

/** True when a value says in words that it stands for another; runs of the keyboard say nothing. */
export function saysStandIn(value: string): boolean {
  const lower = value.toLowerCase();
  return isStandIn(value) || spokenWords.some((word) => lower.includes(word));
}

/** True when a value holds a word that stands for a secret, or runs through the keyboard or the alphabet. */
export function isPlaceholder(value: string): boolean {
  if (isStandIn(value)) return true;
  const lower = value.toLowerCase();
  return placeholderWords.some((word) => lower.includes(word)) || isSequence(lower);
}

/** Runs of the alphabet, of digits and of the keyboard: a value that holds one of eight characters was typed, not drawn. */
const typedRuns = ['abcdefghijklmnopqrstuvwxyz', '01234567890123456789', '98765432109876543210', 'qwertyuiopasdfghjklzxcvbnm', 'zyxwvutsrqponmlkjihgfedcba'];

/**
 * True when a value was made up by a pattern, though it says nothing of being a stand-in: runs of the alphabet, of digits or
 * of the keyboard, or a short piece over and over (`abcd1234abcd1234`). Somebody may still use it in earnest.
 */
export function isPatterned(value: string): boolean {
  const lower = value.toLowerCase();
  if (isSequence(lower) || isMashed(value)) return true;
  const letters = lower.replace(/[^a-z]/g, '');
  const digits = lower.replace(/\D/g, '');
  // two runs, one in the other: `a1b2c3d4`
  if (letters.length >= 6 && digits.length >= 6 && isSequence(letters) && isSequence(digits)) return true;
  let typed = 0;
  for (let i = 0; i + 4 <= lower.length; ) {
    const length = longestTyped(lower, i);
    typed += length;
    i += Math.max(1, length);
  }
  if (typed >= Math.max(8, lower.length * 0.5)) return true;
  return repeats(lower);
}

/**
 * Whether hands that lay on the home row of the keyboard hit a value: `lsdkfol23w54jlksdef`. A third of drawn letters lie
 * there; of nine and more, two thirds do once in a hundred times.
 */
function isMashed(value: string): boolean {
  if (value.length > 40 || !/^[a-z0-9_-]+$/.test(value) || isHexadecimal(value)) return false;
  const letters = value.replace(/[^a-z]/g, '');
  return letters.length >= 9 && letters.replace(/[^asdfghjkl]/g, '').length >= letters.length * 0.66 && wordiness(value) < 0.5;
}

/** Length of the typed run of four or more characters that begins at an offset, else 0. */
function longestTyped(lower: string, at: number): number {
  let longest = 0;
  for (const run of typedRuns) {
    const start = run.indexOf(lower.slice(at, at + 4));
    if (start < 0) continue;
    let length = 4;
    while (at + length < lower.length && start + length < run.length && lower[at + length] === run[start + length]) length++;
    longest = Math.max(longest, length);
  }
  return longest;
}

/** Whether most of a value repeats what stood up to sixteen characters before. */
function repeats(lower: string): boolean {
  if (lower.length < 12) return false;
  for (let period = 1; period <= 16 && period * 2 <= lower.length; period++) {
    let same = 0;
    for (let i = period; i < lower.length; i++) if (lower[i] === lower[i - period]) same++;
    if (same >= (lower.length - period) * 0.85) return true;
  }
  return false;
}

/** Words that weak passwords are made of, once digits and signs in place of letters are read as letters. */
const weakWords = /password|passwd|passwort|contrase|secret|sekret|private|letmein|welcome|qwerty|foobar|hello|admin|dragon|monkey|iloveyou|sunshine|princess|master|test|changeme|hunter2|hashicorp|cheese|tomcat|oracle|postgres|mysql|^root|^user/;

/** A password that somebody made up of a word: `P@ssw0rd1`, `superS3cret`. */
export function isWeakPassword(value: string): boolean {
  const letters = value.toLowerCase().replace(/[0134578$@!|+]/g, (sign) => leet[sign] ?? sign);
  return weakWords.test(letters) || weakWords.test(value.toLowerCase());
}

const leet: Readonly<Record<string, string>> = { '0': 'o', '1': 'i', '3': 'e', '4': 'a', '5': 's', '7': 't', '8': 'b', $: 's', '@': 'a', '!': 'i', '|': 'l', '+': 't' };

/** True when most of a value is ascending, descending or repeating characters. */
function isSequence(value: string): boolean {
  if (value.length < 6) return false;
  let ordered = 0;
  for (let i = 1; i < value.length; i++) {
    const step = value.charCodeAt(i) - value.charCodeAt(i - 1);
    if (step >= -1 && step <= 1) ordered++;
  }
  return ordered > (value.length - 1) * 0.6;
}

/**
 * Whether a value without a form of its own looks like something a machine drew at random:
 * not a stand-in, varied, and not made of words.
 */
export function looksRandom(value: string, leastEntropy: number): boolean {
  if (isPlaceholder(value) || entropyBits(value) < leastEntropy) return false;
  const classes = (/[a-z]/.test(value) ? 1 : 0) + (/[A-Z]/.test(value) ? 1 : 0) + (/[0-9]/.test(value) ? 1 : 0);
  if (classes < 2) return value.length >= 20 && wordiness(value) < 0.35;
  // pairs of hexadecimal digits say nothing of words
  if (value.length >= 16 && /^(?:[0-9a-f]+|[0-9A-F]+)$/.test(value)) return true;
  const letters = value.replace(/[^A-Za-z]/g, '').length;
  return letters < 6 || wordiness(value) < 0.55;
}

/** Words of a program's name: split at marks, digits and where a capital follows a small letter. */
const wordsOf = /[A-Z]+(?![a-z])|[A-Z]?[a-z]+/g;

/**
 * Whether a value is put together of words, as names in programs and titles are: `azure_auth_graph`, `296-use-before-assignment`,
 * `microsoftExcelOAuth2Api`. What is drawn at random has hardly a word of three letters.
 */
export function isIdentifier(value: string): boolean {
  if (isHexadecimal(value)) return false;
  // the name of a page: `a-forest-filled-with-lots-of-trees-q7Zk2`
  const parts = value.split(/[-_]/);
  if (parts.length >= 5 && parts.filter((part) => /^[a-z]{1,14}$/.test(part)).length >= parts.length * 0.7 && wordiness(value) >= 0.5) return true;
  let inWords = 0;
  for (const [word] of value.matchAll(wordsOf)) if (word.length >= 3 && wordiness(word) >= 0.5) inWords += word.length;
  return inWords >= value.length * 0.66;
}

function isHexadecimal(value: string): boolean {
  return /^(?:[0-9a-f]+|[0-9A-F]+)$/.test(value);
}
