/** Most patterns one expression is turned into. */
const maxPatterns = 24;

/**
 * A regular expression over paths as the path patterns that mean the same, or undefined where patterns cannot say it.
 * Literals, one level of alternatives, `.*`, `[^/]*` and anchors are understood, which is what ignore lists are made of.
 */
export function pathPatterns(expression: string): readonly string[] | undefined {
  const plain = expression.replace(/^\(\?i\)/, '').replaceAll('\\/', '/').replaceAll('(?:', '(');
  const variants = alternatives(plain);
  if (variants === undefined || variants.length > maxPatterns) return undefined;
  const patterns = variants.map(patternsOf);
  return patterns.some((one) => one === undefined) ? undefined : [...new Set(patterns.flatMap((one) => one ?? []))];
}

/** Spreads groups of alternatives out: `(a|b)c` is `ac` and `bc`. Undefined when a group is repeated or does not close. */
function alternatives(expression: string): readonly string[] | undefined {
  let variants: string[] = [''];
  const tops: string[][] = [];
  for (let i = 0; i < expression.length; i++) {
    const character = expression[i] ?? '';
    if (character === '\\') {
      variants = variants.map((one) => one + character + (expression[i + 1] ?? ''));
      i++;
    } else if (character === '[') {
      const end = expression.indexOf(']', i + 2);
      if (end < 0) return undefined;
      variants = variants.map((one) => one + expression.slice(i, end + 1));
      i = end;
    } else if (character === '(') {
      const end = closing(expression, i);
      if (end < 0) return undefined;
      const inner = alternatives(expression.slice(i + 1, end));
      const isOptional = expression[end + 1] === '?';
      if (inner === undefined || /[*+{]/.test(expression[end + 1] ?? '')) return undefined;
      const choices = isOptional ? [...inner, ''] : inner;
      variants = variants.flatMap((one) => choices.map((choice) => one + choice));
      if (variants.length > maxPatterns) return undefined;
      i = isOptional ? end + 1 : end;
    } else if (character === '|') {
      tops.push(variants);
      variants = [''];
    } else variants = variants.map((one) => one + character);
  }
  return [...tops.flat(), ...variants];
}

function closing(expression: string, open: number): number {
  for (let i = open, depth = 0; i < expression.length; i++) {
    if (expression[i] === '\\') i++;
    else if (expression[i] === '(') depth++;
    else if (expression[i] === ')' && --depth === 0) return i;
  }
  return -1;
}

function patternsOf(expression: string): readonly string[] | undefined {
  const isAnchored = expression.startsWith('^');
  const isClosed = /[^\\]\$$/.test(expression);
  const body = expression.replace(/^\^+/, '').replace(/\^/g, '').replace(/([^\\])\$+$/, '$1');
  let glob = '';
  for (let rest = body; rest !== ''; ) {
    const any = /^(?:\.[*+]\??|\[\^\/\]?[*+]\??|\[\^\/\][*+]\??|\\[wS][*+]\??)/.exec(rest);
    const literal = /^(?:\\([.\-_/+$()[\]{}@ ])|([A-Za-z0-9_\-/ @~,=%!]))/.exec(rest);
    if (any !== null) {
      glob += glob.endsWith('*') ? '' : '*';
      rest = rest.slice(any[0].length);
    } else if (literal !== null && !/^[*+?{]/.test(rest.slice(literal[0].length))) {
      glob += escaped(literal[1] ?? literal[2] ?? '');
      rest = rest.slice(literal[0].length);
    } else return undefined;
  }
  if (glob === '' || glob === '*') return undefined;
  const whole = glob.replaceAll('/*/', '/**/');
  const front = isAnchored ? [whole.startsWith('*/') ? `**/${whole.slice(2)}` : whole] : whole.startsWith('/') ? [whole.slice(1), `**${whole}`] : [`**/${whole.startsWith('*') ? whole : `*${whole}`}`];
  return front.flatMap((one) => (isClosed ? [one] : one.endsWith('/') ? [`${one}**`] : [`${one.replace(/\*$/, '')}*`, `${one.replace(/\*$/, '')}*/**`]));
}

function escaped(character: string): string {
  return /[()[\]{}!@+]/.test(character) ? `\\${character}` : character;
}
