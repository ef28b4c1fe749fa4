import { nameWords } from '../../formats/name-words.ts';

/** A key under which a Compose file names another file that is read with it, and what stands there up to the next line with a key. */
const naming = /\b(?:dockerfile|file|path|include|extends)["']?\s{0,20}:((?:[^\n]{0,1000}(?:\n(?![^\n]{0,200}:(?:\s|$)))?){1,100})/g;

/** A value that is put together or stands elsewhere. */
const madeUp = /[$*]/;

/** Characters of a Compose file that are looked through. */
const maxLength = 1_000_000;

/** Says which Compose files may name one of some files. */
export type NamersOf = (files: Iterable<string>) => readonly string[];

/**
 * Which Compose files may name which files: as Dockerfile, or as what they extend or include. Any word beside such a key is
 * taken for the last part of a name, and where a name is put together, any file may be meant.
 */
export function namersIn(texts: ReadonlyMap<string, string>): NamersOf {
  const words = nameWords();
  const any = new Set<string>();
  for (const [path, text] of texts) {
    words.add(path, '');
    if (text.length > maxLength || /\\[xuU]/.test(text)) any.add(path);
    for (const [, value = ''] of text.slice(0, maxLength).matchAll(naming)) {
      if (madeUp.test(value)) any.add(path);
      words.add(path, value);
    }
  }
  return (files) => {
    const found = new Set<string>();
    for (const file of files) {
      for (const path of any) found.add(path);
      for (const path of words.naming(file)) found.add(path);
    }
    return [...found];
  };
}
