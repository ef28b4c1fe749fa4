import { describe, expect, it } from 'vitest';
import { compileExpression } from '../../../src/expressions/compile.ts';
import { base64Functions } from '../../../src/expressions/functions/base64.ts';
import { list, unknown, type MapTerm, type Term } from '../../../src/expressions/term.ts';
import { securityRuleFunctions } from '../../../src/families/infrastructure/azure/security-rules.ts';
import { githubFunctions } from '../../../src/families/infrastructure/github-subject.ts';

const vocabulary = { variables: new Set(['rule', 'value']), functions: new Map([...securityRuleFunctions, ...githubFunctions, ...base64Functions]) };

function answer(text: string, values: Readonly<Record<string, Term>>): Term {
  return compileExpression(text, vocabulary).evaluate({ host: undefined, read: (name) => values[name] ?? null });
}

function rule(entries: Readonly<Record<string, Term>>): MapTerm {
  return { kind: 'map', entries: new Map(Object.entries({ access: 'Allow', direction: 'Inbound', ...entries })) };
}

describe('a rule of a network security group', () => {
  it.each([
    ['one port', { destination_port_range: '22' }, true],
    ['a number', { destination_port_range: 22 }, true],
    ['a range', { destination_port_range: '20-25' }, true],
    ['every port', { destination_port_range: '*' }, true],
    ['one of a list', { destination_port_ranges: list(['443', '20-22']) }, true],
    ['another port', { destination_port_range: '2222' }, false],
    ['a range beside it', { destination_port_range: '23-30' }, false],
    ['no port', {}, false],
    ['a denial', { destination_port_range: '*', access: 'Deny' }, false],
    ['the other direction', { destination_port_range: '*', direction: 'Outbound' }, false],
  ] satisfies readonly (readonly [string, Readonly<Record<string, Term>>, boolean])[])('%s', (_name, entries, expected) => {
    expect(answer("nsg.admits(rule, 'Inbound', 22)", { rule: rule(entries) })).toBe(expected);
  });

  it('is unsure of a port that is unknown, but not of a denial', () => {
    expect(answer("nsg.admits(rule, 'Inbound', 22)", { rule: rule({ destination_port_range: unknown('var.port') }) })).toMatchObject({ kind: 'unknown' });
    expect(answer("nsg.admits(rule, 'Inbound', 22)", { rule: rule({ destination_port_range: unknown('var.port'), access: 'Deny' }) })).toBe(false);
  });

  it.each(['*', '0.0.0.0/0', 'Internet', 'any', '::/0'])('lets the internet in with %s', (prefix) => {
    expect(answer('nsg.fromInternet(rule)', { rule: rule({ source_address_prefix: prefix }) })).toBe(true);
    expect(answer('nsg.toInternet(rule)', { rule: rule({ destination_address_prefixes: list(['10.0.0.0/8', prefix]) }) })).toBe(true);
  });

  it('does not let the internet in with a network, a service tag or the address of another resource', () => {
    for (const prefix of ['10.0.0.0/8', 'VirtualNetwork', { kind: 'unknown', why: 'an address', reference: { resource: 'azurerm_public_ip.office', attribute: 'ip_address' } } satisfies Term]) {
      expect(answer('nsg.fromInternet(rule)', { rule: rule({ source_address_prefix: prefix }) })).toBe(false);
    }
  });

  it('stands alone or in a group', () => {
    expect(answer('nsg.rules(rule)', { rule: rule({}) })).toMatchObject({ items: [{ kind: 'map' }] });
    expect(answer('nsg.rules(rule)', { rule: { kind: 'map', entries: new Map([['security_rule', list([rule({}), rule({})])]]) } })).toMatchObject({ items: [{ kind: 'map' }, { kind: 'map' }] });
    expect(answer('nsg.rules(rule)', { rule: { kind: 'map', entries: new Map() } })).toEqual(list([]));
  });
});

it.each([
  ['repo:example/app:ref:refs/heads/main', true],
  ['repo:example/app:environment:live', true],
  ['repo:*', false],
  ['repo:example/*', false],
  ['*', false],
  ['workflow:build', false],
  ['environment:live', false],
  ['', false],
])('the subject %j names one source: %s', (subject, expected) => {
  expect(answer('github.namesOneSource(value)', { value: subject })).toBe(expected);
});

it.each([
  ['aGVsbG8gd29ybGQ=', 'hello world'],
  ['hello world', null],
  ['/////////w==', null],
  ['', null],
])('base64.decode(%j) is %j', (value, expected) => {
  expect(answer('base64.decode(value)', { value })).toBe(expected);
});
