import { schemaFiles } from './schemas/index.ts';

/** The type of a property: `s` text, `n` number, `b` boolean, `j` JSON, `[t` list, `{t` map, `#Name` a structure, `a/b` either. */
export type TypeCode = string;

export interface PropertySchema {
  readonly name: string;
  readonly type: TypeCode;
  readonly required: boolean;
}

/** The properties of a resource type or of a structure in it. */
export interface StructureSchema {
  readonly properties: ReadonlyMap<string, PropertySchema>;
  /** The property that a name in any spelling means: `kms_key_id`, `kmsKeyId` → `KMSKeyId`. */
  find(name: string): PropertySchema | undefined;
}

export interface ResourceSchema extends StructureSchema {
  readonly type: string;
  /** Names of the properties that identify a resource, as CloudFormation's primary identifier. */
  readonly identifiers: readonly string[];
  structure(name: string): StructureSchema | undefined;
}

/** A file of schemas. */
export interface SchemaFile {
  /** The types in it, by service: `S3:Bucket,BucketPolicy SQS:Queue`. */
  readonly types: string;
  load(): Promise<{ readonly schemaText: string }>;
}

interface Service {
  /** As it is spelled: `S3`. */
  readonly name: string;
  /** The last parts of its types' names, with a comma between them. */
  readonly types: string;
  readonly file: SchemaFile;
}

/** By the service's name in lower case. */
const services: ReadonlyMap<string, Service> = new Map(
  schemaFiles.flatMap((file) =>
    file.types.split(' ').map((text) => {
      const [name = '', types = ''] = text.split(':');
      return [name.toLowerCase(), { name, types, file }] as const;
    }),
  ),
);

const loaded = new Map<SchemaFile, string>();

/** Loads the schemas of these resource types (`AWS::S3::Bucket`); before a template that has any is brought into the model. */
export async function loadSchemas(types: Iterable<string>): Promise<void> {
  for (const type of types) {
    const file = serviceOf(type)?.file;
    if (file !== undefined && !loaded.has(file)) loaded.set(file, (await file.load()).schemaText);
  }
}

function serviceOf(type: string): Service | undefined {
  const [provider, service = ''] = type.split('::');
  return provider === 'AWS' ? services.get(service.toLowerCase()) : undefined;
}

const known = new Map<string, ResourceSchema | undefined>();

/** The schema of a CloudFormation resource type, read on first use; undefined for types that are not carried. */
export function resourceSchema(type: string): ResourceSchema | undefined {
  if (known.has(type)) return known.get(type);
  const schema = read(type);
  known.set(type, schema);
  return schema;
}

function read(type: string): ResourceSchema | undefined {
  const service = serviceOf(type);
  if (service === undefined || !/^AWS::\w+::\w+$/.test(type)) return undefined;
  const text = loaded.get(service.file);
  if (text === undefined) throw new Error(`the schema of ${type} is not loaded: call loadSchemas first`);
  const start = text.indexOf(`\n${type}|`);
  if (start < 0) return undefined;
  const [, identifiers = '', properties = '', ...rest] = text.slice(start + 1, text.indexOf('\n', start + 1)).split('|');
  const texts = new Map<string, string>();
  for (const one of rest) texts.set(one.slice(0, one.indexOf(':')), one.slice(one.indexOf(':') + 1));
  const structures = new Map<string, StructureSchema>();
  return {
    type,
    identifiers: identifiers.split(' ').filter((name) => name !== ''),
    ...structureOf(properties),
    structure(name) {
      const written = name === 'Tag' && !texts.has(name) ? 'Key!=s,Value!=s' : texts.get(name);
      if (written === undefined) return undefined;
      const found = structures.get(name) ?? structureOf(written);
      structures.set(name, found);
      return found;
    },
  };
}

function structureOf(text: string): StructureSchema {
  const properties = new Map<string, PropertySchema>();
  const spellings = new Map<string, PropertySchema>();
  for (const piece of text === '' ? [] : text.split(',')) {
    const [left = '', type = 's'] = piece.split('=');
    const required = left.endsWith('!');
    const name = required ? left.slice(0, -1) : left;
    const property = { name, type, required };
    properties.set(name, property);
    spellings.set(name.toLowerCase(), property);
  }
  return { properties, find: (name) => properties.get(name) ?? spellings.get(name.replaceAll('_', '').toLowerCase()) };
}

/** The CloudFormation type that a Terraform type spells: `aws_sqs_queue`, `awscc_s3_bucket`. Undefined when none does. */
export function typeSpelled(terraformType: string): string | undefined {
  if (!spelled.has(terraformType)) spelled.set(terraformType, spell(terraformType));
  return spelled.get(terraformType);
}

const spelled = new Map<string, string | undefined>();

function spell(terraformType: string): string | undefined {
  const letters = terraformType.replace(/^aws(?:cc)?_/, '').replaceAll('_', '');
  for (let length = 1; length < letters.length; length++) {
    const service = services.get(letters.slice(0, length));
    const type = service?.types.split(',').find((one) => one.toLowerCase() === letters.slice(length));
    if (service !== undefined && type !== undefined) return `AWS::${service.name}::${type}`;
  }
  return undefined;
}
