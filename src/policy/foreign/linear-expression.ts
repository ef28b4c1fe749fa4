import { RE2JS } from 're2js';

/** A match: where it is, and its groups (0 is the whole) as spans; a group that took no part has none. */
export interface LinearMatch {
  readonly groups: readonly ({ readonly start: number; readonly end: number } | undefined)[];
}

/** A regular expression whose cost is linear in the text, whatever it says: it came with the repository. */
export interface LinearExpression {
  /** The number of a named group. */
  groupNumber(name: string): number | undefined;
  test(text: string): boolean;
  matches(text: string): Iterable<LinearMatch>;
}

/** Longest expression that is compiled: its automaton grows with it. */
const longestExpression = 20_000;

/**
 * Compiles an expression of RE2's syntax, which is Go's: no backtracking, and so neither look-around nor back references.
 * Throws Error for any other.
 */
export function linearExpression(source: string): LinearExpression {
  if (source.length > longestExpression) throw new Error(`longer than ${longestExpression} characters`);
  const compiled = RE2JS.compile(source);
  return {
    groupNumber: (name) => compiled.namedGroups()[name],
    test: (text) => compiled.matcher(text).find(),
    *matches(text) {
      const matcher = compiled.matcher(text);
      while (matcher.find()) {
        const groups = Array.from({ length: matcher.groupCount() + 1 }, (_one, number) => {
          const start = matcher.start(number);
          return start < 0 ? undefined : { start, end: matcher.end(number) };
        });
        yield { groups };
      }
    },
  };
}
