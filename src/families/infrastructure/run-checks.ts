import { compileExpression, type Compiled } from '../../expressions/compile.ts';
import { compileMessage, type Message } from '../../expressions/message.ts';
import { termOfData } from '../../expressions/term-of-data.ts';
import { truthOf, type Item, type Term, type UnknownTerm } from '../../expressions/term.ts';
import { rangeOf } from '../../formats/place.ts';
import { isOutOfTime } from '../../model/ask.ts';
import { isPolicy, type PolicyCheck } from '../../model/check.ts';
import { BrokenCheck, type FamilyPolicy, type LocatedReport } from '../../model/family.ts';
import { keepReport } from '../keep-report.ts';
import type { CanonicalResource, CanonicalTemplate } from './canonical.ts';
import { scopeOf, vocabulary } from './environment.ts';
import { graphOf, type Graph } from './graph.ts';
import { spotsOf, type Spot } from './locate.ts';
import { skipFor } from '../resource-skips.ts';
import { targetingOf } from './targets.ts';
import type { Unaffected } from './unaffected.ts';

interface CompiledCheck {
  readonly when?: Compiled<Graph>;
  readonly assert: Compiled<Graph>;
  readonly message?: Message<Graph>;
}

const compiled = new WeakMap<PolicyCheck, CompiledCheck>();

/**
 * Runs the policies whose resource types occur in a template, but for what another version of it answers. Throws
 * BrokenCheck for a policy that cannot run.
 */
export function runChecks({ template: { path }, resources }: CanonicalTemplate, policy: FamilyPolicy, known?: Unaffected): readonly LocatedReport[] {
  const byType = resourcesByType(resources);
  const graph = graphOf(resources);
  const isAsked = targetingOf(policy.settings);
  const reports = new Map<string, LocatedReport>();
  // a risk is the sum of all findings, of those too that would not be shown
  const isSummed = policy.checks(['risk']).length > 0;
  for (const check of policy.checks(byType.keys(), !isSummed)) {
    if (!isPolicy(check) || check.assert === undefined) continue;
    const parameters = termOfData(policy.parameters(check));
    const seen = new Set<CanonicalResource>();
    for (const type of check.applies) {
      for (const resource of byType.get(type) ?? []) {
        policy.ask?.(path);
        if (seen.has(resource)) continue;
        seen.add(resource);
        if (known?.answers(check, resource) === true || !isAsked(check.id, resource)) continue;
        for (const report of judged(check, resource, parameters, graph)) keepReport(reports, report);
      }
    }
  }
  return [...reports.values()];
}

/** Resources by exact type and by the patterns that policies may apply to: `AWS::S3::*`, `AWS::*`, `azurerm_*`, `*`. */
function resourcesByType(resources: readonly CanonicalResource[]): ReadonlyMap<string, readonly CanonicalResource[]> {
  const byType = new Map<string, CanonicalResource[]>();
  for (const resource of resources) {
    const { type } = resource;
    const [provider = '', service = ''] = type.split('::');
    const patterns = type.includes('::') ? [`${provider}::*`, `${provider}::${service}::*`] : [`${type.slice(0, type.indexOf('_'))}_*`];
    for (const key of [type, ...patterns, '*']) {
      const present = byType.get(key);
      if (present === undefined) byType.set(key, [resource]);
      else present.push(resource);
    }
  }
  return byType;
}


/** Compiles a policy's expressions. Throws ExpressionError with the place of a mistake. */
export function compileCheck(check: PolicyCheck): CompiledCheck {
  return {
    assert: compileExpression(check.assert ?? 'true', vocabulary),
    ...(check.when === undefined ? {} : { when: compileExpression(check.when, vocabulary) }),
    ...(check.message === undefined ? {} : { message: compileMessage(check.message, vocabulary) }),
  };
}

function judged(check: PolicyCheck, resource: CanonicalResource, parameters: Term, graph: Graph): readonly LocatedReport[] {
  try {
    let code = compiled.get(check);
    if (code === undefined) {
      code = compileCheck(check);
      compiled.set(check, code);
    }
    return judge(check, code, resource, { parameters, graph });
  } catch (error) {
    throw isOutOfTime(error) ? error : new BrokenCheck(check.id, error);
  }
}

function judge(check: PolicyCheck, code: CompiledCheck, resource: CanonicalResource, { parameters, graph }: { parameters: Term; graph: Graph }): readonly LocatedReport[] {
  const asked = code.when === undefined ? true : truthOf(code.when.evaluate(scopeOf(resource, parameters, graph)));
  if (asked === false) return [];
  const witnesses: Item[] = [];
  const scope = scopeOf(resource, parameters, graph, witnesses);
  const holds = truthOf(code.assert.evaluate(scope));
  if (holds === true) return [];
  const doubt: UnknownTerm | undefined = holds === false ? (asked === true ? resource.origin.condition : asked) : holds;
  // of a part of a resource only what is certain is said
  if (doubt !== undefined && resource.partial) return [];
  const sentence = code.message?.render(scope) ?? check.title;
  return spotsOf(resource, check.at, witnesses).map((spot) => reportAt(check, resource, spot, { sentence, doubt }));
}

function reportAt(check: PolicyCheck, resource: CanonicalResource, spot: Spot, { sentence, doubt }: { sentence: string; doubt: UnknownTerm | undefined }): LocatedReport {
  const writer = [resource.origin, ...resource.satellites].find((one) => one.name === spot.resource) ?? resource.origin;
  const skip = skipFor(writer, check, spot.place);
  return {
    check: check.id,
    certainty: doubt === undefined ? 'fail' : 'unsure',
    path: spot.place.source.path,
    range: rangeOf(spot.place),
    message: doubt === undefined ? sentence : `${sentence}: depends on ${doubt.why}`,
    evidence: '',
    identity: [resource.type, blockName(resource), spot.path, spot.value].join('\0'),
    resource: spot.resource,
    ...(doubt === undefined ? {} : { doubt: doubt.why }),
    ...(check.tags.includes('secret') ? { secret: true } : {}),
    ...(skip === undefined ? {} : { foreignSuppression: { reason: skip.reason, line: skip.line, ...(skip.expires === undefined ? {} : { expires: skip.expires }) } }),
  };
}

/** A block is the same whoever uses its module and however many instances it makes. */
function blockName({ name, origin }: CanonicalResource): string {
  if (origin.format !== 'terraform' && origin.format !== 'terraform-plan') return name;
  return name.replace(/^(?:module\.[\w-]{1,200}(?:\[[^\]]{0,200}\])?\.)+/, '').replace(/\[[^\]]{0,200}\]$/, '');
}
