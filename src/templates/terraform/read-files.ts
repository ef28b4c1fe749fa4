import type { Attribute, Block, HclFile } from '../../formats/hcl/ast.ts';
import { parseHclJson, parseVariablesJson } from '../../formats/hcl/json.ts';
import { parseHcl } from '../../formats/hcl/parse.ts';
import { sourceText, type Place, type SourceText } from '../../formats/place.ts';
import { inFolder } from './paths.ts';
import type { FileReader } from '../value.ts';
import { note, type Session } from './scope.ts';

/** Characters of one module's files that are read. */
const maxCharacters = 10_000_000;

/** An attribute, and the file it stands in: an override file may set it. */
export interface LocatedAttribute {
  readonly attribute: Attribute;
  readonly source: SourceText;
}

export interface LocatedBlock {
  readonly block: Block;
  readonly source: SourceText;
}

/** A block at the top of a module, with what override files put into it. */
export interface ModuleBlock {
  readonly type: string;
  readonly labels: readonly string[];
  readonly attributes: ReadonlyMap<string, LocatedAttribute>;
  readonly blocks: readonly LocatedBlock[];
  readonly at: Place;
  readonly head: Place;
}

/** Reads all configuration files of a folder, in the order of their names; override files last. */
export function readModuleFiles(folder: string, session: Session): readonly ModuleBlock[] {
  const names = moduleFiles(session.files.list(folder));
  session.files.prepare?.(names.map((name) => inFolder(folder, name)));
  const blocks: ModuleBlock[] = [];
  for (const name of names.filter((one) => !isOverride(one))) blocks.push(...located(inFolder(folder, name), session).map(moduleBlock));
  for (const name of names.filter(isOverride)) for (const one of located(inFolder(folder, name), session)) override(blocks, moduleBlock(one));
  return blocks;
}

/** The configuration files among the names of a folder. OpenTofu prefers `x.tofu` to `x.tf`. */
export function moduleFiles(names: readonly string[]): readonly string[] {
  const all = new Set(names);
  return names.filter((name) => /\.(?:tf|tofu)(?:\.json)?$/.test(name) && !(name.includes('.tf') && all.has(name.replace(/\.tf(\.json)?$/, '.tofu$1')))).toSorted();
}

/** The values that a folder's variable files give: `terraform.tfvars`, `*.auto.tfvars` in order, JSON alike, then the one named. */
export function readVariableFiles(folder: string, session: Session, named?: string): ReadonlyMap<string, LocatedAttribute> {
  const names = session.files.list(folder);
  const automatic = names.filter((name) => /\.auto\.tfvars(?:\.json)?$/.test(name)).toSorted();
  const values = new Map<string, LocatedAttribute>();
  const loaded = [...['terraform.tfvars', 'terraform.tfvars.json'].filter((one) => names.includes(one)), ...automatic].map((name) => inFolder(folder, name));
  for (const name of [...loaded, ...(named === undefined ? [] : [named])]) {
    const read = parsed(name, session, (text) => (name.endsWith('.json') ? parseVariablesJson(text) : parseHcl(text)));
    for (const attribute of read?.file.body.attributes ?? []) if (read !== undefined) values.set(attribute.name, { attribute, source: read.source });
  }
  return values;
}

function isOverride(name: string): boolean {
  return /(?:^|_)override\.(?:tf|tofu)(?:\.json)?$/.test(name);
}

function located(path: string, session: Session): readonly LocatedBlock[] {
  const read = parsed(path, session, (text) => (path.endsWith('.json') ? parseHclJson(text) : parseHcl(text)));
  return read === undefined ? [] : read.file.body.blocks.map((block) => ({ block, source: read.source }));
}

interface ParsedFile {
  readonly file: HclFile;
  readonly source: SourceText;
}

/** A module that several roots use is read once. */
const parsedBy = new WeakMap<FileReader, Map<string, ParsedFile>>();

function parsed(path: string, session: Session, parse: (text: string) => HclFile): ParsedFile | undefined {
  const text = session.files.readText(path);
  if (text === undefined) return undefined;
  session.inputs.add(path);
  const known = parsedBy.get(session.files) ?? new Map<string, ParsedFile>();
  parsedBy.set(session.files, known);
  const source = known.get(path)?.source ?? sourceText(path, text);
  if (session.characters + text.length > maxCharacters) {
    note(session, { code: 'limit', message: 'is not read: the files of the module are too large together', at: { source, start: 0, end: 0 } });
    return undefined;
  }
  session.characters += text.length;
  const file = known.get(path)?.file ?? parse(text);
  known.set(path, { file, source });
  for (const { message, start, end } of file.problems) note(session, { code: 'syntax', message, at: { source, start, end } });
  return { file, source };
}

function moduleBlock({ block, source }: LocatedBlock): ModuleBlock {
  return {
    type: block.type,
    labels: block.labels,
    attributes: new Map(block.body.attributes.map((attribute) => [attribute.name, { attribute, source }])),
    blocks: block.body.blocks.map((inner) => ({ block: inner, source })),
    at: { source, start: block.start, end: block.end },
    head: { source, start: block.start, end: block.headEnd },
  };
}

/** Merges an override block into the block it overrides: https://developer.hashicorp.com/terraform/language/files/override. */
function override(blocks: ModuleBlock[], by: ModuleBlock): void {
  const index = blocks.findIndex((one) => one.type === by.type && one.labels.join('\0') === by.labels.join('\0'));
  const present = blocks[index];
  if (present === undefined || by.type === 'locals') {
    blocks.push(by);
    return;
  }
  const replaced = new Set(by.blocks.map(({ block }) => (block.type === 'dynamic' ? block.labels[0] : block.type)));
  blocks[index] = {
    ...present,
    attributes: new Map([...present.attributes, ...by.attributes]),
    blocks: [...present.blocks.filter(({ block }) => !replaced.has(block.type === 'dynamic' ? block.labels[0] : block.type)), ...by.blocks],
  };
}
