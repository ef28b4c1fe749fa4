import { edgesOf } from '../families/credentials/word-edges.ts';
import type { Check, CredentialCheck } from '../model/check.ts';
import { sha256 } from '../model/sha256.ts';
import { buildAutomaton, type Automaton } from './prefilter/automaton.ts';

/**
 * The packed registry: everything the engine needs of all checks, laid out so that a commit reads only the part it needs.
 *
 *   6 × uint32   magic, version, byte offsets of: numbers, index, checks, end
 *   32 bytes     SHA-256 of everything after the header
 *   numbers      the automaton and the keyword tables, as Int32Arrays, each preceded by its length (two states of a narrow automaton in one)
 *   index        a line of JSON, `[family, bytes of words, bytes of rows][]`, then for each family a line a word that its
 *                checks apply to, `"word" TAB row,row…`, and a line of JSON a check, `[number, id, severity, on]`
 *   checks       JSON of each check, at the offsets that `numbers` holds
 */
export const magic = 0x50435254;
export const formatVersion = 7;
export const digestAt = 24;
export const headerBytes = 56;

/** What the prefilter needs: small arrays that are read at every start. */
export interface PrefilterTables {
  readonly automaton: Automaton;
  /** Length of each keyword in bytes. */
  readonly keywordLengths: Int32Array;
  /**
   * Keyword k starts the checks `targets[targetStart[k] … targetStart[k + 1])`; a negative target −1−r is route r. A check's
   * number takes the lower bits, the edges that its keyword must have those from `edgeShift` on.
   */
  readonly targetStart: Int32Array;
  readonly targets: Int32Array;
  /** Byte offset of check c's JSON below the start of the checks, one more than there are checks. */
  readonly checkStart: Int32Array;
}

/** Where in a target the edges of a keyword begin, in bits. */
export const edgeShift = 24;

/** A literal in the bytes that wakes a family: `AWSTemplateFormatVersion` … The number is the route's bit. */
export interface RouteMarker {
  readonly keyword: string;
  readonly route: number;
}

/** Packs checks into the registry's bytes. Deterministic: the same checks give the same bytes. */
export function packRegistry(checks: readonly Check[], markers: readonly RouteMarker[]): Buffer {
  const keywords = new Map<string, number[]>();
  const add = (keyword: string, target: number): void => {
    const lower = keyword.toLowerCase();
    const targets = keywords.get(lower);
    if (targets === undefined) keywords.set(lower, [target]);
    else if (!targets.includes(target)) targets.push(target);
  };
  checks.forEach((check, number) => {
    if ('keywords' in check && Array.isArray(check.keywords)) for (const keyword of check.keywords) add(String(keyword), number | (isCredential(check) ? edgesOf(check, String(keyword).toLowerCase()) << edgeShift : 0));
  });
  for (const { keyword, route } of markers) add(keyword, -1 - route);
  const list = [...keywords.keys()];
  const automaton = buildAutomaton(list);
  const targetStart = [0];
  const targets: number[] = [];
  for (const keyword of list) {
    targets.push(...(keywords.get(keyword) ?? []));
    targetStart.push(targets.length);
  }
  // examples are for people: a commit that loads a check must not parse them
  const bodies = checks.map((check) => Buffer.from(JSON.stringify({ ...check, examples: { fail: [], pass: [] } }), 'utf8'));
  const checkStart = [0];
  for (const body of bodies) checkStart.push((checkStart.at(-1) ?? 0) + body.length);
  const numbers = packArrays([
    Int32Array.from(automaton.classes),
    asInt32(automaton.next),
    Int32Array.of(automaton.shift, automaton.acceptFrom, automaton.next.BYTES_PER_ELEMENT),
    automaton.outStart,
    automaton.outIds,
    Int32Array.from(list.map((keyword) => keyword.length)),
    Int32Array.from(targetStart),
    Int32Array.from(targets),
    Int32Array.from(checkStart),
  ]);
  const index = packIndex(checks);
  const header = Buffer.alloc(headerBytes);
  const offsets = [magic, formatVersion, headerBytes, headerBytes + numbers.length, headerBytes + numbers.length + index.length];
  offsets.push((offsets[4] ?? 0) + (checkStart.at(-1) ?? 0));
  offsets.forEach((value, at) => header.writeUInt32LE(value, at * 4));
  const body = Buffer.concat([numbers, index, ...bodies]);
  header.write(sha256([body]), digestAt, 'hex');
  return Buffer.concat([header, body]);
}

function isCredential(check: Check): check is CredentialCheck {
  return check.family === 'credentials';
}

/** By family and word: a commit of one template reads the rows that apply to it and not those of a thousand providers. */
function packIndex(checks: readonly Check[]): Buffer {
  const families = new Map<string, { readonly words: Map<string, number[]>; readonly rows: string[] }>();
  checks.forEach((check, number) => {
    const family = families.get(check.family) ?? { words: new Map<string, number[]>(), rows: [] };
    families.set(check.family, family);
    for (const word of new Set(wordsOf(check))) family.words.set(word, [...(family.words.get(word) ?? []), family.rows.length]);
    family.rows.push(JSON.stringify([number, check.id, check.severity, check.on ? 1 : 0]));
  });
  const parts = [...families].map(([family, { words, rows }]) => ({
    family,
    words: Buffer.from(`\n${[...words].map(([word, list]) => `${wordKey(word)}${list.join(',')}\n`).join('')}`, 'utf8'),
    rows: Buffer.from(rows.join('\n'), 'utf8'),
  }));
  const head = JSON.stringify(parts.map(({ family, words, rows }) => [family, words.length, rows.length]));
  return Buffer.concat([Buffer.from(`${head}\n`, 'utf8'), ...parts.flatMap(({ words, rows }) => [words, rows])]);
}

function wordsOf(check: Check): readonly string[] {
  return 'applies' in check && Array.isArray(check.applies) ? check.applies.map(String) : [];
}

/** How the line of a word begins. */
export function wordKey(word: string): string {
  return `${JSON.stringify(word)}\t`;
}

/** The same bytes as Int32Array. A row of an automaton is at least two states long, so that none is cut. */
function asInt32(states: Uint16Array | Int32Array): Int32Array {
  return new Int32Array(states.buffer, states.byteOffset, states.byteLength / 4);
}

function packArrays(arrays: readonly Int32Array[]): Buffer {
  const parts: Buffer[] = [];
  for (const array of arrays) {
    const length = Buffer.alloc(4);
    length.writeInt32LE(array.length);
    parts.push(length, Buffer.from(array.buffer, array.byteOffset, array.byteLength));
  }
  return Buffer.concat(parts);
}

/** Reads the number tables back. `bytes` must be aligned to four bytes and of this machine's (little-endian) order. */
export function unpackTables(bytes: Uint8Array): PrefilterTables {
  let at = 0;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const take = (): Int32Array => {
    const length = view.getInt32(at, true);
    const array = new Int32Array(bytes.buffer, bytes.byteOffset + at + 4, length);
    at += 4 + length * 4;
    return array;
  };
  const classes = Uint8Array.from(take());
  const states = take();
  const [shift = 0, acceptFrom = 0, width] = take();
  const next = width === 2 ? new Uint16Array(states.buffer, states.byteOffset, states.length * 2) : states;
  const outStart = take();
  const outIds = take();
  return {
    automaton: { classes, shift, next, acceptFrom, outStart, outIds },
    keywordLengths: take(),
    targetStart: take(),
    targets: take(),
    checkStart: take(),
  };
}
