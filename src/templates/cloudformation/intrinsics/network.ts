import type { DataNode } from '../../../formats/node.ts';
import type { Place } from '../../../formats/place.ts';
import { argumentsOf, type Intrinsic, type Scope } from '../scope.ts';
import { known, textOf, unknown, whyOf, type Result } from '../values.ts';

/** Functions over addresses. */
export const networkFunctions: readonly (readonly [string, Intrinsic])[] = [['Fn::Cidr', cidr]];

/** Blocks that CloudFormation makes at most. */
const maxBlocks = 256;

function cidr(argument: DataNode, { scope, at }: { readonly scope: Scope; readonly at: Place }): Result {
  const values = argumentsOf(argument).map((one) => scope.evaluate(one, scope));
  const [block, count, bits] = values.map(textOf);
  const number = Number(count ?? Number.NaN);
  const size = Number(bits ?? Number.NaN);
  const network = block === undefined ? undefined : ipv4(block);
  if (network === undefined || !Number.isInteger(number) || number < 1 || number > maxBlocks || !Number.isInteger(size) || size < 0 || size > 32) return unknown(whyOf(values), at);
  const step = 2 ** size;
  if (network.start + step * number > network.start + 2 ** (32 - network.prefix)) return unknown('blocks that do not fit their network', at);
  return { kind: 'list', items: Array.from({ length: number }, (_, index) => known(`${dotted(network.start + index * step)}/${32 - size}`, at)), at };
}

function ipv4(block: string): { readonly start: number; readonly prefix: number } | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(block);
  if (match === null) return undefined;
  const [a = 0, b = 0, c = 0, d = 0, prefix = 0] = match.slice(1).map(Number);
  if ([a, b, c, d].some((one) => one > 255) || prefix > 32) return undefined;
  const size = 2 ** (32 - prefix);
  const address = ((a * 256 + b) * 256 + c) * 256 + d;
  return { start: address - (address % size), prefix };
}

function dotted(address: number): string {
  return [2 ** 24, 2 ** 16, 2 ** 8, 1].map((unit) => Math.floor(address / unit) % 256).join('.');
}
