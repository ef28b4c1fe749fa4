import type { FoundImport, ImportedName, ImportForm } from './import-record.ts';
import { stringValue } from './javascript-string.ts';
import { tokenise, type Token } from './javascript-tokens.ts';

/**
 * Finds the imports of JavaScript and TypeScript: `import`, `export … from`, `import x = require()`, `require()`, `require.resolve()`,
 * `import()`, `import.meta.resolve()`. Only specifiers written as a literal can be known.
 * Source: ECMA-262, 16.2; the TypeScript handbook, "Modules".
 */
export function readJavascriptImports(text: string): readonly FoundImport[] {
  if (!/\b(?:import|export|require)\b/.test(text)) return [];
  const reader = new Reader(text, tokenise(text));
  return reader.all();
}

/** Reads imports from a list of tokens. */
class Reader {
  readonly #text: string;
  readonly #tokens: readonly Token[];
  readonly #found: FoundImport[] = [];

  constructor(text: string, tokens: readonly Token[]) {
    this.#text = text;
    this.#tokens = tokens;
  }

  all(): readonly FoundImport[] {
    for (let at = 0; at < this.#tokens.length; at++) {
      const token = this.#tokens[at];
      if (token === undefined || token.kind !== 'word') continue;
      const length = token.end - token.start;
      if (length === 6 && this.#is(at, 'import')) this.#readImport(at);
      else if (length === 6 && this.#is(at, 'export') && this.#startsStatement(at)) this.#readExport(at);
      else if (length === 7 && this.#is(at, 'require')) this.#readRequire(at);
    }
    return this.#found;
  }

  #word(at: number): string {
    const token = this.#tokens[at];
    return token === undefined ? '' : this.#text.slice(token.start, token.end);
  }

  #is(at: number, word: string): boolean {
    const token = this.#tokens[at];
    return token !== undefined && token.end - token.start === word.length && token.kind !== 'string' && this.#text.startsWith(word, token.start);
  }

  #isName(at: number): boolean {
    return this.#tokens[at]?.kind === 'word';
  }

  /** True unless an operator, a dot or a word on the same line stands before: then it is a property, a text or a value. */
  #startsStatement(at: number): boolean {
    const before = this.#tokens[at - 1];
    const here = this.#tokens[at];
    if (before === undefined || here === undefined) return true;
    const last = this.#text[before.end - 1] ?? '';
    if (before.kind === 'punctuation') return last === ';' || last === '}' || last === '{' || last === ')' || last === ']';
    // `@decorator export class`, `declare`, or the end of the line before
    return /[\n\r\u2028\u2029]/.test(this.#text.slice(before.end, here.start)) || this.#is(at - 1, 'export');
  }

  #readImport(at: number): void {
    if (this.#is(at + 1, '(') && !this.#is(at - 1, '.')) {
      this.#readCall(at, at + 1, 'dynamic');
      return;
    }
    if (this.#is(at + 1, '.')) {
      if (this.#is(at + 2, 'meta') && this.#is(at + 3, '.') && this.#is(at + 4, 'resolve') && this.#is(at + 5, '(')) this.#readCall(at, at + 5, 'dynamic');
      // import.defer("x"), import.source("x")
      else if (this.#is(at + 3, '(') && (this.#is(at + 2, 'defer') || this.#is(at + 2, 'source'))) this.#readCall(at, at + 3, 'dynamic');
      return;
    }
    if (!this.#startsStatement(at)) return;
    if (this.#tokens[at + 1]?.kind === 'string') {
      this.#push('import', at, at + 1, [], 'value');
      return;
    }
    let next = at + 1;
    let isType = false;
    if ((this.#is(next, 'type') || this.#is(next, 'typeof')) && this.#isModifier(next)) {
      isType = true;
      next++;
    } else if ((this.#is(next, 'defer') || this.#is(next, 'source')) && this.#isModifier(next)) next++;
    const kind = isType ? 'type' : 'value';
    if (this.#isName(next) && this.#is(next + 1, '=')) {
      // import x = require("y"); `import x = A.B` names no module
      if (this.#is(next + 2, 'require') && this.#is(next + 3, '(') && this.#tokens[next + 4]?.kind === 'string') this.#push('import', at, next + 4, [], kind);
      return;
    }
    const names: ImportedName[] = [];
    if (this.#isName(next) && !this.#is(next, 'from')) {
      names.push(this.#name('default', kind, next));
      next++;
    } else if (this.#is(next, 'from') && this.#is(next + 1, 'from')) {
      names.push(this.#name('default', kind, next));
      next++;
    }
    if (this.#is(next, ',')) next++;
    if (this.#is(next, '*')) {
      names.push(this.#name('*', kind, next));
      next += this.#is(next + 1, 'as') ? 3 : 1;
    } else if (this.#is(next, '{')) next = this.#readNames(next, kind, names);
    this.#finish('import', at, next, names, kind);
  }

  /** `type`, `defer` and `source` are modifiers unless they are the name that is imported. */
  #isModifier(at: number): boolean {
    if (this.#is(at + 1, '{') || this.#is(at + 1, '*')) return true;
    if (!this.#isName(at + 1)) return false;
    return !this.#is(at + 1, 'from') || this.#is(at + 2, 'from') || this.#is(at + 2, '=') || this.#is(at + 2, ',');
  }

  #readExport(at: number): void {
    let next = at + 1;
    const isType = this.#is(next, 'type') && (this.#is(next + 1, '{') || this.#is(next + 1, '*'));
    if (isType) next++;
    const kind = isType ? 'type' : 'value';
    const names: ImportedName[] = [];
    if (this.#is(next, '*')) {
      names.push(this.#name('*', kind, next));
      next += this.#is(next + 1, 'as') ? 3 : 1;
    } else if (this.#is(next, '{')) next = this.#readNames(next, kind, names);
    else return;
    this.#finish('export', at, next, names, kind);
  }

  /** `from "x"` after the names; nothing else is an import. */
  #finish(form: ImportForm, at: number, next: number, names: readonly ImportedName[], kind: 'value' | 'type'): void {
    if (this.#is(next, 'from') && this.#tokens[next + 1]?.kind === 'string') this.#push(form, at, next + 1, names, kind);
  }

  /** Reads `{ a, type B as C, 'd' as e }`; the position after the brace. */
  #readNames(open: number, kind: 'value' | 'type', names: ImportedName[]): number {
    let at = open + 1;
    while (at < this.#tokens.length && !this.#is(at, '}')) {
      if (this.#is(at, ',')) {
        at++;
        continue;
      }
      let own = kind;
      if ((this.#is(at, 'type') || this.#is(at, 'typeof')) && this.#isInlineType(at)) {
        own = 'type';
        at++;
      }
      const token = this.#tokens[at];
      if (token === undefined || (token.kind !== 'word' && token.kind !== 'string')) return at;
      names.push(this.#name(token.kind === 'string' ? this.#value(token) : stringValue(this.#word(at)), own, at));
      at++;
      if (this.#is(at, 'as')) at += 2;
    }
    return at + 1;
  }

  /** `{ type A }`, `{ type as as b }` mark a type; `{ type }`, `{ type as b }` import a value that is called `type`. */
  #isInlineType(at: number): boolean {
    const next = this.#tokens[at + 1];
    if (next === undefined || (next.kind !== 'word' && next.kind !== 'string')) return false;
    if (!this.#is(at + 1, 'as')) return true;
    if (this.#is(at + 2, 'as')) return this.#isName(at + 3);
    return !this.#isName(at + 2) && this.#tokens[at + 2]?.kind !== 'string';
  }

  #readRequire(at: number): void {
    if (this.#is(at - 1, '.') && !this.#is(at - 2, 'module')) return;
    // `function require(`, and `import x = require(` that was read before
    if (this.#is(at - 1, 'function') || (this.#is(at - 1, '=') && this.#isName(at - 2) && (this.#is(at - 3, 'import') || (this.#is(at - 3, 'type') && this.#is(at - 4, 'import'))))) return;
    if (this.#is(at + 1, '(')) this.#readCall(at, at + 1, 'require');
    else if (this.#is(at + 1, '.') && this.#is(at + 2, 'resolve') && this.#is(at + 3, '(')) this.#readCall(at, at + 3, 'require');
    else if (this.#is(at + 1, '?') && this.#is(at + 2, '.') && this.#is(at + 3, '(')) this.#readCall(at, at + 3, 'require');
  }

  #readCall(at: number, open: number, form: ImportForm): void {
    const argument = this.#tokens[open + 1];
    if (argument === undefined || (argument.kind !== 'string' && argument.kind !== 'template')) return;
    if (!this.#is(open + 2, ')') && !this.#is(open + 2, ',')) return;
    const isType = form === 'dynamic' && (this.#is(at - 1, 'typeof') || this.#isTypePosition(at, open));
    const kind = isType ? 'type' : 'value';
    this.#push(form, at, open + 1, this.#namesOfCall(at, open, kind), kind);
  }

  /** `let a: import("x").Type` */
  #isTypePosition(at: number, open: number): boolean {
    const isAfter = this.#is(at - 1, ':') || this.#is(at - 1, '|') || this.#is(at - 1, '&') || this.#is(at - 1, '<') || this.#is(at - 1, 'extends') || this.#is(at - 1, 'as') || this.#is(at - 1, 'keyof');
    return isAfter && this.#is(open + 2, ')') && this.#is(open + 3, '.') && /^[A-Z]/.test(this.#word(open + 4));
  }

  /** `require("x").a`, `(await import("x")).a`, `const { a, b: c } = require("x")` */
  #namesOfCall(at: number, open: number, kind: 'value' | 'type'): ImportedName[] {
    let close = open + 2;
    let before = at - 1;
    if (this.#is(before, 'await')) before--;
    if (this.#is(before, '(') && this.#is(close + 1, ')')) {
      close++;
      before--;
    }
    if (this.#is(close, ')') && this.#is(close + 1, '.') && this.#isName(close + 2)) {
      const property = this.#word(close + 2);
      return property === 'then' || property === 'catch' ? [] : [this.#name(property, kind, close + 2)];
    }
    if (!this.#is(before, '=') || !this.#is(before - 1, '}')) return [];
    let start = before - 2;
    while (start > 0 && before - start < 200 && !this.#is(start, '{') && !this.#is(start, '}')) start--;
    if (!this.#is(start, '{')) return [];
    const names: ImportedName[] = [];
    for (let one = start + 1; one < before - 1; one++) {
      if ((this.#is(one - 1, '{') || this.#is(one - 1, ',')) && (this.#isName(one) || this.#tokens[one]?.kind === 'string')) names.push(this.#name(this.#tokens[one]?.kind === 'string' ? this.#word(one).slice(1, -1) : this.#word(one), kind, one));
    }
    return names;
  }

  #name(name: string, kind: 'value' | 'type', at: number): ImportedName {
    return { name, kind, start: this.#tokens[at]?.start ?? 0 };
  }

  #value(token: Token): string {
    return stringValue(this.#text.slice(token.start + 1, token.end - 1));
  }

  #push(form: ImportForm, at: number, specifierAt: number, names: readonly ImportedName[], kind: 'value' | 'type'): void {
    const token = this.#tokens[specifierAt];
    if (token === undefined) return;
    this.#found.push({ form, specifier: this.#value(token), names, kind, start: token.start, end: token.end, statement: this.#tokens[at]?.start ?? token.start });
  }
}
