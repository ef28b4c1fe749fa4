import { describe, expect, it } from 'vitest';
import { compileExpression } from '../../../src/expressions/compile.ts';
import { base64Functions } from '../../../src/expressions/functions/base64.ts';
import { list, unknown, type MapTerm, type Term } from '../../../src/expressions/term.ts';
import { securityRuleFunctions } from '../../../src/families/infrastructure/azure/security-rules.ts';
import { firewallFunctions } from '../../../src/families/infrastructure/google/firewall.ts';
import { grantFunctions } from '../../../src/families/infrastructure/google/grants.ts';
import { githubFunctions } from '../../../src/families/infrastructure/github-subject.ts';

const vocabulary = { variables: new Set(['rule', 'value']), functions: new Map([...securityRuleFunctions, ...githubFunctions, ...firewallFunctions, ...grantFunctions, ...base64Functions]) };

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

describe('an allow block of a Google firewall', () => {
  it.each([
    ['the port', { protocol: 'tcp', ports: list(['22']) }, true],
    ['a range', { protocol: 'tcp', ports: list(['443', '20-25']) }, true],
    ['every port of a protocol', { protocol: 'tcp' }, true],
    ['every protocol', { protocol: 'all' }, true],
    ['another protocol', { protocol: 'udp', ports: list(['22']) }, false],
    ['no ports at all', { protocol: 'icmp' }, false],
    ['another port', { protocol: 'tcp', ports: list(['2222', '23-80']) }, false],
  ] satisfies readonly (readonly [string, Readonly<Record<string, Term>>, boolean])[])('%s', (_name, entries, expected) => {
    expect(answer('firewall.covers(rule, 22)', { rule: { kind: 'map', entries: new Map(Object.entries(entries)) } })).toBe(expected);
  });

  it('is as wide as its widest range', () => {
    expect(answer('firewall.widest(rule)', { rule: { kind: 'map', entries: new Map([['ports', list(['22', '8000-8100', '1-5'])]]) } })).toBe(100);
    expect(answer('firewall.widest(rule)', { rule: { kind: 'map', entries: new Map() } })).toBe(0);
  });
});

describe('the members of a grant', () => {
  const account: Term = { kind: 'unknown', why: 'an account', reference: { resource: 'google_service_account.web', attribute: 'member' } };
  const half: Term = { kind: 'unknown', why: 'an account', parts: ['serviceAccount:', null] };

  it.each([
    ['one', { member: 'allUsers' }, true],
    ['one of several', { members: list(['user:jane@example.com', 'allUsers']) }, true],
    ['others', { members: list(['user:jane@example.com']) }, false],
    ['an account of the template', { member: account }, false],
    ['a member known in part', { member: half }, false],
    ['nobody', {}, false],
  ] satisfies readonly (readonly [string, Readonly<Record<string, Term>>, boolean])[])('%s', (_name, entries, expected) => {
    expect(answer("grant.members(rule).exists(m, m == 'allUsers')", { rule: { kind: 'map', entries: new Map(Object.entries(entries)) } })).toBe(expected);
  });

  it('may be anybody in a list that is unknown', () => {
    expect(answer("grant.members(rule).exists(m, m == 'allUsers')", { rule: { kind: 'map', entries: new Map([['members', unknown('var.members')]]) } })).toMatchObject({ kind: 'unknown' });
  });
});
