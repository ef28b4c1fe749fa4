import { describe, expect, it } from 'vitest';
import { compileExpression, type Vocabulary } from '../../src/expressions/compile.ts';
import { cidrFunctions } from '../../src/expressions/functions/cidr.ts';
import { documentFunctions } from '../../src/expressions/functions/document.ts';
import { portFunctions } from '../../src/expressions/functions/port.ts';
import { standardFunctions } from '../../src/expressions/functions/strings.ts';
import type { Item, Term } from '../../src/expressions/term.ts';

const vocabulary: Vocabulary<undefined> = {
  variables: new Set(['resource', 'maybe', 'partly', 'open']),
  functions: new Map([...standardFunctions, ...cidrFunctions, ...portFunctions, ...documentFunctions]),
};

function term(value: unknown): Term {
  if (Array.isArray(value)) return { kind: 'list', items: value.map(term) };
  if (typeof value === 'object' && value !== null) return { kind: 'map', entries: new Map(Object.entries(value).map(([key, item]) => [key, term(item)])) };
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}

const variables: Readonly<Record<string, Term>> = {
  resource: term({ Name: 'web', Port: '443', On: 'True', Off: false, List: [1, 2, 3], Rules: [{ From: 22, Cidr: '0.0.0.0/0' }, { From: 80, Cidr: '10.0.0.0/8' }], Block: [{ Inner: 'x' }] }),
  maybe: { kind: 'unknown', why: 'parameter P' },
  partly: { kind: 'unknown', why: 'parameter P', parts: ['arn:aws:s3:::', null, '/*'] },
  open: { kind: 'list', items: [1], open: true },
};

function evaluate(text: string, witnesses?: Item[]): unknown {
  const found = compileExpression(text, vocabulary).evaluate({ host: undefined, read: (name) => variables[name] ?? null, ...(witnesses === undefined ? {} : { witnesses }) });
  if (typeof found !== 'object' || found === null) return found;
  return found.kind === 'unknown' ? `unknown: ${found.why}` : found.kind === 'list' ? found.items : found;
}

describe('an expression gives', () => {
  it.each<[string, unknown]>([
    ['1 + 2 * 3 == 7', true],
    ['"a" + "b"', 'ab'],
    ['resource.Name == "web" && resource.Port == 443', true],
    ['resource.Port in [80, 443]', true],
    ['resource.Port >= 400', true],
    ['resource.On', 'True'],
    ['resource.On == true', true],
    ['!resource.Off', true],
    ['resource.Absent == null', true],
    ['resource.Absent.Deeper.Still == "x"', false],
    ['resource.Absent != false', true],
    ['has(resource.Name) && !has(resource.Absent.Deeper)', true],
    ['resource.Absent.all(x, false)', true],
    ['resource.Absent.exists(x, true)', false],
    ['resource.Absent > 3 || resource.Absent < 3', false],
    ['resource.Block.Inner == "x"', true],
    ['resource.List.exists(x, x == 2) && !resource.List.all(x, x < 3)', true],
    ['resource.List.filter(x, x > 1).map(x, x * 2)', [4, 6]],
    ['resource.List.exists_one(x, x > 2)', true],
    ['resource.List[1]', 2],
    ['resource["Name"]', 'web'],
    ['size(resource.List) == 3 && resource.Name.size() == 3', true],
    ['resource.Name == "web" ? 1 : 2', 1],
    ['resource.Rules.exists(r, r.From == 22 && cidr.isAnywhere(r.Cidr))', true],
    ['resource.Name.matches("^w[a-z]+$") && !resource.Name.matches("x")', true],
    ["r'a\\d' + 'b'", 'a\\db'],
    ['json.parse("{\\"a\\": [1]}").a[0]', 1],
    ['port.covers(0, 65535, [22]) && port.covers(null, null, 22) && !port.covers(80, 443, 22)', true],
    ['"22" == 22 && "true" == true && "1" != true', true],
    ['-resource.Port == -443', true],
  ])('%s', (text, expected) => expect(evaluate(text)).toEqual(expected));
});

describe('what is unknown', () => {
  it.each<[string, unknown]>([
    ['maybe == 1', 'unknown: parameter P'],
    ['maybe == 1 && false', false],
    ['false && maybe', false],
    ['maybe == 1 || true', true],
    ['maybe || false', 'unknown: parameter P'],
    ['!(maybe == 2)', 'unknown: parameter P'],
    ['[1, maybe].exists(x, x == 1)', true],
    ['[2, maybe].exists(x, x == 1)', 'unknown: parameter P'],
    ['[1, maybe].all(x, x == 2)', false],
    ['maybe.all(x, x == 2)', 'unknown: parameter P'],
    ['open.exists(x, x == 1)', true],
    ['open.exists(x, x == 2)', 'unknown: a list that may hold more'],
    ['open.all(x, x == 1)', 'unknown: a list that may hold more'],
    ['maybe ? 1 : 1', 1],
    ['maybe ? 1 : 2', 'unknown: parameter P'],
    ['partly == "*"', false],
    ['partly in ["*", "arn:aws:sns"]', false],
    ['partly == "arn:aws:s3:::x/*"', 'unknown: parameter P'],
    ['partly.startsWith("arn:aws:s3") && partly.endsWith("/*") && !partly.startsWith("http")', true],
    ['maybe + 1', 'unknown: parameter P'],
    ['cidr.isPublic(maybe)', 'unknown: parameter P'],
    ['cidr.isAnywhere(["::/0", "10.0.0.0/8"])', true],
  ])('%s', (text, expected) => expect(evaluate(text)).toEqual(expected));
});

it('an `all` that fails and an `exists` that holds say through which items', () => {
  const witnesses: Item[] = [];
  expect(evaluate('resource.List.all(x, x < 2)', witnesses)).toBe(false);
  expect(witnesses).toEqual([2, 3]);
});

describe('a mistake in an expression is named with its place', () => {
  it.each([
    ['resourc.Name', '"resourc" is not known here'],
    ['resource.Name ==', 'unexpected "the end"'],
    ['nope(1)', 'there is no function "nope"'],
    ['size(1, 2)', '"size" takes 1 arguments'],
    ['"open', 'a text that is not closed'],
    ['a = 1', 'unexpected "="'],
    ['(1', 'expected ")"'],
    [`${'('.repeat(500)}1${')'.repeat(500)}`, 'nested too deep'],
  ])('%s', (text, message) => expect(() => compileExpression(text, vocabulary)).toThrow(message));
});

describe('an address block', () => {
  it.each<[string, boolean]>([
    ['cidr.isPublic("8.8.8.8/32")', true],
    ['cidr.isPublic("10.1.0.0/16")', false],
    ['cidr.isPublic("0.0.0.0/0")', true],
    ['cidr.isPublic("::/0")', true],
    ['cidr.isPublic("fd00::/8")', false],
    ['cidr.isPublic("sg-123")', false],
    ['cidr.isAnywhere("128.0.0.0/1") && cidr.isAnywhere("64.0.0.0/7") && cidr.isAnywhere("2000::/3")', true],
    ['cidr.isAnywhere("52.0.0.0/8") || cidr.isAnywhere("10.0.0.0/8") || cidr.isAnywhere("224.0.0.0/4") || cidr.isAnywhere("fc00::/7")', false],
    ['cidr.isAnywhere("0.0.0.0/0") && cidr.isAnywhere("::/0") && cidr.isAnywhere("0000:0000:0000:0000:0000:0000:0000:0000/0")', true],
    ['cidr.contains("10.0.0.0/8", "10.2.3.0/24")', true],
    ['cidr.contains("10.0.0.0/8", "11.0.0.0/8")', false],
    ['cidr.size("10.0.0.0/24") == 256', true],
    ['cidr.isValid("10.0.0.0/33")', false],
  ])('%s is %s', (text, expected) => expect(evaluate(text)).toBe(expected));
});
