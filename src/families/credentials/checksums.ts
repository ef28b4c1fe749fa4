import { crc32 } from './crc32.ts';

/** A structure test on a whole secret: false silences the finding. */
export type Checksum = (secret: string) => boolean;

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
  return parts.length >= 2 && header !== undefined && 'alg' in header && jsonPart(parts[1]) !== undefined;
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
export function isBasicAuth(secret: string): boolean {
  const text = Buffer.from(secret, 'base64').toString('latin1');
  return /^[\x21-\x7e]{1,200}:[\x20-\x7e]{3,500}$/.test(text) && Buffer.from(text, 'latin1').toString('base64').replace(/=+$/, '') === secret.replace(/=+$/, '');
}

/** The checksums and structure tests a check file can name. */
export const checksums: ReadonlyMap<string, Checksum> = new Map<string, Checksum>([
  ['github-crc32', githubChecksum],
  ['jwt', isJwt],
  ['basic-auth', isBasicAuth],
]);
