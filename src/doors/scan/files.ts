import { closeSync, lstatSync, opendirSync, openSync, readdirSync, readFileSync, readlinkSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import type { Gate } from '../../engine/engine.ts';
import { largeSource } from '../../engine/windows.ts';
import type { Limits } from '../../model/gate-policy.ts';
import type { FileReader } from '../../templates/value.ts';
import { distFolder } from '../installation.ts';
import { isPacked, piecesOfFile } from './pieces.ts';

/** Folders that are never the user's own text. `.git` is judged through git, with --history. */
const skippedFolders = new Set(['.git', '.hg', '.svn']);

/** Whether a folder is the gate that is running, as npm installs it: its examples and patterns look like what it seeks. */
function isThisPackage(path: string): boolean {
  return basename(path) === 'portcullis' && basename(dirname(path)) === 'node_modules' && realpathSync(path) === dirname(realpathSync(distFolder()));
}

/** Deepest nesting of folders that is followed; links are never followed, so only a hostile tree comes near. */
const maxDepth = 256;

/** What takes the files: a gate, or a part of its run. */
export type FileTaker = Pick<Gate, 'examine' | 'examinePieces' | 'mayWant' | 'skip'>;

/** A file to be judged. */
export interface FoundFile {
  /** As it is opened. */
  readonly path: string;
  /** As reports show it: relative to the root where it lies below it, with forward slashes. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
}

/**
 * Walks files and folders in a stable order. Names are judged as they are met, symbolic links by their target's name, and
 * not followed; what cannot be read is said.
 */
export function* listFiles(gate: FileTaker, paths: readonly string[], root: string): Generator<FoundFile, void, undefined> {
  for (const path of paths) {
    const isRoot = relative(root, path) === '';
    yield* walk(path, displayPath(root, path), isRoot ? '' : undefined, 0);
  }

  /** `within` is how the names of what a folder holds begin; its own name and a slash when undefined. */
  function* walk(path: string, name: string, within: string | undefined, depth: number): Generator<FoundFile, void, undefined> {
    const stat = attempt(gate, name, () => lstatSync(path));
    if (stat === undefined) return;
    if (stat.isSymbolicLink()) {
      const target = attempt(gate, name, () => readlinkSync(path));
      if (target !== undefined) gate.examine({ path: name, subject: 'symlink', bytes: Buffer.from(target) });
    } else if (stat.isDirectory()) {
      if (depth > 0 && (skippedFolders.has(basename(path)) || isThisPackage(path))) return;
      if (depth > maxDepth) gate.skip(name, 'limit', `folders are nested deeper than ${maxDepth}`);
      else {
        const inside = within ?? `${name}/`;
        // put together here: to normalise two paths for each of ten thousand files takes as long as to read some of them
        const folder = path === '.' ? '' : path.endsWith(sep) || path.endsWith('/') ? path : `${path}${sep}`;
        for (const entry of attempt(gate, name, () => entriesOf(path)) ?? []) yield* walk(`${folder}${entry}`, `${inside}${entry}`, undefined, depth + 1);
      }
    } else if (stat.isFile()) {
      gate.examine({ path: name, subject: 'file-name', bytes: Buffer.from(name) });
      yield { path, name, size: stat.size };
    } else gate.skip(name, 'unreadable', 'neither a file, a folder nor a link');
  }
}

/** Judges one file. A large text that nobody needs as a whole is read in pieces; the credentials family has to be loaded. */
export function examineFile(gate: FileTaker, { path, name, size }: FoundFile, limits: Limits): void {
  const isWithin = size <= limits.maxFileBytes;
  const isWhole = size <= largeSource || (isWithin && gate.mayWant(name)) ? true : attempt(gate, name, () => isPacked(path));
  if (isWhole === undefined) return;
  if (!isWithin && (isWhole || limits.isSet)) gate.skip(name, 'too-large', `${size} bytes, the limit is ${limits.maxFileBytes}`);
  else if (isWhole) {
    const bytes = attempt(gate, name, () => readFileSync(path));
    if (bytes !== undefined) gate.examine({ path: name, subject: 'file', bytes, isLasting: true });
  } else {
    const file = attempt(gate, name, () => openSync(path, 'r'));
    if (file === undefined) return;
    try {
      gate.examinePieces(name, piecesOfFile(file, (error) => gate.skip(name, 'unreadable', reasonOf(error))));
    } finally {
      closeSync(file);
    }
  }
}

function attempt<T>(gate: FileTaker, name: string, act: () => T): T | undefined {
  try {
    return act();
  } catch (error) {
    gate.skip(name, 'unreadable', reasonOf(error));
    return undefined;
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message.replace(/,.*$/, '') : String(error);
}

function entriesOf(folder: string): readonly string[] {
  const names: string[] = [];
  const directory = opendirSync(folder);
  try {
    for (let entry = directory.readSync(); entry !== null; entry = directory.readSync()) names.push(entry.name);
  } finally {
    directory.closeSync();
  }
  return names.sort();
}

/** A path as reports show it: relative to the root where it lies below it, with forward slashes. */
export function displayPath(root: string, path: string): string {
  const below = relative(root, path);
  const shown = below === '' ? basename(path) : below.startsWith('..') ? path : below;
  return shown.split(sep).join('/');
}

/** Reads siblings from a folder. Nothing outside the folder is read, by whatever name or link. */
export function folderReader(root: string): FileReader {
  const top = realpathSync(root);
  const resolved = (path: string): string | undefined => {
    try {
      const real = realpathSync(path);
      return real === top || real.startsWith(top + sep) ? real : undefined;
    } catch {
      // a name that leads nowhere is no file
      return undefined;
    }
  };
  // most names that are asked for are not there, beside files that are: of a folder it is asked once where it leads
  const folders = new Map<string, string | undefined>();
  const inside = (path: string): string | undefined => {
    const whole = join(top, path);
    const folder = dirname(whole);
    const real = folders.has(folder) ? folders.get(folder) : resolved(folder);
    folders.set(folder, real);
    // the top itself and what leads out of it
    if (real === undefined || whole === top) return resolved(whole);
    const place = join(real, basename(whole));
    const stat = lstatSync(place, { throwIfNoEntry: false });
    return stat?.isSymbolicLink() === true ? resolved(place) : stat && place;
  };
  return {
    readText(path) {
      const real = inside(path);
      if (real === undefined || !statSync(real).isFile()) return undefined;
      return readFileSync(real, 'utf8');
    },
    list(folder) {
      const real = inside(folder === '' ? '.' : folder);
      if (real === undefined || !statSync(real).isDirectory()) return [];
      return entriesOf(real);
    },
    folders(folder) {
      const real = inside(folder === '' ? '.' : folder);
      if (real === undefined || !statSync(real).isDirectory()) return [];
      return readdirSync(real, { withFileTypes: true }).flatMap((one) => (one.isDirectory() ? [one.name] : [])).toSorted();
    },
  };
}
