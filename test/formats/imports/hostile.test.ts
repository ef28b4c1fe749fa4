import fc from 'fast-check';
import { expect, it } from 'vitest';
import { findImports } from '../../../src/formats/imports/find-imports.ts';

const endings = ['ts', 'vue', 'py', 'go', 'java', 'rb', 'rs', 'cs', 'vb', 'fs', 'php'];
const pieces = ['import ', 'from ', 'export ', 'require', '(', ')', '{', '}', '[', ']', '"', "'", '`', '${', '/', '*', '//', '/*', '*/', '#', '\\', '\n', ';', ',', '.', ' as ', 'type ', 'use ', 'using ', '::', '=', 'r#"', '"""', "'''", '=begin\n', '<<EOS', 'EOS\n', '<script>', '</script', '<?php ', '---\n', 'if TYPE_CHECKING:\n', ' ', 'a', '\u2028', '\u{1F600}'];

it('any text is read without an error, and every place lies in it', async () => {
  await fc.assert(fc.asyncProperty(fc.constantFrom(...endings), fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 4, unit: 'grapheme' })), { maxLength: 60 }), async (ending, parts) => {
    const text = parts.join('');
    for (const one of await findImports(`a.${ending}`, text)) {
      expect(one.start).toBeGreaterThanOrEqual(0);
      expect(one.end).toBeLessThanOrEqual(text.length);
      expect(one.line).toBeGreaterThan(0);
      for (const name of one.names) expect(name.start).toBeLessThanOrEqual(text.length);
    }
  }), { numRuns: 1500 });
});

const hostile = [...pieces, "'\\", '"\\', '/[', '`\\', 'import (', 'import {', 'from a import (', 'use a', 'use {', 'use a::{', '<script', "<script a='", '\n/*', '(*', '<<EOS\n', 'import a.{', 'require(', 'const {', 'if TYPE_CHECKING:\n ', 'import "', "use a\\{", '  '];

it.each(endings)('takes linear time for repetitions in .%s', async (ending) => {
  for (const piece of hostile) {
    const text = piece.repeat(Math.ceil(200_000 / piece.length));
    const start = performance.now();
    await findImports(`a.${ending}`, text);
    // quadratic time would be minutes
    expect([piece, performance.now() - start < 2500]).toEqual([piece, true]);
  }
});
