import { isSpace } from './white-space.ts';

/** A heredoc as the instruction line announces it. */
export interface HeredocMark {
  readonly name: string;
  readonly fileDescriptor: number;
  readonly expand: boolean;
  readonly chomp: boolean;
}

/** Nesting of `${a:-${b:-…}}` that is followed; deeper is taken for a broken line, as an unclosed brace is. */
const maxNesting = 50;

/**
 * The heredocs a line announces, as BuildKit finds them: the line is split by its own word lexer (quotes and
 * escapes kept, escape always a backslash), and a word `<<NAME`, `<<-NAME` or `3<<NAME` is one. A line that the
 * lexer refuses (an open quote) has none. Source: BuildKit 0.34, frontend/dockerfile/parser and shell.
 */
export function heredocMarks(line: string): HeredocMark[] {
  const marks: HeredocMark[] = [];
  for (const word of lexWords(line, true, true) ?? []) {
    const mark = heredocMark(word);
    if (mark !== undefined) marks.push(mark);
  }
  return marks;
}

/** Reads one word as a heredoc's announcement. */
export function heredocMark(word: string): HeredocMark | undefined {
  let at = 0;
  while (at < word.length && isDigit(word.charCodeAt(at))) at++;
  if (!word.startsWith('<<', at)) return undefined;
  const fileDescriptor = at === 0 ? 0 : Number(word.slice(0, Math.min(at, 9)));
  at += 2;
  const chomp = word[at] === '-';
  if (chomp) at++;
  while (at < word.length && isSpace(word.charCodeAt(at))) at++;
  const rest = word.slice(at);
  if (rest === '' || rest.includes('<')) return undefined;
  const names = lexWords(rest, false, false);
  const raw = lexWords(rest, true, false);
  const name = names?.[0];
  if (names?.length !== 1 || name === undefined || raw?.length !== 1) return undefined;
  return { name, fileDescriptor, chomp, expand: countQuotes(name) === countQuotes(raw[0] ?? '') };
}

function countQuotes(text: string): number {
  let count = 0;
  for (let i = 0; i < text.length; i++) if (text[i] === "'" || text[i] === '"') count++;
  return count;
}

const isDigit = (code: number): boolean => code >= 48 && code <= 57;

/** State of the lexer: `at` moves, the words grow. Undefined from any function means that the text is refused. */
interface Lexer {
  readonly text: string;
  readonly rawQuotes: boolean;
  at: number;
  depth: number;
}

function lexWords(text: string, rawQuotes: boolean, rawEscapes: boolean): string[] | undefined {
  const lexer: Lexer = { text, rawQuotes, at: 0, depth: 0 };
  const words: string[] = [];
  let word = '';
  let inWord = false;
  const addText = (piece: string): void => {
    for (const char of piece) addChar(char);
  };
  const addChar = (char: string): void => {
    if (!isSpace(char.charCodeAt(0))) {
      word += char;
      inWord = true;
    } else if (inWord && word !== '') {
      words.push(word);
      word = '';
      inWord = false;
    }
  };
  while (lexer.at < text.length) {
    const char = text[lexer.at] ?? '';
    if (char === '$') {
      const piece = dollar(lexer);
      if (piece === undefined) return undefined;
      addText(piece);
    } else if (char === "'" || char === '"') {
      const piece = char === "'" ? singleQuoted(lexer) : doubleQuoted(lexer, rawEscapes);
      if (piece === undefined) return undefined;
      word += piece;
      inWord = true;
    } else if (char === '<') {
      word += lessThan(lexer);
      inWord = true;
    } else if (char === '\\') {
      lexer.at++;
      if (rawEscapes) word += char;
      const next = text[lexer.at];
      if (next === undefined) break;
      lexer.at++;
      word += next;
      inWord = true;
    } else {
      lexer.at++;
      addChar(char);
    }
  }
  if (word !== '') words.push(word);
  return words;
}

function lessThan(lexer: Lexer): string {
  const start = lexer.at;
  lexer.at++;
  if (lexer.text[lexer.at] !== '<') return '<';
  lexer.at++;
  while (lexer.text[lexer.at] === ' ' || lexer.text[lexer.at] === '\t') lexer.at++;
  return lexer.text.slice(start, lexer.at);
}

function singleQuoted(lexer: Lexer): string | undefined {
  const close = lexer.text.indexOf("'", lexer.at + 1);
  if (close < 0) return undefined;
  const piece = lexer.rawQuotes ? lexer.text.slice(lexer.at, close + 1) : lexer.text.slice(lexer.at + 1, close);
  lexer.at = close + 1;
  return piece;
}

function doubleQuoted(lexer: Lexer, rawEscapes: boolean): string | undefined {
  let piece = lexer.rawQuotes ? '"' : '';
  lexer.at++;
  for (;;) {
    const char = lexer.text[lexer.at];
    if (char === undefined) return undefined;
    if (char === '$') {
      const value = dollar(lexer);
      if (value === undefined) return undefined;
      piece += value;
      continue;
    }
    lexer.at++;
    if (char === '"') return lexer.rawQuotes ? `${piece}"` : piece;
    const next = lexer.text[lexer.at];
    if (char === '\\' && (next === '"' || next === '$' || next === '\\')) {
      piece += rawEscapes ? char + next : next;
      lexer.at++;
    } else if (char !== '\\' || next !== undefined) {
      piece += char;
    }
  }
}

function dollar(lexer: Lexer): string | undefined {
  lexer.at++;
  if (lexer.text[lexer.at] !== '{') return `$${variableName(lexer)}`;
  const start = lexer.at - 1;
  lexer.at++;
  const first = lexer.text[lexer.at];
  if (first === undefined || first === '{' || first === '}' || first === ':') return undefined;
  variableName(lexer);
  const modifier = lexer.text[lexer.at];
  lexer.at++;
  if (modifier === ':') lexer.at++;
  if (modifier === '/') {
    if (lexer.text[lexer.at] === '/') lexer.at++;
    return skipTo(lexer, '/') && skipTo(lexer, '}') ? lexer.text.slice(start, lexer.at) : undefined;
  }
  if (modifier !== '}' && (modifier === undefined || !':+-?#%'.includes(modifier))) return undefined;
  if (modifier !== '}' && !skipTo(lexer, '}')) return undefined;
  return lexer.text.slice(start, lexer.at);
}

function variableName(lexer: Lexer): string {
  const start = lexer.at;
  const first = lexer.text.charCodeAt(lexer.at);
  if (isDigit(first)) {
    while (isDigit(lexer.text.charCodeAt(lexer.at))) lexer.at++;
  } else if ('@*#?-$!'.includes(lexer.text[lexer.at] ?? ' ')) {
    lexer.at++;
  } else {
    while (/[\p{L}\p{Nd}_]/u.test(lexer.text[lexer.at] ?? '')) lexer.at++;
  }
  return lexer.text.slice(start, lexer.at);
}

function skipTo(lexer: Lexer, stop: string): boolean {
  if (lexer.depth >= maxNesting) return false;
  lexer.depth++;
  try {
    while (lexer.at < lexer.text.length) {
      const char = lexer.text[lexer.at] ?? '';
      if (char === stop) {
        lexer.at++;
        return true;
      }
      if (char === '$') {
        if (dollar(lexer) === undefined) return false;
      } else if (char === "'") {
        if (singleQuoted(lexer) === undefined) return false;
      } else if (char === '"') {
        if (doubleQuoted(lexer, true) === undefined) return false;
      } else {
        lexer.at += char === '\\' ? 2 : 1;
      }
    }
    return false;
  } finally {
    lexer.depth--;
  }
}
