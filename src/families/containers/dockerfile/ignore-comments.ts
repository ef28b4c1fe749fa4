import { positionAt } from '../../../formats/place.ts';
import { lastUpTo } from '../../../formats/sorted.ts';
import type { EvaluatedDockerfile } from '../../../templates/dockerfile/model.ts';

/** What comments in a Dockerfile silence: other tools' rule ids in lower case, or all of them. */
interface Silence {
  readonly rules: ReadonlySet<string> | 'all';
  /** Offsets between which it holds. */
  readonly from: number;
  readonly to: number;
  readonly reason: string;
  /** 1-based line of the comment. */
  readonly line: number;
}

/** The shape of a report's `foreignSuppression`. */
export interface Ignored {
  readonly reason: string;
  readonly line: number;
}

/** The comments of one file. */
interface Silences {
  /** Those that hold for the file or a stage. */
  readonly wide: readonly Silence[];
  /** Those of one instruction and of one line, each in the order of the file; of either sort no two overlap but those that begin alike. */
  readonly narrow: readonly { readonly all: readonly Silence[]; readonly starts: readonly number[] }[];
}

const cache = new WeakMap<EvaluatedDockerfile, Silences>();

/**
 * The comment that silences a check, known by its ids, at an offset: hadolint's `ignore=` above an instruction,
 * `stage ignore=` above FROM and `global ignore=`; BuildKit's `check=skip=` at the top or above an instruction;
 * `trivy:ignore:` above an instruction or, above the first, for the file; `checkov:skip=` anywhere; KICS's
 * `ignore`, `ignore-block` and `ignore-line`. Whether they are heeded is the policy's to say.
 */
export function ignoredAt(dockerfile: EvaluatedDockerfile, ids: readonly string[], offset: number): Ignored | undefined {
  let silences = cache.get(dockerfile);
  if (silences === undefined) {
    silences = indexed(silencesOf(dockerfile));
    cache.set(dockerfile, silences);
  }
  const covers = ({ rules, from, to }: Silence): boolean => offset >= from && offset < to && (rules === 'all' || ids.some((id) => rules.has(id.toLowerCase())));
  let met = silences.wide.find(covers);
  for (const { all, starts } of met === undefined ? silences.narrow : []) {
    const last = lastUpTo(starts, offset);
    for (let at = last; at >= 0 && starts[at] === starts[last] && met === undefined; at--) met = all.slice(at, at + 1).find(covers);
  }
  return met === undefined ? undefined : { reason: met.reason, line: met.line };
}

function indexed(silences: readonly Scoped[]): Silences {
  const sorted = (scope: Found['scope']): Silences['narrow'][number] => {
    const all = silences.filter((one) => one.scope === scope).sort((one, other) => one.from - other.from);
    return { all, starts: all.map(({ from }) => from) };
  };
  return { wide: silences.filter(({ scope }) => scope === 'file' || scope === 'stage'), narrow: [sorted('instruction'), sorted('line')] };
}

/** Comments that are heeded; every finding is compared with those of the file and of its stage. */
const maxSilences = 2000;

type Scoped = Silence & Pick<Found, 'scope'>;

interface Found {
  readonly rules: Silence['rules'];
  readonly scope: 'file' | 'stage' | 'instruction' | 'line';
  readonly reason?: string;
}

function silencesOf(dockerfile: EvaluatedDockerfile): readonly Scoped[] {
  const { syntax, source } = dockerfile;
  const { instructions } = syntax;
  const silences: Scoped[] = [];
  const directive = syntax.directives.find((one) => one.name === 'check');
  if (directive !== undefined) {
    const rules = skipped(directive.value);
    if (rules !== undefined) silences.push({ rules, scope: 'file', from: 0, to: Infinity, reason: `check=${directive.value}`, line: positionAt(source, directive.start).line });
  }
  let next = 0;
  for (const comment of syntax.comments) {
    while (next < instructions.length && (instructions[next]?.start ?? 0) < comment.start) next++;
    const instruction = instructions[next];
    for (const { rules, scope, reason } of read(comment.text)) {
      if (silences.length >= maxSilences) return silences;
      const shared = { rules, scope, reason: reason ?? comment.text.slice(0, 200), line: comment.line };
      if (scope === 'file') silences.push({ ...shared, from: 0, to: Infinity });
      else if (scope === 'line') {
        const starts = source.lineStarts();
        silences.push({ ...shared, from: starts[comment.line] ?? comment.end, to: starts[comment.line + 1] ?? Infinity });
      } else if (instruction === undefined) continue;
      else if (scope === 'instruction') silences.push({ ...shared, from: instruction.start, to: instruction.end + 1 });
      else silences.push({ ...shared, from: instruction.start, to: nextStage(instructions, next) });
    }
  }
  return silences;
}

function nextStage(instructions: EvaluatedDockerfile['syntax']['instructions'], after: number): number {
  for (let at = after + 1; at < instructions.length; at++) {
    const instruction = instructions[at];
    if (instruction?.name === 'FROM') return instruction.start;
  }
  return Infinity;
}

function* read(comment: string): Generator<Found> {
  const text = comment.slice(0, 4000);
  // as hadolint reads it, a list with anything but rule names in it ignores nothing
  const hadolint = /^hadolint\s{1,10}(global\s{1,10}|stage\s{1,10})?ignore\s{0,10}=\s{0,10}([DLSC\d]{1,20}(?:\s{0,10},\s{0,10}[DLSC\d]{1,20}){0,200})(?![DLSC\d]|\s{0,10},)\s{0,10}(?:#(.{0,200}))?/.exec(text);
  if (hadolint !== null) {
    const [, where = '', ids = '', reason] = hadolint;
    yield { rules: ruleSet(ids), scope: where.startsWith('global') ? 'file' : where.startsWith('stage') ? 'stage' : 'instruction', ...(reason === undefined ? {} : { reason: reason.trim() }) };
    return;
  }
  const buildkit = /^check\s{0,10}=\s{0,10}(.{1,2000})/.exec(text);
  const skip = buildkit === null ? undefined : skipped(buildkit[1] ?? '');
  if (skip !== undefined) yield { rules: skip, scope: 'instruction' };
  const trivy = /^trivy:ignore:(\S{1,500})/.exec(text);
  if (trivy !== null) {
    const ids = (trivy[1] ?? '').split(/:(?:exp|ws):/)[0] ?? '';
    yield { rules: ids === '*' ? 'all' : ruleSet(ids.replace(/^AVD-/, '')), scope: 'instruction' };
    yield { rules: ids === '*' ? 'all' : ruleSet(ids), scope: 'instruction' };
  }
  const checkov = /checkov:skip=([\w,]{1,500})(?::(.{0,200}))?/.exec(text);
  if (checkov !== null) yield { rules: ruleSet(checkov[1] ?? ''), scope: 'file', ...(checkov[2] === undefined ? {} : { reason: checkov[2].trim() }) };
  const kics = /^kics-scan\s{1,10}(ignore-block|ignore-line|ignore|disable=([\w,-]{1,2000}))\s{0,10}$/.exec(text);
  if (kics !== null) yield kics[2] !== undefined ? { rules: ruleSet(kics[2]), scope: 'file' } : { rules: 'all', scope: kics[1] === 'ignore' ? 'file' : kics[1] === 'ignore-line' ? 'line' : 'instruction' };
}

/** `skip=A,B;error=true` or `skip=all`. */
function skipped(value: string): Silence['rules'] | undefined {
  const list = /(?:^|;)\s{0,10}skip\s{0,10}=([^;]{0,2000})/.exec(value)?.[1];
  if (list === undefined) return undefined;
  return list.trim().toLowerCase() === 'all' ? 'all' : ruleSet(list);
}

function ruleSet(list: string): ReadonlySet<string> {
  return new Set(list.split(',').map((one) => one.trim().toLowerCase()).filter((one) => one !== ''));
}
