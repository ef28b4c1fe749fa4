import { objectEnvironment } from './new-objects.ts';
import { finished, gitStream, type GitOptions } from './run.ts';
import { showPath, symlinkMode } from './staged.ts';

/** A file of a listing. */
export interface Listed {
  readonly oid: string;
  readonly isLink: boolean;
}

/** What to ask for all files of a commit or tree. */
export const listingOf = (revision: string): readonly string[] => ['ls-tree', '-r', '-z', '--full-tree', revision];

/** The same as git's bytes, read while other things are done. Throws GitError. */
export async function readListing(revision: string, options: Pick<GitOptions, 'cwd' | 'env'> & { readonly signal?: AbortSignal }): Promise<Buffer> {
  const args = listingOf(revision);
  const child = gitStream(args, { ...options, env: options.env ?? objectEnvironment() });
  const ended = finished(child, args);
  ended.catch(() => undefined);
  const abort = (): void => void child.kill('SIGKILL');
  options.signal?.addEventListener('abort', abort, { once: true });
  try {
    options.signal?.throwIfAborted();
    child.stdin.on('error', () => undefined);
    child.stdin.end();
    const chunks: Buffer[] = [];
    for await (const chunk of child.stdout) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
    options.signal?.throwIfAborted();
    await ended;
    return Buffer.concat(chunks);
  } finally {
    options.signal?.removeEventListener('abort', abort);
  }
}

/** Files of a listing by path. `head` says what stands before a path: its first group is the mode, its second the oid. */
export function parseListing(output: Buffer, head = /^(\d{6}) blob ([0-9a-f]{40,64})\t/): Map<string, Listed> {
  const files = new Map<string, Listed>();
  for (let start = 0; start < output.length; ) {
    const end = output.indexOf(0, start);
    if (end < 0) break;
    const tab = output.indexOf(9, start);
    const match = head.exec(output.toString('latin1', start, tab + 1));
    if (match !== null) files.set(showPath(output.subarray(tab + 1, end)), { oid: match[2] ?? '', isLink: match[1] === symlinkMode });
    start = end + 1;
  }
  return files;
}

/** Whether a tree holds links, by its listing: a look that costs nothing beside the listing itself. */
export function holdsLinks(listing: Buffer): boolean {
  return listing.indexOf(`${symlinkMode} `) === 0 || listing.includes(`\0${symlinkMode} `);
}

/** Whether a file of a tree ends so, by its listing. */
export function holdsEnding(listing: Buffer, ending: string): boolean {
  return listing.includes(`${ending}\0`);
}
