import type { Allowable } from './gitleaks-allow.ts';
import { linearExpression } from './linear-expression.ts';

/** What a `.secretlintrc` says that our own checks can follow. */
export interface SecretlintConfiguration {
  readonly name: string;
  /** Ids of rules that it switches off, without the scope `@secretlint/`. */
  readonly disabled: ReadonlySet<string>;
  /** Whether a rule's `allows` lets a secret pass: all secretlint rules have that option. */
  allows(one: Allowable): boolean;
  readonly notes: readonly string[];
}

/** Deepest nesting of presets that is read. */
const maxDepth = 4;

/**
 * Reads the JSON form of `.secretlintrc`. Patterns in `allows` are literals or `/expression/flags`.
 * Source: secretlint 12, docs/secretlintrc.md; @textlint/regexp-string-matcher.
 */
export function readSecretlint(name: string, text: string): SecretlintConfiguration {
  const notes: string[] = [];
  const disabled = new Set<string>();
  const tests: ((secret: string) => boolean)[] = [];
  const readRules = (rules: unknown, depth: number): void => {
    if (!Array.isArray(rules) || depth > maxDepth) return;
    for (const rule of rules) {
      if (!isMap(rule) || typeof rule['id'] !== 'string') continue;
      if (rule['disabled'] === true) disabled.add(rule['id'].replace(/^@secretlint\//, ''));
      const allows = isMap(rule['options']) ? rule['options']['allows'] : undefined;
      if (Array.isArray(allows)) tests.push(...allows.flatMap((one) => (typeof one === 'string' ? allowTest(name, one, notes) : [])));
      readRules(rule['rules'], depth + 1);
    }
  };
  const root = parse(text);
  if (root === undefined) notes.push(`${name}: is not JSON and is left out`);
  else if (isMap(root)) readRules(root['rules'], 0);
  return { name, disabled, allows: ({ secret }) => tests.some((test) => test(secret)), notes };
}

function allowTest(name: string, pattern: string, notes: string[]): readonly ((secret: string) => boolean)[] {
  const expression = /^\/(.+)\/([a-z]*)$/s.exec(pattern);
  if (expression === null) return pattern === '' ? [] : [(secret) => secret.includes(pattern)];
  const flags = (expression[2] ?? '').replace(/[^ims]/g, '');
  try {
    const compiled = linearExpression(`${flags === '' ? '' : `(?${flags})`}${expression[1] ?? ''}`);
    return [(secret) => compiled.test(secret)];
  } catch (error) {
    notes.push(`${name}: the expression ${pattern.slice(0, 60)} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
    return [];
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // its YAML and JavaScript forms are not read
    return undefined;
  }
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
