import type { FileReader } from '../../../../src/templates/value.ts';

/** A reader over texts by their paths. */
export function readerOver(texts: ReadonlyMap<string, string>): FileReader {
  return {
    readText: (path) => texts.get(path),
    list: (folder) => [...texts.keys()].filter((path) => (path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '.') === folder).map((path) => path.slice(path.lastIndexOf('/') + 1)),
  };
}
