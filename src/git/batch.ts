import { git, GitError } from './run.ts';

/** An object as `cat-file --batch` gives it. */
export interface BatchObject {
  readonly type: string;
  readonly bytes: Buffer;
}

/** Answer for a name that is too large to be taken. */
export interface LargeObject {
  readonly type: 'large';
  readonly size: number;
}

/** Bytes taken from one `cat-file` at once; more than that goes object by object. */
const groupBytes = 48 * 1024 * 1024;

/**
 * Reads the objects of these names (oids, or `:path` for the index) with one git process, in the order asked.
 * A missing name gives undefined; an object above `maxBytes` gives its size only.
 * For a small number of objects; pushes and histories stream. Throws GitError.
 */
export function readObjects(names: readonly string[], maxBytes: number, cwd?: string): readonly (BatchObject | LargeObject | undefined)[] {
  if (names.length === 0) return [];
  const options = { input: `${names.join('\n')}\n`, ...(cwd === undefined ? {} : { cwd }) };
  try {
    return parseBatch(git(['cat-file', '--batch'], { ...options, maxBytes: groupBytes }), names);
  } catch (error) {
    if (!(error instanceof GitError && error.message.includes('more than the gate takes'))) throw error;
  }
  // the staged content is large: ask for sizes first, then take it in groups
  const sizes = git(['cat-file', '--batch-check=%(objectsize)'], options).toString('latin1').split('\n').map(Number);
  const answers: (BatchObject | LargeObject | undefined)[] = [];
  let group: string[] = [];
  let total = 0;
  const flush = (): void => {
    if (group.length > 0) answers.push(...parseBatch(git(['cat-file', '--batch'], { ...options, input: `${group.join('\n')}\n`, maxBytes: total + 200 * group.length + 1024 }), group));
    group = [];
    total = 0;
  };
  names.forEach((name, number) => {
    const size = sizes[number] ?? 0;
    if (size > maxBytes) {
      flush();
      answers.push({ type: 'large', size });
      return;
    }
    if (total + (size || 0) > groupBytes) flush();
    group.push(name);
    total += Number.isFinite(size) ? size : 0;
  });
  flush();
  return answers;
}

/** Parses `cat-file --batch` output. Throws GitError when it is cut short. */
export function parseBatch(output: Buffer, names: readonly string[]): readonly (BatchObject | undefined)[] {
  let at = 0;
  return names.map((name) => {
    const end = output.indexOf(10, at);
    if (end < 0) throw new GitError(`git cat-file ended before it answered for ${name}`);
    const head = output.toString('latin1', at, end);
    at = end + 1;
    const match = /^[0-9a-f]{40,64} (blob|tree|commit|tag) (\d+)$/.exec(head);
    if (match === null) {
      if (/ (?:missing|ambiguous|submodule)$/.test(head)) return undefined;
      throw new GitError(`git cat-file answered something unexpected for ${name}`);
    }
    const size = Number(match[2]);
    if (at + size + 1 > output.length) throw new GitError(`git cat-file ended in the middle of ${name}`);
    const bytes = output.subarray(at, at + size);
    at += size + 1;
    return { type: match[1] ?? '', bytes };
  });
}
