import type { DataNode } from '../node.ts';
import { parseRequirement } from './pep508.ts';
import { reportProblem, type ReadingDraft } from './reading.ts';
import type { PackageScope } from './record.ts';

/** Adds a requirement held in a string node: `"requests>=2"`. One that cannot be read is reported. */
export function addRequirement(draft: ReadingDraft, node: DataNode, scope: PackageScope, use: 'asked' | 'constraint' = 'asked'): void {
  if (node.kind !== 'scalar' || typeof node.value !== 'string') return;
  // PDM's way to name a folder
  if (/^-e\s/.test(node.value)) return;
  const found = parseRequirement(node.value);
  if (found === undefined) {
    reportProblem(draft, `not a requirement: ${node.value.slice(0, 60)}`, node.start, node.end);
    return;
  }
  draft.packages.push({
    ecosystem: found.ecosystem,
    namespace: undefined,
    name: found.name,
    written: found.spelled,
    version: found.version,
    range: found.range,
    start: node.start,
    end: node.end,
    direct: use === 'asked' ? true : undefined,
    scope,
    conditional: found.conditional,
    resolved: found.url,
  });
}
