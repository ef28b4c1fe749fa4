import { parseIdentity, type Identity } from './identity.ts';
import { parseHeaders, type ObjectHeader } from './parse-headers.ts';
import type { ObjectProblem } from './parse-tree.ts';

/** An annotated tag's parts. */
export interface Tag {
  /** Oid of what is tagged: a commit, a tree, a blob or another tag. */
  readonly object: string | undefined;
  readonly type: string | undefined;
  readonly name: string | undefined;
  readonly tagger: Identity | undefined;
  readonly headers: readonly ObjectHeader[];
  /** Message as stored, with the signature at its end if there is one. */
  readonly message: Buffer;
  readonly messageStart: number;
  readonly problems: readonly ObjectProblem[];
}

/** Reads a tag object. Never throws: garbage gives what could be read and the problems. */
export function parseTag(bytes: Buffer): Tag {
  const { headers, messageStart, problems } = parseHeaders(bytes);
  const first = (name: string): Buffer | undefined => headers.find((header) => header.name === name)?.value;
  const tagger = first('tagger');
  return {
    object: first('object')?.toString('latin1'),
    type: first('type')?.toString('latin1'),
    name: first('tag')?.toString('utf8'),
    tagger: tagger === undefined ? undefined : parseIdentity(tagger),
    headers,
    message: bytes.subarray(messageStart),
    messageStart,
    problems,
  };
}
