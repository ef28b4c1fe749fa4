import { createHash } from 'node:crypto';
import { bech32Sum, toBase62 } from './checksums.ts';
import { crc32 } from './crc32.ts';

const lower = 'abcdefghijklmnopqrstuvwxyz';
const upper = lower.toUpperCase();
const digits = '0123456789';

/** The alphabets a sample template can draw from. */
const alphabets: ReadonlyMap<string, string> = new Map([
  ['base62', digits + upper + lower],
  ['hex', '0123456789abcdef'],
  ['HEX', '0123456789ABCDEF'],
  ['digits', digits],
  ['lower', lower],
  ['upper', upper],
  ['letters', upper + lower],
  ['lowernum', digits + lower],
  ['uppernum', digits + upper],
  ['base32', `${upper}234567`],
  ['base36', digits + lower],
  ['base58', '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'],
  ['bech32', 'QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L'],
  ['base64', `${upper}${lower}${digits}+/`],
  ['base64url', `${upper}${lower}${digits}-_`],
  ['word', `${upper}${lower}${digits}_-`],
  ['any', `${upper}${lower}${digits}!#%*+-.=?^_~`],
]);

/**
 * Expands a sample template into a text with tokens of the right form, so that no real-looking token ever stands in a
 * repository: `ghp_{base62:30}{crc32:6}`. The same template and seed always give the same text.
 *
 * `{ALPHABET:LENGTH}` draws characters; `{crc32:6}` is GitHub's checksum of what was drawn just before it; `{uuid}`,
 * `{jwt}`, `{basic}` (user and password in base64), `{pem}`, `{openssh}`, `{pgp}` (the base64 lines of a private key's armour), `{der}`,
 * `{pkcs12}`, `{jks}` (keys and key stores in base64, of a number of bytes) draw
 * whole forms, `{pypi}`, `{jfrog}` and `{discord}` the inner part of those tokens; `{grafana}`, `{atlassian}` and `{bech32sum}` are checksums
 * of the token so far. `{{` is a brace.
 * Throws on an unknown name.
 */
export function expandSample(template: string, seed = ''): string {
  const random = byteStream(`${seed}\0${template}`);
  const draw = (alphabet: string, length: number): string => {
    let text = '';
    while (text.length < length) {
      const byte = random();
      if (byte < 256 - (256 % alphabet.length)) text += alphabet[byte % alphabet.length] ?? '';
    }
    return text;
  };
  let last = '';
  let out = '';
  let end = 0;
  for (const match of template.matchAll(/\{\{|\{([A-Za-z0-9]+)(?::(\d{1,5}))?\}/g)) {
    const [whole, name, count] = match;
    out += template.slice(end, match.index);
    end = match.index + whole.length;
    const length = Number(count ?? 0);
    if (name === undefined) out += '{';
    else if (name === 'crc32') out += toBase62(crc32(last), length);
    else if (sums.has(name)) out += sums.get(name)?.(/[^\s"'`=:(]*=?$/.exec(out)?.[0] ?? '') ?? '';
    else {
      last = drawForm(name, length, draw, whole);
      out += last;
    }
  }
  return out + template.slice(end);
}

/** Checksums over the token so far, from its first character on. */
const sums: ReadonlyMap<string, (token: string) => string> = new Map([
  ['atlassian', (token: string) => crc32(token).toString(16).toUpperCase().padStart(8, '0')],
  ['grafana', (token: string) => Buffer.from(Uint32Array.of(crc32(token.replace(/_$/, ''))).buffer).toString('hex')],
  ['bech32sum', (token: string) => bech32Sum(token).toUpperCase()],
]);

function drawForm(name: string, length: number, draw: (alphabet: string, length: number) => string, whole: string): string {
  const hex = alphabets.get('hex') ?? '';
  switch (name) {
    case 'uuid':
      return `${draw(hex, 8)}-${draw(hex, 4)}-4${draw(hex, 3)}-a${draw(hex, 3)}-${draw(hex, 12)}`;
    case 'jwt': {
      const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
      return `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ sub: draw(digits, 10), jti: draw(hex, 16) })}.${draw(alphabets.get('base64url') ?? '', 43)}`;
    }
    case 'pypi':
      return macaroon(draw);
    case 'jfrog':
      return Buffer.from(`reftkn:01:${draw(digits, 10)}:${draw(alphabets.get('base62') ?? '', 27)}`).toString('base64').replace(/=+$/, '');
    case 'discord':
      return Buffer.from(`1${draw(digits, 17)}`).toString('base64').replace(/=+$/, '');
    case 'basic':
      return Buffer.from(`${draw(lower, 8)}:${draw(alphabets.get('base62') ?? '', 14)}`).toString('base64');
    case 'der':
    case 'pkcs12':
    case 'jks':
      return keyData(name, length === 0 ? 1190 : length, draw).toString('base64');
    case 'pem':
    case 'openssh':
    case 'pgp':
      return armour(name, length === 0 ? 6 : length, draw);
    default: {
      const alphabet = alphabets.get(name);
      if (alphabet === undefined) throw new Error(`unknown form ${whole} in a sample template`);
      return draw(alphabet, length);
    }
  }
}

/** Lines of 64 base64 characters with the outer structure of a private key: PKCS#8, OpenSSH's or OpenPGP's. */
function armour(form: 'pem' | 'openssh' | 'pgp', lines: number, draw: (alphabet: string, length: number) => string): string {
  const bytes = Buffer.from(draw(alphabets.get('base64') ?? '', lines * 64), 'base64');
  const size = bytes.length - 4;
  if (form === 'openssh') Buffer.from('openssh-key-v1\0\0\0\0\x04none', 'latin1').copy(bytes);
  else if (form === 'pgp') bytes[0] = 0x95;
  else Buffer.from([0x30, 0x82, size >> 8, size & 255, 0x02, 0x01, 0x00, 0x30, 0x0d, 0x06, 0x09]).copy(bytes);
  return (bytes.toString('base64').match(/.{64}/g) ?? []).join('\n');
}

/** Bytes with the outer structure of a private key (PKCS#8 of RSA) or of a key store that holds one. */
function keyData(form: 'der' | 'pkcs12' | 'jks', size: number, draw: (alphabet: string, length: number) => string): Buffer {
  const heads = {
    der: `3082${(size - 4).toString(16).padStart(4, '0')}020100300d06092a864886f70d0101010500048204a2`,
    pkcs12: `3082${(size - 4).toString(16).padStart(4, '0')}02010330820400${'06092a864886f70d010701a0820300'}0482030030820200060b2a864886f70d010c0a0102`,
    jks: 'feedfeed000000020000000100000001000361707000000190000000000000050030820501',
  };
  const head = Buffer.from(heads[form], 'hex');
  return Buffer.concat([head, Buffer.from(draw(alphabets.get('hex') ?? '', Math.max(0, size - head.length) * 2), 'hex')]);
}

/** A macaroon of PyPI's with a random identifier and signature. */
function macaroon(draw: (alphabet: string, length: number) => string): string {
  const random = (bytes: number): Buffer => Buffer.from(draw(alphabets.get('hex') ?? '', bytes * 2), 'hex');
  const head = Buffer.concat([Buffer.from([2, 1, 8]), Buffer.from('pypi.org'), Buffer.from([2, 0x24])]);
  return Buffer.concat([head, random(36), Buffer.from([0, 2, 0x2a]), random(42), Buffer.from([0, 0, 6, 0x20]), random(32)]).toString('base64url');
}

/** An endless stream of bytes from a seed: SHA-256 in counter mode. */
function byteStream(seed: string): () => number {
  let block = Buffer.alloc(0);
  let at = 0;
  let counter = 0;
  return () => {
    if (at === block.length) {
      block = createHash('sha256').update(`${seed}\0${counter++}`).digest();
      at = 0;
    }
    return block[at++] ?? 0;
  };
}
