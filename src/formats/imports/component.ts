import type { FoundImport } from './import-record.ts';
import { readJavascriptImports } from './javascript.ts';

/** Finds the imports in the scripts of Vue, Svelte, Astro and HTML files. Source: the HTML standard, 4.12.1; Astro's documentation, "Components". */
export function readComponentImports(text: string): readonly FoundImport[] {
  const found: FoundImport[] = [];
  const frontmatter = /^\s{0,100}---\r?\n/.exec(text);
  if (frontmatter !== null) {
    const end = text.indexOf('\n---', frontmatter[0].length - 1);
    if (end !== -1) read(text, frontmatter[0].length, end, found);
  }
  const open = /<script\b((?:"[^"]{0,2000}"|'[^']{0,2000}'|[^"'>]){0,300})>/gi;
  for (let match = open.exec(text); match !== null; match = open.exec(text)) {
    const start = match.index + match[0].length;
    const close = text.indexOf('</script', start);
    const end = close === -1 ? text.length : close;
    const source = /\bsrc\s{0,10}=\s{0,10}(["'])([^"'\n]{1,2000})\1/i.exec(match[1] ?? '');
    const isScript = !/\btype\s{0,10}=\s{0,10}["']?(?:application\/(?:ld\+)?json|importmap|text\/(?:template|x-))/i.test(match[1] ?? '');
    if (source !== null) {
      const at = match.index + match[0].indexOf(source[2] ?? '', match[0].indexOf('src'));
      found.push({ form: 'import', specifier: source[2] ?? '', names: [], kind: 'value', start: at, end: at + (source[2] ?? '').length, statement: match.index });
    } else if (isScript) read(text, start, end, found);
    open.lastIndex = end;
  }
  return found;
}

function read(text: string, from: number, to: number, found: FoundImport[]): void {
  for (const one of readJavascriptImports(text.slice(from, to))) {
    found.push({ ...one, start: one.start + from, end: one.end + from, statement: one.statement + from, names: one.names.map((name) => ({ ...name, start: name.start + from })) });
  }
}
