import { expect, it } from 'vitest';
import { isSignRich } from '../../../src/families/credentials/sign-rich.ts';

it.each([
  ['what a generator gave', 'mcz_(djg>bfwvzq$w<lrg[b_)-m', true],
  ['capitals and four kinds of signs', 'Xq#Zv!kWp@Tz~Rb#Lm!c', true],
  ['a call', 'getSecret(vault["x"], {a:1})', false],
  ['a template', '${scheme}://${user}:${token}@{host}', false],
  ['a regular expression', '^[a-z]+(?:[-_.#!][a-z]+)*$', false],
  ['a format', '%s-%d:%s@%s#%d!{%s}', false],
  ['words with signs between', 'nobody(finds>this$secret[one#here', false],
  ['letters and digits', 'q7ZxW2mK9pLr4TvB8nHs', false],
  ['something short', 'a#b$c(d>e', false],
  ['a sentence', 'a#b $c (d >e f[g h{i j)k l', false],
])('%s', (_name, value, expected) => {
  expect(isSignRich(value)).toBe(expected);
});
