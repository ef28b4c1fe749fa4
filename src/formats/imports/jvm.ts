import type { FoundImport, ImportedName } from './import-record.ts';
import { maskText, type MaskRules } from './mask.ts';
import { listParts, plainImport } from './statement.ts';

const rules: MaskRules = {
  line: ['//'],
  block: [['/*', '*/']],
  strings: [{ open: '"""', close: '"""', escapes: false, multiline: true }, { open: '"', close: '"', escapes: true, multiline: false }, { open: "'", close: "'", escapes: true, multiline: false }],
};

const statement = /(?:^|;)[ \t]*import[ \t]+(?:(?:static|module)[ \t]+)?([\w$`]+(?:\.[\w$`]+)*(?:\.\*|\.\{[^}]{0,2000}\}|\._)?)/gm;

/**
 * Finds the imports of Java, Kotlin, Scala and Groovy; a class used by its full name without an import is not found.
 * Source: The Java Language Specification, 7.5; Kotlin's and Scala's references, "Imports".
 */
export function readJvmImports(text: string): readonly FoundImport[] {
  if (!text.includes('import')) return [];
  const masked = maskText(text, rules);
  const found: FoundImport[] = [];
  for (const match of masked.matchAll(statement)) {
    const whole = match[1] ?? '';
    const begin = match.index + match[0].indexOf('import');
    const start = match.index + match[0].length - whole.length;
    const brace = whole.indexOf('{');
    if (brace === -1) {
      const path = whole.replaceAll('`', '').replace(/\.(?:\*|_)$/, '');
      const isAll = path !== whole.replaceAll('`', '');
      const dot = path.lastIndexOf('.');
      const name: ImportedName = isAll ? { name: '*', kind: 'value', start: start + whole.length - 1 } : { name: path.slice(dot + 1), kind: 'value', start: start + dot + 1 };
      found.push({ ...plainImport(path, start, begin, [name]), end: start + whole.length });
      continue;
    }
    const path = whole.slice(0, brace - 1);
    const names = listParts(whole.slice(brace + 1, -1), start + brace + 1).map((part): ImportedName => {
      const name = /^[\w$]+/.exec(part.text)?.[0] ?? '*';
      return { name: name === '_' ? '*' : name, kind: 'value', start: part.start };
    });
    found.push(plainImport(path, start, begin, names));
  }
  return found;
}
