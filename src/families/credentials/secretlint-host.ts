import { rangeOf, sourceText } from '../../formats/place.ts';
import type { Check } from '../../model/check.ts';
import type { Report } from '../../model/finding.ts';
import { redact } from '../../model/redact.ts';
import type { Source } from '../../model/source.ts';

/**
 * The part of secretlint's rule interface that scanners use. Hosting the rules and not secretlint's core avoids its
 * quadratic profiler and its messages, which hold the secret.
 * Source: @secretlint/types 12, SecretLintRuleCreator and SecretLintRulePresetCreator.
 */
export interface SecretlintRule {
  readonly meta: { readonly id: string; readonly type?: string };
  readonly messages?: unknown;
  create(context: SecretlintContext, options: unknown): unknown;
}

interface SecretlintContext {
  createTranslator(): (messageId: string, data?: unknown) => { message: string; messageId: string };
  report(descriptor: { readonly message?: unknown; readonly range: readonly number[] }): void;
  ignore(descriptor: { readonly range: readonly number[] }): void;
  registerRule?(rule: SecretlintRule, options?: { readonly options?: unknown }): void;
}

/** A secretlint rule made ready to run here, with the check that stands for it. */
export interface HostedRule {
  readonly check: Check;
  examine(source: Source): Promise<readonly Report[]>;
}

/** Hosts the rule, or all rules of the preset, that a module exports as `creator`. Throws when it exports neither. */
export function hostSecretlint(module: unknown, name: string): readonly HostedRule[] {
  const creator = creatorOf(module);
  if (creator === undefined) throw new Error(`${name} exports no secretlint rule ("creator")`);
  if (creator.meta.type !== 'preset') return [hosted(creator, undefined)];
  const rules: HostedRule[] = [];
  const nothing = (): void => undefined;
  creator.create({ createTranslator: () => () => ({ message: '', messageId: '' }), report: nothing, ignore: nothing, registerRule: (rule, settings) => void rules.push(hosted(rule, settings?.options)) }, {});
  return rules;
}

function creatorOf(module: unknown): SecretlintRule | undefined {
  for (let candidate: unknown = module, depth = 0; isObject(candidate) && depth < 3; candidate = candidate['default'], depth++) {
    const creator = candidate['creator'] ?? candidate;
    if (isRule(creator)) return creator;
  }
  return undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isRule(value: unknown): value is SecretlintRule {
  return isObject(value) && isObject(value['meta']) && typeof value['create'] === 'function';
}

function hosted(rule: SecretlintRule, options: unknown): HostedRule {
  const check = checkOf(rule);
  return {
    check,
    async examine(source) {
      const text = source.bytes.toString('utf8');
      const found: (readonly number[])[] = [];
      const ignored: (readonly number[])[] = [];
      const created = rule.create(
        {
          createTranslator: () => (messageId) => ({ message: messageId, messageId }),
          report: ({ range }) => void found.push(range),
          ignore: ({ range }) => void ignored.push(range),
        },
        options ?? {},
      );
      if (isObject(created) && typeof created['file'] === 'function') await created['file'](secretlintSource(source, text));
      const place = sourceText(source.path, text);
      return found
        .filter(([start = 0, end = 0]) => !ignored.some(([from = 0, to = 0]) => from <= start && end <= to))
        .map(([start = 0, end = 0]): Report => {
          const secret = text.slice(start, end);
          return { check: check.id, certainty: 'fail', range: rangeOf({ source: place, start, end }), message: '', evidence: redact(secret), identity: secret, secret: true };
        });
    },
  };
}

/** What a rule sees of a file: its text and position helpers (lines from 1, columns from 0, as secretlint counts). */
function secretlintSource(source: Source, text: string): object {
  const place = sourceText(source.path, text);
  const toLocation = (start: number, end: number): object => {
    const range = rangeOf({ source: place, start, end });
    return { start: { line: range.startLine, column: range.startColumn - 1 }, end: { line: range.endLine, column: range.endColumn - 1 } };
  };
  return {
    content: text,
    contentType: 'text',
    filePath: source.path,
    ext: /\.[^./]+$/.exec(source.path)?.[0] ?? '',
    hasBOM: text.startsWith('\ufeff'),
    indexToPosition: (index: number) => {
      const { startLine, startColumn } = rangeOf({ source: place, start: index, end: index });
      return { line: startLine, column: startColumn - 1 };
    },
    positionToIndex: ({ line, column }: { line: number; column: number }) => (place.lineStarts()[line - 1] ?? 0) + column,
    rangeToLocation: ([start = 0, end = 0]: readonly number[]) => toLocation(start, end),
    locationToRange: () => [0, 0],
  };
}

function checkOf(rule: SecretlintRule): Check {
  const name = rule.meta.id.replace(/^@secretlint\/secretlint-rule-/, '').replace(/[^A-Za-z0-9_.-]+/g, '-');
  return {
    id: `credentials/secretlint/${name}`,
    family: 'credentials',
    title: `Credential found by secretlint's rule ${name}`,
    severity: 'high',
    reason: 'Anyone who can read it can use it until it is revoked.',
    remedy: 'Revoke it where it was issued, then load the value from the environment or a secret store.',
    references: [],
    aliases: [`secretlint:${rule.meta.id}`],
    on: true,
    examples: { fail: [], pass: [] },
  };
}
