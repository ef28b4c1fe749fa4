import { readToml } from '../../formats/packages/toml.ts';
import { at, itemsAt, tablesAt, textAt } from '../../formats/packages/toml-fields.ts';
import { textOf, type DataNode, type MapNode } from '../../formats/node.ts';
import { nothingConverted, type Converted } from './converted.ts';
import { pathPatterns } from './path-pattern.ts';

/**
 * Converts a `.gitleaks.toml` (or betterleaks', which has the same form): its own rules become check files, its lists of
 * allowed paths path patterns, its disabled rules checks that are off.
 * Source: gitleaks 8.30, config/gitleaks.toml and README, "Configuration".
 */
export function convertGitleaks(name: string, text: string): Converted {
  const { documents, problems } = readToml(text);
  const root = documents[0];
  const notes = problems.map((problem) => `${name}: ${problem.message}`);
  const allowed = [...tablesOf(at(root, 'allowlist')), ...tablesAt(root, 'allowlists')].map((table) => convertAllowlist(name, 'the whole configuration', table, notes));
  const rules = tablesAt(root, 'rules').map((rule) => convertRule(name, rule, notes));
  return {
    ...nothingConverted,
    paths: allowed.flat(),
    checks: rules.flatMap((rule) => (rule === undefined ? [] : [rule])),
    off: textsAt(root, 'extend', 'disabledRules'),
    notes,
  };
}

/** Converts `.gitleaksignore`: fingerprints `COMMIT:FILE:RULE:LINE` or `FILE:RULE:LINE`. */
export function convertGitleaksIgnore(name: string, text: string): Converted {
  const notes: string[] = [];
  const accepted = text.split(/\r?\n/).flatMap((line, number) => {
    const entry = line.replace(/#.*$/, '').trim();
    if (entry === '') return [];
    const match = /^(?:[0-9a-f]{7,64}:)?(.+):([^:]+):(\d{1,9})$/.exec(entry);
    if (match === null) {
      notes.push(`${name}:${number + 1}: "${entry.slice(0, 60)}" is not a fingerprint`);
      return [];
    }
    return [{ path: (match[1] ?? '').replace(/^\.\//, ''), line: Number(match[3]), rule: match[2] ?? '' }];
  });
  return { ...nothingConverted, accepted, notes };
}

function tablesOf(node: DataNode | undefined): readonly MapNode[] {
  return node?.kind === 'map' ? [node] : [];
}

function textsAt(node: DataNode | undefined, ...keys: readonly string[]): readonly string[] {
  return itemsAt(node, ...keys).flatMap((item) => textOf(item) ?? []);
}

function convertAllowlist(name: string, where: string, table: MapNode, notes: string[]): readonly string[] {
  for (const key of ['regexes', 'stopwords', 'commits']) {
    const count = itemsAt(table, key).length;
    if (count > 0) notes.push(`${name}: ${count} ${key} of the allow-list of ${where} have no counterpart; suppress what is still found by its fingerprint`);
  }
  const paths = textsAt(table, 'paths');
  if (paths.length > 0 && textAt(table, 'condition')?.toUpperCase() === 'AND') {
    notes.push(`${name}: an allow-list of ${where} joins its conditions with AND; it was left out`);
    return [];
  }
  if (paths.length > 0 && itemsAt(table, 'targetRules').length > 0) {
    notes.push(`${name}: an allow-list of paths for some rules only was left out`);
    return [];
  }
  return paths.flatMap((path) => {
    const patterns = pathPatterns(path);
    if (patterns === undefined) notes.push(`${name}: the path expression ${path} cannot be written as path patterns`);
    return patterns ?? [];
  });
}

function convertRule(name: string, rule: MapNode, notes: string[]): { name: string; text: string } | undefined {
  const id = (textAt(rule, 'id') ?? '').toLowerCase().replace(/[^a-z0-9-]+/g, '-').replace(/^-+|-+$/g, '');
  const regex = textAt(rule, 'regex');
  const label = `${name}: the rule "${textAt(rule, 'id') ?? '?'}"`;
  if (id === '' || regex === undefined) {
    if (regex !== undefined || textAt(rule, 'path') === undefined) notes.push(`${label} has no id or no expression of its own and was left out`);
    else notes.push(`${label} judges file names only and was left out`);
    return undefined;
  }
  const pattern = javascriptExpression(regex);
  if (pattern === undefined) {
    notes.push(`${label} uses what JavaScript's expressions do not have and was left out`);
    return undefined;
  }
  const group = Number(textOf(at(rule, 'secretGroup')) ?? scalarNumber(at(rule, 'secretGroup')) ?? 0);
  if (group > 1) {
    notes.push(`${label} takes its group ${group} for the secret; name that group "secret" in an own check file`);
    return undefined;
  }
  const keywords = textsAt(rule, 'keywords').map((word) => word.toLowerCase()).filter((word) => word.length >= 3 && /^[\x20-\x7e]+$/.test(word));
  if (keywords.length === 0) {
    notes.push(`${label} has no keyword of three characters or more, which ours need`);
    return undefined;
  }
  const paths = textAt(rule, 'path');
  if (paths !== undefined) notes.push(`${label} was for some paths only; the converted check is for all`);
  for (const table of [...tablesOf(at(rule, 'allowlist')), ...tablesAt(rule, 'allowlists')]) if (itemsAt(table, 'paths').length > 0) notes.push(`${label}: its allowed paths were left out; set "paths" in portcullis.yaml`);
  const allow = [...tablesOf(at(rule, 'allowlist')), ...tablesAt(rule, 'allowlists')].flatMap((table) => textsAt(table, 'regexes')).flatMap((one) => javascriptExpression(one)?.source ?? []);
  return { name: id, text: checkFile(id, textAt(rule, 'description') ?? id, pattern, keywords, scalarNumber(at(rule, 'entropy')) ?? 0, allow) };
}

function scalarNumber(node: DataNode | undefined): number | undefined {
  return node?.kind === 'scalar' && typeof node.value === 'number' ? node.value : undefined;
}

function checkFile(id: string, description: string, { source, flags }: { source: string; flags: string }, keywords: readonly string[], entropy: number, allow: readonly string[]): string {
  const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
  return [
    `title: ${JSON.stringify(description.slice(0, 120))}`,
    'severity: high',
    'provider: custom',
    `keywords: ${JSON.stringify(keywords)}`,
    `pattern: ${quoted(source)}`,
    ...(flags === '' ? [] : [`flags: ${flags}`]),
    ...(entropy > 0 ? [`entropy: ${entropy}`] : []),
    ...(allow.length === 0 ? [] : [`allow: [${allow.map(quoted).join(', ')}]`]),
    'reason: A rule of this repository says that it is a secret.',
    'remedy: Revoke it where it is used. Then load the value from the environment or a secret store.',
    `aliases: ["gitleaks:${id}"]`,
    '',
  ].join('\n');
}

/** A Go expression (RE2) in JavaScript's syntax, or undefined where it says what JavaScript cannot. */
export function javascriptExpression(go: string): { readonly source: string; readonly flags: string } | undefined {
  const leading = /^\(\?([ims]+)\)/.exec(go);
  const source = go
    .slice(leading?.[0].length ?? 0)
    .replaceAll('(?P<', '(?<')
    .replaceAll('\\z', '$')
    .replaceAll('\\A', '^')
    .replaceAll('[[:alnum:]]', '[A-Za-z0-9]')
    .replaceAll('[:alnum:]', 'A-Za-z0-9')
    .replaceAll('[:alpha:]', 'A-Za-z')
    .replaceAll('[:digit:]', '0-9')
    .replaceAll('[:xdigit:]', 'A-Fa-f0-9')
    .replaceAll('[:word:]', '\\w');
  if (/\(\?[a-zA-Z-]+[:)]|\\[pPQEC]|\[:\w+:\]|\\x\{/.test(source)) return undefined;
  const flags = leading?.[1] ?? '';
  try {
    new RegExp(source, `dg${flags}`);
    return { source, flags };
  } catch {
    return undefined;
  }
}
