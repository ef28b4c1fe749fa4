import type { FoundImport, ImportedName } from './import-record.ts';
import { maskText, type MaskRules } from './mask.ts';
import { listParts, plainImport } from './statement.ts';

const rules: MaskRules = { line: ['//', '#'], block: [['/*', '*/']], strings: [{ open: '"', close: '"', escapes: true, multiline: true }, { open: "'", close: "'", escapes: true, multiline: true }] };

const statement = /(?:^|[;{}]|<\?php)[ \t]*use[ \t]+(?:(?:function|const)[ \t]+)?([\\\w][^;({]{0,5000}(?:\{[^}]{0,5000}\})?)[ \t\r\n]*;/dgm;

/** Finds the namespaced names that PHP takes in; `use ($x)` of closures is none. Source: the PHP manual, "Using namespaces: Aliasing/Importing". */
export function readPhpImports(text: string): readonly FoundImport[] {
  if (!/\buse\b/.test(text)) return [];
  const found: FoundImport[] = [];
  for (const match of maskText(text, rules).matchAll(statement)) {
    const list = match[1] ?? '';
    const offset = match.indices?.[1]?.[0] ?? match.index;
    for (const part of listParts(list, offset)) {
      const [, lead = '', path = '', group] = /^(\\?)([\w\\]*?\w)(?:\\\s*(\{[^]*\})|\b[^\\]*)$/.exec(part.text) ?? [];
      if (path === '') continue;
      const names = group === undefined
        ? [nameOf(path, part.start + lead.length)]
        : listParts(group.slice(1, -1), part.start + part.text.length - group.length + 1).map((one) => nameOf(/^(?:(?:function|const)\s+)?([\w\\]+)/.exec(one.text)?.[1] ?? one.text, one.start));
      found.push(plainImport(path, part.start + lead.length, match.index + match[0].indexOf('use'), names));
    }
  }
  return found;
}

function nameOf(path: string, start: number): ImportedName {
  const at = path.lastIndexOf('\\') + 1;
  return { name: path.slice(at), kind: 'value', start: start + at };
}
