import { sha256 } from './sha256.ts';

/**
 * The fingerprint of a finding: 32 hexadecimal digits over the check's id and the finding's identity.
 * It holds no path, line number or date, so it survives moves, reformatting and merges, and a different secret on the
 * same line has another one.
 */
export function fingerprint(check: string, identity: string): string {
  return sha256([check, '\0', identity]).slice(0, 32);
}
