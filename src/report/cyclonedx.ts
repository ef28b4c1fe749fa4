import type { Inventory, InventoryPackage, InventoryResource } from '../model/inventory.ts';

/** What a bill of materials says about itself. */
export interface BillOptions {
  /** Version of the program that wrote it. */
  readonly toolVersion: string;
  /** RFC 3339 time of writing; left out where the same input must give the same bytes. */
  readonly timestamp?: string;
}

/**
 * An inventory as a CycloneDX 1.6 document in JSON: one component for each package URL, with every place that names it
 * as evidence; what is only asked for is a component with the property `portcullis:requirement`; one service for each resource of a template. Source: ECMA-424, cyclonedx.org/docs/1.6/json.
 */
export function renderCyclonedx({ packages, resources }: Inventory, { toolVersion, timestamp }: BillOptions): string {
  const components = new Map<string, InventoryPackage[]>();
  const present = new Set(packages.filter(({ kind }) => kind === 'package').map(({ purl }) => bareOf(purl)));
  for (const one of packages) {
    // the least version of a range is not what is there, where something else says what is
    if (one.kind === 'requirement' && present.has(bareOf(one.purl))) continue;
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
    ...(resources.length === 0 ? {} : { services: resources.map(serviceOf) }),
  };
  return `${JSON.stringify(bill, null, 2)}\n`;
}

function componentOf(purl: string, places: readonly InventoryPackage[]): object {
  const first = places[0];
  const licence = places.find((one) => one.licence !== undefined)?.licence;
  const segments = bareOf(purl).slice(4).split('/').slice(1).map(decodeSegment);
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
    ...(places.every(({ kind }) => kind === 'requirement') ? { properties: [{ name: 'portcullis:requirement', value: first?.range ?? 'true' }] } : {}),
    evidence: { occurrences: places.map(({ path, line }) => ({ location: path, line })) },
  };
}

/** A package URL without version, qualifiers and subpath. */
function bareOf(purl: string): string {
  return purl.replace(/[?#].*$/s, '').replace(/@[^@/]*$/, '');
}

/** A resource as a service: the provider's, with its place and tags as properties. */
function serviceOf({ type, name, path, line, exposed, tags }: InventoryResource): object {
  return {
    'bom-ref': `${path}:${line}:${name}`,
    group: type,
    name,
    'x-trust-boundary': exposed,
    properties: [{ name: 'portcullis:path', value: path }, { name: 'portcullis:line', value: String(line) }, ...Object.entries(tags).map(([key, value]) => ({ name: `portcullis:tag:${key}`, value }))],
  };
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
