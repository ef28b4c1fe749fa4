import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Expression } from '../../../src/formats/hcl/ast.ts';
import { parseHcl } from '../../../src/formats/hcl/parse.ts';

/** An expression as a Lisp-like text. */
function show(e: Expression): string {
  switch (e.kind) {
    case 'literal':
      return JSON.stringify(e.value);
    case 'template':
      return `(template ${e.parts.map((part) => (part.kind === 'text' ? JSON.stringify(part.text) : part.kind === 'interpolation' ? show(part.value) : part.kind)).join(' ')})`;
    case 'variable':
      return e.name;
    case 'attribute':
      return `${show(e.target)}.${e.name}`;
    case 'index':
      return `${show(e.target)}[${show(e.key)}]`;
    case 'splat':
      return `${show(e.target)}[*]${e.steps.map((step) => ('name' in step ? `.${step.name}` : `[${show(step.key)}]`)).join('')}`;
    case 'call':
      return `${e.name}(${e.args.map(show).join(' ')}${e.spread ? '...' : ''})`;
    case 'conditional':
      return `(if ${show(e.condition)} ${show(e.then)} ${show(e.otherwise)})`;
    case 'unary':
      return `(${e.operator} ${show(e.operand)})`;
    case 'binary':
      return `(${e.operator} ${show(e.left)} ${show(e.right)})`;
    case 'tuple':
      return `[${e.items.map(show).join(' ')}]`;
    case 'object':
      return `{${e.entries.map(({ key, value }) => `${show(key)}:${show(value)}`).join(' ')}}`;
    case 'for':
      return `(for ${e.key ?? ''},${e.item} ${show(e.collection)} ${e.resultKey === undefined ? '' : show(e.resultKey)}=>${show(e.result)} ${e.condition === undefined ? '' : show(e.condition)}${e.group ? '...' : ''})`;
  }
}

function shown(text: string): string {
  const { body, problems } = parseHcl(`x = ${text}\n`);
  const first = body.attributes[0];
  return problems.length > 0 ? `! ${problems[0]?.message ?? ''}` : first === undefined ? '' : show(first.value);
}

describe('expressions', () => {
  it.each([
    ['1.5e3', '1500'],
    ['-2', '-2'],
    ['"a\\n\\u00e9\\"$${b}"', '"a\\né\\"${b}"'],
    ['"a ${b} c"', '(template "a " b " c")'],
    ['"${ f("}") }"', '(template f("}"))'],
    ['"a ${~ b ~}  c"', '(template "a" b "c")'],
    ['"%{ if a }x%{ else }y%{ endif }"', '(template if)'],
    ['a.b[0]["c"].0.d', 'a.b[0]["c"][0].d'],
    ['a.*.b', 'a[*].b'],
    ['a[*].b[0].c', 'a[*].b[0].c'],
    ['a.b-c - d', '(- a.b-c d)'],
    ['a + b * c == d && !e || f', '(|| (&& (== (+ a (* b c)) d) (! e)) f)'],
    ['a ? b : c ? d : e', '(if a b (if c d e))'],
    ['[1, 2,\n # note\n 3,\n]', '[1 2 3]'],
    ['{ a = 1, "b" : 2\n (c) = 3\n d.e = 4 }', '{"a":1 "b":2 c:3 d.e:4}'],
    ['{}', '{}'],
    ['{ for = 1 }', '{"for":1}'],
    ['[for k, v in m : v if v != null]', '(for k,v m =>v (!= v null))'],
    ['{\n for v in l :\n v.name => v... }', '(for ,v l v.name=>v ...)'],
    ['f(a,\n  b...)', 'f(a b...)'],
    ['provider::aws::arn(a)', 'provider::aws::arn(a)'],
    ['(a\n + b)', '(+ a b)'],
    ['<<EOT\n  a ${b}\nEOT', '(template "  a " b "\\n")'],
    ['<<-EOT\n    a\n      b\n    EOT', '"a\\n  b\\n"'],
    ['<<E\n"\\n"\nE', '"\\"\\\\n\\"\\n"'],
  ])('reads %s', (text, expected) => expect(shown(text)).toBe(expected));

  it.each([['"open'], ['[1 2]'], ['a +'], ['<<E\nx'], ['{a b}'], ['"%{ if a }"'], ['f(a'], ['']])('reports a problem in %j', (text) =>
    expect(shown(text)).toMatch(/^! ./),
  );
});

describe('bodies', () => {
  it('reads nested blocks, labels and comments with their places', () => {
    const text = '# c\nresource "aws_s3_bucket" b { // c\n  acl = "private" /* c */\n  versioning { enabled = true }\n}\r\n';
    const { body, problems } = parseHcl(text);
    const block = body.blocks[0];
    expect(problems).toEqual([]);
    expect([block?.type, block?.labels]).toEqual(['resource', ['aws_s3_bucket', 'b']]);
    expect(text.slice(block?.start, block?.headEnd)).toBe('resource "aws_s3_bucket" b');
    expect(text.slice(block?.body.attributes[0]?.start, block?.body.attributes[0]?.end)).toBe('acl = "private"');
    expect(block?.body.blocks[0]?.body.attributes[0]?.name).toBe('enabled');
  });

  it('goes on with the next block after a problem', () => {
    const { body, problems } = parseHcl('a "x" {\n  b = = 1\n}\nc "y" {\n  d = 1\n}\ne {\n');
    expect(body.blocks.map((block) => block.type)).toEqual(['c']);
    expect(problems.map((problem) => problem.start)).toEqual([14, 38]);
  });

  it('limits its depth', () => {
    for (const deep of ['['.repeat(5000), '!'.repeat(5000), '('.repeat(5000), '"${'.repeat(5000), '{a='.repeat(5000), 'a?'.repeat(5000)]) {
      expect(parseHcl(`x = ${deep}`).problems).toHaveLength(1);
    }
    expect(parseHcl('a {\n'.repeat(5000)).problems.length).toBeGreaterThan(0);
  });

  it('never throws and stays within its text on any input', () => {
    const word = fc.constantFrom('a', 'b-c', '"', '${', '%{', '}', '{', '[', ']', '(', ')', '\n', '=', '<<E\n', 'E\n', 'for ', 'in ', ':', '=>', '...', '.', '*', '1', 'if ', '\\', '/*', '#', ',', '?', ' ', '\r\n');
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.array(word, { maxLength: 60 }).map((words) => words.join(''))), (text) => {
        const { problems } = parseHcl(text);
        for (const { start, end } of problems) expect(start >= 0 && end <= text.length).toBe(true);
      }),
      { numRuns: 1500 },
    );
  });

  it.each([['a {\n'], ['x = <<E\n'], ['x = "${\n'], ['/*'], ['a = [\n'], ['x = 1 + a.b\n'], ['a "']])('is linear on %j repeated', (piece) => {
    const before = performance.now();
    parseHcl(piece.repeat(400_000 / piece.length));
    expect(performance.now() - before).toBeLessThan(3000);
  });
});
