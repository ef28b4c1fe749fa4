import { createHmac } from 'node:crypto';
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
export function githubChecksum(secret: string): boolean {
  const body = secret.slice(secret.indexOf('_') + 1);
  if (body.length < 7) return false;
  return toBase62(crc32(body.slice(0, -6)), 6) === body.slice(-6);
}

/** A JSON Web Token: three base64url parts, of which the first two are JSON objects and the first names an algorithm (RFC 7519). */
export function isJwt(secret: string): boolean {
  const parts = secret.split('.');
  const header = jsonPart(parts[0]);
  if (parts.length < 2 || header === undefined || !('alg' in header) || jsonPart(parts[1]) === undefined) return false;
  return !isSignedByExample(header.alg, `${parts[0]}.${parts[1]}`, parts[2] ?? '');
}

/** Secrets that jwt.io and the documentation of libraries sign with: whoever trusts such a token trusts everybody. */
const exampleSecrets = ['your-256-bit-secret', 'your-384-bit-secret', 'your-512-bit-secret', 'a-string-secret-at-least-256-bits-long', 'secret', 'your-secret-key', 'test', 'shhhhh', 'password', 'key'];

function isSignedByExample(algorithm: unknown, signed: string, signature: string): boolean {
  const hash = algorithm === 'HS256' ? 'sha256' : algorithm === 'HS384' ? 'sha384' : algorithm === 'HS512' ? 'sha512' : undefined;
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

/** A name and a password in base64, as HTTP Basic authentication and Docker's `auth` carry them (RFC 7617). */
export function basicAuth(secret: string): PasswordWorth {
  const text = Buffer.from(secret, 'base64').toString('latin1');
  const colon = text.indexOf(':');
  return isBasicAuth(secret, text) ? passwordWorth(text.slice(colon + 1), text.slice(0, colon)) : 'none';
}

function isBasicAuth(secret: string, text: string): boolean {
  return /^[\x21-\x7e]{1,200}:[\x20-\x7e]{3,500}$/.test(text) && Buffer.from(text, 'latin1').toString('base64').replace(/=+$/, '') === secret.replace(/=+$/, '');
}

/** The checksums and structure tests a check file can name. */
export const checksums: ReadonlyMap<string, Checksum> = new Map<string, Checksum>([
  ['github-crc32', githubChecksum],
  ['jwt', isJwt],
  ['basic-auth', basicAuth],
]);
