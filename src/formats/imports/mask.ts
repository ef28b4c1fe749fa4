/** What a language writes around comments and strings. */
export interface MaskRules {
  /** Where a comment to the end of the line begins. */
  readonly line: readonly string[];
  /** Where a longer comment begins and ends. */
  readonly block: readonly (readonly [open: string, close: string])[];
  /** Block comments may stand in each other (Rust, Kotlin, Scala). */
  readonly nests?: boolean;
  /** Where a string begins and ends; the longer ones first. */
  readonly strings: readonly StringRule[];
}

/** One way to write a string. */
export interface StringRule {
  readonly open: string;
  readonly close: string;
  /** A backslash takes the next character with it. */
  readonly escapes: boolean;
  /** The string may go over lines; otherwise a quote that its line does not close is no string. */
  readonly multiline: boolean;
  /** The contents stay readable: an import names its module in such a string. */
  readonly keep?: boolean;
}

/**
 * The text with comments and the contents of strings as spaces, so that what is left is code; line ends and offsets stay.
 * Linear: a delimiter that has no end is looked for once.
 */
export function maskText(text: string, rules: MaskRules): string {
  const parts: string[] = [];
  const hopeless = new Set<string>();
  const starts = startCodes(rules);
  let kept = 0;
  let at = 0;
  const blank = (from: number, to: number): void => {
    parts.push(text.slice(kept, from), text.slice(from, to).replace(/[^\r\n]/g, ' '));
    kept = to;
  };
  while (at < text.length) {
    if (!starts.has(text.charCodeAt(at))) {
      at++;
      continue;
    }
    const line = rules.line.find((mark) => text.startsWith(mark, at));
    if (line !== undefined) {
      const end = text.indexOf('\n', at);
      blank(at, end === -1 ? text.length : end);
      at = end === -1 ? text.length : end;
      continue;
    }
    const block = rules.block.find(([open]) => text.startsWith(open, at));
    if (block !== undefined && !hopeless.has(block[0])) {
      const end = blockEnd(text, at, block, rules.nests === true);
      if (end === -1) hopeless.add(block[0]);
      else {
        blank(at, end);
        at = end;
        continue;
      }
    }
    const string = rules.strings.find(({ open }) => text.startsWith(open, at));
    if (string !== undefined && !hopeless.has(string.open)) {
      const end = stringEnd(text, at + string.open.length, string);
      if (end === -1 && string.multiline) hopeless.add(string.open);
      if (end !== -1) {
        if (string.keep !== true) blank(at + string.open.length, end - string.close.length);
        at = end;
        continue;
      }
    }
    at++;
  }
  parts.push(text.slice(kept));
  return parts.join('');
}

function startCodes(rules: MaskRules): ReadonlySet<number> {
  return new Set([...rules.line, ...rules.block.map(([open]) => open), ...rules.strings.map(({ open }) => open)].map((mark) => mark.charCodeAt(0)));
}

function blockEnd(text: string, from: number, [open, close]: readonly [string, string], nests: boolean): number {
  if (!nests) {
    const end = text.indexOf(close, from + open.length);
    return end === -1 ? -1 : end + close.length;
  }
  let depth = 1;
  for (let at = from + open.length; at < text.length; at++) {
    if (text.startsWith(close, at)) {
      at += close.length - 1;
      if (--depth === 0) return at + 1;
    } else if (text.startsWith(open, at)) {
      at += open.length - 1;
      depth++;
    }
  }
  return -1;
}

function stringEnd(text: string, from: number, { close, escapes, multiline }: StringRule): number {
  const last = close.charCodeAt(0);
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 92 && escapes) at++;
    else if (code === last && text.startsWith(close, at)) return at + close.length;
    else if (!multiline && (code === 10 || code === 13)) return -1;
  }
  return -1;
}
