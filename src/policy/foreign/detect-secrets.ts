import { createHash } from 'node:crypto';
import { readJson } from '../../formats/json.ts';
import { entriesAt, itemsAt, keyOf, textAt } from '../../formats/packages/toml-fields.ts';
import { textOf } from '../../formats/node.ts';
import type { Allowable } from './gitleaks-allow.ts';
import { linearExpression, type LinearExpression } from './linear-expression.ts';

/** A baseline of detect-secrets: the secrets that it knows, hashed, by file; and what it leaves out. */
export interface DetectSecretsBaseline {
  readonly name: string;
  /** What it says of a finding, or undefined. */
  reasonFor(one: Allowable): string | undefined;
  readonly notes: readonly string[];
}

/** Filters of detect-secrets that exclude by an expression, and what of a finding it is tried on. */
const excluding: readonly (readonly [name: string, of: keyof Allowable])[] = [
  ['should_exclude_file', 'path'],
  ['should_exclude_line', 'line'],
  ['should_exclude_secret', 'secret'],
];

/** Reads `.secrets.baseline`. Source: detect-secrets 1.5, core/baseline.py, core/potential_secret.py (SHA-1 of the secret), filters/regex.py. */
export function readDetectSecrets(name: string, text: string): DetectSecretsBaseline {
  const { documents, problems } = readJson(text);
  const root = documents[0];
  const notes = problems.map((problem) => `${name}: ${problem.message}`);
  const known = new Map<string, Set<string>>();
  for (const file of entriesAt(root, 'results')) {
    const path = keyOf(file).replaceAll('\\', '/');
    const hashes = known.get(path) ?? new Set<string>();
    for (const finding of itemsAt(root, 'results', keyOf(file))) hashes.add(textAt(finding, 'hashed_secret') ?? '');
    known.set(path, hashes);
  }
  const filters: { expression: LinearExpression; of: keyof Allowable }[] = [];
  const add = (source: string, of: keyof Allowable): void => {
    try {
      filters.push({ expression: linearExpression(source), of });
    } catch (error) {
      notes.push(`${name}: the expression ${source.slice(0, 60)} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  for (const filter of itemsAt(root, 'filters_used')) {
    const of = excluding.find(([end]) => textAt(filter, 'path')?.endsWith(`.${end}`) === true)?.[1];
    if (of !== undefined) for (const pattern of itemsAt(filter, 'pattern')) add(textOf(pattern) ?? '', of);
  }
  // versions before 1.0
  for (const [key, of] of [['files', 'path'], ['lines', 'line']] as const) {
    const pattern = textAt(root, 'exclude', key);
    if (pattern !== undefined) add(pattern, of);
  }
  return {
    name,
    reasonFor(one) {
      const hashes = known.get(one.path);
      if (hashes !== undefined && secretsOf(one).some((secret) => hashes.has(createHash('sha1').update(secret).digest('hex')))) return 'is among the secrets it knows';
      return filters.some(({ expression, of }) => expression.test(one[of])) ? 'is excluded there' : undefined;
    },
    notes,
  };
}

/** What detect-secrets takes for the secret where we take more or less: the header of a private key, the password of a URL. */
function secretsOf({ secret, line }: Allowable): readonly string[] {
  const header = /BEGIN (?:[A-Z]{2,12} ){0,2}PRIVATE KEY(?: BLOCK)?/.exec(line)?.[0];
  const password = /^[^:@\s]*:([^@\s]+)(?:@|$)/.exec(secret)?.[1];
  return [secret, ...(header === undefined ? [] : [header]), ...(password === undefined ? [] : [password])];
}
