import { expect, test } from 'vitest';
import { readYaml } from '../../src/formats/yaml.ts';

test.each([
  ['comments that end as on Windows', '#\r\n'],
  ['directives that end as on Windows', '% a\r\n'],
  ['blank lines', ' \t\r\n'],
])('what stands above a document does not take long: %s', (_name, line) => {
  const started = performance.now();
  for (const end of ['a: 1\n---\nb: 2\n', '---\nb: 2\n', '\r---\n']) readYaml(line.repeat(5000) + end);
  expect(performance.now() - started).toBeLessThan(5000);
});

test('comments above a marker belong to its document', () => {
  expect(readYaml('# one\r\n---\r\na: 1\r\n# two\r\n---\r\nb: 2\r\n').documents).toHaveLength(2);
});
