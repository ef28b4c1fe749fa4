import type { FoundImport, ImportedName } from './import-record.ts';
import { maskText, type MaskRules, type StringRule } from './mask.ts';
import { listParts, plainImport } from './statement.ts';

const quoted = (quote: string, multiline: boolean): StringRule => ({ open: quote, close: quote, escapes: true, multiline });
const rules: MaskRules = { line: ['#'], block: [], strings: [quoted('"""', true), quoted("'''", true), quoted('"', false), quoted("'", false)] };

const statement = /(?:^|;|:)[ \t]*(import|from)\b[ \t]*([^\n;]*)/gm;
const call = /\b(\w{1,60})(?:[ \t]*\.[ \t]*(import_module))?[ \t]*\([ \t\r\n]*(["'])( {1,200})\3/g;
/** `from importlib import import_module as load`, `import importlib as il` */
const renamed = /\b(?:import_module|importlib)[ \t]+as[ \t]+(\w{1,60})/g;

/** Finds the imports of Python. Those under `if TYPE_CHECKING:` are types. Source: the Python language reference, "The import statement". */
export function readPythonImports(text: string): readonly FoundImport[] {
  if (!text.includes('import')) return [];
  const masked = joined(maskText(text, rules));
  const typing = typingBlocks(masked);
  const found: FoundImport[] = [];
  for (const match of masked.matchAll(statement)) {
    const word = match[1] ?? '';
    const rest = match[2] ?? '';
    const start = match.index + match[0].length - rest.length;
    const begin = match.index + match[0].indexOf(word);
    const kind = typing(begin) ? 'type' : 'value';
    if (word === 'import') {
      for (const part of listParts(rest, start)) {
        const module = /^[\w.]+(?=\s|$)/.exec(part.text)?.[0];
        if (module !== undefined) found.push(plainImport(module, part.start, begin, [], kind));
      }
      continue;
    }
    const from = /^(\.*[ \t]*[\w.]*)[ \t]+import\b[ \t]*/.exec(rest) ?? /^(\.+)import\b[ \t]*/.exec(rest);
    if (from === null) continue;
    const list = rest.slice(from[0].length).replace(/^\(/, ' ').replace(/\)\s*$/, ' ');
    const names = listParts(list, start + from[0].length).map((part): ImportedName => ({ name: /^[\w*]+/.exec(part.text)?.[0] ?? part.text, kind, start: part.start }));
    found.push(plainImport((from[1] ?? '').replace(/\s/g, ''), start, begin, names, kind));
  }
  const loaders = new Set(['import_module', '__import__', ...[...masked.matchAll(renamed)].map((match) => match[1] ?? '')]);
  for (const match of masked.matchAll(call)) {
    if (!loaders.has(match[2] ?? match[1] ?? '')) continue;
    const start = match.index + match[0].length - (match[4] ?? '').length - 1;
    const module = text.slice(start, match.index + match[0].length - 1);
    if (/^[\w.]+$/.test(module)) found.push({ ...plainImport(module, start, match.index), form: 'dynamic' });
  }
  return found;
}

/** Line ends inside brackets and after a backslash as spaces: one statement is one line. */
function joined(text: string): string {
  const parts: string[] = [];
  let depth = 0;
  let kept = 0;
  for (const match of text.matchAll(/[([{]|[)\]}]|\\\r?\n|\r?\n/g)) {
    const found = match[0];
    if (found === '(' || found === '[' || found === '{') depth++;
    else if (found === ')' || found === ']' || found === '}') depth = Math.max(0, depth - 1);
    // a statement that begins in the first column ends a bracket that was never closed
    else if (found.startsWith('\\') || (depth > 0 && !/^(?:import|from|def|class)\b/.test(text.slice(match.index + found.length, match.index + found.length + 8)))) {
      parts.push(text.slice(kept, match.index), ' '.repeat(found.length));
      kept = match.index + found.length;
    } else depth = 0;
  }
  parts.push(text.slice(kept));
  return parts.join('');
}

/** A test for offsets in the indented lines after `if TYPE_CHECKING:`; they must be asked in rising order. */
function typingBlocks(text: string): (offset: number) => boolean {
  const blocks: (readonly [number, number])[] = [];
  let last = 0;
  for (const match of text.matchAll(/^([ \t]*)if[ \t]+(?:typing\.|t\.)?TYPE_CHECKING[ \t]*:/gm)) {
    if (match.index < last) continue;
    const indent = (match[1] ?? '').length;
    let end = match.index + match[0].length;
    for (let line = text.indexOf('\n', end); line !== -1; line = text.indexOf('\n', line + 1)) {
      const next = /^[ \t]*(?=\S)/.exec(text.slice(line + 1, line + 1 + 200));
      if (next !== null && next[0].length <= indent) break;
      const stop = text.indexOf('\n', line + 1);
      end = stop === -1 ? text.length : stop;
    }
    blocks.push([match.index, end]);
    last = end;
  }
  // both rise: one walk is enough
  let at = 0;
  return (offset) => {
    while ((blocks[at]?.[1] ?? offset + 1) <= offset) at++;
    return (blocks[at]?.[0] ?? offset + 1) <= offset;
  };
}
