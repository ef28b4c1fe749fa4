import { textShare } from './base64.ts';
import { layerBuilder, type LayerText } from './layer-text.ts';
import type { Span } from './spans.ts';

/** An entry in YAML or JSON whose value is base64 and nothing else, with or without quotes. */
const entry = /(["']?)([\w.-]{1,120})\1[ \t]{0,8}:[ \t]{1,8}(["']?)([A-Za-z0-9+/]{4,400}={0,2})\3[ \t]{0,8}(?=[\r\n,}]|$)/g;
const jsonEntry = /"([\w.-]{1,120})"\s{0,8}:\s{0,8}"([A-Za-z0-9+/]{4,400}={0,2})"/g;

/** Where the data of a Secret begins. Its `stringData` holds plain text. */
const dataKey = /(?:^|[\s{,])["']?data["']?[ \t]{0,8}:/g;

/** Bytes of one `data` that are looked at; a Secret is at most a mebibyte, most of it long values that are found as runs. */
const longestData = 65_536;

/**
 * The values of Kubernetes Secrets, decoded, each after its name: they are base64 by definition (core/v1 Secret), so that even a
 * short password is known to be one. Longer values than 400 characters are found as runs of base64 anyway.
 */
export function decodeSecrets(bytes: Buffer, focus: Span): SecretValues | undefined {
  const builder = layerBuilder();
  const spans: Span[] = [];
  for (const { start, end } of secretData(bytes, focus)) {
    const text = bytes.toString('latin1', start, end);
    const isJson = /^\s{0,9}\{/.test(text);
    for (const match of text.matchAll(isJson ? jsonEntry : entry)) {
      const name = isJson ? (match[1] ?? '') : (match[2] ?? '');
      const value = isJson ? (match[2] ?? '') : (match[4] ?? '');
      const decoded = Buffer.from(value, 'base64');
      const at = start + match.index + match[0].indexOf(value, match[0].indexOf(':'));
      if (value.replace(/=+$/, '').length % 4 === 1 || decoded.length < 3 || textShare(decoded) < 0.95 || decoded.includes(10)) continue;
      spans.push({ start: at, end: at + value.length });
      const nameAt = start + match.index + match[0].indexOf(name);
      builder.copy(bytes, nameAt, nameAt + name.length);
      for (const character of ': "') builder.mark(character.charCodeAt(0), at);
      builder.decoded(decoded, at, at + value.length, 4 / 3);
      builder.mark(0x22, at + value.length);
      builder.mark(10, at + value.length);
    }
  }
  return spans.length === 0 ? undefined : { text: builder.build(), spans };
}

/** What the data of Secrets says. */
interface SecretValues {
  /** A line for each value: its name, and the value in quotes. */
  readonly text: LayerText;
  /** Where the encoded values stand: what they look like there means nothing. */
  readonly spans: readonly Span[];
}

/** The bytes below `data:` in each document that is a Secret: in YAML while lines are indented further, in JSON up to the brace. */
function* secretData(bytes: Buffer, focus: Span): Generator<Span, void, undefined> {
  const text = bytes.toString('latin1', focus.start, focus.end);
  if (!/["']?kind["']?\s{0,8}:\s{0,8}["']?Secret["']?(?=[\s,}]|$)/.test(text)) return;
  let done = 0;
  for (const match of text.matchAll(dataKey)) {
    if (match.index < done) continue;
    const after = match.index + match[0].length;
    const piece = text.slice(after, after + longestData);
    const end = /^\s{0,9}\{/.test(piece) ? piece.indexOf('}') : endOfBlock(piece, indentOf(text, match.index + match[0].search(/["']?data/)));
    done = after + (end < 0 ? piece.length : end);
    yield { start: focus.start + after, end: focus.start + done };
  }
}

/** How far a key is indented; one that stands far out in a line has nothing below it. */
function indentOf(text: string, key: number): number {
  const before = text.slice(Math.max(0, key - 200), key);
  return before.length - (before.lastIndexOf('\n') + 1);
}

/** Where a line stands that is indented no further than the key of the block. */
function endOfBlock(piece: string, indent: number): number {
  for (let at = piece.indexOf('\n'); at >= 0; at = piece.indexOf('\n', at + 1)) {
    let first = at + 1;
    while (piece[first] === ' ') first++;
    const isEmpty = piece[first] === '\n' || piece[first] === '\r' || piece[first] === '#' || first >= piece.length;
    if (!isEmpty && first - at - 1 <= indent) return at;
  }
  return -1;
}
