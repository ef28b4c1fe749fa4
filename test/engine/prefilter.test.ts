import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildAutomaton, findKeywords } from '../../src/engine/prefilter/automaton.ts';

function search(keywords: readonly string[], text: string): string[] {
  const hits: string[] = [];
  findKeywords(buildAutomaton(keywords), Buffer.from(text, 'latin1'), (keyword, end) => hits.push(`${keyword}@${end}`));
  return hits.sort();
}

function searchNaively(keywords: readonly string[], text: string): string[] {
  const hits: string[] = [];
  const lower = text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  keywords.forEach((keyword, id) => {
    for (let at = lower.indexOf(keyword.toLowerCase()); at >= 0; at = lower.indexOf(keyword.toLowerCase(), at + 1)) hits.push(`${id}@${at + keyword.length}`);
  });
  return hits.sort();
}

describe('the prefilter', () => {
  it('finds keywords inside, across and at the ends of one another', () => {
    expect(search(['he', 'she', 'his', 'hers'], 'uSHErs')).toEqual(['0@4', '1@4', '3@6']);
  });

  it('finds what a naive search finds, over any bytes', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '_', 'é'), minLength: 1, maxLength: 4 });
    const text = fc.string({ unit: fc.constantFrom('a', 'B', 'b', 'c', '_', 'é', '\0', 'ÿ'), maxLength: 60 });
    fc.assert(
      fc.property(fc.uniqueArray(word, { minLength: 1, maxLength: 12 }), text, (keywords, haystack) => {
        expect(search(keywords, haystack)).toEqual(searchNaively(keywords, haystack));
      }),
      { numRuns: 500 },
    );
  });

  it('says nothing about an empty text', () => {
    expect(search(['abc'], '')).toEqual([]);
  });
});
