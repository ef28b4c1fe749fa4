/** An expression of an ARM template: what stands between the brackets of `"[concat('a', parameters('b'))]"`. */
export type ArmExpression =
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly ArmExpression[] }
  | { readonly kind: 'property'; readonly target: ArmExpression; readonly name: string }
  | { readonly kind: 'index'; readonly target: ArmExpression; readonly key: ArmExpression };

/** Levels of calls within calls that are read. */
const maxDepth = 60;

/** Characters of one expression; Azure's own limit is 24,576. */
const maxLength = 30_000;

/**
 * Reads an expression of an ARM template: https://learn.microsoft.com/azure/azure-resource-manager/templates/template-expressions.
 * Undefined when the text is none.
 */
export function parseArmExpression(text: string): ArmExpression | undefined {
  if (text.length > maxLength) return undefined;
  const reader: Reader = { text, at: 0, depth: 0 };
  const found = expression(reader);
  skipSpace(reader);
  return reader.at === text.length ? found : undefined;
}

interface Reader {
  readonly text: string;
  at: number;
  depth: number;
}

function expression(reader: Reader): ArmExpression | undefined {
  if (++reader.depth > maxDepth) return undefined;
  let target = primary(reader);
  while (target !== undefined) {
    skipSpace(reader);
    const next = reader.text[reader.at];
    if (next === '.') {
      reader.at++;
      const name = word(reader);
      target = name === '' ? undefined : { kind: 'property', target, name };
    } else if (next === '[') {
      reader.at++;
      const key = expression(reader);
      target = key === undefined || !take(reader, ']') ? undefined : { kind: 'index', target, key };
    } else break;
  }
  reader.depth--;
  return target;
}

function primary(reader: Reader): ArmExpression | undefined {
  skipSpace(reader);
  const code = reader.text.charCodeAt(reader.at);
  if (code === 39) return { kind: 'literal', value: quoted(reader) };
  const number = /-?\d{1,18}(?:\.\d{1,18})?/y;
  number.lastIndex = reader.at;
  const digits = number.exec(reader.text)?.[0];
  if (digits !== undefined) {
    reader.at += digits.length;
    return { kind: 'literal', value: Number(digits) };
  }
  let name = word(reader);
  if (name === '') return undefined;
  // a function of the template's own: `contoso.uniqueName(…)`
  while (reader.text[reader.at] === '.' && /^\.\w{1,100}\s{0,10}\(/.test(reader.text.slice(reader.at, reader.at + 120))) {
    reader.at++;
    name += `.${word(reader)}`;
  }
  if (!take(reader, '(')) return name === 'true' || name === 'false' ? { kind: 'literal', value: name === 'true' } : name === 'null' ? { kind: 'literal', value: null } : undefined;
  const args: ArmExpression[] = [];
  while (!take(reader, ')')) {
    const arg = expression(reader);
    if (arg === undefined) return undefined;
    args.push(arg);
    if (!take(reader, ',') && reader.text[reader.at] !== ')') return undefined;
  }
  return { kind: 'call', name: name.toLowerCase(), args };
}

/** A text in single quotes; two of them stand for one. */
function quoted(reader: Reader): string {
  let text = '';
  let from = ++reader.at;
  for (;;) {
    const end = reader.text.indexOf("'", from);
    if (end < 0) {
      text += reader.text.slice(from);
      reader.at = reader.text.length;
      return text;
    }
    text += reader.text.slice(from, end);
    if (reader.text[end + 1] !== "'") {
      reader.at = end + 1;
      return text;
    }
    text += "'";
    from = end + 2;
  }
}

function word(reader: Reader): string {
  const pattern = /[A-Za-z_$][\w$]{0,200}/y;
  pattern.lastIndex = reader.at;
  const found = pattern.exec(reader.text)?.[0] ?? '';
  reader.at += found.length;
  return found;
}

function skipSpace(reader: Reader): void {
  while (/\s/.test(reader.text[reader.at] ?? '')) reader.at++;
}

function take(reader: Reader, token: string): boolean {
  skipSpace(reader);
  if (reader.text[reader.at] !== token) return false;
  reader.at++;
  return true;
}
