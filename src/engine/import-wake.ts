import { importEcosystem } from '../formats/imports/source-endings.ts';
import { isRecord } from '../formats/record.ts';

/** Whether a source file may import something that the policy speaks of. */
export interface ImportWake {
  /** By its name alone. */
  mayWant(path: string): boolean;
  wants(path: string, bytes: Buffer): boolean;
}

const never: ImportWake = { mayWant: () => false, wants: () => false };

/** Names that are searched for one by one; above that, finding a file's imports is cheaper than searching it for each. */
const maxNames = 32;

/** The name of a module that is written with an escape: `require("cr\x79pto")`. */
const escapedModule = /\b(?:require|import|from)\s{0,9}\(?\s{0,9}["'`][^"'`\n\\]{0,200}\\/;

/**
 * Prepares the question for the `libraries` section of a policy. Bytes are searched for the listed names, where an import has to
 * spell them; code of a language for which there is a pattern, or whose imports are called otherwise than their packages, is always wanted.
 */
export function importWake(section: unknown): ImportWake {
  const names = new Map<string, Buffer[] | 'any'>();
  const add = (ecosystem: string, name: string | undefined): void => {
    const own = names.get(ecosystem);
    if (own === 'any') return;
    if (name === undefined || name === '' || own?.length === maxNames) names.set(ecosystem, 'any');
    else if (own === undefined) names.set(ecosystem, [Buffer.from(ecosystem === 'golang' ? name.toLowerCase() : name)]);
    else own.push(Buffer.from(ecosystem === 'golang' ? name.toLowerCase() : name));
  };
  for (const entry of mapsOf(section, 'deny')) {
    // an import says neither a version nor a scope
    if ('versions' in entry || 'scopes' in entry) continue;
    const match = /^pkg:\/{0,2}([a-z]+)\/(.+)$/i.exec(textOf(entry, 'purl') ?? '');
    const ecosystem = match?.[1]?.toLowerCase() ?? '';
    if (match !== null) add(ecosystem, ecosystem === 'npm' || ecosystem === 'golang' ? literal(match[2] ?? '') : undefined);
  }
  for (const rule of mapsOf(section, 'imports')) {
    const hasPrefixes = 'allow' in rule || 'deny' in rule;
    const ecosystem = textOf(rule, 'ecosystem') ?? (hasPrefixes ? 'golang' : 'npm');
    if (hasPrefixes || 'patterns' in rule || !Array.isArray(rule['paths'])) add(ecosystem, undefined);
    else for (const path of rule['paths']) add(ecosystem, typeof path === 'string' ? path : isRecord(path) ? textOf(path, 'name') : undefined);
  }
  if (names.size === 0) return never;
  const namesFor = (path: string): readonly Buffer[] | 'any' | undefined => {
    const ecosystem = importEcosystem(path);
    return ecosystem === undefined ? undefined : names.get(ecosystem);
  };
  // hosts of Go modules take a path in any case
  const searched = (path: string, bytes: Buffer): Buffer => (importEcosystem(path) === 'golang' ? Buffer.from(bytes.toString('latin1').toLowerCase(), 'latin1') : bytes);
  return {
    mayWant: (path) => namesFor(path) !== undefined,
    wants(path, bytes) {
      const own = namesFor(path);
      return own === 'any' || (own !== undefined && (includesAny(searched(path, bytes), own) || (bytes.includes('\\') && escapedModule.test(bytes.toString('latin1')))));
    },
  };
}

function includesAny(bytes: Buffer, names: readonly Buffer[]): boolean {
  return names.some((name) => bytes.includes(name));
}

/** What an import spells of a package URL's name: all before a wildcard or a version. */
function literal(name: string): string {
  return name.replace(/%40/gi, '@').replace(/(?<=.)@[^/]*$/, '').split('*', 1)[0] ?? '';
}

function mapsOf(section: unknown, key: string): readonly Readonly<Record<string, unknown>>[] {
  const list = isRecord(section) ? section[key] : undefined;
  return Array.isArray(list) ? list.filter(isRecord) : [];
}

function textOf(map: Readonly<Record<string, unknown>>, key: string): string | undefined {
  const value = map[key];
  return typeof value === 'string' ? value : undefined;
}
