import type { Excuse, Finding } from '../model/finding.ts';
import { namesAny, trivyIgnores } from '../model/trivy-ignore.ts';
import type { SourceLines } from './lines.ts';

/** Markers of other tools that let findings of their line (or the next) pass, by the families they speak of. */
const foreignMarkers: readonly { readonly pattern: RegExp; readonly nextLine?: boolean; readonly families: readonly string[] }[] = [
  { pattern: /\b(?:gitleaks|betterleaks|trufflehog|kingfisher):(?:allow|ignore)\b/, families: ['credentials'] },
  { pattern: /pragma: ?(?:allow|white)list secret\b/, families: ['credentials'] },
  { pattern: /pragma: ?(?:allow|white)list nextline secret\b/, nextLine: true, families: ['credentials'] },
  { pattern: /\bsecretlint-disable-line\b/, families: ['credentials'] },
  { pattern: /\bsecretlint-disable-next-line\b/, nextLine: true, families: ['credentials'] },
  { pattern: /\bggignore\b/, families: ['credentials'] },
  { pattern: /#\s?nosec\b|\/\/\s?#?nosec\b/, families: ['credentials', 'code'] },
  { pattern: /\beslint-disable-line(?:\s{1,9}[^\n]{0,200}\bno-restricted-(?:imports|modules)\b|\s{0,9}(?:\*\/|$))/, families: ['libraries'] },
  { pattern: /\beslint-disable-next-line(?:\s{1,9}[^\n]{0,200}\bno-restricted-(?:imports|modules)\b|\s{0,9}(?:\*\/|$))/, nextLine: true, families: ['libraries'] },
  { pattern: /\/\/\s?nolint(?::[\w,-]{0,200}\bdepguard\b|\s{0,9}(?:\/\/|$))/, families: ['libraries'] },
  { pattern: /\bkics-scan ignore-line\b/, nextLine: true, families: ['infrastructure', 'containers'] },
];

/** Markers that name ids of other tools; they excuse only checks that carry the id as an alias. */
const aliasMarker = /(?:checkov:skip|cfn-lint ignore)\s?[=:]\s?([A-Za-z0-9_,\s-]{2,200})(?::([^\n]{0,200}))?/;

const ownMarker = /portcullis:allow[ \t]+([a-z0-9][a-z0-9/_.-]{2,120})(?:[ \t]+([0-9a-f]{8,32}))?((?:[ \t]+(?:until|owner)=[^\s]{1,80}){0,2})[ \t]*(?:--[ \t]*([^\n]{1,200}))?/;

export interface InlineOptions {
  readonly own: boolean;
  readonly foreign: boolean;
  /** Today, `2026-11-24`. */
  readonly today: () => string;
  /** The check's ids in other tools. */
  readonly aliases: (check: string) => readonly string[];
  /** Takes a remark when a comment looks like a suppression and does not count. */
  readonly remark: (text: string) => void;
}

/**
 * The suppression that a comment beside a finding states, or undefined. Ours stands on the finding's line or alone on
 * the line above: `portcullis:allow CHECK FINGERPRINT until=2027-01-31 owner=name -- reason`. A credential needs the
 * fingerprint (its first eight digits do), so that another secret put on the line later is not let through.
 */
export function inlineSuppression(finding: Finding, lines: SourceLines, options: InlineOptions): Excuse | undefined {
  const at = finding.range.startLine;
  for (const line of [at, at - 1]) {
    if (line < 1) continue;
    // of a line that fills the screen over and over, only what is near
    const { text } = lines.part(line, line === at ? finding.range.startColumn : 1);
    if (options.own && text.includes('portcullis:')) {
      const excuse = ownSuppression(finding, text, { line, isBeside: line === at, options });
      if (excuse !== undefined) return excuse;
    }
    if (options.foreign) {
      const excuse = foreignSuppression(finding, text, line, line === at, options);
      if (excuse !== undefined) return excuse;
    }
  }
  return undefined;
}

function ownSuppression(finding: Finding, text: string, { line, isBeside, options }: { line: number; isBeside: boolean; options: InlineOptions }): Excuse | undefined {
  const match = ownMarker.exec(text);
  const where = `${finding.path}:${line}`;
  const right = `write "portcullis:allow ${finding.check} ${finding.fingerprint.slice(0, 8)} -- reason"`;
  // a comment on the line above may be meant for what stands there
  if (match === null && isBeside && /portcullis: ?allow\b/.test(text)) options.remark(`${where}: the comment "portcullis:allow" names no check and does not count; ${right}`);
  if (match === null || match[1] !== finding.check) return undefined;
  const print = match[2];
  if (print === undefined && finding.family === 'credentials') {
    options.remark(`${where}: the suppression of ${finding.check} names no fingerprint and does not count; ${right}`);
    return undefined;
  }
  if (print !== undefined && !finding.fingerprint.startsWith(print)) {
    if (isBeside) options.remark(`${where}: the suppression of ${finding.check} is for ${print}, not for what stands there now; if that may pass too, ${right}`);
    return undefined;
  }
  const reason = match[4]?.replace(/\s*(?:\*\/|-->|#})\s*$/, '').trim();
  if (reason === undefined || reason === '') {
    options.remark(`${where}: the suppression of ${finding.check} gives no reason and does not count; add "-- reason"`);
    return undefined;
  }
  const expires = /until=(\S+)/.exec(match[3] ?? '')?.[1];
  const owner = /owner=(\S+)/.exec(match[3] ?? '')?.[1];
  if (expires !== undefined && !(/^\d{4}-\d\d-\d\d$/.test(expires) && expires >= options.today())) {
    options.remark(`${where}: the suppression of ${finding.check} expired on ${expires} and no longer counts`);
    return undefined;
  }
  return { kind: 'suppressed', reason, where, ...(owner === undefined ? {} : { owner }), ...(expires === undefined ? {} : { expires }) };
}

/** A word that every marker of another tool holds: most lines have none and are done with. */
const anyMarker = /allow|whitelist|ignore|disable|nosec|nolint|skip/;

function foreignSuppression(finding: Finding, text: string, line: number, sameLine: boolean, options: InlineOptions): Excuse | undefined {
  if (!anyMarker.test(text)) return undefined;
  const where = `${finding.path}:${line}`;
  for (const { pattern, nextLine, families } of foreignMarkers) {
    if ((nextLine === true) === sameLine || !families.includes(finding.family)) continue;
    const match = pattern.exec(text);
    if (match !== null) return { kind: 'suppressed', reason: `comment "${match[0]}"`, where };
  }
  const isByTrivy = text.includes(':ignore:');
  const named = aliasMarker.exec(text);
  if (!isByTrivy && named === null) return undefined;
  const aliases = new Set(options.aliases(finding.check).map((alias) => alias.toLowerCase()));
  const byTrivy = isByTrivy ? trivySuppression(finding, text, { where, aliases, options }) : undefined;
  if (byTrivy !== undefined) return byTrivy;
  if (named === null) return undefined;
  const ids = (named[1] ?? '').split(/[,\s]+/).filter((id) => id !== '');
  const met = ids.find((id) => aliases.has(id.toLowerCase()) || id.toLowerCase() === 'all');
  return met === undefined ? undefined : { kind: 'suppressed', reason: `comment "${named[0].trim().slice(0, 100)}"`, where };
}

/** Trivy's and tfsec's comments; those about values of a resource are decided where the resource is known. */
function trivySuppression(finding: Finding, text: string, { where, aliases, options }: { where: string; aliases: ReadonlySet<string>; options: InlineOptions }): Excuse | undefined {
  for (const { id, where: values, expires } of trivyIgnores(text)) {
    if (values.size > 0 || !namesAny(id, aliases)) continue;
    if (expires === undefined || expires >= options.today()) return { kind: 'suppressed', reason: `comment "ignore:${id}"`, where, ...(expires === undefined ? {} : { expires }) };
    options.remark(`${where}: the suppression of ${finding.check} expired on ${expires} and no longer counts`);
  }
  return undefined;
}
