import type { Ask } from '../../model/ask.ts';
import type { FamilyPolicy, LocatedReport } from '../../model/family.ts';
import type { EvaluatedTemplate } from '../../templates/value.ts';
import { canonicalTemplate, loadSchemasFor } from './aws/canonical-template.ts';
import type { CanonicalTemplate } from './canonical.ts';
import { riskReports } from './risk.ts';
import { runChecks } from './run-checks.ts';
import { templateReports } from './template-checks.ts';
import { unaffectedBy, type Unaffected } from './unaffected.ts';
import { moduleFolder } from '../../formats/repository-path.ts';

/** Resources from which on it costs less to compare two versions and judge what differs than to judge all. */
const manyResources = 100;

/**
 * Judges evaluated templates together. A Terraform folder that another one uses as a module, or a template that another
 * one nests, is judged there, with the values it is given, and not again by itself with none. Where `before` gives the
 * templates as they were, what is reported of them too is left out.
 */
export async function judgeTemplates(templates: readonly EvaluatedTemplate[], policy: FamilyPolicy, before?: () => readonly EvaluatedTemplate[]): Promise<readonly LocatedReport[]> {
  const now = await canonicalTemplates(templates, policy.ask);
  if (policy.checks(['risk']).length > 0) {
    // a risk is the sum of all findings, old ones too
    const found = reportsOf(now, policy);
    return [...found, ...riskReports(found, policy)];
  }
  if (before === undefined) return reportsOf(now, policy);
  const isLarge = now.reduce((sum, { resources }) => sum + resources.length, 0) >= manyResources;
  if (isLarge) return newReports(now, await canonicalTemplates(before(), policy.ask), policy);
  const found = reportsOf(now, policy);
  return found.length === 0 ? found : without(found, reportsOf(await canonicalTemplates(before(), policy.ask), policy));
}

/** What is reported of templates and was not reported of them as they were. Only what the change affects is judged. */
export function newReports(now: readonly CanonicalTemplate[], before: readonly CanonicalTemplate[], policy: FamilyPolicy): readonly LocatedReport[] {
  const found = reportsOf(now, policy, counterparts(now, before));
  return found.length === 0 ? found : without(found, reportsOf(before, policy, counterparts(before, now)));
}

function without(reports: readonly LocatedReport[], earlier: readonly LocatedReport[]): readonly LocatedReport[] {
  const identityOf = ({ check, path, identity }: LocatedReport): string => [check, path, identity].join('\0');
  const known = new Set(earlier.map(identityOf));
  return reports.filter((report) => !known.has(identityOf(report)));
}

/** For each template what its other version answers; templates are told apart by format, path and their turn. */
function counterparts(templates: readonly CanonicalTemplate[], others: readonly CanonicalTemplate[]): ReadonlyMap<CanonicalTemplate, Unaffected> {
  const versions = byPath(others);
  const found = new Map<CanonicalTemplate, Unaffected>();
  for (const [path, list] of byPath(templates)) {
    const before = versions.get(path);
    if (before?.length !== list.length) continue;
    list.forEach((one, index) => {
      const version = before[index];
      if (version !== undefined) found.set(one, unaffectedBy(one, version));
    });
  }
  return found;
}

function byPath(templates: readonly CanonicalTemplate[]): ReadonlyMap<string, readonly CanonicalTemplate[]> {
  const found = new Map<string, CanonicalTemplate[]>();
  for (const one of templates) {
    const key = `${one.template.format}\0${one.template.path}`;
    const present = found.get(key);
    if (present === undefined) found.set(key, [one]);
    else present.push(one);
  }
  return found;
}

/** What is reported of templates, but for what their other versions answer. */
export function reportsOf(templates: readonly CanonicalTemplate[], policy: FamilyPolicy, unaffected?: ReadonlyMap<CanonicalTemplate, Unaffected>): readonly LocatedReport[] {
  const reports = new Map<string, LocatedReport>();
  for (const one of templates) {
    const known = unaffected?.get(one);
    for (const report of [...runChecks(one, policy, known), ...templateReports(one, policy, known)]) keep(reports, report);
  }
  return [...reports.values()];
}

/** The canonical resources of templates, for the inventory. */
export async function canonicalTemplates(templates: readonly EvaluatedTemplate[], ask?: Ask): Promise<readonly CanonicalTemplate[]> {
  await loadSchemasFor(templates);
  return withoutUsedModules(templates).map((template) => canonicalTemplate(template, ask));
}

function withoutUsedModules(templates: readonly EvaluatedTemplate[]): readonly EvaluatedTemplate[] {
  const usedBy = new Map<string, Set<EvaluatedTemplate>>();
  for (const template of templates) {
    for (const input of template.inputs) {
      const users = usedBy.get(input);
      if (users === undefined) usedBy.set(input, new Set([template]));
      else users.add(template);
    }
  }
  const ownOf = (template: EvaluatedTemplate): readonly string[] =>
    template.format === 'terraform' || template.format === 'cloudformation' ? template.inputs.filter((input) => moduleFolder(input) === template.path || input === template.path) : [];
  const isUsed = (template: EvaluatedTemplate): boolean => {
    const own = ownOf(template);
    return own.length > 0 && own.every((input) => [...(usedBy.get(input) ?? [])].some((other) => other !== template && other.path !== template.path));
  };
  const kept = new Set(templates.filter((template) => !isUsed(template)));
  const judged = new Set([...kept].flatMap((template) => template.inputs));
  // modules that use one another in a circle have no user that is kept
  for (const template of templates) {
    if (kept.has(template) || ownOf(template).every((input) => judged.has(input))) continue;
    kept.add(template);
    for (const input of template.inputs) judged.add(input);
  }
  return templates.filter((template) => kept.has(template));
}

/** The same place reported twice (a module used by two roots) is one finding; a certain one wins over an unsure one. */
function keep(reports: Map<string, LocatedReport>, report: LocatedReport): void {
  const { startLine, startColumn, endLine, endColumn } = report.range;
  const key = [report.check, report.path, startLine, startColumn, endLine, endColumn, report.check.includes('/template/') ? report.message : ''].join('\0');
  const present = reports.get(key);
  if (present === undefined || (present.certainty === 'unsure' && report.certainty === 'fail')) reports.set(key, report);
}
