import { parseHeaders, type ObjectHeader } from './parse-headers.ts';
import type { ObjectProblem } from './parse-tree.ts';
import { parseIdentity, type Identity } from './identity.ts';

/** A commit's parts. Values that a broken commit lacks are undefined. */
export interface Commit {
  readonly tree: string | undefined;
  readonly parents: readonly string[];
  readonly author: Identity | undefined;
  readonly committer: Identity | undefined;
  /** Name of the message's encoding as the commit states it; UTF-8 when absent. */
  readonly encoding: string | undefined;
  /** Every header as it stands, `mergetag` and signatures included. */
  readonly headers: readonly ObjectHeader[];
  /** Message as stored. */
  readonly message: Buffer;
  /** Byte offset of the message in the object. */
  readonly messageStart: number;
  readonly problems: readonly ObjectProblem[];
}

/** As git counts them: the lines right behind the tree's. What is called so further down is no parent to it. */
function parentsOf(headers: readonly ObjectHeader[]): readonly string[] {
  const end = headers.findIndex((header, number) => number > 0 && header.name !== 'parent');
  return headers.slice(1, end < 0 ? headers.length : end).map((header) => header.value.toString('latin1'));
}

/** Reads a commit object. Never throws: garbage gives what could be read and the problems. */
export function parseCommit(bytes: Buffer): Commit {
  const { headers, messageStart, problems } = parseHeaders(bytes);
  const first = (name: string): ObjectHeader | undefined => headers.find((header) => header.name === name);
  const author = first('author');
  const committer = first('committer');
  return {
    tree: first('tree')?.value.toString('latin1'),
    parents: parentsOf(headers),
    author: author === undefined ? undefined : parseIdentity(author.value),
    committer: committer === undefined ? undefined : parseIdentity(committer.value),
    encoding: first('encoding')?.value.toString('latin1'),
    headers,
    message: bytes.subarray(messageStart),
    messageStart,
    problems,
  };
}
