import { itemsAt, textAt } from '../../formats/packages/toml-fields.ts';
import { textOf, type MapNode } from '../../formats/node.ts';
import { linearExpression, type LinearExpression } from './linear-expression.ts';

/** What an allow-list is asked about. */
export interface Allowable {
  readonly path: string;
  readonly secret: string;
  /** What the rule's whole expression matched; the line, where it is not known. */
  readonly match: string;
  readonly line: string;
}

/** One allow-list of gitleaks. */
export interface Allowlist {
  /** Rules it is for; empty for all. */
  readonly targetRules: readonly string[];
  allows(one: Allowable): boolean;
}

/**
 * Reads an `[allowlist]` or an entry of `[[allowlists]]`: any of its conditions lets a finding pass, or all of them together
 * with `condition = "AND"`. Source: gitleaks 8.30, config/allowlist.go and README.
 */
export function readAllowlist(where: string, table: MapNode, notes: string[]): Allowlist {
  const compile = (source: string): readonly LinearExpression[] => {
    try {
      return [linearExpression(source)];
    } catch (error) {
      notes.push(`${where}: the expression ${source.slice(0, 60)} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
      return [];
    }
  };
  const texts = (key: string): readonly string[] => itemsAt(table, key).flatMap((item) => textOf(item) ?? []);
  const paths = texts('paths').flatMap(compile);
  const regexes = texts('regexes').flatMap(compile);
  const stopwords = texts('stopwords').map((word) => word.toLowerCase());
  const target = textAt(table, 'regexTarget');
  if (texts('commits').length > 0) notes.push(`${where}: allowed commits have no counterpart and are left out`);
  const conditions: ((one: Allowable) => boolean)[] = [
    ...(paths.length > 0 ? [({ path }: Allowable) => paths.some((expression) => expression.test(path))] : []),
    ...(regexes.length > 0 ? [(one: Allowable) => regexes.some((expression) => expression.test(target === 'line' ? one.line : target === 'match' ? one.match : one.secret))] : []),
    ...(stopwords.length > 0 ? [({ secret }: Allowable) => stopwords.some((word) => secret.toLowerCase().includes(word))] : []),
  ];
  // with a condition that cannot be asked, an AND holds for nothing
  const isAnd = ['AND', '&&'].includes(textAt(table, 'condition')?.toUpperCase() ?? '');
  const isWhole = texts('commits').length === 0 && paths.length === texts('paths').length && regexes.length === texts('regexes').length;
  return {
    targetRules: texts('targetRules'),
    allows: (one) => conditions.length > 0 && (isAnd ? isWhole && conditions.every((holds) => holds(one)) : conditions.some((holds) => holds(one))),
  };
}
