import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sourceLines } from '../../src/engine/lines.ts';

describe('the lines of a source', () => {
  const text = fc.array(fc.constantFrom('a', 'é', '', '\n', '\n', '\r\n', '\r'), { maxLength: 80 }).map((parts) => parts.join(''));

  it('are those between LF, CRLF and lone CR, in any order of asking', () => {
    fc.assert(
      fc.property(text, fc.array(fc.nat(90), { maxLength: 20 }), (source, asked) => {
        const wanted = source.split(/\r\n|\r|\n/);
        const lines = sourceLines(Buffer.from(source));
        for (const index of asked) expect(lines.part(index + 1, 1)).toEqual({ text: wanted[index] ?? '', firstColumn: 1 });
      }),
    );
  });

  it('are found in texts that are noted in wide steps too', () => {
    const lines = sourceLines(Buffer.from(Array.from({ length: 200_000 }, (_one, index) => `line ${index}`).join('\n')));
    for (const line of [1, 2, 16, 17, 256, 257, 199_999, 200_000]) expect(lines.part(line, 1).text).toBe(`line ${line - 1}`);
    expect(lines.part(200_001, 1).text).toBe('');
  });
});
