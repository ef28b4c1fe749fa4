import { compileExpression, type Compiled } from '../../expressions/compile.ts';
import { compileMessage, type Message } from '../../expressions/message.ts';
import { truthOf, type Item, type Term } from '../../expressions/term.ts';
import { rangeOf } from '../../formats/place.ts';
import type { Check, PolicyCheck } from '../../model/check.ts';
import { BrokenCheck, type FamilyPolicy, type LocatedReport } from '../../model/family.ts';
import { keep } from './keep.ts';
import { scopeOf, termOfData, vocabulary } from './vocabulary.ts';
import { spotsIn, type Spot } from './spots.ts';
import type { NamedCheck, Subject } from './subject.ts';

interface CompiledCheck {
  readonly when?: Compiled<Subject>;
  readonly assert?: Compiled<Subject>;
  readonly message?: Message<Subject>;
}

const compiled = new WeakMap<PolicyCheck, CompiledCheck>();

/** Functions that policies name, by their name. */
export type NamedChecks = ReadonlyMap<string, NamedCheck>;

/** Runs the policies that apply to any of the subjects. Throws BrokenCheck for a policy that cannot run. */
export function runPolicies(subjects: readonly Subject[], policy: FamilyPolicy, named: NamedChecks): readonly LocatedReport[] {
  const byWord = new Map<string, Subject[]>();
  for (const subject of subjects) {
    for (const word of subject.words) {
      const present = byWord.get(word);
      if (present === undefined) byWord.set(word, [subject]);
      else present.push(subject);
    }
  }
  const reports = new Map<string, LocatedReport>();
  for (const check of policy.checks(byWord.keys(), true)) {
    if (!isPolicy(check)) continue;
    const parameters = policy.parameters(check);
    const asked = new Set(check.applies.flatMap((word) => byWord.get(word) ?? []));
    if (asked.size === 0) continue;
    try {
      const run = runnerOf(check, parameters, named);
      for (const subject of asked) for (const report of run(subject)) keep(reports, report);
    } catch (error) {
      throw error instanceof BrokenCheck ? error : new BrokenCheck(check.id, error);
    }
  }
  return [...reports.values()];
}

function isPolicy(check: Check): check is PolicyCheck {
  return 'applies' in check;
}

function runnerOf(check: PolicyCheck, parameters: Readonly<Record<string, unknown>>, named: NamedChecks): (subject: Subject) => Iterable<LocatedReport> {
  const code = compiledOf(check);
  const term = termOfData(parameters);
  const { assert } = code;
  if (assert !== undefined) return (subject) => judge(check, { ...code, assert }, subject, term);
  const found = named.get(check.function ?? '');
  if (found === undefined) throw new Error(`there is no function "${check.function ?? ''}"`);
  return function* (subject) {
    const asked = code.when === undefined ? true : truthOf(code.when.evaluate(scopeOf(subject, term)));
    if (asked === false) return;
    for (const { place, message, path = '', value = '', doubt } of found(subject, parameters)) {
      const why = doubt ?? (asked === true ? subject.doubt : asked.why);
      if (why === undefined || !subject.partial) yield reportOf(check, subject, { place, path, value }, { sentence: message ?? check.title, doubt: why });
    }
  };
}

function compiledOf(check: PolicyCheck): CompiledCheck {
  const known = compiled.get(check);
  if (known !== undefined) return known;
  const made: CompiledCheck = {
    ...(check.assert === undefined ? {} : { assert: compileExpression(check.assert, vocabulary) }),
    ...(check.when === undefined ? {} : { when: compileExpression(check.when, vocabulary) }),
    ...(check.message === undefined ? {} : { message: compileMessage(check.message, vocabulary) }),
  };
  compiled.set(check, made);
  return made;
}

function* judge(check: PolicyCheck, { when, assert, message }: CompiledCheck & { readonly assert: Compiled<Subject> }, subject: Subject, parameters: Term): Generator<LocatedReport> {
  const asked = when === undefined ? true : truthOf(when.evaluate(scopeOf(subject, parameters)));
  if (asked === false) return;
  const witnesses: Item[] = [];
  const scope = scopeOf(subject, parameters, witnesses);
  const holds = truthOf(assert.evaluate(scope));
  if (holds === true) return;
  const doubt = holds === false ? (asked === true ? subject.doubt : asked.why) : holds.why;
  if (doubt !== undefined && subject.partial) return;
  const sentence = message?.render(scope) ?? check.title;
  for (const spot of spotsIn(subject, check.at, witnesses)) yield reportOf(check, subject, spot, { sentence, doubt });
}

function reportOf(check: PolicyCheck, { resource, container, skipped }: Subject, { place, path, value }: Spot, { sentence, doubt }: { sentence: string; doubt: string | undefined }): LocatedReport {
  const skip = skipped(check, place);
  const name = container?.name ?? '';
  const where = name === '' ? sentence : `${sentence} (${container?.format === 'compose' ? 'service' : container?.format === 'dockerfile' ? 'stage' : 'container'} ${name.slice(0, 100)})`;
  return {
    check: check.id,
    certainty: doubt === undefined ? 'fail' : 'unsure',
    path: place.source.path,
    range: rangeOf(place),
    message: doubt === undefined ? where : `${where}: depends on ${doubt}`,
    evidence: '',
    identity: [resource, name, path, check.tags.includes('secret') ? '' : value].join('\0'),
    resource,
    ...(check.tags.includes('secret') ? { secret: true } : {}),
    ...(skip === undefined ? {} : { foreignSuppression: skip }),
  };
}
