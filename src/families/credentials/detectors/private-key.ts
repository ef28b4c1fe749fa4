import { judgeKeyBody } from '../private-key-body.ts';
import type { Detected, Hit } from './detector.ts';

/** Longest armour that is looked through, in bytes: an RSA key of 16,384 bits in PEM with line breaks written as `\n`. */
const longestArmour = 20_000;

/** Least characters of key data below the header; the smallest private key (Ed25519, PKCS#8) has 64. */
const leastBody = 48;

/** Characters of base64 from which on data that is no key may be one with something changed: what tests make up is shorter. */
const alteredBody = 800;

const header = /-----BEGIN (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----$/;

/**
 * A private key in PEM or OpenPGP armour (RFC 7468, RFC 9580), whatever quotes it: line breaks may be written as `\n`,
 * lines may be indented, quoted, concatenated. The keyword is the end of the header line, `PRIVATE KEY-----` or `BLOCK-----`.
 */
export function detectPrivateKey(hit: Hit): readonly Detected[] {
  const { bytes, keywordStart, keywordEnd } = hit;
  const head = header.exec(bytes.toString('latin1', Math.max(0, keywordStart - 60), keywordEnd));
  if (head === null) return [];
  const start = keywordEnd - head[0].length;
  const text = bytes.toString('latin1', keywordEnd, Math.min(bytes.length, keywordEnd + longestArmour));
  // a further header ends it as well: a text of nothing but headers is not read over and over
  const next = text.indexOf('-----BEGIN ');
  const close = (next < 0 ? text : text.slice(0, next)).indexOf('-----END ');
  const limit = close >= 0 ? close : next < 0 ? text.length : next;
  const armoured = text.slice(0, limit);
  const body = dataOf(armoured);
  if (body.data.length < leastBody || isFiller(body.data)) return [];
  const end = close < 0 ? keywordEnd + body.end : keywordEnd + close;
  const found = { start, end, secret: body.data };
  if (/^\s{0,40}["'`\\nr+]{0,8}\s{0,40}Proc-Type: 4,ENCRYPTED/.test(armoured)) return [{ ...found, ...passphrase }];
  let kind = judgeKeyBody(head[0], body.data);
  // in a diff every line begins with a sign that is base64 as well
  if (kind !== 'key' && body.data.startsWith('+')) kind = judgeKeyBody(head[0], dataOf(armoured.replace(/(^|\n|\\n)\+/g, '$1')).data);
  switch (kind) {
    case 'key':
      return [found];
    case 'encrypted':
      return [{ ...found, ...passphrase }];
    case 'truncated':
      return [{ ...found, isDoubtful: true, message: 'the end of the key is missing' }];
    case 'nonsense':
      // as long as an RSA key of 2,048 bits, and yet none: something in it was changed
      return body.data.length >= alteredBody ? [{ ...found, isDoubtful: true, message: 'its data is no key: it may have been altered' }] : [];
  }
}

/** Without the passphrase the key is of no use, but it can be tried out at leisure. */
const passphrase = { isDoubtful: true, message: 'a passphrase protects it' } as const;

/** The base64 characters of the armour, with line breaks, quotes, escapes, what stands between strings, and header lines left out. */
function dataOf(text: string): { data: string; end: number } {
  let data = '';
  let end = 0;
  const token = /\\{1,8}[nrt]|\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[.,\d]{0,10}Z?[ \t]|[A-Za-z-]{1,40}: [^\n\\]{1,200}|(["'])(?!\1)[^"'`]{1,80}\1|[\s"'`\\,.;()>|*#<-]+|\+(?=[\s"'`])|[A-Za-z0-9+/=]+|[^]/y;
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    const piece = match[0];
    if (piece !== '+' && /^[A-Za-z0-9+/=]+$/.test(piece)) {
      data += piece;
      end = token.lastIndex;
    } else if (piece.length === 1 && /[^\s"'`\\,+.;()>|*#<-]/.test(piece)) break;
  }
  return { data, end };
}

/** Documentation keys: `MII...`, `xxxx`, one character over and over. */
function isFiller(data: string): boolean {
  return new Set(data.slice(0, 200)).size < 10 || /x{8}|X{8}|0{40}|EXAMPLE/.test(data);
}
