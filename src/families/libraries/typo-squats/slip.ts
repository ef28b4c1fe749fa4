/** How one name comes from another by a slip of the hand or the eye. */
export type Slip = 'separators' | 'look-alikes' | 'two letters swapped' | 'a letter doubled' | 'a letter left out' | 'a letter added' | 'a neighbouring key' | 'another letter' | 'an s at the end' | 'two slips' | 'a .js at the end';

/** Shortest names and parts of names that are compared: below, nearly every name is near another. */
const least = { name: 4, part: 4, letters: 6, twoSlips: 10 } as const;

/**
 * The slip that makes `name` of `target`, both lower case; undefined when they are not that near. Digits that differ are
 * versions, not slips, and a part of up to three letters (`d3-x`) may be any.
 */
export function slipBetween(name: string, target: string): Slip | undefined {
  if (name === target || Math.min(name.length, target.length) < least.name) return undefined;
  const own = formsOf(name);
  const asked = formsOf(target);
  if (own.bare === asked.bare) return 'separators';
  if (own.skeleton === asked.skeleton && !/\d/.test(difference(name, target).replace(/[015]/g, ''))) return 'look-alikes';
  if (name.endsWith('.js') && withoutSeparators(name.slice(0, -3)) === asked.bare) return 'a .js at the end';
  if (Math.abs(name.length - target.length) > 2) return undefined;
  return oneSlip(name, target) ?? twoSlips(name, target);
}

interface Forms {
  readonly bare: string;
  readonly skeleton: string;
}

const forms = new Map<string, Forms>();

/** The forms of a name that are compared, made once for the names that are compared with all others. */
function formsOf(name: string): Forms {
  let found = forms.get(name);
  if (found === undefined) {
    if (forms.size > 20_000) forms.clear();
    forms.set(name, (found = { bare: withoutSeparators(name), skeleton: skeleton(name) }));
  }
  return found;
}

function withoutSeparators(name: string): string {
  return name.replace(/[-_./@]/g, '');
}

/** What a reader sees: look-alikes and what they stand for become one letter. */
function skeleton(name: string): string {
  const plain = /^[\x20-\x7e]*$/.test(name) ? name : [...name.normalize('NFKD')].map((one) => lookAlikes.get(one) ?? one).join('').replace(/\p{M}/gu, '');
  return plain.replace(/[-_./@]/g, '').replace(/rn/g, 'm').replace(/vv/g, 'w').replace(/[0]/g, 'o').replace(/[1i|]/g, 'l').replace(/5/g, 's');
}

/** Letters of other scripts that look like Latin ones. Source: Unicode confusables (UTS 39), the lower-case Cyrillic and Greek ones. */
const lookAlikes: ReadonlyMap<string, string> = new Map([...'аaеeоoрpсcуyхxіiјjѕsһhԁdԛqԝwοoαaνvιiκkρpτtυuɡgıiⅼl'.matchAll(/(.)(.)/gsu)].map((pair) => [pair[1] ?? '', pair[2] ?? '']));

/** The characters between what both have at their start and at their end. */
function difference(name: string, target: string): string {
  const [start, nameEnd, targetEnd] = ends(name, target);
  return name.slice(start, nameEnd) + target.slice(start, targetEnd);
}

function ends(name: string, target: string): readonly [number, number, number] {
  let start = 0;
  while (start < name.length && start < target.length && name[start] === target[start]) start++;
  let nameEnd = name.length;
  let targetEnd = target.length;
  while (nameEnd > start && targetEnd > start && name[nameEnd - 1] === target[targetEnd - 1]) {
    nameEnd--;
    targetEnd--;
  }
  return [start, nameEnd, targetEnd];
}

function oneSlip(name: string, target: string): Slip | undefined {
  const [start, nameEnd, targetEnd] = ends(name, target);
  const was = target.slice(start, targetEnd);
  const is = name.slice(start, nameEnd);
  if (/[^a-z]/.test(was + is) || was.length > 2 || is.length > 2) return undefined;
  if (partAt(target, start) < least.part) return undefined;
  const isLong = partAt(target, start) >= least.letters;
  if (was.length === 2 && is.length === 2) return was[0] === is[1] && was[1] === is[0] ? 'two letters swapped' : undefined;
  if (was.length === 0 && is.length === 1) {
    if (name[start - 1] === is || name[start + 1] === is) return isLong || start > 0 ? 'a letter doubled' : undefined;
    if (is === 's' && nameEnd === name.length) return isLong ? 'an s at the end' : undefined;
    return isLong ? 'a letter added' : undefined;
  }
  if (was.length === 1 && is.length === 0) {
    if (was === 's' && targetEnd === target.length) return isLong ? 'an s at the end' : undefined;
    return isLong ? 'a letter left out' : undefined;
  }
  if (was.length !== 1 || is.length !== 1 || !isLong) return undefined;
  return neighbours(was).includes(is) ? 'a neighbouring key' : 'another letter';
}

/** Two slips that a hand makes, in a long name: each a swap, a doubled or missing letter, or a neighbouring key. */
function twoSlips(name: string, target: string): Slip | undefined {
  if (target.length < least.twoSlips || name[0] !== target[0] || /[\d@]/.test(name + target)) return undefined;
  const [start, nameEnd, targetEnd] = ends(name, target);
  // two slips far apart leave a long middle that is alike; anything else is another name
  if (Math.max(nameEnd, targetEnd) - start > 12 || partAt(target, start) < least.letters) return undefined;
  for (const mended of mendings(name, target, start)) {
    const rest = mended === target ? undefined : oneSlip(mended, target);
    if (rest !== undefined && rest !== 'another letter' && rest !== 'a letter added' && rest !== 'an s at the end') return 'two slips';
  }
  return undefined;
}

/** The name with its first slip put right, in each way that a hand may have made it. */
function* mendings(name: string, target: string, at: number): Generator<string> {
  const wanted = target[at] ?? '';
  const written = name[at] ?? '';
  if (name[at + 1] === wanted && target[at + 1] === written) yield name.slice(0, at) + wanted + written + name.slice(at + 2);
  if (name[at - 1] === written) yield name.slice(0, at) + name.slice(at + 1);
  if (target[at + 1] === written || target[at - 1] === wanted) yield name.slice(0, at) + wanted + name.slice(at);
  if (neighbours(wanted).includes(written)) yield name.slice(0, at) + wanted + name.slice(at + 1);
}

/** Letters of the part of a name that an offset lies in; parts end at separators and digits. */
function partAt(name: string, at: number): number {
  let start = at;
  while (start > 0 && /[a-z]/.test(name[start - 1] ?? '')) start--;
  let end = at;
  while (end < name.length && /[a-z]/.test(name[end] ?? '')) end++;
  return end - start;
}

const rows = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm'];

/** The letters around one on a QWERTY keyboard. */
function neighbours(letter: string): string {
  const row = rows.findIndex((one) => one.includes(letter));
  const at = rows[row]?.indexOf(letter) ?? -1;
  if (at < 0) return '';
  return [rows[row]?.[at - 1], rows[row]?.[at + 1], rows[row - 1]?.[at], rows[row - 1]?.[at + 1], rows[row + 1]?.[at - 1], rows[row + 1]?.[at]].join('');
}
