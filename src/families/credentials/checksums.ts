import { crc32 } from './crc32.ts';
import { passwordWorth, type PasswordWorth } from './customary.ts';

/** A structure test on a whole secret: false silences the finding; a worth grades it. */
export type Checksum = (secret: string) => boolean | PasswordWorth;

const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** A number in base 62 (digits, upper case, lower case), padded with zeros on the left. */
export function toBase62(value: number, width: number): string {
  let text = '';
  for (let rest = value; rest > 0; rest = Math.floor(rest / 62)) text = (base62[rest % 62] ?? '') + text;
  return text.padStart(width, '0');
}

/**
 * GitHub's and npm's token checksum: the last six characters are the CRC-32 of what stands between the prefix and them,
 * in base 62. Source: GitHub, "Behind GitHub's new authentication token formats", 2021; npm uses the same form.
 */
function githubChecksum(secret: string): boolean {
  const body = secret.slice(secret.indexOf('_') + 1);
  if (body.length < 7) return false;
  return toBase62(crc32(body.slice(0, -6)), 6) === body.slice(-6);
}

/**
 * Grafana's service account tokens: after the last underscore, CRC-32 of all before it, little end first, in hexadecimal.
 * Source: grafana/grafana, pkg/components/satokengen.
 */
function grafanaChecksum(secret: string): boolean {
  const at = secret.lastIndexOf('_');
  const sum = Buffer.alloc(4);
  sum.writeUInt32LE(crc32(secret.slice(0, at)));
  return sum.toString('hex') === secret.slice(at + 1).toLowerCase();
}

/** Atlassian's tokens and Bitbucket's app passwords: the last eight characters are CRC-32 of all before them, in hexadecimal. */
function atlassianChecksum(secret: string): boolean {
  const text = secret.replace(/%3[dD]/g, '=');
  return crc32(text.slice(0, -8)) === Number.parseInt(text.slice(-8), 16);
}

/** The id of an AWS access key: what follows its prefix is base32 (RFC 4648). */
function awsKeyId(secret: string): PasswordWorth {
  return structured(/^[A-Z2-7]{16}$/.test(secret.slice(4)));
}

/** A key of an Azure account: 64 bytes in base64. */
function azureKey(secret: string): PasswordWorth {
  return structured(/^[A-Za-z0-9+/]{86}==$/.test(secret));
}

/** JFrog's reference tokens: base64 of `reftkn:`, a version, an expiry and a random text. */
function jfrogReference(secret: string): PasswordWorth {
  return structured(/^reftkn:\d{2}:\d{10}:[A-Za-z0-9]{20,60}$/.test(Buffer.from(secret, 'base64').toString('latin1')));
}

/** A structure is no checksum: formats change, so what does not have it is doubtful, not silent. */
function structured(holds: boolean): PasswordWorth {
  return holds ? 'own' : 'weak';
}

/** A PyPI token: a macaroon (version 2) of pypi.org or test.pypi.org that ends with its signature of 32 bytes. */
function pypiMacaroon(secret: string): PasswordWorth {
  const bytes = Buffer.from(secret.slice('pypi-'.length), 'base64url');
  // a version, a location, an identifier of 36 characters and the signature are 86 bytes and more: the rest is missing
  const location = bytes[2] ?? 0;
  if (bytes.length < 86 && bytes[3 + location] === 2 && bytes[4 + location] === 36) return 'none';
  return structured(bytes.length >= 86 && bytes[0] === 2 && bytes[1] === 1 && bytes.at(-34) === 6 && bytes.at(-33) === 0x20);
}

/** Whether the part before the first dot is a Discord user's id: digits in base64. */
function discordToken(secret: string): PasswordWorth {
  return structured(/^\d{15,20}$/.test(Buffer.from(secret.slice(0, secret.indexOf('.')), 'base64').toString('latin1')));
}

const bech32 = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';

/** A text with Bech32's checksum (BIP 173), as age's keys have. */
function isBech32(secret: string): boolean {
  const lower = secret.toLowerCase();
  const at = lower.lastIndexOf('1');
  const prefix = [...lower.slice(0, at)].map((character) => character.charCodeAt(0));
  const data = [...lower.slice(at + 1)].map((character) => bech32.indexOf(character));
  if (at < 1 || data.length < 6 || data.includes(-1)) return false;
  return polymod([...prefix.map((code) => code >> 5), 0, ...prefix.map((code) => code & 31), ...data]) === 1;
}

function polymod(values: readonly number[]): number {
  const generator = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];
  return values.reduce((sum, value) => {
    const next = ((sum & 0x1ffffff) << 5) ^ value;
    return generator.reduce((mixed, term, bit) => (((sum >>> 25) >> bit) & 1 ? mixed ^ term : mixed), next);
  }, 1);
}

/** The characters that complete a text to one with Bech32's checksum. */
export function bech32Sum(text: string): string {
  const lower = text.toLowerCase();
  const at = lower.lastIndexOf('1');
  const prefix = [...lower.slice(0, at)].map((character) => character.charCodeAt(0));
  const data = [...lower.slice(at + 1)].map((character) => bech32.indexOf(character));
  const sum = polymod([...prefix.map((code) => code >> 5), 0, ...prefix.map((code) => code & 31), ...data, 0, 0, 0, 0, 0, 0]) ^ 1;
  return Array.from({ length: 6 }, (_, index) => bech32[(sum >>> (5 * (5 - index))) & 31] ?? '').join('');
}

/** The account that an AWS access key id belongs to, or undefined for an id of the old form or none at all. */
export function awsAccountOf(keyId: string): string | undefined {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  let bits = 0n;
  for (const character of keyId.slice(4)) {
    const value = alphabet.indexOf(character);
    if (value < 0) return undefined;
    bits = (bits << 5n) | BigInt(value);
  }
  if (keyId.length !== 20) return undefined;
  // the first 48 of the 80 bits, less the highest and the seven lowest
  const account = ((bits >> 32n) & 0x7fff_ffff_ff80n) >> 7n;
  return account > 999_999_999_999n ? undefined : String(account).padStart(12, '0');
}

/** A JSON Web Token: three base64url parts, of which the first two are JSON objects and the first names an algorithm (RFC 7519). */
function isJwt(secret: string): boolean {
  const parts = secret.split('.');
  const header = jsonPart(parts[0]);
  if (parts.length < 2 || header === undefined || !('alg' in header) || jsonPart(parts[1]) === undefined) return false;
  return !isSignedByExample(header.alg, `${parts[0]}.${parts[1]}`, parts[2] ?? '');
}

/** Of a token whose signature is missing or cut off only the claims are left. */
function jwtWorth(secret: string): PasswordWorth {
  // the shortest signature, of HMAC with SHA-256, has 43 characters
  const signature = secret.split('.')[2] ?? '';
  // a word that stands for one
  if (!isJwt(secret) || /^[a-z_-]{1,39}$/i.test(signature)) return 'none';
  return structured(signature.length >= 40);
}

/** Secrets that jwt.io and the documentation of libraries sign with: whoever trusts such a token trusts everybody. */
const exampleSecrets = ['your-256-bit-secret', 'your-384-bit-secret', 'your-512-bit-secret', 'a-string-secret-at-least-256-bits-long', 'secret', 'your-secret-key', 'test', 'shhhhh', 'password', 'key'];

function isSignedByExample(algorithm: unknown, signed: string, signature: string): boolean {
  const hash = algorithm === 'HS256' ? 'sha256' : algorithm === 'HS384' ? 'sha384' : algorithm === 'HS512' ? 'sha512' : undefined;
  // loaded with the first token that asks for it
  const { createHmac } = process.getBuiltinModule('node:crypto');
  return hash !== undefined && exampleSecrets.some((secret) => createHmac(hash, secret).update(signed).digest('base64url') === signature);
}

function jsonPart(part: string | undefined): object | undefined {
  if (part === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/** A password where only its place tells it: a flag of a command, an argument of a call. */
function typedPassword(secret: string): PasswordWorth {
  return /^[$%@{<(]|^-|^\*|[{}]|\$\(/.test(secret) ? 'none' : passwordWorth(secret, '');
}

/** A name and a password in base64, as HTTP Basic authentication and Docker's `auth` carry them (RFC 7617). */
function basicAuth(secret: string): PasswordWorth {
  const text = Buffer.from(secret, 'base64').toString('latin1');
  const colon = text.indexOf(':');
  return isBasicAuth(secret, text) ? passwordWorth(text.slice(colon + 1), text.slice(0, colon)) : 'none';
}

function isBasicAuth(secret: string, text: string): boolean {
  return /^[\x21-\x7e]{1,200}:[\x20-\x7e]{3,500}$/.test(text) && Buffer.from(text, 'latin1').toString('base64').replace(/=+$/, '') === secret.replace(/=+$/, '');
}

/** Whether a text is the first part of a JSON Web Token, which says how the rest is signed and is no secret. */
export function isJoseHeader(text: string): boolean {
  const header = /^eyJ[^.]*\.?$/.test(text) ? jsonPart(text.replace('.', '')) : undefined;
  return header !== undefined && 'alg' in header;
}

/** Whether a text is a JSON Web Token that documentation shows, or that is signed with a secret everybody knows. */
export function isExampleJwt(secret: string): boolean {
  return /^eyJ[\w-]{8,}\.eyJ[\w-]+\.[\w-]+$/.test(secret) && jsonPart(secret.slice(0, secret.indexOf('.'))) !== undefined && !isJwt(secret);
}

/** Whether a text has the three parts of a JSON Web Token and yet a header that is none. */
export function isBrokenJwt(secret: string): boolean {
  return /^eyJ[\w-]{8,}\.[\w-]+\.[\w-]*$/.test(secret) && jsonPart(secret.slice(0, secret.indexOf('.'))) === undefined;
}

/** Whether hexadecimal digits are a private key of secp256k1: a number from one to the order of the curve. Source: SEC 2, section 2.4.1. */
function isSecp256k1(secret: string): boolean {
  const digits = secret.replace(/^0x/i, '').toLowerCase();
  return /[1-9a-f]/.test(digits) && digits < 'fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141';
}

/** The checksums and structure tests a check file can name. */
export const checksums: ReadonlyMap<string, Checksum> = new Map<string, Checksum>([
  ['github-crc32', githubChecksum],
  ['jwt', jwtWorth],
  ['basic-auth', basicAuth],
  ['password', typedPassword],
  ['grafana-crc32', grafanaChecksum],
  ['atlassian-crc32', atlassianChecksum],
  ['jfrog-reference', jfrogReference],
  ['pypi-macaroon', pypiMacaroon],
  ['discord-id', discordToken],
  ['aws-key-id', awsKeyId],
  ['azure-key', azureKey],
  ['bech32', isBech32],
  ['secp256k1', isSecp256k1],
]);
