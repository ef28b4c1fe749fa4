import type { Advisory } from '../formats/advisories/advisory.ts';
import { keyOf, packAdvisories } from '../formats/advisories/data-package.ts';
import { readOsvRecord } from '../formats/advisories/osv.ts';
import { foldName } from '../families/libraries/policy/purl-pattern.ts';

/** The data package of one OSV record that stands beside an example as `advisories.json`; its `built` is the package's date. */
export function exampleAdvisories(text: string, today: string): Buffer {
  const record: unknown = JSON.parse(text);
  const built = typeof record === 'object' && record !== null && 'built' in record ? String(record.built) : today;
  const byKey = new Map<string, Advisory[]>();
  const malicious = new Set<string>();
  for (const { ecosystem, path, advisory, isWhole } of readOsvRecord(record) ?? []) {
    const key = keyOf(ecosystem, foldName(ecosystem, path));
    if (isWhole) malicious.add(key);
    else byKey.set(key, [...(byKey.get(key) ?? []), advisory]);
  }
  return packAdvisories({ built, newest: built, sources: [], records: 1, packages: byKey.size, malicious: malicious.size }, byKey, malicious);
}
