import { isMap, termOf, textOf } from '../../expressions/term.ts';
import { positionAt } from '../../formats/place.ts';
import { isPolicy, type Check } from '../../model/check.ts';
import { byPlace, type InventoryProblem, type InventoryResource } from '../../model/inventory.ts';
import type { Source } from '../../model/source.ts';
import type { FileReader } from '../../templates/value.ts';
import type { CanonicalResource } from './canonical.ts';
import { tagsOf } from './environment.ts';
import { readTemplates } from './examine.ts';
import { readersFor } from './family.ts';
import { policyOf } from '../policy-of.ts';
import { groupSources } from './group.ts';
import { canonicalTemplates } from './judge.ts';
import { exposureTag } from './risk.ts';
import { runChecks } from './run-checks.ts';

/**
 * Lists the resources of the templates among sources, sorted by path, line and name, and what could not be read. A resource
 * is exposed when a check fails on it that says that everyone can reach it. `checksFor` gives the checks for resource types.
 */
export async function listResources(sources: readonly Source[], files: FileReader, checksFor: (applies: Iterable<string>) => readonly Check[]): Promise<{ resources: readonly InventoryResource[]; problems: readonly InventoryProblem[] }> {
  const groups = groupSources(sources);
  const templates = readTemplates(sources, files, { groups, readers: await readersFor(groups) });
  const resources: InventoryResource[] = [];
  const exposures = policyOf(checksFor, (check) => isPolicy(check) && check.tags.includes(exposureTag));
  for (const template of await canonicalTemplates(templates)) {
    const exposed = new Set(runChecks(template, exposures).flatMap((report) => (report.certainty === 'fail' ? [report.resource ?? ''] : [])));
    for (const one of template.resources) if (isListed(one)) resources.push(lineOf(one, [one.origin, ...one.satellites].some(({ name }) => exposed.has(name))));
  }
  const problems = templates.flatMap((template) =>
    template.problems.filter(({ code }) => code === 'syntax' || code === 'limit').map(({ message, at }) => ({ path: at.source.path, line: positionAt(at.source, at.start).line, message })),
  );
  return { resources: resources.sort(byPlace), problems };
}

function isListed({ partial, type }: CanonicalResource): boolean {
  return !partial && !/^(?:data\.|provider\.|module$|terraform$)/.test(type);
}

function lineOf(resource: CanonicalResource, isExposed: boolean): InventoryResource {
  const { type, name, origin } = resource;
  return {
    kind: 'resource',
    type,
    ...(type === origin.type ? {} : { writtenAs: origin.type }),
    name,
    path: origin.head.source.path,
    line: positionAt(origin.head.source, origin.head.start).line,
    format: origin.format,
    exposed: isExposed,
    tags: knownTags(resource),
  };
}

/** Tags whose names are known; an unknown value is empty. */
function knownTags(resource: CanonicalResource): Readonly<Record<string, string>> {
  const tags = tagsOf(resource.properties);
  return isMap(tags) ? Object.fromEntries([...tags.entries].map(([key, item]) => [key, textOf(termOf(item)) ?? ''])) : {};
}
