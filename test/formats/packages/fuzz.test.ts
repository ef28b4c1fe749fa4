import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { detectPackageFile, type PackageReaderName } from '../../../src/formats/packages/detect.ts';
import { readPackages } from '../../../src/formats/packages/read-packages.ts';
import type { PackageReader, SiblingFiles } from '../../../src/formats/packages/record.ts';
import { samples } from './samples/all.ts';

const fixtures = new URL('./fixtures/', import.meta.url);
const seeds = new Map<PackageReaderName, { path: string; text: string }[]>();
function seed(path: string, text: string): void {
  const name = detectPackageFile(path, text);
  if (name !== undefined) seeds.set(name, [...(seeds.get(name) ?? []), { path, text }]);
}
for (const { path, text } of samples) seed(path, text);
for (const tool of readdirSync(fixtures)) {
  for (const file of readdirSync(new URL(`${tool}/`, fixtures))) seed(file, readFileSync(new URL(`${tool}/${file}`, fixtures), 'utf8'));
}
const names = [...seeds.keys()];
/** Pieces that have meaning somewhere: brackets, quotes, markers, prototype members, surrogates. */
const pieces = ['{', '}', '[', ']', '"', "'", '"""', '<', '>', '<!--', '<![CDATA[', '</', '\n<<<<<<< x\n', '\n=======\n', '\n', '\r\n', '  ', '\t', ':', ': ', '- ', '=', '==', '@', '/', '//', '/*', '#', '\\', '${', '$(', '__proto__', 'constructor', 'toString', '\0', '\ud800', '\u2028', '999999999999999999999', 'null', '..', '../../..', '|', '%7B', '(', ')', ',', ';', '`'];

/** Answers every question with the text it was built with: circles of includes and parents everywhere. */
function mirror(text: string): SiblingFiles {
  return { readText: () => text, list: () => ['a', 'b'] };
}

function check(reader: PackageReader, text: string, path: string): void {
  for (const files of [undefined, mirror(text)]) {
    const reading = reader(text, path, files);
    for (const one of reading.packages) {
      if (one.name === '' || one.ecosystem === '') throw new Error(`a package without a name in ${JSON.stringify(text.slice(0, 2000))}`);
      const limit = one.path === undefined ? text.length : Number.MAX_SAFE_INTEGER;
      if (!(one.start >= 0 && one.start <= one.end && one.end <= limit + 1)) throw new Error(`offsets ${one.start}–${one.end} of ${one.name} outside ${text.length}`);
    }
    for (const one of reading.problems) if (!(one.start >= 0 && one.start <= text.length + 1)) throw new Error(`a problem at ${one.start} of ${text.length}: ${one.message}`);
  }
}

describe('every package reader on damaged documents', () => {
  it('is fed with at least one sample', () => {
    expect(names.length).toBeGreaterThanOrEqual(70);
  });

  it.each(names)('%s returns what it can, with places inside the text, after any cut or change', async (name) => {
    const reader = await readPackages(name);
    const documents = seeds.get(name) ?? [];
    const change = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), drop: fc.integer({ min: 0, max: 40 }), put: fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 5 })), { maxLength: 4 }) });
    fc.assert(
      fc.property(fc.constantFrom(...documents), fc.array(change, { maxLength: 6 }), fc.double({ min: 0, max: 1, noNaN: true }), fc.boolean(), ({ path, text }, changes, cut, isCut) => {
        let damaged = text;
        for (const { at, drop, put } of changes) {
          const place = Math.floor(at * damaged.length);
          damaged = damaged.slice(0, place) + put.join('') + damaged.slice(place + drop);
        }
        check(reader, isCut ? damaged.slice(0, Math.floor(cut * damaged.length)) : damaged, path);
      }),
      { numRuns: 60 },
    );
  });

  it.each(names)('%s returns on text that is not of its format', async (name) => {
    const reader = await readPackages(name);
    const path = seeds.get(name)?.[0]?.path ?? '';
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 8 })), { maxLength: 60 }), (parts) => check(reader, parts.join(''), path)),
      { numRuns: 40 },
    );
  });
});

describe('every package reader on hostile size', () => {
  const repeated = ['{', '[', '"', "'", '"""', '<', '<!--', '</', '\n<<<<<<< x\n', '\n', '  ', ': ', '- ', '=', '//', '/*', '#', '\\', '${', '|', '(', ',', '`', 'a', 'a b ', '"a":', '["a",', '{"a":{', '<a b="', '[[a]]\n', 'a = "\\', '- a:\n', 'install_requires=x ', '&a;', 'a@1, ', '\n  a', '_'];
  // A reader whose time grows with the square takes tens of seconds for the largest of these; a linear one some ten milliseconds.
  it.each(names)('%s takes linear time on 80 KB of any one piece after a good start', { timeout: 120_000 }, async (name) => {
    const reader = await readPackages(name);
    const first = seeds.get(name)?.[0];
    const head = (first?.text ?? '').slice(0, Math.floor((first?.text.length ?? 0) / 2));
    for (const piece of repeated) {
      const text = head + piece.repeat(Math.ceil(80_000 / piece.length));
      const before = performance.now();
      reader(text, first?.path ?? '');
      expect(performance.now() - before, `${name} on ${JSON.stringify(piece)}`).toBeLessThan(3000);
    }
  });
});
