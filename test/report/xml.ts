/** An element as it was opened, in document order. */
export interface Element {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
}

const entities: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#10;': '\n', '&#9;': '\t' };

/** Reads XML 1.0 without comments, sections or declarations of types; throws at anything that is not well-formed. */
export function readXml(text: string): readonly Element[] {
  if (/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.test(text)) throw new Error('a character that XML 1.0 does not have');
  const elements: Element[] = [];
  const open: string[] = [];
  const declaration = /^<\?xml version="1\.0" encoding="UTF-8"\?>\n/.exec(text);
  if (declaration === null) throw new Error('no XML declaration');
  const token = /<(\/?)([A-Za-z][\w-]*)((?:\s+[A-Za-z][\w-]*="[^"<]*")*)\s*(\/?)>|([^<]+)/gy;
  token.lastIndex = declaration[0].length;
  while (token.lastIndex < text.length) {
    const at = token.lastIndex;
    const match = token.exec(text);
    if (match === null) throw new Error(`not well-formed at ${text.slice(at, at + 60)}`);
    const [, closes, name = '', attributes = '', isEmpty, characters] = match;
    if (characters !== undefined) decoded(characters);
    else if (closes === '/') {
      if (open.pop() !== name) throw new Error(`</${name}> closes another element`);
    } else {
      if (open.length === 0 && elements.length > 0) throw new Error('two roots');
      if (isEmpty !== '/') open.push(name);
      elements.push({ name, attributes: new Map([...attributes.matchAll(/([A-Za-z][\w-]*)="([^"]*)"/g)].map(([, key = '', value = '']) => [key, decoded(value)])) });
    }
  }
  if (open.length > 0) throw new Error(`<${open.at(-1) ?? ''}> is not closed`);
  return elements;
}

function decoded(text: string): string {
  return text.replace(/&[^;]*;?/g, (entity) => {
    const character = entities[entity];
    if (character === undefined) throw new Error(`unknown entity ${entity}`);
    return character;
  });
}
