import { wordiness } from './wordiness.ts';

/**
 * Whether a value is what a password generator gives that is told to use signs: signs of many kinds among letters that no
 * word explains. Code, templates and formats hold as many signs, but close what they open and spell words between.
 */
export function isSignRich(value: string): boolean {
  if (value.length < 16 || value.length > 100 || /[\s\x80-\xff]/.test(value)) return false;
  const signs = value.replace(/[A-Za-z0-9]/g, '');
  const kinds = new Set(signs).size;
  if (kinds < 4 || signs.length < value.length * 0.12 || wordiness(value) >= 0.45) return false;
  return !isFormat.test(value) && (kinds >= 5 || /[A-Z]/.test(value) || /\d/.test(value)) && !closesWhatItOpens(value);
}

/** A regular expression, a printf format, operators of a program. */
const isFormat = /a-z|A-Z|0-9|\\[A-Za-z.^$()[\]{}*+?/-]|\(\?|\[\^|\.[*+]|%[sdv]|&&|\|\||=>|===?|\+\+|::|\/\/|\*\*/;

/** Whether there are brackets and each is closed in its turn. */
function closesWhatItOpens(value: string): boolean {
  const open: string[] = [];
  let count = 0;
  for (const sign of value) {
    const at = '([{<'.indexOf(sign);
    if (at >= 0) open.push(')]}>'[at] ?? '');
    else if (!')]}>'.includes(sign)) continue;
    else if (open.pop() !== sign) return false;
    count++;
  }
  return count > 0 && open.length === 0;
}
