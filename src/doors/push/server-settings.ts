import { didYouMean, PolicyError } from '../../policy/errors.ts';
import { compiles } from './compiles.ts';

/** What the `server:` section of the administrator's `portcullis.yaml` says. It is read from nowhere else. */
export interface ServerSettings {
  /** A protected ref whose tip before the push holds more policy (`refs/heads/main`). */
  readonly policyRef?: string;
  /** Path of the policy in that ref's tree. */
  readonly policyPath: string;
  /** Digest the resolved policy must have; anything else refuses. */
  readonly policyDigest?: string;
  /** What is done with a push that could not be judged in time. */
  readonly onDeadline: 'block' | 'warn';
  /** Milliseconds on the wall after which a push counts as not judged, however little of it was work. Default a minute. */
  readonly wallMs?: number;
  /** Milliseconds after which a progress line is shown. */
  readonly progressMs: number;
  /** Findings shown to the pusher; the rest is counted. */
  readonly maxShown: number;
  /** Path of the audit log, relative to the administrator's folder. */
  readonly audit: string;
  /** Path of the key of the audit log's chain. */
  readonly auditKey?: string;
  /** Who may ask for an exception by push option; nobody without it. */
  readonly exceptions?: { readonly by: readonly string[]; readonly ticket: string };
}

const keys = ['policy-ref', 'policy-path', 'policy-digest', 'on-deadline', 'wall-ms', 'progress-ms', 'max-shown', 'audit', 'audit-key', 'push-options'];

/** Validates the section. Throws PolicyError with the unknown key and the nearest right one. */
export function serverSettings(path: string, section: unknown): ServerSettings {
  const fail = (message: string): never => {
    throw new PolicyError(path, undefined, `"server": ${message}`);
  };
  const map = asMap(section ?? {}) ?? fail('expected settings by name');
  for (const key of map.keys()) if (!keys.includes(key)) fail(`"${key}" is not a setting${didYouMean(key, keys)}`);
  const text = (key: string): string | undefined => {
    const value = map.get(key);
    return value === undefined || typeof value === 'string' ? value : fail(`"${key}" is not a text`);
  };
  const number = (key: string, standard: number): number => {
    const value = map.get(key) ?? standard;
    return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : fail(`"${key}" is not a number of zero or more`);
  };
  const onDeadline = text('on-deadline') ?? 'block';
  const policyRef = text('policy-ref');
  const policyDigest = text('policy-digest');
  const auditKey = text('audit-key');
  const exceptions = exceptionsOf(map.get('push-options'), fail);
  if (policyRef !== undefined && !/^refs\/[^\s:^~?*[\\]+$/.test(policyRef)) fail('"policy-ref" is not a full ref name such as refs/heads/main');
  if (policyDigest !== undefined && !/^[0-9a-f]{64}$/.test(policyDigest)) fail('"policy-digest" is not 64 hexadecimal digits');
  return {
    policyPath: text('policy-path') ?? 'portcullis.yaml',
    onDeadline: onDeadline === 'block' || onDeadline === 'warn' ? onDeadline : fail('"on-deadline" is neither "block" nor "warn"'),
    ...(map.has('wall-ms') ? { wallMs: number('wall-ms', 0) } : {}),
    progressMs: number('progress-ms', 1000),
    maxShown: number('max-shown', 5),
    audit: text('audit') ?? 'audit.jsonl',
    ...(policyRef === undefined ? {} : { policyRef }),
    ...(policyDigest === undefined ? {} : { policyDigest }),
    ...(auditKey === undefined ? {} : { auditKey }),
    ...(exceptions === undefined ? {} : { exceptions }),
  };
}

function exceptionsOf(value: unknown, fail: (message: string) => never): ServerSettings['exceptions'] {
  if (value === undefined) return undefined;
  const map = asMap(value) ?? fail('"push-options" needs "by" and "ticket"');
  for (const key of map.keys()) if (key !== 'by' && key !== 'ticket') fail(`"push-options.${key}" is not a setting${didYouMean(key, ['by', 'ticket'])}`);
  const by = map.get('by');
  const ticket = map.get('ticket');
  if (!Array.isArray(by) || !by.every((one): one is string => typeof one === 'string') || by.length === 0) return fail('"push-options.by" is not a list of pushers ("*" for all)');
  if (typeof ticket !== 'string' || !compiles(ticket)) return fail('"push-options.ticket" is not a regular expression of the tickets that count');
  return { by, ticket };
}

function asMap(value: unknown): Map<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? new Map(Object.entries(value)) : undefined;
}
