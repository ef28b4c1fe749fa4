import { writeAndWait } from './drain.ts';
import { openPipe, type ObjectPipe, type OpenPipe } from './object-pipe.ts';
import { finished, GitError, gitInto, gitStream, type GitOptions, type GitProcess } from './run.ts';

export type ObjectType = 'commit' | 'tree' | 'blob' | 'tag';

/** One object of the object database. */
export interface GitObject {
  /** 40 (SHA-1) or 64 (SHA-256) hexadecimal digits. */
  readonly oid: string;
  readonly type: ObjectType;
  /** Bytes of its content, also when that was not loaded. */
  readonly size: number;
  /**
   * The content, or undefined when it is over the limit and was drained.
   * It may share memory with its neighbours: copy what must outlive the batch.
   */
  readonly bytes: Buffer | undefined;
}

export interface ReadOptions extends Pick<GitOptions, 'cwd' | 'env'> {
  /** Objects with more bytes than this are reported without content. */
  readonly maxBytes: number;
  /** Ends the reading at once; the reader throws the signal's reason. */
  readonly signal?: AbortSignal;
  /** Where git writes the objects, unless it is in use. */
  readonly pipe?: ObjectPipe;
}

/** What git calls a header line is never longer than an oid, a type and a size; more is not an answer to our question. */
const maxHeaderBytes = 512;

const newline = 10;

/** Objects up to this size do not get a buffer of their own: memory that comes and goes by the megabyte keeps the collector busy. */
const largestScratch = 4 * 1024 * 1024;

/**
 * Reads objects through one `cat-file --batch`, in the order asked for, in batches of one pipe's worth.
 * Holds at most one object and one pipe buffer at a time: asking and reading both wait for the consumer.
 * Throws GitError for a missing or corrupt object, a truncated answer, or any failure of git.
 */
export async function* streamObjects(oids: Iterable<string> | AsyncIterable<readonly string[]>, options: ReadOptions): AsyncGenerator<readonly GitObject[], void, undefined> {
  const args = ['cat-file', '--batch', '--buffer'];
  const pipe = options.pipe === undefined ? undefined : openPipe(options.pipe);
  const { child, chunks } = pipe === undefined ? asStream(args, options) : intoPipe(pipe, args, options);
  const ended = finished(child, args);
  // the rejection is awaited below; until then it must not count as unhandled
  ended.catch(() => undefined);
  const abort = (): void => void child.kill('SIGKILL');
  options.signal?.addEventListener('abort', abort, { once: true });
  const asked = { count: 0 };
  const asking = ask(child, oids, asked);
  asking.catch(() => child.kill('SIGKILL'));
  const reader = createReader(options.maxBytes);
  let complete = false;
  try {
    options.signal?.throwIfAborted();
    for await (const chunk of chunks) {
      options.signal?.throwIfAborted();
      const batch = reader.push(toBuffer(chunk));
      if (batch.length > 0) yield batch;
    }
    options.signal?.throwIfAborted();
    await asking;
    await ended;
    reader.end(asked.count);
    complete = true;
  } catch (error) {
    // git's own words explain a broken pipe or a short answer better than ours
    if (!(error instanceof GitError) && isPipeError(error)) {
      await ended;
      throw new GitError(`git cat-file stopped answering: ${describe(error)}`, { cause: error });
    }
    throw error;
  } finally {
    options.signal?.removeEventListener('abort', abort);
    if (!complete) child.kill('SIGKILL');
    pipe?.close(complete);
  }
}

interface Answering {
  readonly child: GitProcess;
  readonly chunks: AsyncIterable<unknown>;
}

function asStream(args: readonly string[], options: ReadOptions): Answering {
  const child = gitStream(args, options);
  return { child, chunks: child.stdout };
}

function intoPipe(pipe: OpenPipe, args: readonly string[], options: ReadOptions): Answering {
  try {
    return { child: gitInto(pipe.writing, args, options), chunks: pipe.chunks(options.signal) };
  } finally {
    // also when git did not start: then who reads finds the end
    pipe.handOver();
  }
}

async function ask(child: GitProcess, oids: Iterable<string> | AsyncIterable<readonly string[]>, asked: { count: number }): Promise<void> {
  let broken: Error | undefined;
  child.stdin.on('error', (error) => (broken = error));
  const write = async (list: readonly string[]): Promise<void> => {
    if (broken !== undefined) throw broken;
    asked.count += list.length;
    if (list.length > 0) await writeAndWait(child.stdin, `${list.join('\n')}\n`);
  };
  if (Symbol.asyncIterator in oids) {
    for await (const list of oids) await write(list);
  } else {
    let list: string[] = [];
    for (const oid of oids) {
      list.push(oid);
      if (list.length === 1000) {
        await write(list);
        list = [];
      }
    }
    await write(list);
  }
  child.stdin.end();
}

interface Reader {
  push(chunk: Buffer): readonly GitObject[];
  /** Throws when the answers are fewer than the questions or the last one is cut. */
  end(expected: number): void;
}

/** Cuts the stream of `cat-file --batch` into objects. Format: git-cat-file(1), "BATCH OUTPUT". */
function createReader(maxBytes: number): Reader {
  let header: Buffer = Buffer.alloc(0);
  let current: { oid: string; type: ObjectType; size: number; bytes: Buffer | undefined } | undefined;
  let have = 0;
  let count = 0;
  // an object that two chunks hold is put together in one of two buffers: the other may still be looked at
  const scratch: [Buffer, Buffer] = [Buffer.alloc(0), Buffer.alloc(0)];
  let turn: 0 | 1 = 0;
  const room = (size: number): Buffer => {
    if (size > largestScratch) return Buffer.allocUnsafe(size);
    turn = turn === 0 ? 1 : 0;
    if (scratch[turn].length < size) scratch[turn] = Buffer.allocUnsafe(Math.max(size, 2 * scratch[turn].length));
    return scratch[turn].subarray(0, size);
  };

  const push = (chunk: Buffer): readonly GitObject[] => {
    const batch: GitObject[] = [];
    let at = 0;
    while (at < chunk.length) {
      if (current === undefined) {
        const end = chunk.indexOf(newline, at);
        const piece = chunk.subarray(at, end === -1 ? chunk.length : end);
        if (header.length + piece.length > maxHeaderBytes) throw new GitError('git cat-file answered with something that is not an object');
        header = header.length === 0 ? piece : Buffer.concat([header, piece]);
        if (end === -1) {
          // the chunk's memory is not ours to keep
          header = Buffer.from(header);
          return batch;
        }
        at = end + 1;
        current = { ...parseHeader(header.toString('latin1')), bytes: undefined };
        header = Buffer.alloc(0);
        have = 0;
        if (current.size <= maxBytes && at + current.size < chunk.length) {
          current.bytes = chunk.subarray(at, at + current.size);
          at += current.size;
          have = current.size;
        } else if (current.size <= maxBytes) current.bytes = room(current.size);
      }
      if (have < current.size) {
        const take = Math.min(current.size - have, chunk.length - at);
        if (current.bytes !== undefined) chunk.copy(current.bytes, have, at, at + take);
        have += take;
        at += take;
      }
      if (have === current.size && at < chunk.length) {
        if (chunk[at] !== newline) throw new GitError(`git cat-file gave a wrong size for ${current.oid}`);
        at++;
        count++;
        batch.push(current);
        current = undefined;
      }
    }
    return batch;
  };

  return {
    push,
    end(expected) {
      if (current !== undefined || header.length > 0) throw new GitError(`git cat-file stopped in the middle of ${current?.oid ?? 'an answer'}`);
      if (count !== expected) throw new GitError(`git cat-file answered ${count} of ${expected} questions`);
    },
  };
}

function parseHeader(line: string): { oid: string; type: ObjectType; size: number } {
  const match = /^([0-9a-f]{40,64}) (commit|tree|blob|tag) (\d{1,15})$/.exec(line);
  const [, oid, type, size] = match ?? [];
  if (oid === undefined || size === undefined || !isObjectType(type)) {
    if (line.endsWith(' missing')) throw new GitError(`object ${line.slice(0, -8)} is missing from the repository`);
    throw new GitError(`git cat-file answered "${line.slice(0, 100).replace(/[^\x20-\x7e]/g, '?')}"`);
  }
  return { oid, type, size: Number(size) };
}

function isObjectType(text: string | undefined): text is ObjectType {
  return text === 'commit' || text === 'tree' || text === 'blob' || text === 'tag';
}

function toBuffer(chunk: unknown): Buffer {
  if (Buffer.isBuffer(chunk)) return chunk;
  throw new GitError('git answered with text where bytes were expected');
}

function isPipeError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'EPIPE' || error.code === 'ECONNRESET' || error.code === 'ERR_STREAM_PREMATURE_CLOSE');
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
