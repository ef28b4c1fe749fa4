import type { FoundImport } from './import-record.ts';
import { maskText, type MaskRules } from './mask.ts';
import { plainImport } from './statement.ts';

const rules: MaskRules = { line: ['//'], block: [['/*', '*/']], strings: [{ open: '"', close: '"', escapes: true, multiline: false, keep: true }, { open: '`', close: '`', escapes: false, multiline: true, keep: true }, { open: "'", close: "'", escapes: true, multiline: false }] };

const declaration = /^[ \t]*import\b[ \t]*(?=(\(?))/gm;
const spec = /(?:^|[\n;(])[ \t]*(?:([\w.]+)[ \t]+)?["`]([^"`\n]{1,500})["`]/g;

/** Finds the imports of Go, which stand before all other declarations. Source: The Go Programming Language Specification, "Import declarations". */
export function readGoImports(text: string): readonly FoundImport[] {
  if (!text.includes('import')) return [];
  const masked = maskText(text, rules);
  const stop = /^(?:func|type|var|const)\b/m.exec(masked)?.index ?? masked.length;
  const found: FoundImport[] = [];
  const head = masked.slice(0, stop);
  const lastClose = head.lastIndexOf(')');
  for (const match of head.matchAll(declaration)) {
    const offset = match.index + match[0].length;
    const body = head.slice(offset, match[1] === '(' && lastClose > offset ? head.indexOf(')', offset) : lineEnd(head, offset));
    for (const one of body.matchAll(spec)) {
      const path = one[2] ?? '';
      // "C" is cgo, not a package
      if (path !== 'C') found.push(plainImport(path, offset + one.index + one[0].length - path.length - 1, match.index));
    }
  }
  return found;
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end === -1 ? text.length : end;
}
