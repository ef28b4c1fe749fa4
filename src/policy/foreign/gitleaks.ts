import { readToml } from '../../formats/packages/toml.ts';
import { at, itemsAt, tablesAt, textAt } from '../../formats/packages/toml-fields.ts';
import { textOf, type DataNode, type MapNode } from '../../formats/node.ts';
import type { CredentialCheck, CredentialHit, CredentialMatch } from '../../model/check.ts';
import { readAllowlist, type Allowlist } from './gitleaks-allow.ts';
import { linearExpression } from './linear-expression.ts';
import { requiredLiteral } from './literal.ts';

/** A configuration of gitleaks (or betterleaks, which has the same form) as it is applied at run time. */
export interface GitleaksConfiguration {
  readonly name: string;
  /** Its own rules. */
  readonly checks: readonly CredentialCheck[];
  /** Ids of rules that it switches off. */
  readonly disabled: ReadonlySet<string>;
  /** Allow-lists for all rules, or for those that they name. */
  readonly allowlists: readonly Allowlist[];
  /** Allow-lists of single rules, by the rule's id. */
  readonly byRule: ReadonlyMap<string, readonly Allowlist[]>;
  /** The file that it extends. */
  readonly extends?: string;
  readonly notes: readonly string[];
}

/** Bytes around a keyword in which a rule's expression is tried. */
const before = 512;
const after = 4096;

/** Reads a `.gitleaks.toml`. Source: gitleaks 8.30, config/config.go, config/rule.go and README, "Configuration". */
export function readGitleaks(name: string, text: string): GitleaksConfiguration {
  const { documents, problems } = readToml(text);
  const root = documents[0];
  const notes = problems.map((problem) => `${name}: ${problem.message}`);
  const rules = tablesAt(root, 'rules');
  const byRule = new Map<string, readonly Allowlist[]>();
  for (const rule of rules) {
    const id = textAt(rule, 'id');
    const lists = allowlistsOf(rule, `${name}: the rule "${id ?? '?'}"`, notes);
    if (id !== undefined && lists.length > 0) byRule.set(id, lists);
  }
  const base = textAt(root, 'extend', 'path');
  return {
    name,
    checks: rules.flatMap((rule) => checkOf(name, rule, notes)),
    disabled: new Set(itemsAt(root, 'extend', 'disabledRules').flatMap((item) => textOf(item) ?? [])),
    allowlists: allowlistsOf(root, name, notes),
    byRule,
    ...(base === undefined ? {} : { extends: base }),
    notes,
  };
}

function allowlistsOf(node: DataNode | undefined, where: string, notes: string[]): readonly Allowlist[] {
  const single = at(node, 'allowlist');
  return [...(single?.kind === 'map' ? [single] : []), ...tablesAt(node, 'allowlists')].map((table) => readAllowlist(where, table, notes));
}

/** A rule as a check. A rule without an expression changes one of the defaults: its allow-lists are all that counts. */
function checkOf(name: string, rule: MapNode, notes: string[]): readonly CredentialCheck[] {
  const id = textAt(rule, 'id') ?? '';
  const regex = textAt(rule, 'regex');
  const path = textAt(rule, 'path');
  const label = `${name}: the rule "${id}"`;
  const leftOut = (why: string): readonly CredentialCheck[] => {
    notes.push(`${label} ${why} and is left out`);
    return [];
  };
  const slug = id.toLowerCase().replace(/[^a-z0-9-]+/g, '-').replace(/^-+|-+$/g, '');
  if (regex === undefined) return path === undefined ? [] : leftOut('judges file names only');
  if (slug === '') return leftOut('has no id');
  const keywords = keywordsOf(rule, regex);
  if (keywords.length === 0) return leftOut('has no keyword and no literal of three characters in its expression');
  try {
    const expression = linearExpression(regex);
    const pathTest = path === undefined ? undefined : linearExpression(path);
    const group = numberOf(at(rule, 'secretGroup')) ?? 0;
    const detect = (hit: CredentialHit): readonly CredentialMatch[] => (pathTest === undefined || pathTest.test(hit.path) ? find(expression, group, hit) : []);
    return [{ ...customCheck(slug, textAt(rule, 'description') ?? id, name), aliases: [`gitleaks:${id}`], keywords, entropy: numberOf(at(rule, 'entropy')) ?? 0, detect }];
  } catch (error) {
    return leftOut(`has an expression that cannot be read (${error instanceof Error ? error.message : String(error)})`);
  }
}

/** A rule's keywords start it wherever they stand in a file; here they have to be near, so that those of the expression itself are better. */
function keywordsOf(rule: MapNode, regex: string): readonly string[] {
  const own = itemsAt(rule, 'keywords').flatMap((item) => textOf(item)?.toLowerCase() ?? []).filter((word) => word.length >= 3 && /^[\x20-\x7e]+$/.test(word));
  const plain = regex.toLowerCase().replaceAll('\\', '');
  const isInside = own.length > 0 && own.every((word) => plain.includes(word));
  const literal = isInside ? undefined : requiredLiteral(regex.replace(/^\(\?[a-z]+\)/, ''));
  return literal === undefined ? own : [literal];
}

function find(expression: ReturnType<typeof linearExpression>, group: number, { bytes, keywordStart, keywordEnd }: CredentialHit): readonly CredentialMatch[] {
  const from = Math.max(0, keywordStart - before);
  const text = bytes.toString('latin1', from, Math.min(bytes.length, keywordEnd + after));
  const found: CredentialMatch[] = [];
  for (const { groups } of expression.matches(text)) {
    // the named group, or the first that took part, or all of it
    const span = (group > 0 ? groups[group] : groups.slice(1).find((one) => one !== undefined && one.end > one.start)) ?? groups[0];
    if (span !== undefined && span.end > span.start) found.push({ start: from + span.start, end: from + span.end, secret: text.slice(span.start, span.end) });
  }
  return found;
}

function customCheck(slug: string, description: string, name: string): Omit<CredentialCheck, 'keywords' | 'entropy'> {
  return {
    id: `credentials/custom/${slug}`,
    family: 'credentials',
    title: description.slice(0, 120),
    severity: 'high',
    reason: `A rule in ${name} says that it is a secret.`,
    remedy: 'Revoke it where it is used. Then load the value from the environment or a secret store.',
    references: [],
    aliases: [],
    on: true,
    examples: { fail: [], pass: [] },
    provider: 'custom',
    pattern: '',
    rank: 3,
    before,
    after,
    plausible: false,
    everyday: false,
    paths: [],
    allow: [],
  };
}

function numberOf(node: DataNode | undefined): number | undefined {
  return node?.kind === 'scalar' && typeof node.value === 'number' ? node.value : undefined;
}
