import { sha256 } from '../model/sha256.ts';

/** What is written about one push, before it is chained. It holds no secrets: findings carry fingerprints only. */
export interface AuditEvent {
  /** ISO 8601 in UTC. */
  readonly time: string;
  readonly event: 'pre-receive' | 'update' | 'post-receive' | 'recovered' | 'rotated';
  readonly pusher?: Pusher;
  readonly repository?: string;
  readonly certificate?: PushCertificate;
  readonly refs?: readonly { readonly ref: string; readonly old: string; readonly new: string }[];
  /** Refs beyond those listed, of a push that was refused. */
  readonly refsOmitted?: number;
  /** SHA-256 of the policy that judged. */
  readonly policyDigest?: string;
  readonly verdict?: 'allow' | 'warn' | 'block' | 'broken';
  /** Why the gate could not judge. */
  readonly cause?: string;
  readonly findings?: readonly AuditFinding[];
  /** Findings beyond those listed. */
  readonly findingsOmitted?: number;
  readonly notChecked?: readonly { readonly path: string; readonly reason: string; readonly detail: string }[];
  readonly notCheckedOmitted?: number;
  /** Exceptions that were asked for, granted or not. */
  readonly exceptions?: readonly { readonly option: string; readonly granted: boolean; readonly why: string }[];
  readonly durationMs?: number;
  /** The latest time that the log knew before, where the clock stood behind it: `time` is what the clock said. */
  readonly clock?: { readonly latest: string };
  /** The last record of the log that this one goes on with. */
  readonly continues?: { readonly log: string; readonly seq: number; readonly hash: string };
  /** What a recovery found and where it put it. */
  readonly recovery?: { readonly bytes: number; readonly sha256: string; readonly keptAs: string };
}

export interface AuditFinding {
  readonly check: string;
  readonly severity: string;
  readonly action: string;
  readonly path: string;
  readonly line: number;
  readonly fingerprint: string;
  readonly commit?: string;
  readonly excuse?: string;
}

/** Who pushed, as the server says. */
export interface Pusher {
  /** Which server's variables were believed: `gitlab`, `gitea`, `ghes`, `gitolite`, `soft-serve`, `bitbucket`, `http`, `ssh`, `local`. */
  readonly server: string;
  readonly name?: string;
  readonly id?: string;
  readonly email?: string;
  readonly address?: string;
  readonly via?: string;
  readonly key?: string;
}

/** What receive-pack says of a push certificate. Source: git-receive-pack(1). */
export interface PushCertificate {
  readonly status: string;
  readonly signer?: string;
  readonly key?: string;
  readonly nonceStatus?: string;
}

/** A record in the log. */
export interface AuditRecord extends AuditEvent {
  /** Version of the record's shape. */
  readonly v: 1;
  /** 1 for the first record, then without a gap. */
  readonly seq: number;
  /** Hash of the record before; 64 zeros in the first. */
  readonly prev: string;
  readonly hash: string;
}

/** `prev` of the first record. */
export const firstPrevious = '0'.repeat(64);

/** Hash of a line's text, or its HMAC when the log has a key. */
export function digestOf(text: string | Buffer, key: Buffer | undefined): string {
  return key === undefined ? sha256([text]) : process.getBuiltinModule('node:crypto').createHmac('sha256', key).update(text).digest('hex');
}

const seal = ',"hash":"';

/**
 * The line of a record. The hash covers the very bytes before it, so that verifying needs no canonical JSON.
 */
export function formatRecord(event: AuditEvent, seq: number, prev: string, key: Buffer | undefined): { readonly line: string; readonly hash: string } {
  const body = JSON.stringify({ v: 1, seq, ...event, prev }).slice(0, -1);
  const hash = digestOf(body, key);
  return { line: `${body}${seal}${hash}"}\n`, hash };
}

/** A line taken apart; undefined when it is not a record. */
export function parseRecord(line: Buffer): { readonly record: AuditRecord; readonly body: Buffer } | undefined {
  const end = line.length - 64 - 2 - seal.length;
  if (end < 1 || line.toString('latin1', end, end + seal.length) !== seal) return undefined;
  try {
    const parsed: unknown = JSON.parse(line.toString('utf8'));
    return isRecord(parsed) ? { record: parsed, body: line.subarray(0, end) } : undefined;
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is AuditRecord {
  if (typeof value !== 'object' || value === null) return false;
  return 'v' in value && value.v === 1 && 'seq' in value && Number.isSafeInteger(value.seq) && 'prev' in value && typeof value.prev === 'string' && 'hash' in value && typeof value.hash === 'string' && 'time' in value && typeof value.time === 'string' && 'event' in value && typeof value.event === 'string';
}
