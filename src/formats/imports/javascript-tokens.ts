/** What a token of JavaScript or TypeScript is, as far as imports need to know. */
export type TokenKind = 'word' | 'string' | 'template' | 'punctuation' | 'other';

/** A token: its kind and where it stands. */
export interface Token {
  readonly kind: TokenKind;
  readonly start: number;
  readonly end: number;
}

/** Words after which a slash begins a regular expression. */
const beforeExpression = new Set(['return', 'typeof', 'case', 'do', 'else', 'in', 'instanceof', 'new', 'void', 'delete', 'throw', 'yield', 'await', 'of', 'default', 'extends']);

/**
 * Cuts JavaScript, TypeScript or JSX into tokens, without comments. Text between JSX tags comes out as words and punctuation;
 * a quote that its line does not close is taken as a character of such text. Source: ECMA-262, clause 12.
 */
export function tokenise(text: string): Token[] {
  const tokens: Token[] = [];
  // for each open brace: true if it belongs to `${` of a template
  const braces: boolean[] = [];
  let at = text.startsWith('#!') ? lineEnd(text, 0) : 0;
  // no later backtick or comment end exists, so that searching again is in vain
  let hasTemplateEnd = true;
  let hasCommentEnd = true;
  // the rest of a line in which a quote, or a slash, was not closed: searching again for each of them would take quadratic time
  let searched = 0;
  let searchedSlash = 0;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code <= 32 || code === 0xa0 || code === 0xfeff || code === 0x2028 || code === 0x2029) {
      at++;
      continue;
    }
    const start = at;
    if (isWordCode(code) || code === 92) {
      at = wordEnd(text, at);
      tokens.push({ kind: code >= 48 && code <= 57 ? 'other' : 'word', start, end: at });
      continue;
    }
    if (code === 34 || code === 39) {
      const end = at < searched ? -1 : stringEnd(text, at);
      if (end === -1 && at >= searched) searched = lineEnd(text, at);
      at = end === -1 ? at + 1 : end;
      tokens.push({ kind: end === -1 ? 'punctuation' : 'string', start, end: at });
      continue;
    }
    if (code === 47) {
      const next = text.charCodeAt(at + 1);
      if (next === 47) {
        at = lineEnd(text, at);
        continue;
      }
      if (next === 42 && hasCommentEnd) {
        const end = text.indexOf('*/', at + 2);
        hasCommentEnd = end !== -1;
        at = end === -1 ? at + 2 : end + 2;
        continue;
      }
      const isExpression = at >= searchedSlash && startsExpression(text, tokens.at(-1), next);
      const end = isExpression ? regexEnd(text, at) : -1;
      if (isExpression && end === -1) searchedSlash = lineEnd(text, at);
      at = end === -1 ? at + 1 : end;
      tokens.push({ kind: end === -1 ? 'punctuation' : 'other', start, end: at });
      continue;
    }
    if (code === 96 || (code === 125 && braces.at(-1) === true)) {
      if (code === 125) braces.pop();
      const end = hasTemplateEnd ? templateEnd(text, at + 1) : -1;
      if (end === -1) hasTemplateEnd = false;
      at = end === -1 ? at + 1 : end;
      const isOpen = end !== -1 && text[end - 1] === '{';
      if (isOpen) braces.push(true);
      tokens.push({ kind: end === -1 ? 'punctuation' : code === 96 && !isOpen ? 'template' : 'other', start, end: at });
      continue;
    }
    if (code === 123) braces.push(false);
    else if (code === 125) braces.pop();
    at++;
    tokens.push({ kind: 'punctuation', start, end: at });
  }
  return tokens;
}

/** Letters, digits, `_`, `$` and everything beyond ASCII. */
function isWordCode(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57) || code === 95 || code === 36 || code >= 0x80;
}

function wordEnd(text: string, from: number): number {
  let at = from + 1;
  while (at < text.length && isWordCode(text.charCodeAt(at))) at++;
  return at;
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end === -1 ? text.length : end;
}

/** After the closing quote; -1 if the line ends before it. */
function stringEnd(text: string, from: number): number {
  const quote = text.charCodeAt(from);
  for (let at = from + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) return at + 1;
    if (code === 92) {
      at++;
      if (text.charCodeAt(at) === 13 && text.charCodeAt(at + 1) === 10) at++;
    } else if (code === 10 || code === 13) return -1;
  }
  return -1;
}

/** After the closing backtick or after `${`; -1 if there is neither. */
function templateEnd(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 96) return at + 1;
    if (code === 92) at++;
    else if (code === 36 && text.charCodeAt(at + 1) === 123) return at + 2;
  }
  return -1;
}

/** True where a slash begins a regular expression rather than divides or closes a tag. */
function startsExpression(text: string, previous: Token | undefined, next: number): boolean {
  if (previous === undefined) return true;
  if (previous.kind === 'word') return beforeExpression.has(text.slice(previous.start, previous.end));
  if (previous.kind !== 'punctuation') return false;
  const last = text.charCodeAt(previous.start);
  if (last === 41 || last === 93 || last === 60) return false;
  return last !== 125 || next !== 62;
}

/** After the regular expression's closing slash; -1 if the line ends before it. */
function regexEnd(text: string, from: number): number {
  let isClass = false;
  for (let at = from + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 10 || code === 13) return -1;
    if (code === 92) at++;
    else if (code === 91) isClass = true;
    else if (code === 93) isClass = false;
    else if (code === 47 && !isClass) return at + 1;
  }
  return -1;
}
