import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Largest loose file that is read here; larger ones go through git, which streams. */
const maxCompressedBytes = 8 * 1024 * 1024;

/** Largest content that is inflated here: an object that claims more goes through git too. */
const maxContentBytes = 32 * 1024 * 1024;

/**
 * True when the repository of the current folder is its own plain `.git`. Where git's environment or a linked worktree
 * puts it elsewhere, its files are not read here: git itself is asked.
 */
export function isPlainRepository(): boolean {
  const { GIT_DIR: directory, GIT_COMMON_DIR: common } = process.env;
  if (common !== undefined || (directory !== undefined && directory !== '.git')) return false;
  return statSync('.git', { throwIfNoEntry: false })?.isDirectory() === true;
}

/** The folder of loose objects of the current folder's plain repository; undefined where objects lie elsewhere. */
export function looseFolder(): string | undefined {
  return process.env['GIT_OBJECT_DIRECTORY'] === undefined && isPlainRepository() ? join('.git', 'objects') : undefined;
}

/**
 * The content of a loose blob: what `git add` has just written is one, and reading it here spares a commit a process.
 * Undefined when it is packed, large or not exactly a blob; then git is asked.
 * Source: git's documentation, gitformat-loose: zlib over `blob SIZE NUL content`.
 */
export function readLooseBlob(folder: string, oid: string): Buffer | undefined {
  const path = join(folder, oid.slice(0, 2), oid.slice(2));
  if (!existsSync(path) || statSync(path).size > maxCompressedBytes) return undefined;
  let bytes: Buffer;
  try {
    bytes = process.getBuiltinModule('node:zlib').inflateSync(readFileSync(path), { maxOutputLength: maxContentBytes });
  } catch {
    // damaged or larger than is taken here: git says which
    return undefined;
  }
  const end = bytes.indexOf(0);
  const head = end < 0 ? '' : bytes.toString('latin1', 0, end);
  return head === `blob ${bytes.length - end - 1}` ? bytes.subarray(end + 1) : undefined;
}
