/** Nesting of expressions, blocks and templates that is read; deeper text is a problem. */
export const maxDepth = 120;

/** Thrown inside the reader only; the reader of a file turns it into a problem. */
export class SyntaxFailure extends Error {
  readonly offset: number;
  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

/** A position in a text, with the steps that every rule of the grammar takes. */
export interface Scanner {
  readonly text: string;
  position: number;
  depth: number;
  /** Inside parentheses, brackets and interpolations a line's end is a blank. */
  newlinesAreBlank: boolean;
}

export function scannerOf(text: string): Scanner {
  return { text, position: text.charCodeAt(0) === 0xfeff ? 1 : 0, depth: 0, newlinesAreBlank: false };
}

export function fail(message: string, offset: number): never {
  throw new SyntaxFailure(message, offset);
}

/** Runs a rule one level deeper. */
export function nested<T>(scanner: Scanner, newlinesAreBlank: boolean, rule: () => T): T {
  if (++scanner.depth > maxDepth) fail(`is nested deeper than ${maxDepth} levels`, scanner.position);
  const before = scanner.newlinesAreBlank;
  scanner.newlinesAreBlank = newlinesAreBlank;
  const result = rule();
  scanner.newlinesAreBlank = before;
  scanner.depth--;
  return result;
}

/** Skips blanks and comments, and line ends where they do not count. */
export function skipBlanks(scanner: Scanner): void {
  const { text } = scanner;
  for (;;) {
    const code = text.charCodeAt(scanner.position);
    if (code === 32 || code === 9 || (code === 13 && text.charCodeAt(scanner.position + 1) === 10)) scanner.position++;
    else if ((code === 10 || code === 13) && scanner.newlinesAreBlank) scanner.position++;
    else if (code === 35 || (code === 47 && text.charCodeAt(scanner.position + 1) === 47)) skipLine(scanner);
    else if (code === 47 && text.charCodeAt(scanner.position + 1) === 42) skipComment(scanner);
    else return;
  }
}

/** Skips blanks, comments and line ends. */
export function skipLines(scanner: Scanner): void {
  const before = scanner.newlinesAreBlank;
  scanner.newlinesAreBlank = true;
  skipBlanks(scanner);
  scanner.newlinesAreBlank = before;
}

function skipLine(scanner: Scanner): void {
  const end = scanner.text.indexOf('\n', scanner.position);
  scanner.position = end < 0 ? scanner.text.length : end;
}

function skipComment(scanner: Scanner): void {
  const end = scanner.text.indexOf('*/', scanner.position + 2);
  if (end < 0) {
    scanner.position = scanner.text.length;
    fail('ends inside a comment', scanner.position);
  }
  scanner.position = end + 2;
}

/** True, after blanks, when the text goes on with a token. */
export function at(scanner: Scanner, token: string): boolean {
  skipBlanks(scanner);
  return scanner.text.startsWith(token, scanner.position);
}

/** Takes a token when it is next. */
export function take(scanner: Scanner, token: string): boolean {
  if (!at(scanner, token)) return false;
  scanner.position += token.length;
  return true;
}

export function expect(scanner: Scanner, token: string): void {
  if (!take(scanner, token)) fail(`expected \`${token}\`, found ${found(scanner)}`, scanner.position);
}

/** What stands next, as a phrase for a message. */
export function found(scanner: Scanner): string {
  const character = scanner.text[scanner.position];
  if (character === undefined) return 'the end of the file';
  return character === '\n' || character === '\r' ? 'the end of the line' : `\`${character}\``;
}

/** Takes an identifier, after blanks, or gives undefined. Dashes belong to identifiers. */
export function identifier(scanner: Scanner): string | undefined {
  skipBlanks(scanner);
  const { text, position } = scanner;
  if (!startsIdentifier(text.charCodeAt(position))) return undefined;
  let end = position + 1;
  while (continuesIdentifier(text.charCodeAt(end))) end++;
  scanner.position = end;
  return text.slice(position, end);
}

/** True when a keyword is next and no longer identifier; takes nothing. */
export function atKeyword(scanner: Scanner, word: string): boolean {
  return at(scanner, word) && !continuesIdentifier(scanner.text.charCodeAt(scanner.position + word.length));
}

export function startsIdentifier(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || (code > 127 && code !== 0xfeff);
}

function continuesIdentifier(code: number): boolean {
  return startsIdentifier(code) || isDigit(code) || code === 45;
}

export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}
