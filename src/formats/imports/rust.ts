import type { FoundImport, ImportedName } from './import-record.ts';
import { maskText, type MaskRules } from './mask.ts';
import { listParts, plainImport } from './statement.ts';

const raw = ['', '#', '##', '###'].toReversed().map((hashes) => ({ open: `r${hashes}"`, close: `"${hashes}`, escapes: false, multiline: true }));
// 'a' is a character, 'a without a quote a lifetime: only what closes within a few characters is masked below
const rules: MaskRules = { line: ['//'], block: [['/*', '*/']], nests: true, strings: [...raw, { open: '"', close: '"', escapes: true, multiline: true }] };

const statement = /(?:^|[;{}\n])[ \t\r]*(?:#\[[^\]\n]{0,200}\][ \t]*)?(?:pub(?:[ \t]*\([^)\n]{0,100}\))?[ \t]+)?(?:use[ \t\r\n]+((?:::)?[^;]{1,5000});|extern[ \t]+crate[ \t]+(\w+))/g;

/** Finds the crates that Rust names by `use` and `extern crate`; a path in the middle of code is not found. Source: The Rust Reference, "Use declarations", "Extern crate declarations". */
export function readRustImports(text: string): readonly FoundImport[] {
  if (!/\buse\b|\bextern\b/.test(text)) return [];
  const masked = maskText(text.replace(/'(?:\\.|[^\\'\n])'/g, (found) => ' '.repeat(found.length)), rules);
  const found: FoundImport[] = [];
  // consecutive statements share their separator
  statement.lastIndex = 0;
  for (let match = statement.exec(masked); match !== null; match = statement.exec(masked)) {
    statement.lastIndex = Math.max(statement.lastIndex - 1, match.index + 1);
    const crate = match[2];
    const tree = match[1];
    const begin = match.index + match[0].search(/\S/);
    if (crate !== undefined) found.push(plainImport(crate, match.index + match[0].length - crate.length, begin));
    else if (tree !== undefined) readTree(tree, match.index + match[0].length - tree.length - 1, begin, found);
  }
  return found;
}

/** `a::b::{c, d as e}`, `{a::b, c::d}`, `::a::*` */
function readTree(tree: string, offset: number, begin: number, found: FoundImport[]): void {
  if (tree.trimStart().startsWith('{')) {
    const open = tree.indexOf('{');
    for (const part of listParts(tree.slice(open + 1, tree.lastIndexOf('}')), offset + open + 1)) if (!part.text.startsWith('{')) readTree(part.text, part.start, begin, found);
    return;
  }
  const match = /^(\s*(?:::\s*)?)((?:r#)?\w+(?:\s*::\s*(?:r#)?\w+)*)(?:\s*::\s*(\{[^]*\}|\*))?/.exec(tree);
  if (match === null) return;
  const [, lead = '', path = '', rest] = match;
  const parts = path.replace(/\s|r#/g, '').split('::');
  const start = offset + lead.length;
  const last = parts.at(-1) ?? '';
  const names: ImportedName[] = rest === undefined
    ? (parts.length > 1 ? [{ name: last, kind: 'value', start: start + path.lastIndexOf(last) }] : [])
    : rest === '*'
      ? [{ name: '*', kind: 'value', start: offset + match[0].length - 1 }]
      : listParts(rest.slice(1, -1), offset + match[0].length - rest.length + 1).map((part): ImportedName => ({ name: /^(?:r#)?(\w+)/.exec(part.text)?.[1] ?? '*', kind: 'value', start: part.start }));
  found.push({ ...plainImport(parts.join('::'), start, begin, names), end: start + path.length });
}
