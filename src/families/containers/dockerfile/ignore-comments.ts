import type { EvaluatedDockerfile } from '../../../templates/dockerfile/model.ts';

/** What comments in a Dockerfile silence: other tools' rule ids in lower case, or all of them. */
interface Silence {
  readonly rules: ReadonlySet<string> | 'all';
  /** Offsets between which it holds. */
  readonly from: number;
  readonly to: number;
}

const cache = new WeakMap<EvaluatedDockerfile, readonly Silence[]>();

/**
 * True when a comment in the file silences a check, known by its aliases, at an offset: hadolint's
 * `ignore=` above an instruction, `stage ignore=` above FROM and `global ignore=`; BuildKit's
 * `check=skip=` at the top or above an instruction. Whether they are heeded is the policy's to say.
 */
export function isIgnored(dockerfile: EvaluatedDockerfile, aliases: readonly string[], offset: number): boolean {
  let silences = cache.get(dockerfile);
  if (silences === undefined) {
    silences = silencesOf(dockerfile);
    cache.set(dockerfile, silences);
  }
  return silences.some(({ rules, from, to }) => offset >= from && offset < to && (rules === 'all' || aliases.some((alias) => rules.has(alias.toLowerCase()))));
}

function silencesOf(dockerfile: EvaluatedDockerfile): Silence[] {
  const { syntax } = dockerfile;
  const silences: Silence[] = [];
  const directive = syntax.directives.find((one) => one.name === 'check');
  const everywhere = { from: 0, to: Infinity };
  if (directive !== undefined) push(silences, skipped(directive.value), everywhere);
  let next = 0;
  for (const comment of syntax.comments) {
    while (next < syntax.instructions.length && (syntax.instructions[next]?.start ?? 0) < comment.start) next++;
    const instruction = syntax.instructions[next];
    const hadolint = /^hadolint\s{1,10}(global\s{1,10}|stage\s{1,10})?ignore\s{0,10}=\s{0,10}([\w,\s]{1,2000})/.exec(comment.text);
    const buildkit = /^check\s{0,10}=\s{0,10}(.{1,2000})/.exec(comment.text);
    const rules = hadolint === null ? undefined : ruleSet(hadolint[2] ?? '');
    if (hadolint?.[1]?.startsWith('global') === true) push(silences, rules, everywhere);
    else if (instruction === undefined) continue;
    else if (hadolint?.[1]?.startsWith('stage') === true) {
      const end = syntax.instructions.find((one, index) => index > next && one.name === 'FROM')?.start ?? Infinity;
      push(silences, rules, { from: instruction.start, to: end });
    } else {
      push(silences, rules ?? (buildkit === null ? undefined : skipped(buildkit[1] ?? '')), { from: instruction.start, to: instruction.end + 1 });
    }
  }
  return silences.slice(0, maxSilences);
}

/** Every finding is compared with every one of them. */
const maxSilences = 2000;

function push(silences: Silence[], rules: Silence['rules'] | undefined, range: { readonly from: number; readonly to: number }): void {
  if (rules !== undefined) silences.push({ rules, ...range });
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
