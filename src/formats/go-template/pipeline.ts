import { GoTemplateError } from './scan.ts';
import type { Command, Operand, Pipeline } from './syntax.ts';

/** Levels of brackets in one pipeline. */
const maxDepth = 60;

/** Reads the pipeline of an action. `offset` is where the code stands in the template. Throws GoTemplateError. */
export function parsePipeline(code: string, offset: number): Pipeline {
  return new PipelineParser(tokensOf(code, offset)).whole();
}

type Token = { readonly start: number; readonly spaced: boolean } & ({ readonly kind: 'string'; readonly value: string } | { readonly kind: 'number'; readonly value: number } | { readonly kind: 'word' | 'variable' | 'field' | 'mark'; readonly text: string });

/** Words, `$variables`, `.fields`, strings, numbers and the marks `( ) | , = :=`. Source: text/template/parse/lex.go. */
const tokenPattern = /\s+|"(?:[^"\\\n]|\\.)*"|`[^`]*`|'(?:[^'\\\n]|\\.)'|[+-]?(?:0[xX][\da-fA-F]+|\d[\d_]*(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.])|\$\w*|\.\w+|\.|\w+|:=|[()|,=]/y;

function tokensOf(code: string, offset: number): readonly Token[] {
  const tokens: Token[] = [];
  let spaced = true;
  tokenPattern.lastIndex = 0;
  while (tokenPattern.lastIndex < code.length) {
    const from = tokenPattern.lastIndex;
    const match = tokenPattern.exec(code);
    if (match === null) throw new GoTemplateError(`cannot read "${code.slice(from, from + 20)}"`, offset + from);
    const [text] = match;
    const start = offset + from;
    const first = text[0] ?? '';
    if (/\s/.test(first)) {
      spaced = true;
      continue;
    }
    if (first === '"') tokens.push({ kind: 'string', value: unquote(text), start, spaced });
    else if (first === '`') tokens.push({ kind: 'string', value: text.slice(1, -1), start, spaced });
    else if (first === "'") tokens.push({ kind: 'number', value: unquote(`"${text.slice(1, -1)}"`).codePointAt(0) ?? 0, start, spaced });
    else if (/\d/.test(first) || ((first === '-' || first === '+') && text.length > 1)) tokens.push({ kind: 'number', value: Number(text.replaceAll('_', '')), start, spaced });
    else if (first === '$') tokens.push({ kind: 'variable', text, start, spaced });
    else if (first === '.') tokens.push({ kind: 'field', text, start, spaced });
    else if (/\w/.test(first)) tokens.push({ kind: 'word', text, start, spaced });
    else tokens.push({ kind: 'mark', text, start, spaced });
    spaced = false;
  }
  return tokens;
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '"': '"', "'": "'", '\\': '\\' };

function unquote(text: string): string {
  return text.slice(1, -1).replace(/\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|(.))/g, (_, hex: string | undefined, unicode: string | undefined, char: string | undefined) => (char === undefined ? String.fromCharCode(Number.parseInt(hex ?? unicode ?? '0', 16)) : (escapes[char] ?? char)));
}

class PipelineParser {
  private at = 0;
  private readonly tokens: readonly Token[];

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  whole(): Pipeline {
    const pipeline = this.pipeline(0);
    if (this.at < this.tokens.length) throw this.error('unexpected');
    return pipeline;
  }

  private pipeline(depth: number): Pipeline {
    if (depth > maxDepth) throw this.error('nested too deeply at');
    const variables: string[] = [];
    let assigns = false;
    const mark = this.at;
    while (this.tokens[this.at]?.kind === 'variable') {
      const token = this.tokens[this.at];
      const next = this.tokens[this.at + 1];
      if (token?.kind !== 'variable' || next?.kind !== 'mark' || !['=', ':=', ','].includes(next.text)) break;
      variables.push(token.text);
      this.at += 2;
      if (next.text === ',') continue;
      assigns = next.text === '=';
      return { variables, assigns, commands: this.commands(depth) };
    }
    this.at = mark;
    return { variables: [], assigns: false, commands: this.commands(depth) };
  }

  private commands(depth: number): readonly Command[] {
    const commands: Command[] = [];
    do commands.push(this.command(depth));
    while (this.take('|'));
    return commands;
  }

  private command(depth: number): Command {
    const operands: Operand[] = [];
    for (let operand = this.operand(depth); operand !== undefined; operand = this.operand(depth)) operands.push(operand);
    if (operands.length === 0) throw this.error('a value is missing at');
    return { operands };
  }

  private operand(depth: number): Operand | undefined {
    const token = this.tokens[this.at];
    if (token === undefined) return undefined;
    switch (token.kind) {
      case 'string':
      case 'number':
        this.at++;
        return { kind: 'literal', value: token.value };
      case 'word':
        this.at++;
        if (token.text === 'true' || token.text === 'false') return { kind: 'literal', value: token.text === 'true' };
        return token.text === 'nil' ? { kind: 'literal', value: null } : { kind: 'function', name: token.text };
      case 'variable':
        this.at++;
        return { kind: 'path', root: { variable: token.text }, names: this.names() };
      case 'field': {
        this.at++;
        const first = token.text.slice(1);
        return { kind: 'path', root: 'dot', names: [...(first === '' ? [] : [first]), ...this.names()] };
      }
      case 'mark': {
        if (token.text !== '(') return undefined;
        this.at++;
        const pipeline = this.pipeline(depth + 1);
        if (!this.take(')')) throw this.error('")" is missing before');
        return { kind: 'path', root: pipeline, names: this.names() };
      }
      default:
        return token satisfies never;
    }
  }

  /** Fields that follow without a blank: `.a.b`. */
  private names(): readonly string[] {
    const names: string[] = [];
    for (let token = this.tokens[this.at]; token?.kind === 'field' && !token.spaced; token = this.tokens[this.at]) {
      if (token.text !== '.') names.push(token.text.slice(1));
      this.at++;
    }
    return names;
  }

  private take(mark: string): boolean {
    const token = this.tokens[this.at];
    if (token?.kind !== 'mark' || token.text !== mark) return false;
    this.at++;
    return true;
  }

  private error(what: string): GoTemplateError {
    const token = this.tokens[this.at] ?? this.tokens.at(-1);
    const text = token === undefined ? 'the end' : token.kind === 'string' || token.kind === 'number' ? String(token.value).slice(0, 20) : token.text;
    return new GoTemplateError(`${what} "${text}"`, token?.start ?? 0);
  }
}
