import { compileExpression, type Compiled } from '../../../expressions/compile.ts';
import { compileMessage, type Message } from '../../../expressions/message.ts';
import { truthOf, type Item, type Term } from '../../../expressions/term.ts';
import { rangeOf } from '../../../formats/place.ts';
import type { Check, PolicyCheck } from '../../../model/check.ts';
import { BrokenCheck, type FamilyPolicy, type LocatedReport } from '../../../model/family.ts';
import { scopeOf, termOfData, vocabulary, type Host } from './environment.ts';
import { keep } from '../keep.ts';
import type { Spot } from '../spots.ts';
import { spotsOf } from './locate.ts';
import { namedChecks } from './registry.ts';
import { skipFor } from './skips.ts';
import { subjectsByWord, type Subject } from './subject.ts';
import type { KubernetesObject, Unit } from './unit.ts';

interface CompiledCheck {
  readonly when?: Compiled<Host>;
  readonly assert?: Compiled<Host>;
  readonly message?: Message<Host>;
}

const compiled = new WeakMap<PolicyCheck, CompiledCheck>();

/** Runs the policies that apply to any of the objects. Throws BrokenCheck for a policy that cannot run. */
export function runKubernetesChecks(objects: readonly KubernetesObject[], unit: Unit, policy: FamilyPolicy): readonly LocatedReport[] {
  const byWord = subjectsByWord(objects, unit);
  const reports = new Map<string, LocatedReport>();
  for (const check of policy.checks(byWord.keys(), true)) {
    if (!isPolicy(check)) continue;
    const parameters = policy.parameters(check);
    const term = termOfData(parameters);
    try {
      const code = compiledOf(check);
      for (const word of check.applies) {
        for (const subject of byWord.get(word) ?? []) for (const report of judge(check, code, subject, { parameters, term })) keep(reports, report);
      }
    } catch (error) {
      throw error instanceof BrokenCheck ? error : new BrokenCheck(check.id, error);
    }
  }
  return [...reports.values()];
}

function isPolicy(check: Check): check is PolicyCheck {
  return 'applies' in check;
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

interface Parameters {
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly term: Term;
}

function* judge(check: PolicyCheck, code: CompiledCheck, subject: Subject, { parameters, term }: Parameters): Generator<LocatedReport> {
  const asked = code.when === undefined ? true : truthOf(code.when.evaluate(scopeOf(subject, term)));
  if (asked === false) return;
  const doubtOfAsking = asked === true ? undefined : asked.why;
  const doubtOfBeing = subject.object.resource.condition?.why;
  if (code.assert === undefined) {
    const named = namedChecks.get(check.function ?? '');
    if (named === undefined) throw new Error(`there is no function "${check.function ?? ''}"`);
    for (const { place, message, path = '', value = '', doubt } of named(subject, parameters)) {
      yield reportOf(check, subject, { place, path, value }, { sentence: message ?? check.title, doubt: doubt ?? doubtOfAsking ?? doubtOfBeing });
    }
    return;
  }
  const witnesses: Item[] = [];
  const scope = scopeOf(subject, term, witnesses);
  const holds = truthOf(code.assert.evaluate(scope));
  if (holds === true) return;
  const doubt = holds === false ? (doubtOfAsking ?? doubtOfBeing) : holds.why;
  const sentence = code.message?.render(scope) ?? check.title;
  for (const spot of spotsOf(subject, check.at, witnesses)) yield reportOf(check, subject, spot, { sentence, doubt });
}

function reportOf(check: PolicyCheck, { object, container }: Subject, { place, path, value }: Spot, { sentence, doubt }: { sentence: string; doubt: string | undefined }): LocatedReport {
  const skip = skipFor(object, check, place);
  const { name } = object.resource;
  const where = container === undefined || container.name === '' ? sentence : `${sentence} (container ${container.name})`;
  return {
    check: check.id,
    certainty: doubt === undefined ? 'fail' : 'unsure',
    path: place.source.path,
    range: rangeOf(place),
    message: doubt === undefined ? where : `${where}: depends on ${doubt}`,
    evidence: '',
    identity: [name, container?.name ?? '', path, value].join('\0'),
    resource: name,
    ...(check.tags.includes('secret') ? { secret: true } : {}),
    ...(skip === undefined ? {} : { foreignSuppression: skip }),
  };
}
