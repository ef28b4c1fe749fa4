import { certificateOf, pusherOf, repositoryOf } from '../../audit/pusher.ts';
import type { AuditEvent } from '../../audit/record.ts';
import { isZero, type RefUpdate } from '../../git/ref-update.ts';
import type { Outcome } from '../../model/finding.ts';
import { maskPiece } from '../../model/redact.ts';
import type { ExceptionRequest } from './exceptions.ts';

/** Entries of a list kept in one record: a push of a whole history must not make a log of its own. */
const maxEntries = 200;

export interface AuditFacts {
  readonly event: 'pre-receive' | 'update' | 'post-receive';
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly durationMs: number;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly updates: readonly RefUpdate[];
  readonly outcome?: Outcome;
  /** The verdict when there is no outcome, or when it was overruled. */
  readonly verdict?: 'allow' | 'warn' | 'block' | 'broken';
  readonly cause?: string;
  /** Digest of the policy, when there is no outcome that names it. */
  readonly policyDigest?: string;
  readonly exceptions?: readonly ExceptionRequest[];
  /** Latest time that the log knew, in milliseconds since 1970, where the clock stands behind it. */
  readonly latest?: number;
}

/** What the audit log says of a push. No secrets: findings are named by check, place and fingerprint. */
export function auditEvent(facts: AuditFacts): AuditEvent {
  const { outcome, env, cause } = facts;
  const repository = repositoryOf(env);
  const certificate = certificateOf(env);
  const policyDigest = outcome?.policyDigest ?? facts.policyDigest;
  const verdict = facts.verdict ?? outcome?.verdict.kind;
  // the name of a new ref may be the secret
  const hidesRefs = outcome?.findings.some((finding) => finding.subject === 'ref-name') === true;
  // no ref may move without its record, so every one is named, however many; of what does not move a few are enough
  const isIn = verdict !== 'block' && verdict !== 'broken';
  const refs = isIn ? facts.updates : facts.updates.slice(0, maxEntries);
  return {
    time: new Date(facts.now).toISOString(),
    event: facts.event,
    pusher: pusherOf(env),
    ...(repository === undefined ? {} : { repository }),
    ...(certificate === undefined ? {} : { certificate }),
    refs: refs.map((update) => ({ ref: hidesRefs && isZero(update.old) ? maskRef(update.ref) : update.ref, old: update.old, new: update.new })),
    ...(refs.length < facts.updates.length ? { refsOmitted: facts.updates.length - refs.length } : {}),
    ...(policyDigest === undefined ? {} : { policyDigest }),
    ...(verdict === undefined ? {} : { verdict }),
    ...(cause === undefined ? {} : { cause }),
    ...(outcome === undefined ? {} : listed(outcome)),
    ...(facts.exceptions === undefined || facts.exceptions.length === 0 ? {} : { exceptions: facts.exceptions }),
    durationMs: Math.round(facts.durationMs),
    ...(facts.latest === undefined ? {} : { clock: { latest: new Date(facts.latest).toISOString() } }),
  };
}

function maskRef(ref: string): string {
  const kind = /^refs\/[^/]*\//.exec(ref)?.[0] ?? '';
  return kind + maskPiece(ref.slice(kind.length));
}

function listed(outcome: Outcome): Pick<AuditEvent, 'findings' | 'findingsOmitted' | 'notChecked' | 'notCheckedOmitted'> {
  // what counts comes first, so that what is left out is old
  const findings = [...outcome.findings].sort((a, b) => Number(a.excuse !== undefined) - Number(b.excuse !== undefined));
  const { notChecked } = outcome;
  return {
    findings: findings.slice(0, maxEntries).map((one) => ({
      check: one.check,
      severity: one.severity,
      action: one.action,
      path: one.path.slice(0, 1000),
      line: one.range.startLine,
      fingerprint: one.fingerprint,
      ...(one.commit === undefined ? {} : { commit: one.commit }),
      ...(one.excuse === undefined ? {} : { excuse: one.excuse.kind === 'suppressed' ? `suppressed: ${one.excuse.reason} (${one.excuse.where})` : one.excuse.kind }),
    })),
    ...(findings.length > maxEntries ? { findingsOmitted: findings.length - maxEntries } : {}),
    notChecked: notChecked.slice(0, maxEntries).map((one) => ({ path: one.path.slice(0, 1000), reason: one.reason, detail: one.detail.slice(0, 300) })),
    ...(notChecked.length > maxEntries ? { notCheckedOmitted: notChecked.length - maxEntries } : {}),
  };
}
