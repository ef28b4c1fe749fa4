import { createHash } from 'node:crypto';

/**
 * The fingerprint of a finding: 32 hexadecimal digits over the check's id and the finding's identity.
 * It holds no path, line number or date, so it survives moves, reformatting and merges, and a different secret on the
 * same line has another one.
 */
export function fingerprint(check: string, identity: string): string {
  return createHash('sha256').update(check).update('\0').update(identity).digest('hex').slice(0, 32);
}
