import type { Value } from '../../value.ts';
import { jsonPieces } from './json-text.ts';
import { booleanOf, isNull, numberOf, numberText, piecesOf, Refused, textOf } from '../values.ts';

/** The pieces that `format` makes of its arguments, null for what is unknown. */
export function formatted(spec: string, args: readonly Value[]): readonly (string | null)[] {
  const pieces: (string | null)[] = [];
  const verb = /%([-+ #0]{0,5})(\d{0,3})(?:\.(\d{0,3}))?(?:\[(\d{1,3})\])?([a-zA-Z%])/g;
  let end = 0;
  let next = 0;
  for (const found of spec.matchAll(verb)) {
    pieces.push(spec.slice(end, found.index));
    end = found.index + found[0].length;
    const [, flags = '', width = '', precision, position, letter = ''] = found;
    if (letter === '%') {
      pieces.push('%');
      continue;
    }
    const index = position === undefined ? next : Number(position) - 1;
    next = index + 1;
    const arg = args[index];
    if (arg === undefined) throw new Refused('a format has more verbs than arguments');
    pieces.push(...one(arg, flags.includes('#') && letter === 'v' ? '#v' : letter, precision).map((piece) => (piece === null ? null : padded(piece, { flags, width: Number(width), letter }))));
  }
  pieces.push(spec.slice(end));
  return pieces;
}

function one(arg: Value, letter: string, precision: string | undefined): readonly (string | null)[] {
  if (arg.kind === 'unknown') return letter === 's' || letter === 'v' ? piecesOf(arg) : [null];
  if (letter === 's' && (arg.kind === 'known' && !isNull(arg))) {
    const text = textOf(arg) ?? '';
    return [precision === undefined ? text : [...text].slice(0, Number(precision)).join('')];
  }
  if (letter === '#v') return jsonPieces(arg);
  if (letter === 'v' && arg.kind === 'known') return [isNull(arg) ? 'null' : (textOf(arg) ?? '')];
  if (letter === 'v' || letter === 's') return jsonPieces(arg);
  if (letter === 'q') return [JSON.stringify(textOf(arg) ?? '')];
  if (letter === 't') return [String(booleanOf(arg) ?? refuse())];
  const number = numberOf(arg) ?? refuse();
  const digits = precision === undefined || precision === '' ? 6 : Math.min(Number(precision), 100);
  switch (letter) {
    case 'd':
      return [numberText(Math.trunc(number))];
    case 'f':
    case 'F':
      return [number.toFixed(digits)];
    case 'e':
      return [number.toExponential(digits).replace(/e([+-])(\d)$/, 'e$10$2')];
    case 'g':
    case 'G':
      return [numberText(number)];
    case 'x':
      return [Math.trunc(number).toString(16)];
    case 'X':
      return [Math.trunc(number).toString(16).toUpperCase()];
    case 'o':
      return [Math.trunc(number).toString(8)];
    case 'b':
      return [Math.trunc(number).toString(2)];
    default:
      throw new Refused(`a format has no verb %${letter}`);
  }
}

function refuse(): never {
  throw new Refused('an argument does not fit its verb');
}

function padded(text: string, { flags, width, letter }: { readonly flags: string; readonly width: number; readonly letter: string }): string {
  const signed = flags.includes('+') && !text.startsWith('-') && /[dfeEgG]/.test(letter) ? `+${text}` : text;
  if (flags.includes('-')) return signed.padEnd(width);
  if (!flags.includes('0') || /[sqvt]/.test(letter)) return signed.padStart(width);
  const sign = /^[+-]/.exec(signed)?.[0] ?? '';
  return sign + signed.slice(sign.length).padStart(width - sign.length, '0');
}
