import type { Expression, Span, TemplatePart } from './ast.ts';
import { atKeyword, expect, fail, identifier, nested, take, type Scanner } from './scanner.ts';

/** One piece of a template before its directives are matched. */
type Piece =
  | (Span & { readonly kind: 'text'; text: string; readonly startsLine: boolean })
  | (Span & { readonly kind: 'interpolation'; readonly value: Expression })
  | (Span & { readonly kind: 'if'; readonly condition: Expression })
  | (Span & { readonly kind: 'for'; readonly key?: string; readonly item: string; readonly collection: Expression })
  | (Span & { readonly kind: 'else' })
  | (Span & { readonly kind: 'endif' })
  | (Span & { readonly kind: 'endfor' });

type ReadExpression = (scanner: Scanner) => Expression;

/** Reads a quoted template; the scanner stands on the opening quote. */
export function quotedTemplate(scanner: Scanner, expression: ReadExpression): Expression {
  const start = scanner.position++;
  const reader = pieceReader(scanner, expression);
  for (;;) {
    const character = scanner.text[scanner.position];
    if (character === undefined || character === '\n') fail('a string is not closed on its line', start);
    if (character === '"') break;
    if (character === '\\') reader.add(escape(scanner));
    else if (!reader.sequence()) reader.add(character, 1);
  }
  const pieces = reader.finish();
  scanner.position++;
  return expressionOf(pieces, { start, end: scanner.position });
}

/** Reads a heredoc; the scanner stands on `<<`. */
export function heredoc(scanner: Scanner, expression: ReadExpression): Expression {
  const start = scanner.position;
  scanner.position += 2;
  const flush = scanner.text[scanner.position] === '-';
  if (flush) scanner.position++;
  const marker = identifier(scanner);
  if (marker === undefined) fail('a heredoc needs a marker', start);
  while (scanner.text[scanner.position] === '\r') scanner.position++;
  if (scanner.text[scanner.position] !== '\n') fail('a heredoc begins on a line of its own', scanner.position);
  scanner.position++;
  const reader = pieceReader(scanner, expression);
  let lineStart = true;
  for (;;) {
    if (lineStart && takeMarker(scanner, marker)) break;
    const character = scanner.text[scanner.position];
    if (character === undefined) fail(`the heredoc \`${marker}\` is not closed`, scanner.text.length);
    lineStart = false;
    if (reader.sequence()) continue;
    const windowsLine = character === '\r' && scanner.text[scanner.position + 1] === '\n';
    reader.add(windowsLine ? '' : character, 1);
    if (character === '\n') {
      lineStart = true;
      reader.endLine();
    }
  }
  const pieces = reader.finish();
  if (flush) flushIndent(pieces);
  return expressionOf(pieces, { start, end: scanner.position });
}

/** At a line's start: takes the closing marker, leaving the line's end. */
function takeMarker(scanner: Scanner, marker: string): boolean {
  let at = scanner.position;
  while (scanner.text[at] === ' ' || scanner.text[at] === '\t') at++;
  if (!scanner.text.startsWith(marker, at)) return false;
  at += marker.length;
  const next = scanner.text[at];
  if (next !== undefined && /[\w-]/.test(next)) return false;
  scanner.position = at;
  return true;
}

interface PieceReader {
  /** Takes `length` characters (none when the caller moved on already) that stand for `text`. */
  add(text: string, length?: number): void;
  endLine(): void;
  /** Reads an interpolation or a directive when one is next. */
  sequence(): boolean;
  finish(): Piece[];
}

function pieceReader(scanner: Scanner, expression: ReadExpression): PieceReader {
  const pieces: Piece[] = [];
  let texts: string[] = [];
  let textStart = scanner.position;
  let startsLine = true;
  let trimNext = false;
  const flush = (nextStartsLine: boolean): void => {
    let text = texts.join('');
    if (trimNext) text = text.trimStart();
    if (trimNext && text !== '') trimNext = false;
    if (text !== '') pieces.push({ kind: 'text', text, startsLine, start: textStart, end: scanner.position });
    texts = [];
    textStart = scanner.position;
    startsLine = nextStartsLine;
  };
  return {
    add(text, length = 0) {
      texts.push(text);
      scanner.position += length;
    },
    endLine: () => flush(true),
    sequence() {
      const opener = scanner.text.slice(scanner.position, scanner.position + 2);
      if (opener !== '${' && opener !== '%{') {
        const escaped = scanner.text.slice(scanner.position, scanner.position + 3);
        if (escaped !== '$${' && escaped !== '%%{') return false;
        texts.push(escaped.slice(1));
        scanner.position += 3;
        return true;
      }
      flush(false);
      const start = scanner.position;
      scanner.position += 2;
      if (scanner.text[scanner.position] === '~') {
        scanner.position++;
        trimLast(pieces);
      }
      pieces.push(nested(scanner, true, () => (opener === '${' ? interpolation(scanner, start, expression) : directive(scanner, start, expression))));
      trimNext = take(scanner, '~');
      expect(scanner, '}');
      textStart = scanner.position;
      return true;
    },
    finish() {
      flush(false);
      return pieces;
    },
  };
}

function trimLast(pieces: Piece[]): void {
  for (;;) {
    const last = pieces.at(-1);
    if (last?.kind !== 'text') return;
    last.text = last.text.trimEnd();
    if (last.text !== '') return;
    pieces.pop();
  }
}

function interpolation(scanner: Scanner, start: number, expression: ReadExpression): Piece {
  const value = expression(scanner);
  return { kind: 'interpolation', value, start, end: scanner.position };
}

function directive(scanner: Scanner, start: number, expression: ReadExpression): Piece {
  const word = identifier(scanner);
  if (word === 'if') return { kind: 'if', condition: expression(scanner), start, end: scanner.position };
  if (word === 'else' || word === 'endif' || word === 'endfor') return { kind: word, start, end: scanner.position };
  if (word !== 'for') fail('a template knows only if, else, endif, for and endfor', start);
  const first = identifier(scanner);
  const second = take(scanner, ',') ? identifier(scanner) : undefined;
  if (first === undefined || !atKeyword(scanner, 'in')) fail('a `for` is not complete', start);
  scanner.position += 2;
  const collection = expression(scanner);
  return { kind: 'for', ...(second === undefined ? { item: first } : { key: first, item: second }), collection, start, end: scanner.position };
}

function escape(scanner: Scanner): string {
  const { text, position } = scanner;
  const letter = text[position + 1] ?? '';
  const simple = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' }[letter];
  if (simple !== undefined) {
    scanner.position += 2;
    return simple;
  }
  const length = letter === 'u' ? 4 : letter === 'U' ? 8 : 0;
  const digits = text.slice(position + 2, position + 2 + length);
  if (length === 0 || digits.length < length || !/^[0-9a-fA-F]+$/.test(digits)) fail('an unknown escape in a string', position);
  const point = Number.parseInt(digits, 16);
  if (point > 0x10ffff) fail('an unknown escape in a string', position);
  scanner.position += 2 + length;
  return String.fromCodePoint(point);
}

/** `<<-`: the least indentation of all lines is taken off each. */
function flushIndent(pieces: Piece[]): void {
  let least = Infinity;
  for (const piece of pieces) {
    if (piece.kind === 'text' && piece.startsLine && piece.text.trim() !== '') least = Math.min(least, indentOf(piece.text));
  }
  for (const piece of pieces) {
    if (piece.kind === 'text' && piece.startsLine) piece.text = piece.text.slice(Math.min(least, indentOf(piece.text)));
  }
}

function indentOf(line: string): number {
  let indent = 0;
  while (line[indent] === ' ' || line[indent] === '\t') indent++;
  return indent;
}

function expressionOf(pieces: readonly Piece[], span: Span): Expression {
  if (pieces.every((piece) => piece.kind === 'text')) return { kind: 'literal', value: pieces.map((piece) => piece.text).join(''), ...span };
  const cursor = { index: 0 };
  const parts = partsOf(pieces, cursor, 0);
  const rest = pieces[cursor.index];
  if (rest !== undefined) fail(`\`${rest.kind}\` has no beginning`, rest.start);
  return { kind: 'template', parts, ...span };
}

function partsOf(pieces: readonly Piece[], cursor: { index: number }, depth: number): TemplatePart[] {
  const parts: TemplatePart[] = [];
  for (;;) {
    const piece = pieces[cursor.index];
    if (piece === undefined || piece.kind === 'else' || piece.kind === 'endif' || piece.kind === 'endfor') return parts;
    cursor.index++;
    if (piece.kind === 'text' || piece.kind === 'interpolation') {
      const last = parts.at(-1);
      if (piece.kind === 'text' && last?.kind === 'text') parts[parts.length - 1] = { ...last, text: last.text + piece.text, end: piece.end };
      else parts.push(piece);
      continue;
    }
    if (depth > 40) fail('directives are nested deeper than 40 levels', piece.start);
    const inside = partsOf(pieces, cursor, depth + 1);
    if (piece.kind === 'for') {
      closes(pieces, cursor, 'endfor', piece);
      parts.push({ ...piece, parts: inside });
    } else if (piece.kind === 'if') {
      let otherwise: TemplatePart[] = [];
      if (pieces[cursor.index]?.kind === 'else') {
        cursor.index++;
        otherwise = partsOf(pieces, cursor, depth + 1);
      }
      closes(pieces, cursor, 'endif', piece);
      parts.push({ ...piece, then: inside, otherwise });
    }
  }
}

function closes(pieces: readonly Piece[], cursor: { index: number }, kind: 'endif' | 'endfor', opener: Span): void {
  if (pieces[cursor.index]?.kind !== kind) fail(`a directive is not closed by \`${kind}\``, opener.start);
  cursor.index++;
}

/** Reads a whole text as a template: a file of `templatefile`, a text of the JSON syntax. */
export function wholeTemplate(scanner: Scanner, expression: ReadExpression): Expression {
  const start = scanner.position;
  const reader = pieceReader(scanner, expression);
  while (scanner.position < scanner.text.length) {
    if (reader.sequence()) continue;
    const character = scanner.text[scanner.position] ?? '';
    reader.add(character, 1);
    if (character === '\n') reader.endLine();
  }
  return expressionOf(reader.finish(), { start, end: scanner.position });
}
