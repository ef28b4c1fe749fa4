import type { Inventory, InventoryPackage } from '../model/inventory.ts';

/** What a bill of materials says about itself. */
export interface BillOptions {
  /** Version of the program that wrote it. */
  readonly toolVersion: string;
  /** RFC 3339 time of writing; left out where the same input must give the same bytes. */
  readonly timestamp?: string;
}

/**
 * An inventory as a CycloneDX 1.6 document in JSON: one component for each package URL, with every place that names it
 * as evidence. Source: ECMA-424, cyclonedx.org/docs/1.6/json.
 */
export function renderCyclonedx({ packages }: Inventory, { toolVersion, timestamp }: BillOptions): string {
  const components = new Map<string, InventoryPackage[]>();
  for (const one of packages) {
    const places = components.get(one.purl);
    if (places === undefined) components.set(one.purl, [one]);
    else places.push(one);
  }
  const bill = {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      ...(timestamp === undefined ? {} : { timestamp }),
      tools: { components: [{ type: 'application', name: 'portcullis', version: toolVersion }] },
    },
    components: [...components].map(([purl, places]) => componentOf(purl, places)),
  };
  return `${JSON.stringify(bill, null, 2)}\n`;
}

function componentOf(purl: string, places: readonly InventoryPackage[]): object {
  const first = places[0];
  const licence = places.find((one) => one.licence !== undefined)?.licence;
  const bare = purl.replace(/[?#].*$/s, '').replace(/@[^@/]*$/, '');
  const segments = bare.slice(4).split('/').slice(1).map(decodeSegment);
  const name = segments.pop() ?? first?.name ?? '';
  return {
    type: 'library',
    'bom-ref': purl,
    ...(segments.length === 0 ? {} : { group: segments.join('/') }),
    name,
    ...(first === undefined || first.version === '' ? {} : { version: first.version }),
    ...(places.every((one) => one.scope === 'dev' || one.scope === 'test') ? { scope: 'excluded' } : places.some((one) => one.scope === 'optional') ? { scope: 'optional' } : { scope: 'required' }),
    ...(licence === undefined ? {} : { licenses: [{ license: { name: licence } }] }),
    purl,
    evidence: { occurrences: places.map(({ path, line }) => ({ location: path, line })) },
  };
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
