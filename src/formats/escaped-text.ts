/** Something with text in it: a string or a buffer. */
interface Text {
  includes(part: string): boolean;
  toString(): string;
}

/** What escapes of ASCII begin with in JSON and in double quotes of YAML; the last two join lines. Source: YAML 1.2.2, section 5.7. */
export const escapeSigns = ['\\u00', '\\x', '\\U0000', '\\\n', '\\\r\n'] as const;

const escape = /\\(?:u00([0-7][0-9a-fA-F])|x([0-7][0-9a-fA-F])|U000000([0-7][0-9a-fA-F])|(\/)|\r?\n[ \t]{0,200})/g;

/** A text with its escapes of ASCII resolved, wherever they stand: enough to see what a file is, not to read it. */
export function withoutEscapes(text: string): string {
  return text.includes('\\') ? text.replace(escape, (_all, four?: string, two?: string, eight?: string, slash = '') => (four ?? two ?? eight) === undefined ? slash : String.fromCharCode(Number.parseInt(four ?? two ?? eight ?? '', 16))) : text;
}

const plainTexts = new WeakMap<object, string>();

/** Whether a text of JSON or YAML holds a part, as it stands or behind escapes, which no reader of it minds. */
export function holdsPart(text: Text, part: string): boolean {
  if (text.includes(part)) return true;
  if (!escapeSigns.some((sign) => text.includes(sign))) return false;
  if (typeof text !== 'object') return withoutEscapes(String(text)).includes(part);
  let plain = plainTexts.get(text);
  if (plain === undefined) plainTexts.set(text, (plain = withoutEscapes(text.toString())));
  return plain.includes(part);
}
