import { expect, test } from 'vitest';
import { readersIn } from '../../../src/doors/push/file-calls.ts';

const path = '${path.module}';

test.each([
  ['a name', 'x = file("from.csv")', true],
  ['another name', 'x = file("other.csv")', false],
  ['a name in another folder', `x = file("${path}/../lists/from.csv")`, true],
  ['the second call of a line', 'x = merge(file("other.csv"), file("from.csv"))', true],
  ['a call over lines', 'x = file(\n\n   "from.csv"\n)', true],
  ['a call with blanks', `x = file${' '.repeat(200)}(   "from.csv")`, true],
  ['a call with a comment', 'x = file(/* of */ "from.csv")', true],
  ['a name put together at its start', 'x = file("${local.name}.csv")', true],
  ['a name put together at its end', 'x = file("${path.module}/fr${each.key}")', true],
  ['a name put together with another end', 'x = file("${local.name}.json")', false],
  ['a name that is a value', 'x = file("${each.value}")', true],
  ['a value', 'x = file(local.path)', true],
  ['a name with escapes', 'x = file("fr\\u006fm.csv")', true],
  ['a name with an expression in it', 'x = file("${ {a = "from"}["a"] }.csv")', true],
  ['a folder that leads there', 'x = file("${path.module}/link/other.csv")', true],
  ['the files of a folder', 'x = fileset(path.module, "lists/*.csv")', true],
  ['a template', 'x = templatefile("from.csv", {})', true],
  ['a hash of a file', 'x = filebase64sha256("from.csv")', true],
  ['a call in JSON', '{"x": "${file(\\"from.csv\\")}"}', true],
  ['no file', 'profile = "from.csv"', false],
])('a template that reads %s', (_name, text, expected) => {
  expect(readersIn(new Map([['net/main.tf', text]]))(['lists/from.csv', 'net/link'])).toEqual(expected ? ['net/main.tf'] : []);
});

test('many calls and many changes are told apart in linear time', () => {
  const put = '${local.name}';
  const changed = Array.from({ length: 20_000 }, (_one, number) => `f${number}.txt`);
  const templates = new Map(Array.from({ length: 500 }, (_one, number) => [`${number}.tf`, `x = file("${put.repeat(20)}.csv")\n`.repeat(900)] as const));
  const started = performance.now();
  readersIn(templates)(changed);
  expect(performance.now() - started).toBeLessThan(5000);
});
