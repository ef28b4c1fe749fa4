import { known, listOf, Refused } from '../values.ts';
import { row, textArgument, wholeArgument, type FunctionRow } from './function.ts';

/** Functions over addresses and their blocks. */
export const networkFunctions: readonly FunctionRow[] = [
  row('cidrhost', 2, 'all', ([block, host], at) => {
    const { bits, first, prefix } = blockOf(textArgument(block));
    const size = 1n << BigInt(bits - prefix);
    const number = BigInt(wholeArgument(host));
    const offset = number < 0n ? size + number : number;
    if (offset < 0n || offset >= size) throw new Refused('the block has no such host');
    return known(addressText(first + offset, bits), at);
  }),
  row('cidrnetmask', 1, 'all', ([block], at) => {
    const { bits, prefix } = blockOf(textArgument(block));
    if (bits !== 32) throw new Refused('only IPv4 has netmasks');
    return known(addressText(((1n << BigInt(prefix)) - 1n) << BigInt(32 - prefix), 32), at);
  }),
  row('cidrsubnet', 3, 'all', ([block, more, number], at) => known(subnet(blockOf(textArgument(block)), wholeArgument(more), BigInt(wholeArgument(number))), at)),
  row('cidrsubnets', [1, 1000], 'all', ([block, ...more], at) => listOf(subnets(blockOf(textArgument(block)), more.map(wholeArgument)).map((one) => known(one, at)), at)),
];

interface Block {
  readonly bits: 32 | 128;
  readonly first: bigint;
  readonly prefix: number;
}

function subnet({ bits, first, prefix }: Block, more: number, number: bigint): string {
  const length = prefix + more;
  if (more < 0 || length > bits) throw new Refused('a block is too small to be divided so');
  if (number < 0n || number >= 1n << BigInt(more)) throw new Refused('the block has no such part');
  return `${addressText(first + (number << BigInt(bits - length)), bits)}/${length}`;
}

function subnets({ bits, first, prefix }: Block, more: readonly number[]): readonly string[] {
  const end = first + (1n << BigInt(bits - prefix));
  let next = first;
  return more.map((one) => {
    const length = prefix + one;
    if (one < 1 || length > bits) throw new Refused('a block is too small to be divided so');
    const size = 1n << BigInt(bits - length);
    const start = ((next + size - 1n) / size) * size;
    if (start + size > end) throw new Refused('the parts do not fit the block');
    next = start + size;
    return `${addressText(start, bits)}/${length}`;
  });
}

function blockOf(text: string): Block {
  const [address = '', length = '', ...rest] = text.split('/');
  const bits = address.includes(':') ? 128 : 32;
  const prefix = /^\d{1,3}$/.test(length) ? Number(length) : -1;
  if (rest.length > 0 || text.length > 60 || prefix < 0 || prefix > bits) throw new Refused('a text is no address block');
  const host = BigInt(bits - prefix);
  return { bits, prefix, first: ((bits === 32 ? four(address) : six(address)) >> host) << host };
}

function four(text: string): bigint {
  const bytes = text.split('.');
  if (bytes.length !== 4 || bytes.some((byte) => !/^\d{1,3}$/.test(byte) || Number(byte) > 255)) throw new Refused('a text is no address');
  return bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
}

function six(text: string): bigint {
  const [head = '', tail, ...rest] = text.split('::');
  const groups = (half: string): readonly string[] => (half === '' ? [] : half.split(':'));
  const missing = 8 - groups(head).length - groups(tail ?? '').length;
  const all = [...groups(head), ...Array.from({ length: Math.max(0, missing) }, () => '0'), ...groups(tail ?? '')];
  if (rest.length > 0 || all.length !== 8 || (tail === undefined && missing !== 0) || all.some((group) => !/^[0-9a-fA-F]{1,4}$/.test(group))) throw new Refused('a text is no address');
  return all.reduce((sum, group) => (sum << 16n) | BigInt(Number.parseInt(group, 16)), 0n);
}

/** IPv6 as RFC 5952 writes it: the longest run of zero groups is left out. */
function addressText(address: bigint, bits: 32 | 128): string {
  if (bits === 32) return [24n, 16n, 8n, 0n].map((shift) => (address >> shift) & 255n).join('.');
  const groups = Array.from({ length: 8 }, (_, index) => ((address >> BigInt(112 - index * 16)) & 0xffffn).toString(16));
  const runs = [...groups.join(':').matchAll(/(?:^|:)(?:0(?::|$)){2,8}/g)].map((run) => run[0]);
  const longest = runs.toSorted((left, right) => right.length - left.length)[0];
  return longest === undefined ? groups.join(':') : groups.join(':').replace(longest, '::');
}
