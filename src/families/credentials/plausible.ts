import { entropyBits } from './entropy.ts';

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
  if (/^(?:<[^>]*>?|\$\{[^}]*\}?|\$\([^)]*\)?|\{\{?[^}]*\}{0,2}|%[A-Za-z_]\w*%|\$[A-Za-z_]\w*|@[A-Za-z_.]+@|__\w+__|#\{[^}]*\}?|\[[A-Z_ -]+\])$/.test(value)) return true;
  // an interpolation anywhere: what is written is not what is used
  if (/\{[A-Za-z_][\w.]{0,40}(?::\d{1,5})?\}|\$\{/.test(value)) return true;
  if (/^(.)\1*$/s.test(value)) return true;
  return /x{6}|X{6}|\*{4}|0{12}|(?:\.{4})|(.)\1{23}|EXAMPLE|eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4g/.test(value);
}

/** True when a value holds a word that stands for a secret, or runs through the keyboard or the alphabet. */
export function isPlaceholder(value: string): boolean {
  if (isStandIn(value)) return true;
  const lower = value.toLowerCase();
  return placeholderWords.some((word) => lower.includes(word)) || isSequence(lower);
}

/** True when most of a value is ascending, descending or repeating characters. */
export function isSequence(value: string): boolean {
  if (value.length < 6) return false;
  let ordered = 0;
  for (let i = 1; i < value.length; i++) {
    const step = value.charCodeAt(i) - value.charCodeAt(i - 1);
    if (step >= -1 && step <= 1) ordered++;
  }
  return ordered > (value.length - 1) * 0.6;
}

/** Pairs of letters that English and the words of programs are made of; a random text holds few of them. */
const commonPairs = new Set(
  ('th he in er an re on at en nd ti es or te of ed is it al ar st to nt ng se ha as ou io le ve co me de hi ri ro ic ne ea ra ce li ch ll be ma si om ur ' +
    'ca el ta la ns di fo ho pe ec pr no ct us ac ot il tr ly nc et ut ss so rs un lo wa ge ie wh ee wi em ad ol rt po we na ul ni ts mo ow pa im mi ai sh ir su id os iv ' +
    'ke ey sw wo rd ss pa to ok en se cr et us er na am my ab da ck lo gi ap pi up ag op sc ex mp pl bl cl fi ff ig if ib ob ub ue um ui va vi ty ry rl rm rk').split(' '),
);

/**
 * Share of adjacent letters that ordinary words are made of (0 to 1). Words and identifiers come to about 0.6 and more,
 * random letters to about 0.25. Values without two adjacent letters give 0.
 */
export function wordiness(value: string): number {
  const lower = value.toLowerCase();
  let pairs = 0;
  let common = 0;
  for (let i = 1; i < lower.length; i++) {
    const a = lower.charCodeAt(i - 1);
    const b = lower.charCodeAt(i);
    if (a < 97 || a > 122 || b < 97 || b > 122) continue;
    pairs++;
    if (commonPairs.has(lower.slice(i - 1, i + 1))) common++;
  }
  return pairs === 0 ? 0 : common / pairs;
}

/**
 * Whether a value without a form of its own looks like something a machine drew at random:
 * not a stand-in, varied, and not made of words.
 */
export function looksRandom(value: string, leastEntropy: number): boolean {
  if (isPlaceholder(value) || entropyBits(value) < leastEntropy) return false;
  const classes = (/[a-z]/.test(value) ? 1 : 0) + (/[A-Z]/.test(value) ? 1 : 0) + (/[0-9]/.test(value) ? 1 : 0);
  if (classes < 2) return value.length >= 20 && wordiness(value) < 0.35;
  const letters = value.replace(/[^A-Za-z]/g, '').length;
  return letters < 6 || wordiness(value) < 0.55;
}
