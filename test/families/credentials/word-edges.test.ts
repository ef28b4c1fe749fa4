import { describe, expect, it, test } from 'vitest';
import { readCheckFolder } from '../../../src/doors/load-configuration.ts';
import { compileMatcher } from '../../../src/families/credentials/matcher.ts';
import { expandSample } from '../../../src/families/credentials/samples.ts';
import { edge, edgesOf, hasEdges } from '../../../src/families/credentials/word-edges.ts';
import type { CredentialCheck } from '../../../src/model/check.ts';

test.each([
  ['wit=', 0, 3, true],
  ['witness', 0, 3, false],
  ['switch', 1, 4, false],
  ['my_wit', 3, 6, true],
  ['myWit', 2, 5, true],
  ['MYWIT', 2, 5, false],
  ['wittoken', 0, 3, true],
  ['WITNESS', 0, 3, true],
  ['\\nwit', 2, 5, true],
  ['\\u000awit', 6, 9, true],
  ['%0Awit', 3, 6, true],
  ['abcdefgwit', 7, 10, false],
])('in %s the word at %d to %d stands for itself: %s', (text, start, end, expected) => {
  expect(hasEdges(Buffer.from(text), start, end, edge.start | edge.end)).toBe(expected);
});

describe('the checks of the package', () => {
  const checks = readCheckFolder('policies', new Set(['credentials'])).filter((check): check is CredentialCheck => check.family === 'credentials');

  it('find the same when keywords without the edges that are asked for are left out', () => {
    let left = 0;
    for (const check of checks.filter((one) => one.keywords.some((keyword) => edgesOf(one, keyword) !== 0))) {
      const matcher = compileMatcher(check);
      for (const example of check.examples.fail) {
        const sample = expandSample(example.source, check.id);
        for (const [before, after] of [['', ''], ['a', ''], ['Z', ''], ['', 'h'], ['q', 'z'], ['0', ''], ['_', ''], ['\\n', '']] as const) {
          for (const word of check.keywords) {
            const at = sample.toLowerCase().indexOf(word);
            if (at < 0) continue;
            const text = sample.slice(0, at) + before + sample.slice(at, at + word.length) + after + sample.slice(at + word.length);
            const bytes = Buffer.from(text, 'latin1');
            const hits = check.keywords.flatMap((keyword) => placesOf(text, keyword).map((start) => ({ start, end: start + keyword.length, edges: edgesOf(check, keyword) })));
            const kept = hits.filter(({ start, end, edges }) => hasEdges(bytes, start, end, edges));
            left += hits.length - kept.length;
            const found = (list: typeof hits): ReadonlySet<string> => new Set(list.flatMap(({ start, end }) => matcher.find(bytes, start, end, example.path ?? 'a.txt').map((one) => `${one.start} ${one.end}`)));
            expect([check.id, text, found(kept)]).toEqual([check.id, text, found(hits)]);
          }
        }
      }
    }
    expect(left).toBeGreaterThan(2000);
  });
});

function placesOf(text: string, keyword: string): readonly number[] {
  const places: number[] = [];
  for (let at = text.toLowerCase().indexOf(keyword); at >= 0; at = text.toLowerCase().indexOf(keyword, at + 1)) places.push(at);
  return places;
}
