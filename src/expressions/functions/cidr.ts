import type { ExpressionFunction } from '../compile.ts';
import { doubtIn, isList, isUnknown, termOf, textOf, type Term, type Truth } from '../term.ts';

/** An address block: family, first address and number of leading bits. */
export interface Block {
  readonly bits: 32 | 128;
  readonly first: bigint;
  readonly prefix: number;
}

/** Reads `10.0.0.0/8`, `::/0` or a lone address. Host bits are cleared. Undefined for anything else. */
function parseBlock(text: string): Block | undefined {
  const [address = '', prefix, ...rest] = text.trim().split('/');
  if (rest.length > 0 || text.length > 60) return undefined;
  const parsed = address.includes(':') ? parseSix(address) : parseFour(address);
  if (parsed === undefined) return undefined;
  const bits = address.includes(':') ? 128 : 32;
  const length = prefix === undefined ? bits : /^\d{1,3}$/.test(prefix) ? Number(prefix) : -1;
  if (length < 0 || length > bits) return undefined;
  const host = BigInt(bits - length);
  return { bits, first: (parsed >> host) << host, prefix: length };
}

function parseFour(address: string): bigint | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(address);
  if (match === null) return undefined;
  const bytes = match.slice(1).map(Number);
  if (bytes.some((byte) => byte > 255)) return undefined;
  return bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
}

function parseSix(address: string): bigint | undefined {
  const halves = address.split('::');
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map(groupsOf);
  if (head === undefined || (halves.length === 2 && tail === undefined)) return undefined;
  const missing = 8 - head.length - (tail?.length ?? 0);
  if (halves.length === 1 ? missing !== 0 : missing < 0) return undefined;
  return [...head, ...Array.from({ length: missing }, () => 0), ...(tail ?? [])].reduce((sum, group) => (sum << 16n) | BigInt(group), 0n);
}

function groupsOf(half: string): readonly number[] | undefined {
  if (half === '') return [];
  const groups = half.split(':');
  const last = groups.at(-1) ?? '';
  const four = last.includes('.') ? parseFour(last) : undefined;
  const texts = four === undefined ? groups : groups.slice(0, -1);
  if (texts.some((text) => !/^[0-9a-fA-F]{1,4}$/.test(text))) return undefined;
  const numbers = texts.map((text) => Number.parseInt(text, 16));
  return four === undefined ? numbers : [...numbers, Number(four >> 16n), Number(four & 0xffffn)];
}

/** Whether the outer block holds all of the inner one. */
function blockContains(outer: Block, inner: Block): boolean {
  if (outer.bits !== inner.bits || outer.prefix > inner.prefix) return false;
  const host = BigInt(outer.bits - outer.prefix);
  return inner.first >> host === outer.first >> host;
}

/** Blocks that are not routed on the internet: IANA's special-purpose registries (RFC 6890), as of 2025. */
const privateTexts = [
  ...['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '0.0.0.0/32', '192.0.2.0/24'],
  ...['198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4', '::1/128', 'fc00::/7', 'fe80::/10', '2001:db8::/32', 'ff00::/8'],
];
let privateBlocks: readonly Block[] | undefined;

function isPrivate(block: Block): boolean {
  privateBlocks ??= privateTexts.flatMap((text) => parseBlock(text) ?? []);
  return privateBlocks.some((one) => blockContains(one, block));
}

/** The largest block that the registries give to one holder has this prefix (IANA's IPv4 registry); nobody's network is larger. */
const largestHeld = 8;

/** Every address: `0.0.0.0/0`, `::/0`, and what amounts to them: `0.0.0.0/1` with `128.0.0.0/1` beside it, `2000::/3`. */
function isAnywhere(block: Block): boolean {
  return block.prefix === 0 || (block.prefix < largestHeld && !isPrivate(block));
}

/** The functions of the `cidr` namespace. What is absent or no address block is never public; a list asks "any of them". */
export const cidrFunctions: readonly (readonly [string, ExpressionFunction<unknown>])[] = [
  ['cidr.isAnywhere', question(isAnywhere)],
  ['cidr.isPublic', question((block) => !isPrivate(block))],
  ['cidr.isPrivate', question(isPrivate)],
  ['cidr.isValid', { least: 1, most: 1, call: ([term = null]) => parseBlock(textOf(term) ?? '') !== undefined }],
  ['cidr.prefix', { least: 1, most: 1, call: ([term = null]) => parseBlock(textOf(term) ?? '')?.prefix ?? null }],
  ['cidr.size', { least: 1, most: 1, call: ([term = null]) => sizeOf(parseBlock(textOf(term) ?? '')) }],
  [
    'cidr.contains',
    {
      least: 2,
      most: 2,
      call: ([outer = null, inner = null]) => {
        const [a, b] = [parseBlock(textOf(outer) ?? ''), parseBlock(textOf(inner) ?? '')];
        return a !== undefined && b !== undefined && blockContains(a, b);
      },
    },
  ],
];

function sizeOf(block: Block | undefined): Term {
  return block === undefined ? null : 2 ** (block.bits - block.prefix);
}

function question(holds: (block: Block) => boolean): ExpressionFunction<unknown> {
  return { least: 1, most: 1, lenient: true, call: ([term = null]) => ask(term, holds) };
}

/** Whether a block, or one of a list, is every address. */
export function isEverywhere(term: Term): Truth {
  return ask(term, isAnywhere);
}

function ask(term: Term, holds: (block: Block) => boolean): Truth {
  if (isUnknown(term)) return term;
  if (!isList(term)) {
    const block = parseBlock(textOf(term) ?? '');
    return block !== undefined && holds(block);
  }
  let doubt: Truth = term.open === true ? doubtIn(term) : false;
  for (const item of term.items) {
    const answer = ask(termOf(item), holds);
    if (answer === true) return true;
    if (answer !== false) doubt = answer;
  }
  return doubt;
}
