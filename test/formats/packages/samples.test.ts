import { describe, expect, it } from 'vitest';
import { detectPackageFile } from '../../../src/formats/packages/detect.ts';
import { readPackages } from '../../../src/formats/packages/read-packages.ts';
import { samples } from './samples/all.ts';
import { show } from './show.ts';

describe('package documents', () => {
  it.each(samples)('$name names each package once, with its version, line, scope and source', async ({ path, text, packages }) => {
    const name = detectPackageFile(path, text);
    expect(name).toBeDefined();
    if (name === undefined) return;
    expect(show((await readPackages(name))(text, path), text)).toEqual(packages);
  });

  it.each(samples)('$name reads the same with CRLF line ends', async ({ path, text, packages }) => {
    const name = detectPackageFile(path, text);
    if (name === undefined) throw new Error(`no reader for ${path}`);
    const windows = text.replaceAll('\n', '\r\n');
    expect(show((await readPackages(name))(windows, path), windows)).toEqual(packages);
  });

  it.each(samples)('$name points every record at a place inside the text that is not empty', async ({ path, text }) => {
    const name = detectPackageFile(path, text);
    if (name === undefined) throw new Error(`no reader for ${path}`);
    for (const one of (await readPackages(name))(text, path).packages) {
      expect(one.start).toBeGreaterThanOrEqual(0);
      expect(one.end).toBeGreaterThan(one.start);
      expect(one.end).toBeLessThanOrEqual(text.length);
    }
  });
});
