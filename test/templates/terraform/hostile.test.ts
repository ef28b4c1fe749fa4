import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseHclJson } from '../../../src/formats/hcl/json.ts';
import { parseHcl } from '../../../src/formats/hcl/parse.ts';
import type { EvaluatedTemplate } from '../../../src/templates/value.ts';
import { evaluateModule } from './evaluate.ts';

/** Milliseconds that no input below may take; far above what they take on an idle machine. */
const boundMs = 40_000;

function timed(files: string | Readonly<Record<string, string>>): EvaluatedTemplate {
  const start = performance.now();
  const template = evaluateModule(files);
  expect(performance.now() - start).toBeLessThan(boundMs);
  return template;
}

function codesOf(template: EvaluatedTemplate): readonly string[] {
  return [...new Set(template.problems.map((one) => one.code))];
}

const thing = (body: string): string => `resource "test_thing" "a" {\n${body}\n}\n`;

describe('hostile modules are judged in bounded time, and what was left out is said', () => {
  it.each<[string, string | Readonly<Record<string, string>>, readonly string[]]>([
    ['a count of a hundred million', thing('count = 100000000\nname = "n"'), ['limit']],
    ['lists of lists that double', `locals {\n  a0 = ["x", "x"]\n${Array.from({ length: 60 }, (_, i) => `  a${i + 1} = [local.a${i}, local.a${i}]\n`).join('')}}\n${thing('names = local.a60')}`, []],
    ['texts that double', `locals {\n  a0 = "xxxxxxxxxx"\n${Array.from({ length: 60 }, (_, i) => `  a${i + 1} = "\${local.a${i}}\${local.a${i}}"\n`).join('')}}\n${thing('name = local.a60')}`, []],
    ['attributes that are too large together', `locals {\n  a = [for a in range(600) : range(600)]\n}\n${thing('one = local.a\ntwo = local.a\nrule {\n  three = local.a\n  four = local.a\n}\ndynamic "more" {\n  for_each = range(5)\n  content {\n    five = local.a\n  }\n}')}`, []],
    ['loops within loops', thing('names = [for a in range(1000) : [for b in range(1000) : [for c in range(1000) : "${a}${b}${c}"]]]'), ['limit']],
    ['a product of products', thing('names = setproduct(range(1000), range(1000), range(1000))'), []],
    ['a chain of references', `${Array.from({ length: 3000 }, (_, i) => `resource "test_thing" "r${i}" {\n  name = test_thing.r${i + 1}.name\n}\n`).join('')}resource "test_thing" "r3000" {\n  name = "end"\n}\n`, ['limit']],
    ['parentheses', thing(`name = ${'('.repeat(50_000)}1${')'.repeat(50_000)}`), ['syntax']],
    ['brackets that do not close', thing(`name = ${'['.repeat(50_000)}`), ['syntax']],
    ['templates within templates', thing(`name = ${'"${'.repeat(5_000)}1${'}"'.repeat(5_000)}`), ['syntax']],
    ['blocks within blocks', `${'a {\n'.repeat(20_000)}${'}\n'.repeat(20_000)}`, ['syntax']],
    ['a long sum', thing(`size = ${Array.from({ length: 50_000 }, () => '1').join(' + ')}`), []],
    ['long conditionals', thing(`size = ${'true ? 1 : '.repeat(20_000)}2`), ['syntax']],
    ['heredocs that do not close', Array.from({ length: 5_000 }, () => 'a = <<EOT\n').join(''), ['syntax']],
    ['comments that do not close', '/* '.repeat(100_000), ['syntax']],
    ['modules that use one another', { 'main.tf': 'module "b" {\n  source = "./b"\n}\n', 'b/main.tf': 'module "c" {\n  source = "../c"\n}\n', 'c/main.tf': 'module "b" {\n  source = "../b"\n}\n' }, ['cycle']],
    ['modules that double', Object.fromEntries(Array.from({ length: 18 }, (_, i) => [i === 0 ? 'main.tf' : `m${i}/main.tf`, i === 17 ? thing('name = "n"') : ['a', 'b'].map((name) => `module "${name}" {\n  source = "${i === 0 ? './' : '../'}m${i + 1}"\n}\n`).join('')])), ['limit']],
    ['locals in a circle', `locals {\n${Array.from({ length: 50 }, (_, i) => `  a${i} = local.a${(i + 1) % 50}\n`).join('')}}\n${thing('name = local.a0')}`, ['cycle']],
    ['an attribute that names itself', thing('name = test_thing.a.name'), ['cycle']],
    ['a count that names its own block', thing('count = length(test_thing.a)\nname = "n"'), ['cycle']],
    ['the name of a prototype', `variable "__proto__" {\n  default = { __proto__ = "x", constructor = "y" }\n}\n${thing('name = var.__proto__.__proto__\n__proto__ = "z"')}`, []],
    ['a pattern that would take for ever', thing('name = try(regex("^(a+)+$", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!"), "none")'), []],
    ['zero bytes and broken characters', `${thing('name = "\u0000\ufffd"')}\u0000\ufffd = 1\n`, ['syntax']],
    ['a template that includes itself', { 'main.tf': thing('name = templatefile("a.tftpl", { n = 1 })'), 'a.tftpl': '${templatefile("a.tftpl", { n = 1 })}' }, ['limit']],
  ])('%s', (_name, files, codes) => {
    expect(codesOf(timed(files))).toEqual(codes);
  });

  it('a syntax error leaves the rest of the file judged, and has its place', () => {
    const { resources, problems } = evaluateModule(`resource "test_thing" "a" {\n  name = \n}\n${thing('name = "n"').replace('"a"', '"b"')}`);
    expect(resources.map((one) => one.name)).toEqual(['test_thing.b']);
    expect(problems).toMatchObject([{ code: 'syntax', at: { source: { path: 'main.tf' } } }]);
  });

  it('files that are too large together are not read, and it is said', () => {
    const template = timed({ 'a.tf': thing('name = "n"'), 'b.tf': `# ${'x'.repeat(11_000_000)}\n${thing('name = "n"').replace('"a"', '"b"')}` });
    expect(template.resources.map((one) => one.name)).toEqual(['test_thing.a']);
    expect(codesOf(template)).toEqual(['limit']);
  });

  it('a file of megabytes is read in linear time', () => {
    const small = Array.from({ length: 2_000 }, (_, i) => `resource "test_thing" "r${i}" {\n  name = "n${i}"\n  rule {\n    port = ${i}\n  }\n}\n`).join('');
    const { resources } = timed(small.repeat(1) + small.replaceAll('"r', '"s'));
    expect(resources).toHaveLength(4_000);
  });
});

/** Pieces of the language in any order, and changes of a whole module. */
const pieces = fc.array(fc.constantFrom('resource ', '"a" ', '{', '}', '\n', '=', ' name ', '"', '${', '%{', ' for x in ', ' if ', 'endfor', '[', ']', '(', ')', ',', ':', '?', '<<EOT\n', 'EOT\n', '#', '/*', '*/', '\\', '.', '*', '...', '1', 'true', 'var.a', 'dynamic "x" ', 'for_each', 'count', '~', '\u0000', '\r', '=>', '&&', '-', '!', 'each.value', 'content '), { maxLength: 80 }).map((all) => all.join(''));
const whole = `variable "a" {\n  type = map(object({ b = optional(string, "c") }))\n  default = { x = {} }\n}\nlocals {\n  l = [for k, v in var.a : "\${k}-\${v.b}" if v != null]\n}\nresource "test_thing" "a" {\n  for_each = var.a\n  name = each.key\n  text = <<-EOT\n    %{ for one in local.l ~}\n    \${one}\n    %{ endfor ~}\n  EOT\n  dynamic "rule" {\n    for_each = local.l\n    content {\n      port = rule.value\n    }\n  }\n}\noutput "o" {\n  value = { for k, v in test_thing.a : k => v.id }\n}\n`;
const changed = fc.tuple(fc.nat(whole.length), fc.nat(40), pieces).map(([at, cut, insert]) => whole.slice(0, at) + insert + whole.slice(at + cut));

describe('whatever stands in a file, the reader and the evaluator come back', () => {
  it('in HCL', () => {
    fc.assert(
      fc.property(fc.oneof(pieces, changed, fc.string({ unit: 'binary', maxLength: 200 })), (text) => {
        const { body, problems } = parseHcl(text);
        for (const { start, end } of problems) if (start < 0 || end > text.length || start > end) return false;
        return body.end === text.length && evaluateModule(text).format === 'terraform';
      }),
      { numRuns: 1_500 },
    );
  });

  it('in JSON', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json({ maxDepth: 6 }), fc.json().map((inner) => `{"resource": {"test_thing": {"a": ${inner}}}}`), fc.string({ maxLength: 100 })), (text) => {
        parseHclJson(text);
        return evaluateModule({ 'main.tf.json': text }).format === 'terraform';
      }),
      { numRuns: 800 },
    );
  });
});
