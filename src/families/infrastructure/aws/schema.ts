import type { EvaluatedTemplate } from '../../../templates/value.ts';

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

let schemaText: string | undefined;

/** Loads the schemas (half a megabyte) where a template has a resource that they are about; before it is judged. */
export async function loadSchemasFor(templates: readonly EvaluatedTemplate[]): Promise<void> {
  if (templates.some(({ resources }) => resources.some(({ type }) => /^(?:AWS::|aws_|awscc_)/.test(type)))) await loadSchemas();
}

export async function loadSchemas(): Promise<void> {
  schemaText ??= (await import('./schema-data.ts')).schemaText;
}

function loadedText(): string {
  if (schemaText === undefined) throw new Error('the resource schemas are not loaded: call loadSchemasFor first');
  return schemaText;
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
  if (!/^AWS::\w+::\w+$/.test(type)) return undefined;
  const text = loadedText();
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

let spellings: Map<string, string> | undefined;

/** The CloudFormation type that a Terraform type spells: `aws_sqs_queue`, `awscc_s3_bucket`. Undefined when none does. */
export function typeSpelled(terraformType: string): string | undefined {
  if (spellings === undefined) {
    spellings = new Map();
    for (const match of loadedText().matchAll(/\n(AWS::(\w+)::(\w+))\|/g)) spellings.set(`${match[2]}${match[3]}`.toLowerCase(), match[1] ?? '');
  }
  return spellings.get(terraformType.replace(/^aws(?:cc)?_/, '').replaceAll('_', ''));
}
