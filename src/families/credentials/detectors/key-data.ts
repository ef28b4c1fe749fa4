import { judgeKeyBody } from '../private-key-body.ts';
import type { Detected, Hit } from './detector.ts';

/** Most characters of base64 that are read: an RSA key of 16,384 bits has 12,500, a key store's key stands near its beginning. */
const mostCharacters = 32_000;

/** Most characters between the beginning of the data and the keyword, which stands behind the lengths. */
const headLength = 40;

/**
 * A private key in base64 that has no armour around it: DER of PKCS#1, PKCS#8 or SEC 1 (RFC 8017, RFC 5958, RFC 5915). The
 * keyword is what the algorithm's identifier looks like at its place. Only a whole key counts: what is cut off, or lies in
 * the armour of a private key, is not for this check.
 */
export function detectKeyData(hit: Hit): readonly Detected[] {
  const data = dataAt(hit, (bytes) => derLength(bytes));
  if (data === undefined || isArmoured(hit, data.start)) return [];
  const base64 = data.bytes.toString('base64');
  return judgeKeyBody('', base64) === 'key' ? [{ start: data.start, end: data.end, secret: base64.replace(/=+$/, '') }] : [];
}

/**
 * A key store in base64 with a private key in it: PKCS#12 with a key bag (RFC 7292, section 4.2), JKS or JCEKS with a key
 * entry (JDK, sun.security.provider.JavaKeyStore). One that holds certificates alone is no secret.
 */
export function detectKeyStore(hit: Hit): readonly Detected[] {
  const data = dataAt(hit, storeLength);
  if (data === undefined || !holdsKey(data.bytes)) return [];
  return [{ start: data.start, end: data.end, secret: data.bytes.toString('base64'), isDoubtful: true, message: 'a passphrase protects its keys' }];
}

/** pkcs-12PkcsBagIds keyBag and pkcs8ShroudedKeyBag, without the last number. */
const keyBag = Buffer.from('2a864886f70d010c0a01', 'hex');

function holdsKey(bytes: Buffer): boolean {
  // after magic, version and count comes the kind of the first entry: 1 is a key, 3 a secret key of JCEKS
  if (isJavaStore(bytes)) return bytes.readUInt32BE(8) > 0 && (bytes.readUInt32BE(12) === 1 || bytes.readUInt32BE(12) === 3);
  for (let at = bytes.indexOf(keyBag); at >= 0; at = bytes.indexOf(keyBag, at + 1)) if (bytes[at + keyBag.length] === 1 || bytes[at + keyBag.length] === 2) return true;
  return false;
}

/** How many bytes are read of a key store. Java's begins with its keys, of which these tell one store from another. */
function storeLength(head: Buffer): number {
  if (isJavaStore(head)) return 2048;
  // BER of indefinite length, as streams are written
  return head[0] === 0x30 && head[1] === 0x80 ? (mostCharacters / 4) * 3 : derLength(head);
}

function isJavaStore(bytes: Buffer): boolean {
  const magic = bytes.length < 16 ? 0 : bytes.readUInt32BE(0);
  return magic === 0xfeedfeed || magic === 0xcececece;
}

interface Data {
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
}

/** The data around the keyword, from where its base64 begins; `wanted` says from its first bytes how many there are. */
function dataAt({ bytes, keywordStart }: Hit, wanted: (head: Buffer) => number): Data | undefined {
  let start = keywordStart;
  while (start > 0 && keywordStart - start < headLength && isBase64(bytes[start - 1])) start--;
  const head = Buffer.from(bytes.toString('latin1', start, start + 24), 'base64');
  const length = wanted(head);
  if (length <= 0) return undefined;
  const read = readBase64(bytes.toString('latin1', start, Math.min(bytes.length, start + Math.min(mostCharacters, length * 2) + 100)), Math.ceil(length / 3) * 4);
  return { bytes: Buffer.from(read.data, 'base64').subarray(0, length), start, end: start + read.end };
}

/** How many bytes a DER value takes with its header, or 0 when the bytes begin none. */
function derLength(bytes: Buffer): number {
  const [tag, first = 0, second = 0, third = 0] = bytes;
  if (tag !== 0x30) return 0;
  if (first < 0x80) return 2 + first;
  return first === 0x81 ? 3 + second : first === 0x82 ? 4 + second * 256 + third : 0;
}

/** Base64 over lines, quoted or not, until there are so many characters or something else follows. */
function readBase64(text: string, most: number): { readonly data: string; readonly end: number } {
  const token = /\\[nr]|[\s"'`\\,]+|\+(?=\s)|[A-Za-z0-9+/]+={0,2}|[^]/y;
  let data = '';
  let end = 0;
  for (let match = token.exec(text); match !== null && data.length < most; match = token.exec(text)) {
    const piece = match[0];
    if (/^[A-Za-z0-9+/]{2,}={0,2}$|^[A-Za-z0-9/]=*$/.test(piece)) {
      data += piece.slice(0, most - data.length);
      end = token.lastIndex;
    } else if (!/^[\s"'`\\,+nr]+$/.test(piece)) break;
  }
  return { data, end };
}

/** Whether the data stands below the header of an armour: then it is the armour's check that judges it. */
function isArmoured({ bytes }: Hit, start: number): boolean {
  return bytes.toString('latin1', Math.max(0, start - 100), start).includes('-----BEGIN ');
}

function isBase64(byte: number | undefined): boolean {
  return byte !== undefined && ((byte >= 48 && byte <= 57) || (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122) || byte === 43 || byte === 47);
}
