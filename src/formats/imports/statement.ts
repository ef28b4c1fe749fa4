import type { FoundImport, ImportedName } from './import-record.ts';

/** An import of a whole module, or of names in it, as languages without types-only imports have it. */
export function plainImport(specifier: string, start: number, statement: number, names: readonly ImportedName[] = [], kind: 'value' | 'type' = 'value'): FoundImport {
  return { form: 'import', specifier, names, kind, start, end: start + specifier.length, statement };
}

/**
 * Cuts a list such as `a, b as c, {d, e}` at its commas outside brackets. Offsets are into the text the list is part of.
 * Parts are trimmed, empty ones left out.
 */
export function listParts(list: string, offset: number): { readonly text: string; readonly start: number }[] {
  const parts: { readonly text: string; readonly start: number }[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at <= list.length; at++) {
    const character = list[at];
    if (character === '{' || character === '(') depth++;
    else if (character === '}' || character === ')') depth--;
    else if ((character === ',' && depth === 0) || character === undefined) {
      const raw = list.slice(from, at);
      const text = raw.trim();
      if (text !== '') parts.push({ text, start: offset + from + raw.indexOf(text) });
      from = at + 1;
    }
  }
  return parts;
}
