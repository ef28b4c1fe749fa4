/**
 * A text of a Dockerfile with its variables put in. What depends on something the file does not say (a build
 * argument without default, the base image's environment) is not known, and says why.
 */
export interface ResolvedText {
  /** The value; undefined when any part is not known. */
  readonly text?: string;
  /** Literal pieces, with null where an unknown piece stands. */
  readonly parts: readonly (string | null)[];
  /** Variables it uses, in order. */
  readonly uses: readonly VariableUse[];
  /** On what the unknown piece depends. */
  readonly why?: string;
}

/** A variable where it is used. */
export interface VariableUse {
  readonly name: string;
  /** Undefined when nothing above the use defines it. */
  readonly variable?: Variable;
  /** The use gives its own answer for an unset variable: `${name:-word}`, `${name:?word}`. */
  readonly hasFallback: boolean;
}

/** A variable as ENV, ARG or the builder defines it. */
export interface Variable {
  readonly kind: 'env' | 'arg' | 'builtin';
  readonly value: ResolvedText;
  /** Where it is defined; builtin ones are nowhere. */
  readonly start?: number;
  readonly end?: number;
}

/** A text without anything unknown. */
export function knownText(text: string): ResolvedText {
  return { text, parts: [text], uses: [] };
}

/** A text of which nothing is known. */
export function unknownText(why: string): ResolvedText {
  return { parts: [null], uses: [], why };
}
