import { readJson } from '../../formats/json.ts';
import { at, entriesAt, itemsAt, keyOf, textAt } from '../../formats/packages/toml-fields.ts';
import { nothingConverted, type Converted } from './converted.ts';
import { pathPatterns } from './path-pattern.ts';

/** Converts a baseline of detect-secrets (`.secrets.baseline`, versions 0.12 to 1.5): the findings it accepts and the files it leaves out. */
export function convertDetectSecrets(name: string, text: string): Converted {
  const { documents, problems } = readJson(text);
  const root = documents[0];
  const notes = problems.map((problem) => `${name}: ${problem.message}`);
  const accepted = entriesAt(root, 'results').flatMap((file) =>
    itemsAt(root, 'results', keyOf(file)).flatMap((finding) => {
      const line = at(finding, 'line_number');
      return line?.kind === 'scalar' && typeof line.value === 'number' ? [{ path: keyOf(file).replaceAll('\\', '/'), line: line.value }] : [];
    }),
  );
  const excluded = [textAt(root, 'exclude', 'files'), ...itemsAt(root, 'filters_used').flatMap((filter) => (textAt(filter, 'path')?.endsWith('should_exclude_file') === true ? itemsAt(filter, 'pattern').flatMap((item) => (item.kind === 'scalar' ? String(item.value) : [])) : []))];
  const paths = excluded.flatMap((expression) => {
    if (expression === undefined) return [];
    const patterns = pathPatterns(expression);
    if (patterns === undefined) notes.push(`${name}: the path expression ${expression} cannot be written as path patterns`);
    return patterns ?? [];
  });
  if (textAt(root, 'exclude', 'lines') !== undefined) notes.push(`${name}: the expression of excluded lines has no counterpart`);
  return { ...nothingConverted, accepted, paths, notes };
}
