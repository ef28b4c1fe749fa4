import { compileExpression, type Compiled, type Scope, type Vocabulary } from '../../expressions/compile.ts';
import { compileMessage, type Message } from '../../expressions/message.ts';
import { termOfData } from '../../expressions/term-of-data.ts';
import { truthOf, type Item, type Term } from '../../expressions/term.ts';
import { rangeOf, type Place } from '../../formats/place.ts';
import { isOutOfTime } from '../../model/ask.ts';
import { isPolicy, type Check, type PolicyCheck } from '../../model/check.ts';
import { BrokenCheck, type FamilyPolicy, type LocatedReport } from '../../model/family.ts';
import { keepReport } from '../keep-report.ts';
import type { Spot } from './spots.ts';
import type { Hit } from './subject.ts';

/** A check that needs more than one thing, or more than an expression can say. Pure. */
export type NamedCheckOf<S> = (subject: S, parameters: Readonly<Record<string, unknown>>) => Iterable<Hit>;

/** What a finding says about its subject. */
export interface Described {
  /** What a finding names: `service web`, `Deployment/shop/web`. */
  readonly resource: string;
  /** The container's own name; empty for anything else. */
  readonly name: string;
  /** What such a thing is called: `container`, `service`, `stage`. */
  readonly noun: string;
  /** What its existence depends on, when that cannot be decided. */
  readonly doubt?: string;
  /** True when only a part of it is known: only what is certain is said. */
  readonly partial: boolean;
}

/** How policies are asked of one sort of subject. */
export interface Judge<S> {
  readonly vocabulary: Vocabulary<S>;
  scopeOf(subject: S, parameters: Term, witnesses?: Item[]): Scope<S>;
  spotsOf(subject: S, paths: readonly string[], witnesses: readonly Item[]): readonly Spot[];
  describe(subject: S): Described;
  /** The file that it stands in. */
  pathOf(subject: S): string;
  /** The suppression of another tool that covers a check at a place. */
  skipped(subject: S, check: Check, place: Place): { readonly reason: string; readonly line: number } | undefined;
}

interface CompiledCheck<S> {
  readonly when?: Compiled<S>;
  readonly assert?: Compiled<S>;
  readonly message?: Message<S>;
}

/** Asks policies of subjects; made once for a sort of subject, it keeps what it compiled. */
export type Runner<S> = (byWord: ReadonlyMap<string, readonly S[]>, policy: FamilyPolicy, named: ReadonlyMap<string, NamedCheckOf<S>>) => readonly LocatedReport[];

/** A runner over one sort of subject: it runs the policies that apply to any of the words. Throws BrokenCheck for a policy that cannot run. */
export function runnerFor<S>(judge: Judge<S>): Runner<S> {
  const compiled = new WeakMap<PolicyCheck, CompiledCheck<S>>();
  const compiledOf = (check: PolicyCheck): CompiledCheck<S> => {
    const known = compiled.get(check);
    if (known !== undefined) return known;
    const made: CompiledCheck<S> = {
      ...(check.assert === undefined ? {} : { assert: compileExpression(check.assert, judge.vocabulary) }),
      ...(check.when === undefined ? {} : { when: compileExpression(check.when, judge.vocabulary) }),
      ...(check.message === undefined ? {} : { message: compileMessage(check.message, judge.vocabulary) }),
    };
    compiled.set(check, made);
    return made;
  };
  return (byWord, policy, named) => {
    const reports = new Map<string, LocatedReport>();
    for (const check of policy.checks(byWord.keys(), true)) {
      if (!isPolicy(check)) continue;
      const asked = new Set(check.applies.flatMap((word) => byWord.get(word) ?? []));
      if (asked.size === 0) continue;
      try {
        const run = askerOf(check, compiledOf(check), { judge, parameters: policy.parameters(check), named });
        for (const subject of asked) {
          policy.ask?.(judge.pathOf(subject));
          for (const report of run(subject)) keepReport(reports, report);
        }
      } catch (error) {
        throw error instanceof BrokenCheck || isOutOfTime(error) ? error : new BrokenCheck(check.id, error);
      }
    }
    return [...reports.values()];
  };
}


interface Surroundings<S> {
  readonly judge: Judge<S>;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly named: ReadonlyMap<string, NamedCheckOf<S>>;
}

function askerOf<S>(check: PolicyCheck, code: CompiledCheck<S>, { judge, parameters, named }: Surroundings<S>): (subject: S) => Iterable<LocatedReport> {
  const term = termOfData(parameters);
  const { when, assert } = code;
  const askedOf = (subject: S): ReturnType<typeof truthOf> => (when === undefined ? true : truthOf(when.evaluate(judge.scopeOf(subject, term))));
  if (assert !== undefined) return (subject) => asserted(check, { ...code, assert }, { judge, subject, term, asked: askedOf(subject) });
  const found = named.get(check.function ?? '');
  if (found === undefined) throw new Error(`there is no function "${check.function ?? ''}"`);
  return function* (subject) {
    const asked = askedOf(subject);
    if (asked === false) return;
    const described = judge.describe(subject);
    for (const { place, message, path = '', value = '', doubt } of found(subject, parameters)) {
      const why = doubt ?? (asked === true ? described.doubt : asked.why);
      if (why === undefined || !described.partial) yield reportOf(check, { described, skip: judge.skipped(subject, check, place) }, { place, path, value }, { sentence: message ?? check.title, doubt: why });
    }
  };
}

interface Asked<S> {
  readonly judge: Judge<S>;
  readonly subject: S;
  readonly term: Term;
  readonly asked: ReturnType<typeof truthOf>;
}

function* asserted<S>(check: PolicyCheck, { assert, message }: CompiledCheck<S> & { readonly assert: Compiled<S> }, { judge, subject, term, asked }: Asked<S>): Generator<LocatedReport> {
  if (asked === false) return;
  const witnesses: Item[] = [];
  const scope = judge.scopeOf(subject, term, witnesses);
  const holds = truthOf(assert.evaluate(scope));
  if (holds === true) return;
  const described = judge.describe(subject);
  const doubt = holds === false ? (asked === true ? described.doubt : asked.why) : holds.why;
  if (doubt !== undefined && described.partial) return;
  const sentence = message?.render(scope) ?? check.title;
  for (const spot of judge.spotsOf(subject, check.at, witnesses)) yield reportOf(check, { described, skip: judge.skipped(subject, check, spot.place) }, spot, { sentence, doubt });
}

interface About {
  readonly described: Described;
  readonly skip: LocatedReport['foreignSuppression'];
}

function reportOf(check: PolicyCheck, { described: { resource, name, noun }, skip }: About, { place, path, value }: Spot, { sentence, doubt }: { sentence: string; doubt: string | undefined }): LocatedReport {
  const where = name === '' ? sentence : `${sentence} (${noun} ${name.slice(0, 100)})`;
  return {
    check: check.id,
    certainty: doubt === undefined ? 'fail' : 'unsure',
    path: place.source.path,
    range: rangeOf(place),
    message: doubt === undefined ? where : `${where}: depends on ${doubt}`,
    evidence: '',
    identity: [resource, name, path, value].join('\0'),
    resource,
    ...(check.tags.includes('secret') ? { secret: true } : {}),
    ...(skip === undefined ? {} : { foreignSuppression: skip }),
  };
}
