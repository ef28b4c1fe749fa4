/** Shortest literal that is worth searching for. */
const shortest = 3;

/**
 * The longest text that every match of an expression holds, in lower case; undefined where it is shorter than three
 * characters. Reads only what stands outside of groups, classes and repeats, so it may find less than there is.
 */
export function requiredLiteral(expression: string): string | undefined {
  // alternatives at the top: no part is required
  let best = '';
  let run = '';
  let depth = 0;
  const end = (): void => {
    if (run.length > best.length) best = run;
    run = '';
  };
  for (let at = 0; at < expression.length; at++) {
    const character = expression[at] ?? '';
    let literal: string | undefined;
    if (character === '\\') {
      const next = expression[++at] ?? '';
      literal = /[A-Za-z0-9]/.test(next) ? undefined : next;
    } else if (character === '[') {
      at = endOfClass(expression, at);
    } else if (character === '(') depth++;
    else if (character === ')') depth--;
    else if (character === '|' && depth === 0) return undefined;
    else if (!/[.^$*+?{}|]/.test(character)) literal = character;
    else if (character === '{') at = Math.max(at, expression.indexOf('}', at));
    if (depth > 0 || literal === undefined) {
      end();
      continue;
    }
    // a repeat makes the last character optional, or not
    const next = expression[at + 1];
    if (next === '?' || next === '*' || next === '{') end();
    else {
      run += literal;
      if (next === '+') end();
    }
  }
  end();
  return best.length >= shortest && /^[\x20-\x7e]+$/.test(best) ? best.toLowerCase() : undefined;
}

function endOfClass(expression: string, open: number): number {
  for (let at = open + (expression[open + 1] === '^' ? 3 : 2); at < expression.length; at++) {
    if (expression[at] === '\\') at++;
    else if (expression[at] === '[' && expression[at + 1] === ':') at = Math.max(at, expression.indexOf(':]', at) + 1);
    else if (expression[at] === ']') return at;
  }
  return expression.length;
}
