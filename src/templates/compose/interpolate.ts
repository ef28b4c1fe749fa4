/** A text with its variables put in: literal pieces, null where the value of a variable is not known. */
export interface Interpolated {
  readonly parts: readonly (string | null)[];
  /** What the first unknown piece depends on, as a phrase. */
  readonly why?: string;
}

/** Levels of defaults within defaults: `${A:-${B:-c}}`. */
const maxDepth = 10;

/** Characters of one pair of braces; more is left as it is written. */
const maxBody = 5000;

/**
 * Puts variables into a text as Compose does: `$NAME`, `${NAME}`, `${NAME:-default}`, `${NAME-default}`, `${NAME:?message}`,
 * `${NAME:+instead}`, `$$` for a dollar sign. A default stands for a variable that is not set here.
 * Source: compose-spec, 12-interpolation.md. Linear in the text for every level of nesting.
 */
export function interpolate(text: string, variables: ReadonlyMap<string, string>, depth = 0): Interpolated {
  if (!text.includes('$')) return { parts: [text] };
  const parts: (string | null)[] = [];
  let why: string | undefined;
  let literal = '';
  const add = (piece: Interpolated): void => {
    why ??= piece.why;
    for (const part of piece.parts) {
      if (part !== null) literal += part;
      else {
        if (literal !== '') parts.push(literal);
        literal = '';
        if (parts.at(-1) !== null) parts.push(null);
      }
    }
  };
  for (let at = 0; at < text.length; ) {
    const dollar = text.indexOf('$', at);
    if (dollar < 0) {
      literal += text.slice(at);
      break;
    }
    literal += text.slice(at, dollar);
    const next = text[dollar + 1];
    const bare = /^[A-Za-z_]\w{0,200}/.exec(text.slice(dollar + 1, dollar + 210))?.[0];
    const end = next === '{' ? closingBrace(text, dollar + 2) : -1;
    if (next === '$') {
      literal += '$';
      at = dollar + 2;
    } else if (bare !== undefined) {
      add(variable(bare, variables));
      at = dollar + 1 + bare.length;
    } else if (end > 0) {
      add(braced(text.slice(dollar + 2, end), variables, depth));
      at = end + 1;
    } else {
      literal += '$';
      at = dollar + 1;
    }
  }
  if (literal !== '' || parts.length === 0) parts.push(literal);
  return { parts, ...(why === undefined ? {} : { why }) };
}

function closingBrace(text: string, from: number): number {
  let depth = 1;
  const last = Math.min(text.length, from + maxBody);
  for (let at = from; at < last; at++) {
    if (text[at] === '{' && text[at - 1] === '$') depth++;
    else if (text[at] === '}' && --depth === 0) return at;
  }
  return -1;
}

function braced(body: string, variables: ReadonlyMap<string, string>, depth: number): Interpolated {
  const match = /^([A-Za-z_]\w{0,200})(:?[-?+])?/.exec(body);
  const name = match?.[1];
  if (match === null || name === undefined) return { parts: [null], why: 'a variable that cannot be read' };
  const rest = body.slice(match[0].length);
  const operator = match[2] ?? '';
  const value = variables.get(name);
  const isSet = value !== undefined && (operator[0] !== ':' || value !== '');
  const otherwise = (): Interpolated => (depth >= maxDepth ? { parts: [null], why: 'defaults nested too deeply' } : interpolate(rest, variables, depth + 1));
  if (operator.endsWith('-')) return isSet ? { parts: [value] } : otherwise();
  // what replaces a variable counts only where it is set, and that is not known here
  if (operator.endsWith('+')) return isSet ? otherwise() : value === undefined ? { parts: [null], why: `variable ${name}, which may be set` } : { parts: [''] };
  return variable(name, variables);
}

function variable(name: string, variables: ReadonlyMap<string, string>): Interpolated {
  const value = variables.get(name);
  return value === undefined ? { parts: [null], why: `variable ${name}, which has no default and stands in no .env file` } : { parts: [value] };
}
