import type { FoundImport } from './import-record.ts';
import { maskText, type MaskRules } from './mask.ts';
import { plainImport } from './statement.ts';

const rules: MaskRules = {
  line: ['//'],
  block: [['/*', '*/']],
  strings: [{ open: '"""', close: '"""', escapes: false, multiline: true }, { open: '@"', close: '"', escapes: false, multiline: true }, { open: '"', close: '"', escapes: true, multiline: false }, { open: "'", close: "'", escapes: true, multiline: false }],
};

const statement = /^[ \t]*(?:global[ \t]+)?using[ \t]+(?:static[ \t]+|unsafe[ \t]+)*(?:\w+[ \t]*=[ \t]*)?((?:global::)?[A-Za-z_][\w.]*)(?:[ \t]*<[^;\n]{0,300})?[ \t]*;/dgm;

/** Finds the namespaces that C# takes in. Source: the C# specification, 14.5 "Using directives". */
export function readCsharpImports(text: string): readonly FoundImport[] {
  return dotted(text, 'using', rules, statement);
}

const visualBasicRules: MaskRules = { line: ["'"], block: [], strings: [{ open: '"', close: '"', escapes: false, multiline: false }] };

/** Finds the namespaces that Visual Basic takes in. Source: the Visual Basic language specification, "Imports statements". */
export function readVisualBasicImports(text: string): readonly FoundImport[] {
  return dotted(text, 'Imports', visualBasicRules, /^[ \t]*Imports[ \t]+(?:\w+[ \t]*=[ \t]*)?([A-Za-z_][\w.]*)/dgim);
}

const fsharpRules: MaskRules = { line: ['//'], block: [['(*', '*)']], nests: true, strings: [{ open: '"""', close: '"""', escapes: false, multiline: true }, { open: '"', close: '"', escapes: true, multiline: true }] };

/** Finds the namespaces that F# opens. Source: the F# language reference, "Import declarations". */
export function readFsharpImports(text: string): readonly FoundImport[] {
  return dotted(text, 'open', fsharpRules, /^[ \t]*open[ \t]+(?:type[ \t]+)?([A-Za-z_][\w.]*)/dgm);
}

function dotted(text: string, word: string, masks: MaskRules, form: RegExp): readonly FoundImport[] {
  if (!text.toLowerCase().includes(word.toLowerCase())) return [];
  const found: FoundImport[] = [];
  for (const match of maskText(text, masks).matchAll(form)) {
    const written = match[1] ?? '';
    const start = match.indices?.[1]?.[0] ?? match.index;
    found.push({ ...plainImport(written.replace(/^global::/, ''), start, match.index), end: start + written.length });
  }
  return found;
}
