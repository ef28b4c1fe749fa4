import { expect, it } from 'vitest';
import { aclFunctions } from '../../../src/families/infrastructure/aws/network-acl.ts';
import { isUnknown, type Item, type Term } from '../../../src/expressions/term.ts';

const letsIn = aclFunctions[0]?.[1];

function rule(number: number, action: string, range: readonly [number, number], more: Readonly<Record<string, Item>> = {}): Term {
  return { kind: 'map', entries: new Map<string, Item>(Object.entries({ RuleNo: number, Action: action, Protocol: 'tcp', CidrBlock: '0.0.0.0/0', FromPort: range[0], ToPort: range[1], ...more })) };
}

function answer(...rules: readonly Term[]): unknown {
  const list: Term = { kind: 'map', entries: new Map<string, Item>([['Ingress', { kind: 'list', items: rules }]]) };
  const term = letsIn?.call([list, 22], undefined);
  return typeof term === 'object' && term !== null && isUnknown(term) ? 'unknown' : term;
}

it.each([
  ['an allowance for the port lets in', [rule(100, 'allow', [0, 65535])], true],
  ['a denial with a smaller number comes first, wherever it is written', [rule(100, 'allow', [0, 65535]), rule(10, 'deny', [20, 30])], false],
  ['a denial with a greater number comes too late', [rule(100, 'allow', [0, 65535]), rule(200, 'deny', [22, 22])], true],
  ['an allowance for one network is not for everyone', [rule(100, 'allow', [22, 22], { CidrBlock: '10.0.0.0/8' })], false],
  ['a protocol without ports has none', [rule(100, 'allow', [22, 22], { Protocol: 'icmp' })], false],
  ['every protocol is every port', [rule(100, 'allow', [0, 0], { Protocol: '-1' })], true],
  ['an unknown network may be everyone', [rule(100, 'allow', [22, 22], { CidrBlock: { kind: 'unknown', why: 'a variable' } })], 'unknown'],
] as const)('%s', (_name, rules, expected) => {
  expect(answer(...rules)).toBe(expected);
});
