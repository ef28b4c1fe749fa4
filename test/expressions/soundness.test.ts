import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compileExpression, type Vocabulary } from '../../src/expressions/compile.ts';
import { cidrFunctions } from '../../src/expressions/functions/cidr.ts';
import { portFunctions } from '../../src/expressions/functions/port.ts';
import { standardFunctions } from '../../src/expressions/functions/strings.ts';
import { isUnknown, truthOf, type Item, type Term } from '../../src/expressions/term.ts';

const names = ['a', 'b', 'c'];
const vocabulary: Vocabulary<undefined> = { variables: new Set(names), functions: new Map([...standardFunctions, ...cidrFunctions, ...portFunctions]) };

const scalar: fc.Arbitrary<Term> = fc.oneof(
  fc.constantFrom<Term>('Enabled', 'arn:aws:s3:::data/*', '0.0.0.0/0', '10.0.0.0/8', '*', '', 'true', '22', null, true, false, 22, 443, 0),
);
const value: fc.Arbitrary<Term> = fc.oneof(
  scalar,
  fc.array(scalar, { maxLength: 3 }).map((items): Term => ({ kind: 'list', items })),
  fc.dictionary(fc.constantFrom('x', 'y'), scalar).map((entries): Term => ({ kind: 'map', entries: new Map<string, Item>(Object.entries(entries)) })),
);

const variable = fc.constantFrom(...names, 'a.x', 'b.y');
const literal = fc.constantFrom('"Enabled"', '"*"', '22', 'true', 'null', '[22, "*"]', '"arn:"');
const { condition } = fc.letrec<{ condition: string }>((tie) => ({
  condition: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.tuple(variable, fc.constantFrom('==', '!=', '<', '>=', 'in'), fc.oneof(literal, variable)).map(([left, operator, right]) => `${left} ${operator} ${right}`),
    fc.tuple(variable, fc.constantFrom('.startsWith("arn:")', '.endsWith("*")', '.contains("s3")', '.lowerAscii() == "enabled"')).map(([left, test]) => `${left}${test}`),
    variable.map((name) => `cidr.isPublic(${name})`),
    fc.tuple(variable, fc.oneof(literal, variable), fc.oneof(literal, variable)).map(([left, right, other]) => `${left} + ${right} == ${other}`),
    fc.tuple(variable, literal).map(([name, other]) => `${name}.split("/")[0] == ${other}`),
    fc.tuple(variable, variable, literal).map(([object, key, other]) => `${object}[${key}] == ${other}`),
    variable.map((name) => `has(${name})`),
    variable.map((name) => `size(${name}) > 1`),
    variable.map((name) => `port.covers(${name}, 100, 22)`),
    fc.tuple(tie('condition'), fc.constantFrom('&&', '||'), tie('condition')).map(([left, operator, right]) => `(${left} ${operator} ${right})`),
    tie('condition').map((inner) => `!(${inner})`),
    fc.tuple(tie('condition'), tie('condition'), tie('condition')).map(([test, yes, no]) => `(${test} ? ${yes} : ${no})`),
    fc.tuple(variable, fc.constantFrom('all', 'exists', 'exists_one'), tie('condition')).map(([list, macro, body]) => `${list}.${macro}(i, i == "*" || ${body})`),
    fc.tuple(variable, tie('condition')).map(([list, body]) => `${list}.filter(i, i != 22 && ${body}).exists(i, i == "*")`),
  ),
}));

/** A value with something in it unknown. */
function blurred(term: Term, how: number): Term {
  if (how % 3 === 0) return { kind: 'unknown', why: 'a parameter' };
  if (typeof term === 'string' && term.length > 2) return { kind: 'unknown', why: 'a parameter', parts: [term.slice(0, 1), null, term.slice(-1)] };
  if (typeof term === 'object' && term !== null && term.kind === 'list') {
    const items: readonly Item[] = how % 2 === 0 ? term.items.slice(0, 1) : term.items.map((item, index): Item => (index === 0 ? { kind: 'unknown', why: 'an item' } : item));
    return { kind: 'list', items, ...(how % 2 === 0 ? { open: true } : {}) };
  }
  if (typeof term === 'object' && term !== null && term.kind === 'map') return { kind: 'map', entries: new Map([...term.entries].slice(0, 1)), open: true };
  return { kind: 'unknown', why: 'a parameter' };
}

it('an answer over unknown values is never contradicted by what they turn out to be', () => {
  fc.assert(
    fc.property(condition, fc.tuple(value, value, value), fc.tuple(fc.nat(5), fc.nat(5), fc.nat(5)), fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()), (text, values, how, blur) => {
      const compiled = compileExpression(text, vocabulary);
      const ask = (of: readonly Term[]): ReturnType<typeof truthOf> => truthOf(compiled.evaluate({ host: undefined, read: (name) => of[names.indexOf(name)] ?? null }));
      const real = ask(values);
      const guess = ask(values.map((one, index) => (blur[index] === true ? blurred(one, how[index] ?? 0) : one)));
      if (!isUnknown(guess) && !isUnknown(real)) expect(guess, text).toBe(real);
    }),
    { numRuns: 20_000 },
  );
});

it('any text either compiles or is refused with its place', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ maxLength: 60 }), fc.array(fc.constantFrom('a', '.', '(', ')', '[', ']', '{', '}', '"', "'", '!', '&&', '==', '?', ':', ',', '1', 'all', 'x', ' ', '\\'), { maxLength: 30 }).map((parts) => parts.join(''))), (text) => {
      try {
        compileExpression(text, vocabulary);
      } catch (error) {
        expect(error).toMatchObject({ name: 'ExpressionError' });
      }
    }),
    { numRuns: 2000 },
  );
});
