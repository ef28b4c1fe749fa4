import type { FamilyPolicy, LocatedReport } from '../../model/family.ts';
import type { EvaluatedTemplate } from '../../templates/value.ts';
import { canonicalTemplate, loadSchemasFor } from './aws/canonical-template.ts';
import type { CanonicalTemplate } from './canonical.ts';
import { riskReports } from './risk.ts';
import { runChecks } from './run-checks.ts';
import { templateReports } from './template-checks.ts';

/**
 * Judges evaluated templates together. A Terraform folder that another one uses as a module, or a template that another
 * one nests, is judged there, with the values it is given, and not again by itself with none.
 */
export async function judgeTemplates(templates: readonly EvaluatedTemplate[], policy: FamilyPolicy): Promise<readonly LocatedReport[]> {
  await loadSchemasFor(templates);
  const canonical = withoutUsedModules(templates).map(canonicalTemplate);
  const reports = new Map<string, LocatedReport>();
  for (const one of canonical) for (const report of [...runChecks(one, policy), ...templateReports(one, policy)]) keep(reports, report);
  const found = [...reports.values()];
  return [...found, ...riskReports(found, policy)];
}

/** The canonical resources of templates, for the inventory. */
export async function canonicalTemplates(templates: readonly EvaluatedTemplate[]): Promise<readonly CanonicalTemplate[]> {
  await loadSchemasFor(templates);
  return withoutUsedModules(templates).map(canonicalTemplate);
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
    template.format === 'terraform' || template.format === 'cloudformation' ? template.inputs.filter((input) => folderOf(input) === template.path || input === template.path) : [];
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

function folderOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '.';
}

/** The same place reported twice (a module used by two roots) is one finding; a certain one wins over an unsure one. */
function keep(reports: Map<string, LocatedReport>, report: LocatedReport): void {
  const { startLine, startColumn, endLine, endColumn } = report.range;
  const key = [report.check, report.path, startLine, startColumn, endLine, endColumn, report.check.includes('/template/') ? report.message : ''].join('\0');
  const present = reports.get(key);
  if (present === undefined || (present.certainty === 'unsure' && report.certainty === 'fail')) reports.set(key, report);
}
