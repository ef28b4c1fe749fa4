/** A key's type, which ends the options of a line. Source: ssh-keygen(1), "ALLOWED SIGNERS". */
const keyType = /\s(?:ssh|ecdsa|sk)-[\w@.-]+\s/;

/**
 * Allowed signers without the keys whose time is over. ssh holds the end of a key against the date that a commit gives
 * itself, and whoever has the key of a signer who left dates a commit back.
 */
export function withoutExpired(text: string, now: number): string {
  return text.split('\n').filter((line) => {
    const [options = ''] = line.split(keyType, 1);
    const [, until, zone] = /valid-before\s*=\s*"?(\d{8}(?:\d{4}(?:\d{2})?)?)(Z?)/i.exec(options) ?? [];
    return until === undefined || instant(until, zone === 'Z') > now;
  }).join('\n');
}

/** `YYYYMMDD[HHMM[SS]]`, in the machine's own time where it is not said to be UTC. */
function instant(digits: string, isUtc: boolean): number {
  const part = (from: number, length = 2): number => Number(digits.slice(from, from + length) || '0');
  const parts = [part(0, 4), part(4) - 1, part(6), part(8), part(10), part(12)] as const;
  return isUtc ? Date.UTC(...parts) : new Date(...parts).getTime();
}
