import { describe, expect, test } from 'vitest';
import { withoutMarks } from '../../../../src/templates/dockerfile/template-marks.ts';
import { evaluateDockerfile } from '../../../../src/templates/dockerfile/evaluate.ts';
import { sourceText } from '../../../../src/formats/place.ts';
import { fixedText } from '../../../../src/families/containers/fix.ts';

describe('a Dockerfile that another program fills in', () => {
  test.each([
    ['Jinja', 'FROM {{ image }}:{{ tag }}\n{% if x %}\nRUN a\n{% endif %}\nUSER {{ user }}\n'],
    ['jq, inside of an instruction', 'FROM alpine:{{ env.version }}\nRUN set -eux; \\\n{{ if x then ( -}}\n\ta; \\\n{{ ) else "" end -}}\n\tb\n'],
    ['a comment of several lines', '{# one\ntwo #}\nFROM a:1\n'],
    ['ERB', '<% if x %>\nFROM a:<%= tag %>\n<% end %>\n'],
  ])('has no syntax errors: %s', (_name, text) => {
    const { syntax, source, isTemplate } = evaluateDockerfile(sourceText('Dockerfile', text));
    expect(isTemplate).toBe(true);
    expect(syntax.problems).toEqual([]);
    expect(source.text).toHaveLength(text.length);
    expect(source.text.split('\n').length).toBe(text.split('\n').length);
  });

  test('knows nothing of what a mark stands for', () => {
    const { stages } = evaluateDockerfile(sourceText('Dockerfile', 'FROM {{ image }}\nUSER {{ user }}\n'));
    expect(stages[0]?.base.text).toBeUndefined();
    expect(stages[0]?.instructions[0]?.arguments[0]?.value.text).toBeUndefined();
  });

  test('is not rewritten', async () => {
    const text = 'FROM {{ image }}\nMAINTAINER me\n';
    expect(await fixedText('Dockerfile', text, [{ check: 'containers/dockerfile/maintainer', startLine: 2, startColumn: 1 }], { readText: () => undefined, list: () => [] })).toBeUndefined();
    expect(await fixedText('Dockerfile', text.replace('{{ image }}', 'a:1'), [{ check: 'containers/dockerfile/maintainer', startLine: 2, startColumn: 1 }], { readText: () => undefined, list: () => [] })).toContain('LABEL');
  });
});

test.each([['a format of docker', "FROM a:1\nRUN docker inspect -f '{{.Id}}' x\n"], ['nothing', 'FROM a:1\nUSER app\n'], ['a brace of the shell', 'FROM a:1\nRUN echo ${a#b} {{,}}\n']])('a Dockerfile with %s is taken as it is', (_name, text) => {
  expect(withoutMarks(text)).toBeUndefined();
});

test('marks that never close take linear time', () => {
  for (const open of ['{{', '{%', '<%']) {
    const started = performance.now();
    withoutMarks(`${open}\n`.repeat(300_000));
    withoutMarks(`FROM {{ a }}\n${open} {{ x }} `.repeat(60_000));
    expect(performance.now() - started).toBeLessThan(5000);
  }
});
