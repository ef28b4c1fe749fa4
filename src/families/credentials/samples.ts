import { createHash } from 'node:crypto';
import { toBase62 } from './checksums.ts';
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
 * `{jwt}`, `{basic}` (user and password in base64), `{pem}`, `{openssh}`, `{pgp}` (the base64 lines of a private key's armour) draw
 * whole forms. `{{` is a brace.
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
  return template.replace(/\{\{|\{([A-Za-z0-9]+)(?::(\d{1,5}))?\}/g, (whole, name: string | undefined, count: string | undefined) => {
    if (name === undefined) return '{';
    const length = Number(count ?? 0);
    if (name === 'crc32') return toBase62(crc32(last), length);
    last = drawForm(name, length, draw, whole);
    return last;
  });
}

function drawForm(name: string, length: number, draw: (alphabet: string, length: number) => string, whole: string): string {
  const hex = alphabets.get('hex') ?? '';
  switch (name) {
    case 'uuid':
      return `${draw(hex, 8)}-${draw(hex, 4)}-4${draw(hex, 3)}-a${draw(hex, 3)}-${draw(hex, 12)}`;
    case 'jwt': {
      const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
      return `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ sub: draw(digits, 10), jti: draw(hex, 16) })}.${draw(alphabets.get('base64url') ?? '', 43)}`;
    }
    case 'basic':
      return Buffer.from(`${draw(lower, 8)}:${draw(alphabets.get('base62') ?? '', 14)}`).toString('base64');
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
