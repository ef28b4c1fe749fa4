import type { ExpressionFunction } from '../compile.ts';
import { textOf, type Term } from '../term.ts';

/** Characters that are decoded; a longer text is what it is. */
const maxLength = 200_000;

/** `base64.decode(text)`: the text that it encodes; null for what encodes no text. */
export const base64Functions: readonly (readonly [string, ExpressionFunction<unknown>])[] = [
  ['base64.decode', { least: 1, most: 1, call: ([term = null]) => decode(textOf(term)) }],
];

function decode(text: string | undefined): Term {
  const encoded = text?.replace(/\s+/g, '') ?? '';
  if (encoded.length < 8 || encoded.length > maxLength || encoded.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(encoded)) return null;
  const decoded = Buffer.from(encoded, 'base64').toString('utf8');
  return decoded.includes('\uFFFD') || decoded.includes('\0') ? null : decoded;
}
