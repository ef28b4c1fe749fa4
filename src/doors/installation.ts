import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openRegistry, type Registry } from '../engine/registry.ts';
import type { Examples } from '../model/check.ts';
import { sha256 } from '../model/sha256.ts';

/**
 * Folder of the built package (`dist/`): where the registry and the chunks lie.
 * Every bundle is a file directly in it, so the folder of the running file is the answer.
 */
export function distFolder(): string {
  return typeof __dirname === 'string' ? __dirname : dirname(fileURLToPath(import.meta.url));
}

/** The packed registry of the package's own checks. */
export function registryPath(): string {
  return join(distFolder(), 'registry.bin');
}

let opened: Registry | undefined;

/** The registry of the package's own checks, opened once. A process that stays `holds` it in memory, with no file open. */
export function packageRegistry(options: { readonly held?: boolean } = {}): Registry {
  return (opened ??= openRegistry(registryPath(), options));
}

/** File of the checks' examples, by id: apart from the registry, because only people read them. */
export const examplesName = 'examples.json';

/** SHA-256 of each other file of the package's `dist/`, by its place there. */
export const digestsName = 'digests.json';

/** Beside them: what the installation is called by, 32 hexadecimal digits of the digest of that list. */
export const identityName = 'identity';

interface Digests {
  readonly file: Buffer | undefined;
  readonly digests: Readonly<Record<string, string>>;
}

let own: Digests | undefined;

/**
 * Whether a file is one of the gate's own, where npm installs it and byte for byte: its examples and patterns look like what
 * it seeks, and a repository that commits its packages holds them. The files of another version are judged like any other.
 */
export function isOwnFile(path: string, bytes: Buffer): boolean {
  const name = /(?:^|\/)node_modules\/portcullis\/dist\/([\w./-]+)$/.exec(path)?.[1];
  if (name === undefined) return false;
  own ??= readDigests();
  return name === digestsName ? own.file?.equals(bytes) === true : Object.hasOwn(own.digests, name) && own.digests[name] === sha256([bytes]);
}

function readDigests(): Digests {
  try {
    const file = readFileSync(join(distFolder(), digestsName));
    return { file, digests: JSON.parse(file.toString('utf8')) };
  } catch {
    // a gate that was not built by the project's own build knows none
    return { file: undefined, digests: {} };
  }
}

/** A check's examples. None where the file was left out, as in the copy that hooks run. */
export function examplesOf(id: string): Examples {
  try {
    const all: Readonly<Record<string, Examples>> = JSON.parse(readFileSync(join(distFolder(), examplesName), 'utf8'));
    return Object.hasOwn(all, id) ? (all[id] ?? none) : none;
  } catch {
    return none;
  }
}

const none: Examples = { fail: [], pass: [] };
