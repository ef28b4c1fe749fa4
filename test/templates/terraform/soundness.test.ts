import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mayEqual } from '../../../src/expressions/compare.ts';
import type { Value } from '../../../src/templates/value.ts';
import { evaluateModule } from './evaluate.ts';

/** Whether what is known without a value can stand beside what is so with it. */
function agrees(without: Value, within: Value | undefined): boolean {
  if (without.kind === 'unknown') {
    if (within === undefined || (within.kind === 'known' && within.value === null)) return without.parts === undefined || without.mayBeAbsent === true || without.parts.every((part) => part === null);
    if (within.kind === 'unknown' || without.parts === undefined) return true;
    return within.kind === 'known' && mayEqual(without.parts, String(within.value));
  }
  if (within === undefined) return without.kind === 'known' && without.value === null;
  // where the concrete evaluation fails there is nothing to contradict
  if (within.kind === 'unknown') return true;
  if (without.kind === 'known') return within.kind === 'known' && without.value === within.value;
  if (without.kind === 'list') {
    if (within.kind !== 'list') return false;
    if (without.open === true) return without.items.every((item) => within.items.some((other) => agrees(item, other)));
    return without.items.length === within.items.length && without.items.every((item, index) => agrees(item, within.items[index]));
  }
  if (within.kind !== 'map') return false;
  if (without.open !== true && without.entries.size !== within.entries.size) return false;
  return [...without.entries].every(([key, item]) => agrees(item, within.entries.get(key)));
}

/** Expressions by type over `var.text`, `var.flag`, `var.number`, `var.list` and `var.map`. */
const { text, flag, number, list, map } = fc.letrec<{ text: string; flag: string; number: string; list: string; map: string }>((tie) => {
  const of = (name: 'text' | 'flag' | 'number' | 'list' | 'map'): fc.Arbitrary<string> => tie(name);
  const join = (...parts: (string | fc.Arbitrary<string>)[]): fc.Arbitrary<string> => fc.tuple(...parts.map((part) => (typeof part === 'string' ? fc.constant(part) : part))).map((all) => all.join(''));
  return {
    text: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom('"a"', '"b"', '""', '"ab"', 'var.text', 'local.text'),
      join('"x-${', of('text'), '}-y"'),
      join('upper(', of('text'), ')'),
      join('join("-", ', of('list'), ')'),
      join('(', of('flag'), ' ? ', of('text'), ' : ', of('text'), ')'),
      join('lookup(', of('map'), ', ', of('text'), ', "none")'),
      join('try(', of('list'), '[', of('number'), '], "none")'),
      join('coalesce(', of('text'), ', ', of('text'), ', "z")'),
      join('format("%s/%s", ', of('text'), ', ', of('text'), ')'),
      join('replace(', of('text'), ', "a", ', of('text'), ')'),
      join('"%{ if ', of('flag'), ' }a%{ else }${', of('text'), '}%{ endif }"'),
      join('"${jsonencode(', of('list'), ')}."'),
      join('element(concat(', of('list'), ', ["e"]), ', of('number'), ')'),
    ),
    flag: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom('true', 'false', 'var.flag'),
      join('(', of('text'), ' == ', of('text'), ')'),
      join('(', of('flag'), ' && ', of('flag'), ')'),
      join('(', of('flag'), ' || ', of('flag'), ')'),
      join('!', of('flag')),
      join('contains(', of('list'), ', ', of('text'), ')'),
      join('(length(', of('list'), ') > ', of('number'), ')'),
      join('can(', of('map'), '["a"])'),
      join('startswith(', of('text'), ', "x-")'),
      join('alltrue([for one in ', of('list'), ' : one != ', of('text'), '])'),
      join('(', of('text'), ' == null)'),
    ),
    number: fc.oneof({ maxDepth: 3 }, fc.constantFrom('0', '1', '2', 'var.number'), join('length(', of('list'), ')'), join('(', of('number'), ' + ', of('number'), ')'), join('max(', of('number'), ', ', of('number'), ')')),
    list: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom('[]', '["a"]', '["a", "b"]', 'var.list'),
      join('[', of('text'), ', ', of('text'), ']'),
      join('concat(', of('list'), ', ', of('list'), ')'),
      join('[for one in ', of('list'), ' : "${one}!"]'),
      join('[for one in ', of('list'), ' : one if one != ', of('text'), ']'),
      join('[for key, value in ', of('map'), ' : key]'),
      join('keys(', of('map'), ')'),
      join('distinct(', of('list'), ')'),
      join('(', of('flag'), ' ? ', of('list'), ' : ', of('list'), ')'),
      join('flatten([', of('list'), ', ', of('list'), '])'),
      join('compact(', of('list'), ')'),
      join('sort(', of('list'), ')'),
      join('tolist(toset(', of('list'), '))'),
    ),
    map: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom('{}', '{ a = "1" }', '{ a = "1", b = "2" }', 'var.map'),
      join('merge(', of('map'), ', ', of('map'), ')'),
      join('{ (', of('text'), ') = ', of('text'), ' }'),
      join('{ for one in ', of('list'), ' : one => "v"... }'),
      join('(', of('flag'), ' ? ', of('map'), ' : ', of('map'), ')'),
      // of lists that always fit: whether an unknown part of a `try` or `can` fails is not asked
      of('map').map((one) => `zipmap(keys(${one}), values(${one}))`),
    ),
  };
});

const values: Readonly<Record<string, readonly string[]>> = {
  text: ['"a"', '""', '"b"', '"ab"'],
  flag: ['true', 'false'],
  number: ['0', '1', '3'],
  list: ['[]', '["a"]', '["b", "a"]'],
  map: ['{}', '{ a = "x" }', '{ b = "y", a = "z" }'],
};
const types: Readonly<Record<string, string>> = { text: 'string', flag: 'bool', number: 'number', list: 'list(string)', map: 'map(string)' };

function evaluated(expression: string, given: Readonly<Record<string, string>>): Value | undefined {
  const variables = Object.entries(types).map(([name, type]) => `variable "${name}" {\n  type = ${type}\n${given[name] === undefined ? '' : `  default = ${given[name]}\n`}}\n`);
  const main = `${variables.join('')}locals {\n  text = "l\${var.text}"\n}\nresource "test_value" "it" {\n  value = ${expression}\n}\n`;
  return evaluateModule(main).resources[0]?.properties.entries.get('value');
}

const given = fc.record(Object.fromEntries(Object.entries(values).map(([name, options]) => [name, fc.constantFrom(...options)])));
const hidden = fc.subarray(Object.keys(values), { minLength: 1 });

describe('what is evaluated without knowing every variable', () => {
  it.each([['text', text], ['flag', flag], ['number', number], ['list', list], ['map', map]] as const)('agrees with every concrete evaluation (%s)', (_type, expressions) => {
    fc.assert(
      fc.property(expressions, given, hidden, (expression, all, without) => {
        const concrete = evaluated(expression, all);
        const partial = evaluated(expression, Object.fromEntries(Object.entries(all).filter(([name]) => !without.includes(name))));
        // an expression that is refused without a value must not be one that works with it
        if (partial === undefined) return concrete === undefined || concrete.kind === 'unknown';
        return agrees(partial, concrete);
      }),
      { numRuns: 250 },
    );
  });

  it('is not all unknown: what does not depend on a variable is known', () => {
    expect(evaluated('var.flag || true', {})).toMatchObject({ kind: 'known', value: true });
    expect(evaluated('length([var.text, var.text])', {})).toMatchObject({ kind: 'known', value: 2 });
    expect(evaluated('"a-${var.text}"', {})).toMatchObject({ kind: 'unknown', parts: ['a-', null] });
  });
});
