/** A piece of a template: text, or the inside of an action with the marks of trimming taken off. */
export type Piece = { readonly kind: 'text'; readonly text: string; readonly start: number } | { readonly kind: 'action'; readonly code: string; readonly start: number; readonly end: number; readonly inside: number };

/** Actions of one template that are read. */
const maxActions = 50_000;

/**
 * Cuts a template into texts and actions; comments are dropped. Throws GoTemplateError for an action without an end.
 * Source: text/template/parse/lex.go: `{{- ` and ` -}}` trim the white space of the text beside them.
 */
export function scanTemplate(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  let trimNext = false;
  for (;;) {
    const open = text.indexOf('{{', at);
    let literal = text.slice(at, open < 0 ? text.length : open);
    const trims = open >= 0 && text[open + 2] === '-' && isBlank(text[open + 3]);
    let start = at;
    if (trimNext) {
      const kept = literal.trimStart();
      start += literal.length - kept.length;
      literal = kept;
    }
    if (trims) literal = literal.trimEnd();
    if (literal !== '') pieces.push({ kind: 'text', text: literal, start });
    if (open < 0) return pieces;
    if (pieces.length > maxActions) throw new GoTemplateError('more actions than are read', open);
    const inside = open + (trims ? 3 : 2);
    const isComment = /^[\s]{0,200}\/\*/.test(text.slice(inside, inside + 203));
    const close = isComment ? endOfComment(text, inside) : endOfAction(text, inside);
    if (close < 0) throw new GoTemplateError(isComment ? 'a comment without an end' : 'an action without an end', open);
    trimNext = text[close - 1] === '-' && isBlank(text[close - 2]);
    const end = close + 2;
    if (!isComment) pieces.push({ kind: 'action', code: text.slice(inside, trimNext ? close - 1 : close), start: open, end, inside });
    at = end;
  }
}

/** Why a template cannot be read, and where. */
export class GoTemplateError extends Error {
  override readonly name = 'GoTemplateError';
  readonly start: number;

  constructor(message: string, start: number) {
    super(message);
    this.start = start;
  }
}

function isBlank(char: string | undefined): boolean {
  return char === ' ' || char === '\t' || char === '\n' || char === '\r';
}

function endOfComment(text: string, from: number): number {
  const end = text.indexOf('*/', from);
  return end < 0 ? -1 : text.indexOf('}}', end);
}

/** The offset of the `}}` that ends an action, strings passed over. */
function endOfAction(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const char = text[at];
    if (char === '}' && text[at + 1] === '}') return at;
    if (char === '"') {
      for (at++; at < text.length && text[at] !== '"' && text[at] !== '\n'; at++) if (text[at] === '\\') at++;
    } else if (char === '`') {
      const end = text.indexOf('`', at + 1);
      if (end < 0) return -1;
      at = end;
    }
  }
  return -1;
}
