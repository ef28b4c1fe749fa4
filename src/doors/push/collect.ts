import { existing, listObjects, objectEnvironment, type Selection } from '../../git/new-objects.ts';
import type { HandedPush } from '../../git/handed-push.ts';
import type { ObjectPipe } from '../../git/object-pipe.ts';
import { streamObjects, type GitObject } from '../../git/objects.ts';
import { parseHeaders } from '../../git/parse-headers.ts';
import type { OidBytes } from '../../git/parse-tree.ts';
import { quarantineOf, storedIn, withoutQuarantine } from '../../git/quarantine.ts';
import type { Ask } from '../../model/ask.ts';
import type { NotChecked } from '../../model/finding.ts';
import type { Source } from '../../model/source.ts';
import { isOwnFile } from '../installation.ts';
import { createJudgedVersions, type JudgedVersions } from './judged-versions.ts';
import { createTreeNames, type FurtherName, type TreeNames } from './tree-names.ts';
import { basenameOf } from '../../formats/repository-path.ts';

/** What a push holds, piece by piece. */
export type Collected =
  | { readonly kind: 'source'; readonly source: Source }
  /** Something that could not be read or was left out; it has to be said. */
  | { readonly kind: 'skip'; readonly path: string; readonly reason: NotChecked['reason']; readonly detail: string };

export interface CollectOptions {
  readonly selection: Selection;
  /** Names of refs that the push creates, as bytes. */
  readonly refNames?: readonly Buffer[];
  readonly pushOptions?: readonly string[];
  /** Larger objects are left unread and reported. */
  readonly maxBytes: number;
  readonly cwd?: string;
  /** Environment of git; a pre-receive hook hands on its own, because the quarantine is in it. */
  readonly env?: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal;
  /** Filled with the oid of every new object. */
  readonly fresh?: Set<string>;
  /** Filled with the oid of every new commit. */
  readonly commits?: Set<string>;
  /** True where the server itself made the objects (a merge on the web): what it left over in the quarantine nobody pushed. */
  readonly isMadeByServer?: boolean;
  /** The new objects, where the shim has asked git for them already. */
  readonly handed?: HandedPush | undefined;
  /** Asked among the entries of trees; what it throws is handed on. */
  readonly ask?: Ask;
  /** Where git writes the objects. */
  readonly pipe?: ObjectPipe;
}

/** Folders deeper than this under a second name are left out and reported. */
const maxRounds = 64;

/**
 * Everything a push brings, as sources for the gate: every new blob once under each of its paths, symlink targets,
 * file names, commit and tag messages and headers, ref names, push options, and objects that no ref reaches. Gitlinks
 * have no object here.
 * Bytes are valid until the next batch is asked for. Throws GitError: then nothing may be let through.
 */
export async function* collectPush(options: CollectOptions): AsyncGenerator<readonly Collected[], void, undefined> {
  const texts = [
    ...(options.refNames ?? []).map((bytes) => text('ref name', 'ref-name', bytes)),
    ...(options.pushOptions ?? []).map((option) => text('push option', 'push-option', Buffer.from(option, 'utf8'))),
  ];
  if (texts.length > 0) yield texts;
  const fresh = options.fresh ?? new Set<string>();
  const reading = { ...options, env: options.env ?? objectEnvironment() };
  let names: TreeNames | undefined;
  const judged = createJudgedVersions();
  const quiet = new Set<string>();
  for await (const batch of options.handed === undefined ? streamObjects(noting(listObjects(options.selection, reading), fresh), reading) : handedObjects(options.handed, fresh, options.maxBytes)) {
    const out: Collected[] = [];
    for (const object of batch) {
      if (object.type === 'commit') options.commits?.add(object.oid);
      collectObject(object, (names ??= namesFor(object, options.ask)), judged, out);
    }
    yield out;
    noteQuiet(out, quiet);
  }
  const stray = options.isMadeByServer === true ? [] : strayObjects(options.selection, fresh, reading);
  for await (const batch of stray.length === 0 ? [] : streamObjects(stray, reading)) {
    const out: Collected[] = [];
    for (const object of batch) collectObject(object, (names ??= namesFor(object, options.ask)), judged, out);
    yield out;
  }
  if (names !== undefined) yield* furtherPaths(names, fresh, quiet, reading);
}

function handedObjects({ objects }: HandedPush, fresh: Set<string>, maxBytes: number): readonly (readonly GitObject[])[] {
  for (const { oid } of objects) fresh.add(oid);
  return [objects.map((one) => (one.size > maxBytes ? { ...one, bytes: undefined } : one))];
}

function namesFor({ oid }: GitObject, ask: Ask | undefined): TreeNames {
  return createTreeNames(oid.length === 64 ? 32 : 20 satisfies OidBytes, ask);
}

/**
 * Objects that came with a push though nothing in it refers to them: stored, they could be fetched or shown by their oid,
 * and a later push that refers to them would seem to bring in what was there before. Noted as fresh.
 */
function strayObjects(selection: Selection, fresh: Set<string>, reading: CollectOptions & { readonly env: NodeJS.ProcessEnv }): readonly string[] {
  const quarantine = quarantineOf(reading.env);
  const [revision] = selection.revisions;
  if (quarantine === undefined || revision === undefined) return [];
  const left = storedIn(quarantine, revision.length).filter((oid) => !fresh.has(oid));
  // a pack that was sent as differences is completed with what they build on
  const known = new Set(existing(left, { ...reading, env: withoutQuarantine(reading.env) }));
  const stray = left.filter((oid) => !known.has(oid));
  for (const oid of stray) fresh.add(oid);
  return stray;
}

async function* noting(lists: AsyncIterable<readonly string[]>, fresh: Set<string>): AsyncGenerator<readonly string[]> {
  for await (const list of lists) {
    for (const oid of list) fresh.add(oid);
    yield list;
  }
}

function collectObject(object: GitObject, names: TreeNames, judged: JudgedVersions, out: Collected[]): void {
  switch (object.type) {
    case 'blob':
      collectBlob(object, names, judged, out);
      return;
    case 'tree':
      collectTree(object, names, undefined, out);
      return;
    case 'commit':
      collectHeaded(object, ['commit header', 'commit-header'], ['commit message', 'commit-message'], out);
      return;
    case 'tag':
      collectHeaded(object, ['tag header', 'tag-message'], ['tag message', 'tag-message'], out);
      return;
    default:
      object.type satisfies never;
  }
}

function collectBlob(object: GitObject, names: TreeNames, judged: JudgedVersions, out: Collected[]): void {
  const path = names.pathOf(object.oid);
  // the gate itself, in a repository that commits its packages
  if (path !== undefined && object.bytes !== undefined && isOwnFile(path, object.bytes)) return;
  out.push(newBlob(object, path, names, judged));
}

function newBlob(object: GitObject, path: string | undefined, names: TreeNames, judged: JudgedVersions): Collected {
  if (path === undefined) return blob(object, `blob ${object.oid.slice(0, 12)}`, 'file');
  if (names.isSymlink(object.oid) || object.bytes === undefined) return blob(object, path, names.isSymlink(object.oid) ? 'symlink' : 'file');
  return { kind: 'source', source: { path, subject: 'file', bytes: object.bytes, origin: object.oid, ...judged.compare(path, object.bytes) } };
}

function blob(object: GitObject, path: string, subject: 'file' | 'symlink'): Collected {
  if (object.bytes === undefined) return { kind: 'skip', path, reason: 'too-large', detail: `${object.size} bytes in ${object.oid.slice(0, 12)}` };
  return { kind: 'source', source: { path, subject, bytes: object.bytes, origin: object.oid } };
}

function collectTree(object: GitObject, names: TreeNames, path: string | undefined, out: Collected[]): void {
  if (object.bytes === undefined) {
    out.push({ kind: 'skip', path: path ?? `tree ${object.oid.slice(0, 12)}`, reason: 'too-large', detail: `a tree of ${object.size} bytes` });
    return;
  }
  const { paths, problem } = names.tree(object.oid, object.bytes, path);
  for (const name of paths) out.push(text(name, 'file-name', Buffer.from(name, 'utf8')));
  if (problem !== undefined) out.push({ kind: 'skip', path: `tree ${object.oid.slice(0, 12)}`, reason: 'unreadable', detail: `${problem.message} at byte ${problem.offset}` });
}

type Label = readonly [path: string, subject: Source['subject']];

function collectHeaded(object: GitObject, header: Label, message: Label, out: Collected[]): void {
  if (object.bytes === undefined) {
    out.push({ kind: 'skip', path: `${object.type} ${object.oid.slice(0, 12)}`, reason: 'too-large', detail: `${object.size} bytes` });
    return;
  }
  const { headers, messageStart } = parseHeaders(object.bytes);
  // only a header that is nothing but an oid has nothing to say
  const from = headers.find((one) => !(/^(?:tree|parent|object)$/.test(one.name) && one.value.length <= 64 && /^[0-9a-f]{40,64}$/.test(one.value.toString('latin1'))))?.start ?? messageStart;
  if (from < messageStart) out.push(text(...header, object.bytes.subarray(from, messageStart), object.oid));
  if (messageStart < object.bytes.length) out.push(text(...message, object.bytes.subarray(messageStart), object.oid));
}

function text(path: string, subject: Source['subject'], bytes: Buffer, origin?: string): Collected {
  return { kind: 'source', source: { path, subject, bytes, ...(origin === undefined ? {} : { origin }) } };
}

/** File names handed over at once. */
const mostAtOnce = 1000;

/** Most blobs that are remembered to hold nothing. */
const mostQuiet = 100_000;

/** Remembers in which blobs nothing was found, once they are judged. */
function noteQuiet(judged: readonly Collected[], quiet: Set<string>): void {
  for (const one of judged) if (one.kind === 'source' && one.source.note?.isQuiet === true && one.source.origin !== undefined && quiet.size < mostQuiet) quiet.add(one.source.origin);
}

type Further = Map<string, FurtherName[]>;

/**
 * New blobs under their second and later paths: a policy by path must not depend on which one came first. Where nothing
 * was found under a path, nothing is found in a file of the same name in another folder.
 */
async function* furtherPaths(names: TreeNames, fresh: ReadonlySet<string>, quiet: ReadonlySet<string>, reading: CollectOptions & { readonly env: NodeJS.ProcessEnv }): AsyncGenerator<readonly Collected[], void, undefined> {
  let asked: Further = new Map();
  for (let round = 0; round < maxRounds; ) {
    const further = names.takeFurther();
    if (further.length > 0) {
      round++;
      let out: Collected[] = [];
      for (const one of further) {
        if (fresh.has(one.oid)) expandOrAsk(one, names, quiet, asked, out);
        if (out.length < mostAtOnce) continue;
        yield out;
        out = [];
      }
      if (out.length > 0) yield out;
    } else if (asked.size > 0) {
      const now = asked;
      asked = new Map();
      yield* readFurther(now, names, reading);
    } else {
      if (names.isLimited()) yield [tooMany()];
      return;
    }
  }
  yield* readFurther(asked, names, reading);
  yield [tooMany()];
}

/** Takes what a tree at hand holds, and has git asked for all others but blobs that need not be judged again. */
function expandOrAsk(one: FurtherName, names: TreeNames, quiet: ReadonlySet<string>, asked: Further, out: Collected[]): void {
  const bytes = one.kind === 'tree' ? names.bytesOf(one.oid) : undefined;
  if (bytes !== undefined) collectTree({ oid: one.oid, type: 'tree', size: bytes.length, bytes }, names, one.path, out);
  else if (one.kind !== 'file' || names.isSymlink(one.oid) || !quiet.has(one.oid) || basenameOf(names.pathOf(one.oid) ?? '') !== basenameOf(one.path)) {
    const list = asked.get(one.oid);
    if (list === undefined) asked.set(one.oid, [one]);
    else list.push(one);
  }
}

async function* readFurther(asked: Further, names: TreeNames, reading: CollectOptions & { readonly env: NodeJS.ProcessEnv }): AsyncGenerator<readonly Collected[], void, undefined> {
  if (asked.size === 0) return;
  for await (const batch of streamObjects(asked.keys(), reading)) {
    const out: Collected[] = [];
    for (const object of batch) {
      for (const { path, kind } of asked.get(object.oid) ?? []) {
        if (object.type === 'tree') collectTree(object, names, path, out);
        else if (object.type === 'blob') out.push(blob(object, path, kind === 'symlink' ? 'symlink' : 'file'));
      }
    }
    yield out;
  }
}

function tooMany(): Collected {
  return { kind: 'skip', path: 'trees', reason: 'limit', detail: 'objects stand under more or deeper paths than the gate follows' };
}
