import { isUnknown, termOf, textOf, type Item, type MapTerm, type Term } from '../../../expressions/term.ts';
import type { Ask } from '../../../model/ask.ts';
import type { EvaluatedTemplate, Reference, Resource } from '../../../templates/value.ts';
import { armResources } from '../azure/arm.ts';
import type { CanonicalResource, CanonicalTemplate } from '../canonical.ts';
import { defaultsInto } from './defaults.ts';
import { withListsOfOne } from './lists-of-one.ts';
import { mappingOf } from './mapping/all.ts';
import type { Fold, TypeMapping } from './mapping/table.ts';
import { mapProperties, put } from './map-properties.ts';
import { policyDocuments, policyDocumentType } from './policy-documents.ts';
import { loadSchemas, resourceSchema, typeSpelled } from './schema.ts';
import { loadYaml, withContent, yamlDocumentType } from './text-documents.ts';

interface Draft {
  readonly type: string;
  readonly origin: Resource;
  readonly entries: Map<string, Item>;
  readonly mapping: TypeMapping;
  readonly satellites: Resource[];
  readonly partial: boolean;
}

interface Satellite {
  readonly origin: Resource;
  readonly fold: Fold;
  readonly entries: Map<string, Item>;
  readonly mapping: TypeMapping;
}

/** Loads the schemas that templates need before they are brought into the canonical model. */
export async function loadSchemasFor(templates: readonly EvaluatedTemplate[]): Promise<void> {
  const types = new Set(templates.flatMap(({ resources }) => resources.map(({ type }) => type)));
  const canonical = [...types].flatMap((type) => (type.startsWith('aws') ? canonicalTypes(type) : type));
  await loadSchemas(canonical);
  if (canonical.includes(yamlDocumentType)) await loadYaml();
}

/** The types that resources of a Terraform type may become or fold into. */
function canonicalTypes(type: string): readonly string[] {
  const mapping = mappingFor(type);
  if (mapping === undefined) return [];
  return [mapping.type, ...Object.values(mapping.typeBy?.types ?? {}), ...(mapping.fold === undefined ? [] : [mapping.fold.into])];
}

/** Brings the resources of a template into the canonical model. Linear in the template. */
export function canonicalTemplate(template: EvaluatedTemplate, ask?: Ask): CanonicalTemplate {
  if (template.format === 'arm') return { template, resources: template.resources.flatMap(armResources) };
  if (template.format !== 'terraform' && template.format !== 'terraform-plan') {
    return { template, resources: template.resources.map((origin) => {
      ask?.(template.path);
      return origin.format === 'cloudformation' ? withContent(inCloudFormation(origin)) : asWritten(origin);
    }) };
  }
  const documents = policyDocuments(template.data);
  const resolve = (item: Item): Item => documents.of(item) ?? item;
  const drafts: Draft[] = [];
  const satellites: Satellite[] = [];
  const plain: CanonicalResource[] = [];
  for (const origin of template.resources) {
    ask?.(template.path);
    const mapping = mappingFor(origin.type);
    if (mapping === undefined) {
      plain.push(asWritten(origin));
      continue;
    }
    const entries = mapProperties(origin.properties, { mapping, schema: schemaFor(mapping), resolve });
    if (mapping.fold === undefined) drafts.push({ type: typeOf(mapping, origin), origin, entries, mapping, satellites: [], partial: false });
    else satellites.push({ origin, fold: mapping.fold, entries, mapping });
  }
  foldSatellites(drafts, satellites);
  return {
    template,
    resources: [
      ...drafts.map((draft) => withContent(finish(draft))),
      ...plain,
      ...template.data.map((origin) => (origin.type === policyDocumentType ? documentResource(origin, documents.named(origin.name)) : asWritten(origin))),
    ],
  };
}

function mappingFor(type: string): TypeMapping | undefined {
  const found = mappingOf(type);
  if (found !== undefined) return found;
  if (!type.startsWith('aws_') && !type.startsWith('awscc_')) return undefined;
  const spelled = typeSpelled(type);
  return spelled === undefined ? undefined : { type: spelled };
}

function typeOf(mapping: TypeMapping, origin: Resource): string {
  if (mapping.typeBy === undefined) return mapping.type;
  return mapping.typeBy.types[textOf(termOf(origin.properties.entries.get(mapping.typeBy.attribute))) ?? ''] ?? mapping.type;
}

/** What folds into a structure is mapped by that structure's schema. */
function schemaFor(mapping: TypeMapping): ReturnType<typeof resourceSchema> {
  const schema = resourceSchema(mapping.type);
  const at = mapping.fold?.at ?? mapping.wrap?.at;
  if (schema === undefined || at === undefined) return schema;
  let structure: Pick<typeof schema, 'properties' | 'find'> | undefined = schema;
  for (const segment of at.split('.')) {
    const name: string | undefined = /#(\w+)/.exec(structure?.properties.get(segment)?.type ?? '')?.[1];
    structure = name === undefined ? undefined : schema.structure(name);
  }
  return structure === undefined ? undefined : { ...schema, properties: structure.properties, find: structure.find };
}

function asWritten(origin: Resource): CanonicalResource {
  return { type: origin.type, name: origin.name, properties: origin.properties, origin, satellites: [], partial: false };
}

function inCloudFormation(origin: Resource): CanonicalResource {
  return { ...asWritten(origin), properties: withListsOfOne(origin.type, origin.properties) };
}

function finish(draft: Draft): CanonicalResource {
  const { type, origin, entries, mapping, satellites, partial } = draft;
  const open = partial || origin.properties.open === true;
  // what is absent from a part of a resource may be set elsewhere: no default speaks for it
  if (!open) defaultsInto(entries, mapping.defaults ?? {}, origin.head);
  return {
    type,
    name: origin.name,
    properties: { kind: 'map', entries, ...(open ? { open } : {}), ...(origin.properties.openBy === undefined ? {} : { openBy: origin.properties.openBy }), at: origin.at },
    origin,
    satellites,
    partial,
  };
}

function foldSatellites(drafts: Draft[], satellites: readonly Satellite[]): void {
  const owners = ownersOf(drafts);
  for (const { origin, fold, entries, mapping } of satellites) {
    const by = origin.properties.entries.get(fold.by);
    let owner = owners.find(fold.into, by);
    if (owner === undefined) {
      doubtOwners(drafts, fold, by);
      owner = { type: fold.into, origin, entries: new Map(), mapping: { type: fold.into }, satellites: [], partial: true };
      drafts.push(owner);
    }
    owner.satellites.push(origin);
    if (origin.properties.open !== true) defaultsInto(entries, mapping.defaults ?? {}, origin.head);
    const whole: MapTerm = { kind: 'map', entries, ...(origin.properties.open === true ? { open: true } : {}), at: origin.at };
    if (fold.at === undefined) for (const [name, item] of entries) put(owner.entries, [name], item);
    else put(owner.entries, fold.at.split('.'), fold.append === true ? { kind: 'list', items: [whole], at: origin.at } : whole);
  }
}

/** A satellite of nobody knows whom may be any resource's that lacks what it sets. */
function doubtOwners(drafts: readonly Draft[], fold: Fold, by: Item | undefined): void {
  const term = termOf(by);
  if (!isUnknown(term) || fold.at === undefined) return;
  const first = fold.at.split('.')[0] ?? '';
  for (const draft of drafts) {
    if (draft.type === fold.into && !draft.partial && !draft.entries.has(first)) draft.entries.set(first, { kind: 'unknown', why: term.why });
  }
}

interface Owners {
  find(type: string, by: Item | undefined): Draft | undefined;
}

/** Finds the resource that a satellite names: by reference, or by the value of an identifying property. */
function ownersOf(drafts: readonly Draft[]): Owners {
  const byAddress = new Map<string, Draft>();
  const byName = new Map<string, Draft>();
  for (const draft of drafts) {
    byAddress.set(draft.origin.name, draft);
    const bare = draft.origin.name.replace(/\[[^\]]*\]$/, '');
    if (!byAddress.has(bare)) byAddress.set(bare, draft);
    for (const name of resourceSchema(draft.type)?.identifiers ?? []) {
      const value = nameIn(termOf(draft.entries.get(name)));
      if (value !== undefined) byName.set(`${draft.type} ${value}`, draft);
    }
  }
  return {
    find(type, by) {
      const term = termOf(by);
      const address = referenceOf(by)?.resource;
      const found = address === undefined ? undefined : (byAddress.get(address) ?? byAddress.get(address.replace(/\[[^\]]*\]$/, '')));
      if (found?.type === type) return found;
      const value = nameIn(term);
      return value === undefined ? undefined : byName.get(`${type} ${value}`);
    },
  };
}

/** The name that a term is, or a stand-in for one that is made of the same variable in the same way. */
function nameIn(term: Term): string | undefined {
  if (!isUnknown(term)) return textOf(term);
  return term.reference === undefined && /^(?:variable|local)\b/.test(term.why) ? JSON.stringify([term.why, term.parts ?? []]) : undefined;
}

function referenceOf(item: Item | undefined): Reference | undefined {
  return typeof item === 'object' && item !== null && (item.kind === 'known' || item.kind === 'unknown') ? item.reference : undefined;
}

function documentResource(origin: Resource, document: MapTerm | undefined): CanonicalResource {
  const entries = new Map<string, Item>(document === undefined ? [] : [['PolicyDocument', document]]);
  return { type: policyDocumentType, name: origin.name, properties: { kind: 'map', entries, at: origin.at }, origin, satellites: [], partial: false };
}
