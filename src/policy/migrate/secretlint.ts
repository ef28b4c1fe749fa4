import { readJson } from '../../formats/json.ts';
import { at, itemsAt, textAt } from '../../formats/packages/toml-fields.ts';
import { nothingConverted, type Converted } from './converted.ts';

/** The preset whose rules ours cover. */
const covered = new Set(['@secretlint/secretlint-rule-preset-recommend', '@secretlint/secretlint-rule-preset-canary']);

/** The rule that does nothing without its options. */
const withPatterns = '@secretlint/secretlint-rule-pattern';

/** Converts `.secretlintrc.json`: further rules are hosted, allowed messages have no counterpart. */
export function convertSecretlint(name: string, text: string): Converted {
  const { documents, problems } = readJson(text);
  const root = documents[0];
  const notes = problems.map((problem) => `${name}: ${problem.message}`);
  const rules = itemsAt(root, 'rules');
  const secretlint = rules.flatMap((rule) => {
    const id = textAt(rule, 'id');
    const disabled = at(rule, 'disabled');
    if (id === undefined || (disabled?.kind === 'scalar' && disabled.value === true)) return [];
    if (itemsAt(rule, 'allowMessageIds').length > 0) notes.push(`${name}: "allowMessageIds" of ${id} has no counterpart; set the check to off in portcullis.yaml`);
    if (id !== withPatterns && (at(rule, 'options') !== undefined || itemsAt(rule, 'rules').length > 0)) notes.push(`${name}: the options of ${id} are not handed over`);
    if (id === withPatterns) notes.push(`${name}: the patterns of ${id} are not taken over; write a check for each (portcullis policies test --help)`);
    return covered.has(id) || id === withPatterns || id === 'portcullis/secretlint-preset' ? [] : [id];
  });
  return { ...nothingConverted, secretlint, notes };
}

/** Converts `.secretlintignore`, which is written as `.gitignore` is. */
export function convertSecretlintIgnore(name: string, text: string): Converted {
  const notes: string[] = [];
  const paths = text.split(/\r?\n/).flatMap((line) => {
    const entry = line.trim();
    if (entry === '' || entry.startsWith('#')) return [];
    if (entry.startsWith('!')) {
      notes.push(`${name}: "${entry}" takes an exception back, which path patterns here cannot`);
      return [];
    }
    const isFolder = entry.endsWith('/');
    const body = entry.replace(/\/$/, '');
    const base = body.startsWith('/') ? body.slice(1) : body.includes('/') ? body : `**/${body}`;
    return isFolder ? [`${base}/**`] : [base, `${base}/**`];
  });
  return { ...nothingConverted, paths, notes };
}
