import type { Place } from '../../formats/place.ts';
import { readModuleFiles, type LocatedAttribute, type ModuleBlock } from './read-files.ts';
import { note, type Session } from './scope.ts';

/** What a module's files declare. */
export interface Declarations {
  readonly variables: ReadonlyMap<string, ModuleBlock>;
  readonly locals: ReadonlyMap<string, LocatedAttribute>;
  /** By `type.name`; of two with one address the first. */
  readonly resources: ReadonlyMap<string, ModuleBlock>;
  readonly data: ReadonlyMap<string, ModuleBlock>;
  readonly modules: ReadonlyMap<string, ModuleBlock>;
  readonly outputs: ReadonlyMap<string, ModuleBlock>;
  readonly providers: readonly ModuleBlock[];
  readonly settings: readonly ModuleBlock[];
  /** All resources and data sources as written, the second of one address too. */
  readonly written: readonly ModuleBlock[];
  /** False when a part of a file could not be read, or is generated later: what seems not to be declared may be there. */
  readonly isWhole: boolean;
}

/** Reads what the files of a folder declare, once in a session. */
export function declarationsOf(folder: string, session: Session): Declarations {
  const present = session.declarations.get(folder);
  if (present !== undefined) return present;
  const problems = session.problems.length;
  const blocks = readModuleFiles(folder, session);
  // Terragrunt generates files into a module before it is run
  const isWhole = session.problems.length === problems && !session.files.list(folder).some((name) => name === 'terragrunt.hcl' || name === 'terragrunt.stack.hcl');
  const declared = sorted(blocks, isWhole, session);
  session.declarations.set(folder, declared);
  return declared;
}

function sorted(blocks: readonly ModuleBlock[], isWhole: boolean, session: Session): Declarations {
  const byKind = new Map<string, Map<string, ModuleBlock>>(['variable', 'resource', 'data', 'module', 'output'].map((kind) => [kind, new Map()]));
  const locals = new Map<string, LocatedAttribute>();
  const providers: ModuleBlock[] = [];
  const settings: ModuleBlock[] = [];
  const written: ModuleBlock[] = [];
  for (const block of blocks) {
    if (block.type === 'locals') for (const [name, attribute] of block.attributes) locals.set(name, attribute);
    else if (block.type === 'provider') providers.push(block);
    else if (block.type === 'terraform') settings.push(block);
    const names = byKind.get(block.type);
    if (names === undefined) continue;
    const address = block.labels.join('.');
    if (!names.has(address)) names.set(address, block);
    else duplicate(address, block.head, session);
    if (block.type === 'resource' || block.type === 'data') written.push(block);
  }
  const of = (kind: string): ReadonlyMap<string, ModuleBlock> => byKind.get(kind) ?? new Map();
  return { variables: of('variable'), locals, resources: of('resource'), data: of('data'), modules: of('module'), outputs: of('output'), providers, settings, written, isWhole };
}

function duplicate(address: string, at: Place, session: Session): void {
  note(session, { code: 'duplicate', message: `${address.slice(0, 100)} is declared twice in this module`, at });
}
