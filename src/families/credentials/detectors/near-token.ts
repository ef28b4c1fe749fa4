import { entropyBits } from '../entropy.ts';
import { goesOnAfter, goesOnBefore } from '../word-edges.ts';
import { isStandIn } from '../plausible.ts';
import { wordiness } from '../wordiness.ts';
import type { Detected, Hit } from './detector.ts';

/** Bytes after a provider's name in which its credential is sought. */
const reach = 240;

// a word that says "credential", then the value, both soon after the name
const nearby = /^[^\n]{0,40}?(?:key|token|secret|auth|pass|pwd|cred|access|api|client|private)[^\n]{0,30}?(?<![A-Za-z0-9+/_?.-])([A-Za-z0-9_-]{16,128})(?![A-Za-z0-9+/_?-])/di;
const uuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** What stands before a value that is known to be a digest. */
export const saysDigest = /integrity|sha\d{1,3}|md5|checksum|digest|commit|fingerprint|revision|etag|hash|\bh1:/i;

/** The name of a file as a key: what stands beside it is a digest of its content, as in the manifest of a build. */
export const namesFile = /\.(?:[cm]?[jt]sx?|json|css|html?|map|md|ya?ml|txt|py|go|rs|rb|php|java|sh|wasm|svg|png|jpe?g|woff2?|zip|t?gz|whl|jar|exe|dll)["'`]\s{0,4}[:=]\s{0,4}["'`]$/i;

/** The name of what identifies a thing and opens nothing: `organization_id: "…"`. */
export const namesThing =
  /(?:organi[sz]ation|org|group|project|account|user|team|tenant|workspace|resource|instance|zone|region|customer|object|node|device|request|trace|span|session|message|event|subscription|image|volume|server|network|subnet|vpc|build|document|collection|database|table|product|order|item|page|asset|campaign|channel|thread|run|job|task|release|deployment)[-_ ]?(?:ids?|uuid|guid|ref|name)["'`\]]{0,2}[ \t]{0,12}(?::|=|=>|,)[ \t]{0,12}["'`]{0,3}$/i;

/**
 * What stands right before the id, the version or the name of anything: `id: "…"`, `extern_uid=`, `planName: `. The id of a
 * client, an application or a key is half of a credential.
 */
export const namesAny = /(?:(?<![A-Za-z_-])(?:ids?|ID|Id|uuid|UUID|guid|version|revision)|(?<!client|CLIENT|app|APP|application|APPLICATION|key|KEY)[_-](?:u?ids?|U?ID|uuid|guid|name|NAME|version)|(?<!lient|pp|pplication|ey)(?<=[a-z])(?:Ids?|ID|Uuid|UUID|Guid|Name|Version))["'`\]]{0,2}[ \t]{0,12}(?::|=|=>)[ \t]{0,12}["'`]{0,3}$/;

/**
 * A value without a form of its own that stands soon after a provider's name and a word for "credential":
 * hexadecimal digits of a usual length, a UUID, or a mix of letters and digits that no word explains.
 */
export function detectNearToken(hit: Hit): readonly Detected[] {
  if (!isOwnWord(hit)) return [];
  const { bytes, keywordEnd } = hit;
  const text = bytes.toString('latin1', keywordEnd, Math.min(bytes.length, keywordEnd + reach));
  const match = nearby.exec(text);
  const span = match?.indices?.[1];
  const value = match?.[1];
  if (span === undefined || value === undefined || !isTokenShaped(value)) return [];
  // an integrity value or a checksum says what it is
  if (saysDigest.test(text.slice(0, span[0])) || namesThing.test(text.slice(0, span[0]))) return [];
  return [{ start: keywordEnd + span[0], end: keywordEnd + span[1], secret: value }];
}

/** Whether a provider's name is a word of its own, or one of an identifier's words: `AIRTABLE_KEY`, `myAirtableKey`, but not the `front` of `frontend`. */
export function isOwnWord({ bytes, keywordStart: start, keywordEnd: end }: Hit): boolean {
  if (goesOnBefore(bytes[start - 1], bytes[start]) || goesOnAfter(bytes[end]) || isWithinHash(bytes, start, end)) return false;
  const next = bytes[end];
  return next === undefined || next < 97 || next > 122 || /^(?:api|key|token|secret|auth|oauth|access|client|consumer|personal|admin|user|account|project|bot|webhook|pass|app|service|sdk|io|id)/.test(bytes.toString('latin1', end, end + 8));
}

/** Whether letters stand by chance in a long run of letters and digits, such as a digest in base64. */
function isWithinHash(bytes: Buffer, start: number, end: number): boolean {
  let from = start;
  let to = end;
  while (from > 0 && start - from < 48 && isBase64Byte(bytes[from - 1])) from--;
  while (to < bytes.length && to - end < 48 && isBase64Byte(bytes[to])) to++;
  if (to - from < (end - start) + 16) return false;
  if (/(?:sha\d{1,3}|md5|h1)[-=:]["']?$/i.test(bytes.toString('latin1', Math.max(0, from - 12), from))) return true;
  return isRandomRun(bytes.toString('latin1', from, to));
}

/** Whether a run of base64 characters is data, not words or the segments of a path. */
export function isRandomRun(run: string): boolean {
  return /\d/.test(run) && /[a-z]/.test(run) && /[A-Z]/.test(run) && wordiness(run) < 0.5;
}

export function isBase64Byte(byte: number | undefined): boolean {
  return byte !== undefined && ((byte >= 47 && byte <= 57) || (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122) || byte === 43);
}

/** Whether a value has one of the shapes that machines draw credentials in. */
function isTokenShaped(value: string): boolean {
  if (isStandIn(value)) return false;
  if (uuid.test(value)) return true;
  const digits = value.replace(/\D/g, '').length;
  const letters = value.replace(/[^A-Za-z]/g, '').length;
  if (digits < 2 || letters < 2) return false;
  if (/^[0-9a-f]+$/i.test(value)) return value.length % 4 === 0 && value.length >= 16;
  if (value.length < 20) return /[a-z]/.test(value) && /[A-Z]/.test(value) && digits >= 3 && entropyBits(value) >= 3 && wordiness(value) < 0.5;
  // identifiers: words joined by separators, with a number
  if (/^[A-Za-z]+(?:[-_][A-Za-z]+)*[-_]?\d{0,4}$/.test(value)) return false;
  return entropyBits(value) >= 3 && wordiness(value) < 0.62;
}
