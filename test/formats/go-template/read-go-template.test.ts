import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { readGoTemplate } from '../../../src/formats/go-template/read-go-template.ts';

const texts = (source: string): readonly string[] => readGoTemplate(source).body.flatMap((node) => (node.kind === 'text' ? [node.text] : []));

describe('white space', () => {
  test.each([
    ['no marks', 'a {{ .x }} b', ['a ', ' b']],
    ['trimmed on both sides', 'a \n {{- .x -}} \n b', ['a', 'b']],
    ['a minus without a blank is none', '{{-3}} b', [' b']],
    ['comments are gone', 'a {{/* x }} */}} b', ['a ', ' b']],
    ['trimmed comments', 'a {{- /* x */ -}} b', ['a', 'b']],
    ['braces inside texts', '{{ "}}" }}b', ['b']],
    ['raw texts over lines', '{{ `a\n}}` }}b', ['b']],
  ])('%s', (_name, source, expected) => {
    expect(readGoTemplate(source).problem).toBeUndefined();
    expect(texts(source)).toEqual(expected);
  });
});

describe('actions', () => {
  it('reads else if as a further branch', () => {
    const [node] = readGoTemplate('{{ if .a }}1{{ else if .b }}2{{ else }}3{{ end }}').body;
    expect(node?.kind === 'if' ? node.branches.map(({ pipeline }) => pipeline === undefined) : []).toEqual([false, false, true]);
  });

  it('reads the variables of a range', () => {
    const [node] = readGoTemplate('{{ range $k, $v := .map }}{{ $k }}{{ end }}').body;
    expect(node?.kind === 'range' ? node.pipeline.variables : []).toEqual(['$k', '$v']);
  });

  it('keeps named templates apart from the body', () => {
    const { body, defines } = readGoTemplate('{{ define "a" }}x{{ end }}y');
    expect([...defines.keys()]).toEqual(['a']);
    expect(body).toMatchObject([{ kind: 'text', text: 'y' }]);
  });

  it('reads calls in brackets with fields behind them', () => {
    const [node] = readGoTemplate('{{ (index .list 0).name | quote }}').body;
    expect(node?.kind === 'output' ? node.pipeline.commands.length : 0).toBe(2);
  });

  test.each([
    ['an action without an end', 'a {{ .x ', 'without an end'],
    ['a block without an end', '{{ if .x }}a', '"end" is missing'],
    ['an end without a block', 'a{{ end }}', 'without a beginning'],
    ['an else without a block', 'a{{ else }}', 'without a beginning'],
    ['a bracket that stays open', '{{ (eq 1 2 }}', 'is missing'],
    ['a character of no language', '{{ # }}', 'cannot read'],
  ])('says what is wrong with %s', (_name, source, message) => {
    expect(readGoTemplate(source).problem?.message).toContain(message);
  });
});

it('never throws, and stays quick, whatever the text', () => {
  const pieces = fc.constantFrom('{{', '}}', '{{-', '-}}', '(', ')', '"', '`', '|', '$x', ':=', '.a', ' if ', ' end ', ' range ', ' define "x" ', '/*', '*/', '\n', ' ', 'text', '1', '\\');
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 60 }), (parts) => {
      const { problem } = readGoTemplate(parts.join(''));
      expect(problem === undefined || problem.start >= 0).toBe(true);
    }),
    { numRuns: 500 },
  );
  const start = performance.now();
  for (const source of ['{{'.repeat(50_000), '{{ if .x }}'.repeat(20_000), `{{ ${'('.repeat(50_000)} }}`, `{{ ${'a '.repeat(100_000)} }}`, '{{/*'.repeat(30_000), `{{ "${'\\'.repeat(100_000)}`]) readGoTemplate(source);
  expect(performance.now() - start).toBeLessThan(5000);
});
