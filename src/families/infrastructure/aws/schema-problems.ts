import { isList, isMap, isUnknown, numberOf, termOf, textOf, type Item, type MapTerm } from '../../../expressions/term.ts';
import type { Place } from '../../../formats/place.ts';
import type { CanonicalResource } from '../canonical.ts';
import { placeOf } from './map-properties.ts';
import { resourceSchema, type ResourceSchema, type StructureSchema, type TypeCode } from './schema.ts';

/** A property that CloudFormation would refuse. */
export interface SchemaProblem {
  readonly kind: 'unknown-property' | 'wrong-type' | 'missing-property';
  readonly message: string;
  /** Canonical path of the property. */
  readonly path: string;
  readonly at: Place;
}

/** Levels of structures that are looked at, and problems that are told of one resource. */
const maxDepth = 20;
const maxProblems = 20;

/** Properties that may be a path in the repository until `aws cloudformation package` puts a place in S3 there. */
const packaged = new Set([
  'AWS::ApiGateway::RestApi.BodyS3Location',
  'AWS::CodeCommit::Repository.Code.S3',
  'AWS::ElasticBeanstalk::ApplicationVersion.SourceBundle',
  'AWS::Lambda::Function.Code',
  'AWS::Lambda::LayerVersion.Content',
  'AWS::StepFunctions::StateMachine.DefinitionS3Location',
]);

/** Keys that a transform or a language extension puts beside properties. */
const transforms = /^(?:Fn::|Ref$)/;

/** What CloudFormation's schema refuses in a resource that was written in CloudFormation. */
export function schemaProblems(resource: CanonicalResource): readonly SchemaProblem[] {
  if (resource.origin.format !== 'cloudformation') return [];
  const schema = resourceSchema(resource.type);
  // a custom resource takes whatever its provider asks for
  if (schema === undefined || resource.type.startsWith('AWS::Serverless::') || resource.type === 'AWS::CloudFormation::CustomResource') return [];
  const problems: SchemaProblem[] = [];
  examine(resource.properties, schema, { schema, path: '', at: resource.origin.head, depth: 0, problems });
  return problems;
}

interface Spot {
  readonly schema: ResourceSchema;
  readonly path: string;
  readonly at: Place;
  readonly depth: number;
  readonly problems: SchemaProblem[];
}

function examine(map: MapTerm, structure: StructureSchema, spot: Spot): void {
  if (spot.depth > maxDepth || structure.properties.size === 0) return;
  const open = map.open === true || [...map.entries.keys()].some((key) => transforms.test(key));
  for (const [key, item] of map.entries) {
    if (spot.problems.length >= maxProblems) return;
    const path = spot.path === '' ? key : `${spot.path}.${key}`;
    const property = structure.properties.get(key);
    if (property !== undefined) judge(item, property.type, { ...spot, path, at: placeOf(item) ?? spot.at, depth: spot.depth + 1 });
    else if (!transforms.test(key)) {
      const near = structure.find(key)?.name;
      spot.problems.push({
        kind: 'unknown-property',
        message: `${spot.schema.type} has no property ${path}${near === undefined ? '' : ` (is ${near} meant?)`}`,
        path,
        at: placeOf(item) ?? spot.at,
      });
    }
  }
  if (open) return;
  for (const property of structure.properties.values()) {
    if (!property.required || map.entries.has(property.name)) continue;
    const path = spot.path === '' ? property.name : `${spot.path}.${property.name}`;
    spot.problems.push({ kind: 'missing-property', message: `${spot.schema.type} needs ${path}`, path, at: spot.path === '' ? spot.at : (map.at ?? spot.at) });
  }
}

function judge(item: Item, type: TypeCode, spot: Spot): void {
  const term = termOf(item);
  if (term === null || isUnknown(term) || spot.depth > maxDepth || type.includes('j')) return;
  // several types: only what none of them could be is refused, and structures are not told apart
  if (type.includes('/')) return;
  if (type.startsWith('[')) {
    if (!isList(item)) return;
    for (const one of item.items) judge(one, type.slice(1), { ...spot, path: `${spot.path}[]`, at: placeOf(one) ?? spot.at });
    return;
  }
  if (type.startsWith('#')) {
    const structure = spot.schema.structure(type.slice(1));
    if (isMap(item)) {
      if (structure !== undefined) examine(item, structure, spot);
    } else if (typeof term !== 'string' || !packaged.has(`${spot.schema.type}.${spot.path}`)) spot.problems.push(wrong(spot, 'a map', item));
    return;
  }
  if (type.startsWith('{')) {
    if (!isMap(item)) spot.problems.push(wrong(spot, 'a map', item));
    return;
  }
  if (isMap(item)) {
    if (![...item.entries.keys()].some((key) => transforms.test(key))) spot.problems.push(wrong(spot, nameOf(type), item));
  } else if (isList(item)) spot.problems.push(wrong(spot, nameOf(type), item));
  else if (type === 'n' && numberOf(term) === undefined) spot.problems.push(wrong(spot, 'a number', item));
  else if (type === 'b' && !/^(?:true|false)$/i.test(textOf(term) ?? '')) spot.problems.push(wrong(spot, 'true or false', item));
}

function wrong(spot: Spot, wanted: string, item: Item): SchemaProblem {
  const given = isMap(item) ? 'a map' : isList(item) ? 'a list' : typeof termOf(item) === 'string' ? 'a text' : 'a number or a truth';
  return { kind: 'wrong-type', message: `${spot.path} of ${spot.schema.type} is ${given}, it must be ${wanted}`, path: spot.path, at: spot.at };
}

function nameOf(type: TypeCode): string {
  return type === 'n' ? 'a number' : type === 'b' ? 'true or false' : 'a text';
}
