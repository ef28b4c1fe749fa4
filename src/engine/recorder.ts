import { BrokenCheck, type Project } from '../model/family.ts';
import type { Check } from '../model/check.ts';
import type { Excuse, FamilyName, Finding, Report } from '../model/finding.ts';
import { fingerprint } from '../model/fingerprint.ts';
import type { GatePolicy } from '../model/gate-policy.ts';
import type { Source } from '../model/source.ts';
import type { Range } from '../formats/place.ts';
import { codeFrame } from './frame.ts';
import { inlineSuppression } from './inline.ts';
import { sourceLines, type SourceLines } from './lines.ts';
import type { Registry } from './registry.ts';

export interface RecorderOptions {
  readonly registries: readonly Registry[];
  readonly policy: GatePolicy;
  /** True in a part of a run: entries of policy excuse a finding only where the parts come together. */
  readonly isPart?: boolean;
  readonly project: Pick<Project, 'today'>;
  /** Takes what a comment says wrongly. */
  readonly remark: (text: string) => void;
}

/** A report, the source it is about, and the family it comes from. */
export interface Recorded {
  readonly report: Report;
  readonly source: Source;
  readonly family: FamilyName;
  /** All reports of the source, whose secrets are masked in each other's frames. */
  readonly siblings?: readonly Report[];
  /** Further places of secrets in the file. */
  readonly secrets?: readonly Range[];
  /** An excuse that stands before every other. */
  readonly excuse?: Excuse;
}

/** Makes findings of reports: with what policy decides, a code frame, and the excuse that a suppression gives. */
export function openRecorder({ registries, policy, isPart, project, remark }: RecorderOptions): (recorded: Recorded) => Finding | undefined {
  let last: { readonly source: Source; readonly lines: SourceLines; readonly frames: Map<string, Finding['frame']> } | undefined;
  const opened = (source: Source): NonNullable<typeof last> => {
    if (last?.source !== source) last = { source, lines: sourceLines(source.bytes, source.part?.before), frames: new Map() };
    return last;
  };
  const checks = new Map<string, Check>();
  const checkOf = (id: string): Check => {
    const check = checks.get(id) ?? findCheck(registries, id);
    if (check === undefined) throw new BrokenCheck(id, new Error('no check of that id is registered'));
    checks.set(id, check);
    return check;
  };
  return ({ report, source, family, siblings, secrets: known = [], excuse: given }) => {
    const check = checkOf(report.check);
    const path = report.path ?? source.path;
    const { lines, frames } = opened(source);
    const secrets: Range[] = [...(siblings ?? [report]).flatMap(secretsIn), ...known];
    const { severity, action } = policy.decide({ check: check.id, family, severity: report.severity ?? check.severity, certainty: report.certainty, path });
    if (action === 'off') return undefined;
    const finding: Finding = {
      check: check.id,
      family,
      severity,
      certainty: report.certainty,
      title: check.title,
      message: report.message,
      ...(report.doubt === undefined ? {} : { doubt: report.doubt }),
      path,
      subject: source.subject,
      range: report.range,
      evidence: report.evidence,
      fingerprint: fingerprint(check.id, report.identity),
      action,
      frame: secrets.length > 0 ? codeFrame(lines, report.range, secrets) : sharedFrame(frames, lines, report.range),
      ...(report.resource === undefined ? {} : { resource: report.resource }),
      ...(report.layers === undefined ? {} : { layers: report.layers }),
      ...(source.origin === undefined ? {} : { origin: source.origin }),
    };
    const excuse =
      given ??
      (isPart === true ? undefined : policy.suppression(finding)) ??
      onResource(report, path, { policy, today: () => project.today, remark }) ??
      (family === 'credentials' && report.secret === true ? policy.foreign?.({ aliases: check.aliases, path, startLine: report.range.startLine, secret: report.identity, line: () => lines.part(report.range.startLine, report.range.startColumn).text }) : undefined) ??
      inlineSuppression(finding, lines, {
        ...policy.inline,
        today: () => project.today,
        aliases: () => check.aliases,
        remark,
      });
    return excuse === undefined ? finding : { ...finding, excuse };
  };
}

/** A frame without secrets is the same for all findings on its lines, unless those are so long that only a part is shown. */
function sharedFrame(frames: Map<string, Finding['frame']>, lines: SourceLines, range: Range): Finding['frame'] {
  const key = `${range.startLine} ${range.endLine}`;
  const known = frames.get(key);
  if (known !== undefined) return known;
  const frame = codeFrame(lines, range, []);
  if (frame.every((line) => line.firstColumn === undefined)) frames.set(key, frame);
  return frame;
}

/** The places of a report that are masked in every code frame. */
export function secretsIn({ secret, range, alsoSecret = [] }: Report): readonly Range[] {
  return secret === true ? [range, ...alsoSecret] : alsoSecret;
}

/** Another tool's suppression that stands on the resource the finding is about. */
function onResource({ check, foreignSuppression }: Report, path: string, { policy, today, remark }: { policy: GatePolicy; today: () => string; remark: (text: string) => void }): Excuse | undefined {
  if (foreignSuppression === undefined || !policy.inline.foreign) return undefined;
  const { reason, line, expires } = foreignSuppression;
  const where = `${foreignSuppression.path ?? path}:${line}`;
  if (expires !== undefined && expires < today()) {
    remark(`${where}: the suppression of ${check} expired on ${expires} and no longer counts`);
    return undefined;
  }
  return { kind: 'suppressed', reason: reason === '' ? 'suppressed for another tool' : reason, where, ...(expires === undefined ? {} : { expires }) };
}

/** The check with this id in the first registry that has it. */
export function findCheck(registries: readonly Registry[], id: string): Check | undefined {
  for (const registry of registries) {
    const number = registry.numberOf(id);
    if (number !== undefined) return registry.check(number);
  }
  return undefined;
}
