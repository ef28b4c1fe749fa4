/** One line of what git gives a pre-receive hook: a ref and what it is to be moved from and to. */
export interface RefUpdate {
  /** Full name as git wrote it, UTF-8 with replacement characters for other bytes. */
  readonly ref: string;
  readonly refBytes: Buffer;
  /** Oid before; all zeros for a ref that is created. */
  readonly old: string;
  /** Oid after; all zeros for a ref that is deleted. */
  readonly new: string;
}

/** Whether an oid says "none": 40 zeros, 64 in SHA-256 repositories. */
export function isZero(oid: string): boolean {
  return /^0+$/.test(oid);
}

/**
 * Reads the standard input of pre-receive and post-receive: `<old> SP <new> SP <ref> LF`. Source: githooks(5).
 * A line that is not that is returned as a problem, because a gate that skips it would let it pass.
 */
export function parseRefUpdates(input: Buffer): { readonly updates: readonly RefUpdate[]; readonly problems: readonly string[] } {
  const updates: RefUpdate[] = [];
  const problems: string[] = [];
  let at = 0;
  while (at < input.length) {
    let end = input.indexOf(10, at);
    if (end === -1) end = input.length;
    const line = input.subarray(at, end);
    at = end + 1;
    if (line.length === 0) continue;
    const match = /^([0-9a-f]{40}|[0-9a-f]{64}) ([0-9a-f]{40}|[0-9a-f]{64}) /.exec(line.toString('latin1', 0, 140));
    const [prefix, old, next] = match ?? [];
    if (prefix === undefined || old === undefined || next === undefined || line.length === prefix.length || old.length !== next.length) {
      problems.push(`not a ref update: "${line.toString('latin1', 0, 200).replace(/[^\x20-\x7e]/g, '?')}"`);
      continue;
    }
    const refBytes = line.subarray(prefix.length);
    updates.push({ ref: refBytes.toString('utf8'), refBytes, old, new: next });
  }
  return { updates, problems };
}

/** One line of what git gives a pre-push hook. */
export interface OutgoingRef {
  /** `(delete)` for a deletion; a ref name or any revision the user wrote. */
  readonly localRef: string;
  readonly localOid: string;
  readonly remoteRef: string;
  readonly remoteOid: string;
}

/** Reads the standard input of pre-push: `<local ref> SP <local oid> SP <remote ref> SP <remote oid> LF`. Source: githooks(5). */
export function parseOutgoingRefs(input: Buffer): { readonly refs: readonly OutgoingRef[]; readonly problems: readonly string[] } {
  const refs: OutgoingRef[] = [];
  const problems: string[] = [];
  for (const line of input.toString('utf8').split('\n')) {
    if (line === '') continue;
    // the local side may be any revision expression, with spaces in it
    const match = /^(.*) ([0-9a-f]{40}|[0-9a-f]{64}) (\S+) ([0-9a-f]{40}|[0-9a-f]{64})$/s.exec(line);
    const [, localRef, localOid, remoteRef, remoteOid] = match ?? [];
    if (localRef === undefined || localOid === undefined || remoteRef === undefined || remoteOid === undefined) {
      problems.push(`not an outgoing ref: "${line.slice(0, 200).replace(/[^\x20-\x7e]/g, '?')}"`);
    } else refs.push({ localRef, localOid, remoteRef, remoteOid });
  }
  return { refs, problems };
}
