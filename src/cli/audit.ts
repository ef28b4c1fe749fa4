import { existsSync, readFileSync } from 'node:fs';
import type { AuditFinding, AuditRecord } from '../audit/record.ts';
import { rotateLog } from '../audit/rotate.ts';
import { listLog, verifyLog, type LogFilter, type Verification } from '../audit/verify.ts';
import { plural } from '../report/standing.ts';
import { UsageError } from '../model/usage-error.ts';
import type { Command } from './command.ts';

/** Options that filter the list, by their names on the command line. */
const filters = ['since', 'until', 'pusher', 'ref', 'verdict', 'check', 'fingerprint', 'repository'] as const;

/** `portcullis audit list|verify|rotate FILE`: who pushed what and when, and whether the log is what was written. */
export const audit: Command = {
  name: 'audit',
  summary: 'Read or verify the log of a server\'s pushes',
  usage: `Usage: portcullis audit list [FILE] [--pusher NAME] [--ref REF] [--since TIME] …
       portcullis audit verify [FILE…] [--key FILE]
       portcullis audit rotate [FILE] [--key FILE]

FILE is the log, portcullis/audit.jsonl in a bare repository unless the server's policy says otherwise. verify finds any
record that was changed, removed, moved or cut off, and exits 1. rotate sets the log aside and begins a new one that
names its last record; verify then takes both, the older first, and finds a change in either.`,
  options: [
    { name: 'since', value: 'TIME', help: 'not before this instant (2026-11-24 or 2026-11-24T12:00:00Z)' },
    { name: 'until', value: 'TIME', help: 'not after this instant' },
    { name: 'pusher', value: 'NAME', help: 'part of the name, id or address of who pushed' },
    { name: 'ref', value: 'REF', help: 'full name of a ref, or its start with * at the end' },
    { name: 'verdict', value: 'VERDICT', help: 'allow, warn, block or broken' },
    { name: 'check', value: 'ID', help: 'with a finding of this check or folder of checks' },
    { name: 'fingerprint', value: 'HEX', help: 'with this finding' },
    { name: 'repository', value: 'NAME', help: 'of this repository' },
    { name: 'json', help: 'print the records as they are' },
    { name: 'key', value: 'FILE', help: 'key of the chain, for verify and rotate' },
  ],
  async run(input) {
    const [action, path = 'portcullis/audit.jsonl', ...others] = input.positionals;
    if (action !== 'list' && action !== 'verify' && action !== 'rotate') throw new UsageError(`say "audit list", "audit verify" or "audit rotate"${action === undefined ? '' : `, not "${action}"`}`);
    const missing = [path, ...others].find((one) => !existsSync(one));
    if (missing !== undefined) throw new UsageError(`there is no log ${missing}; name the file: portcullis audit ${action} FILE`);
    if (action === 'verify') return verify([path, ...others], input.value('key'));
    if (others.length > 0) throw new UsageError(`audit ${action} takes one log, not ${others.length + 1}`);
    if (action === 'rotate') return rotate(path, input.value('key'));
    const filter: Partial<Record<(typeof filters)[number], string>> = {};
    for (const name of filters) {
      const value = input.value(name);
      if (value === undefined) continue;
      if ((name === 'since' || name === 'until') && Number.isNaN(Date.parse(value))) throw new UsageError(`--${name} takes a time like 2026-11-24T12:00:00Z, not "${value}"`);
      filter[name] = value;
    }
    for await (const record of listLog(path, filter satisfies LogFilter)) process.stdout.write(`${input.flag('json') ? JSON.stringify(record) : describe(record)}\n`);
    return 0;
  },
};

async function rotate(path: string, keyFile: string | undefined): Promise<number> {
  const aside = await rotateLog(path, keyFile === undefined ? {} : { key: readFileSync(keyFile) });
  process.stdout.write(`${path} goes on; what was in it is ${aside}\n`);
  return 0;
}

/** Verifies logs that follow one another. */
async function verify(paths: readonly string[], keyFile: string | undefined): Promise<number> {
  let isWhole = true;
  let before: { readonly path: string; readonly verified: Verification } | undefined;
  for (const path of paths) {
    const verified = await verifyLog(path, keyFile === undefined ? {} : { key: readFileSync(keyFile) });
    const { records, problems, remarks, continues } = verified;
    for (const { line, kind, message } of problems) process.stderr.write(`${path}${line === 0 ? '.head' : `:${line}`}: ${kind}: ${message}\n`);
    for (const remark of remarks) process.stderr.write(`${path}: ${remark}\n`);
    const isNext = before === undefined || (continues !== undefined && continues.hash === before.verified.last?.hash && continues.seq === before.verified.last.seq);
    if (!isNext) process.stderr.write(`${path}: it does not go on from the last record of ${before?.path ?? ''}\n`);
    if (before === undefined && continues !== undefined) process.stderr.write(`${path}: it goes on from record ${continues.seq} of ${continues.log}; verify both: portcullis audit verify ${continues.log} ${path}\n`);
    process.stdout.write(problems.length === 0 ? `${path}: ${plural(records, 'record')}, all as ${records === 1 ? 'it was' : 'they were'} written\n` : `${path}: ${plural(records, 'record')}, ${plural(problems.length, 'problem')}\n`);
    isWhole &&= problems.length === 0 && isNext;
    before = { path, verified };
  }
  return isWhole ? 0 : 1;
}

function placeOf({ check, path, line, fingerprint }: AuditFinding): string {
  return `${check} ${path}:${line} ${fingerprint.slice(0, 12)}`;
}

function describe(record: AuditRecord): string {
  const { pusher, refs = [], refsOmitted: omitted = 0, findings = [] } = record;
  const who = [pusher?.name ?? pusher?.id ?? 'unnamed', pusher?.address === undefined ? '' : `from ${pusher.address}`].filter((one) => one !== '').join(' ');
  const moved = refs.slice(0, 3).map((ref) => `${ref.ref} ${ref.old.slice(0, 10)}..${ref.new.slice(0, 10)}`);
  const counting = findings.filter((finding) => finding.excuse === undefined);
  const lines = [`${record.time}  ${(record.verdict ?? record.event).padEnd(6)}  ${who}  ${moved.join(', ')}${refs.length + omitted > 3 ? ` and ${refs.length + omitted - 3} more` : ''}`];
  if (record.continues !== undefined) lines.push(`    goes on from record ${record.continues.seq} of ${record.continues.log}`);
  if (record.clock !== undefined) lines.push(`    the clock stood behind the log, which knew ${record.clock.latest}`);
  if (record.cause !== undefined) lines.push(`    ${record.cause}`);
  for (const { option, granted, why } of record.exceptions ?? []) lines.push(`    exception ${granted ? 'granted' : 'refused'}: ${option}, ${why}`);
  // approvals and exceptions are decisions; what was old or in the baseline is none
  const approved = findings.filter((finding) => finding.excuse?.startsWith('suppressed') === true);
  for (const finding of approved.slice(0, 10)) lines.push(`    let pass ${placeOf(finding)}: ${finding.excuse ?? ''}`);
  if (approved.length > 10) lines.push(`    and ${approved.length - 10} more let pass`);
  for (const finding of counting.slice(0, 10)) lines.push(`    ${finding.action} ${placeOf(finding)}`);
  if (counting.length > 10) lines.push(`    and ${counting.length - 10} more`);
  // names come from pushes: nothing in them may steer a terminal, or pass for a line of the log
  return lines.map((line) => line.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '?')).join('\n');
}
