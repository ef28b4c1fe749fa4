import { readYaml } from '../../formats/yaml.ts';
import { sourceText, type SourceText } from '../../formats/place.ts';
import type { MapNode, SyntaxProblem } from '../../formats/node.ts';
import type { FileReader } from '../value.ts';
import { convertCompose, type Converted } from './convert.ts';
import { isComposeDocument, isComposeName, isFirstVersion } from './detect.ts';
import { readEnvFile } from './env-file.ts';
import { interpolate } from './interpolate.ts';

/** One Compose file as it stands, before anything is laid over it. */
export interface ComposeFile extends Converted {
  readonly source: SourceText;
  readonly problems: readonly SyntaxProblem[];
}

/** Files that one project may take in; more is what cycles through generated names are made of. */
const maxFiles = 200;

/** Characters of one file that are read. */
const maxLength = 10_000_000;

/** Opens the files of one project, each once. */
export interface ComposeFiles {
  /** Undefined when there is none, or it is no Compose file. */
  open(path: string, text?: string): ComposeFile | undefined;
  /** Paths of everything that was read. */
  readonly inputs: ReadonlySet<string>;
}

/** Makes the opener of a project whose first file stands in a folder: the `.env` file there gives the variables. */
export function composeFiles(folder: string, files: FileReader): ComposeFiles {
  const inputs = new Set<string>();
  const known = new Map<string, ComposeFile | undefined>();
  let variables: ReadonlyMap<string, string> | undefined;
  const variablesOf = (): ReadonlyMap<string, string> => {
    if (variables !== undefined) return variables;
    const path = joined(folder, '.env') ?? '.env';
    const text = files.readText(path);
    if (text !== undefined) inputs.add(path);
    variables = text === undefined ? new Map<string, string>() : readEnvFile(text, expanded);
    return variables;
  };
  return {
    inputs,
    open(path, given) {
      if (known.has(path)) return known.get(path);
      const text = known.size >= maxFiles ? undefined : (given ?? files.readText(path));
      if (text !== undefined) inputs.add(path);
      const file = text === undefined ? undefined : readFile(path, text.slice(0, maxLength), { variables: text.includes('$') ? variablesOf() : new Map(), isNamed: given === undefined });
      known.set(path, file);
      return file;
    },
  };
}

const nothing: MapNode = { kind: 'map', entries: [], start: 0, end: 0 };

function expanded(text: string, variables: ReadonlyMap<string, string>): string | undefined {
  const { parts, why } = interpolate(text, variables);
  return why === undefined ? parts.join('') : undefined;
}

/** A file that another one names is a Compose file whatever it looks like; so is one that is called so and cannot be read. */
function readFile(path: string, text: string, { variables, isNamed }: { variables: ReadonlyMap<string, string>; isNamed: boolean }): ComposeFile | undefined {
  const { documents, problems } = readYaml(text);
  const found = documents.find((document) => (isNamed ? document.kind === 'map' : isComposeDocument(document, path)));
  const root = found === undefined && problems.length > 0 && isComposeName(path) ? nothing : found;
  if (root?.kind !== 'map') return undefined;
  const source = sourceText(path, text);
  if (!isFirstVersion(root)) return { ...convertCompose(root, source, variables), source, problems };
  const converted = convertCompose(root, source, variables);
  return { ...converted, root: { kind: 'map', entries: new Map([['services', converted.root]]), at: converted.root.at }, source, problems };
}

/** A path seen from a folder, with forward slashes; undefined when it leads out of the repository. */
export function joined(folder: string, path: string): string | undefined {
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path) || path.startsWith('~')) return undefined;
  const parts = folder === '' ? [] : folder.split('/');
  for (const part of path.replaceAll('\\', '/').split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
}

