import { readPlainRange } from '../comparators.ts';
import { compareDigits, isDigitCode, isDigits, isLetterCode, type Order, sign, totalOrder } from '../order.ts';
import type { Scheme } from '../scheme.ts';

interface DebianVersion {
  readonly epoch: string;
  readonly upstream: string;
  readonly revision: string;
}

/** Reads `[epoch:]upstream[-revision]`; undefined if it is none. */
function parse(text: string): DebianVersion | undefined {
  const colon = text.indexOf(':');
  const epoch = colon === -1 ? '0' : text.slice(0, colon);
  const rest = text.slice(colon + 1).trim();
  const dash = rest.lastIndexOf('-');
  const upstream = dash === -1 ? rest : rest.slice(0, dash);
  if (!isDigits(epoch.trim()) || upstream === '' || !/^[A-Za-z0-9.+~:_-]+$/.test(rest)) return undefined;
  return { epoch: epoch.trim(), upstream, revision: dash === -1 ? '' : rest.slice(dash + 1) };
}

/** The weight of a character that is no digit: `~` before the end of the text, letters before all others. */
function weight(code: number): number {
  if (code === 126) return -1;
  if (Number.isNaN(code) || isDigitCode(code)) return 0;
  return isLetterCode(code) ? code : code + 256;
}

/** Compares by runs of other characters and of digits, in turns. */
export function compareDebianPart(a: string, b: string): Order {
  let left = 0;
  let right = 0;
  while (left < a.length || right < b.length) {
    while ((left < a.length && !isDigitCode(a.charCodeAt(left))) || (right < b.length && !isDigitCode(b.charCodeAt(right)))) {
      const difference = weight(a.charCodeAt(left)) - weight(b.charCodeAt(right));
      if (difference !== 0) return sign(difference);
      left++;
      right++;
    }
    const leftEnd = digitsEnd(a, left);
    const rightEnd = digitsEnd(b, right);
    const order = compareDigits(a.slice(left, leftEnd), b.slice(right, rightEnd));
    if (order !== 0) return order;
    left = leftEnd;
    right = rightEnd;
  }
  return 0;
}

function digitsEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length && isDigitCode(text.charCodeAt(at))) at++;
  return at;
}

const compare = totalOrder(parse, (a, b) => compareDigits(a.epoch, b.epoch) || compareDebianPart(a.upstream, b.upstream) || compareDebianPart(a.revision, b.revision));

/** Debian and its derivatives. Source: Debian Policy, 5.6.12 "Version" and 7.1 "Syntax of relationship fields". */
export const deb: Scheme = {
  name: 'deb',
  compare,
  range: (text) => readPlainRange(text.replace(/[()]/g, ' '), compare, debianOperators),
};

const debianOperators: ReadonlyMap<string, '<' | '<=' | '=' | '>=' | '>'> = new Map([['<<', '<'], ['<=', '<='], ['=', '='], ['', '='], ['>=', '>='], ['>>', '>'], ['<', '<'], ['>', '>']]);
