import { basenameOf } from '../../formats/repository-path.ts';

/** A key under which a Compose file names another file that is read with it, and what stands there up to the next line with a key. */
const naming = /\b(?:dockerfile|file|path|include|extends)["']?\s{0,20}:((?:[^\n]{0,1000}(?:\n(?![^\n]{0,200}:(?:\s|$)))?){1,100})/g;

/** What names are made of that stand in a text as they are. */
const word = /[\w.@+-]{1,255}/g;

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
  const byWord = new Map<string, Set<string>>();
  const any = new Set<string>();
  for (const [path, text] of texts) {
    if (text.length > maxLength || /\\[xuU]/.test(text)) any.add(path);
    for (const [, value = ''] of text.slice(0, maxLength).matchAll(naming)) {
      if (madeUp.test(value)) any.add(path);
      for (const [one] of value.matchAll(word)) (byWord.get(one) ?? byWord.set(one, new Set()).get(one))?.add(path);
    }
  }
  return (files) => {
    const found = new Set<string>();
    for (const file of files) {
      for (const path of any) found.add(path);
      // of a name with other characters a part is enough
      const part = basenameOf(file).match(word)?.at(-1);
      for (const path of part === undefined ? texts.keys() : (byWord.get(part) ?? [])) found.add(path);
    }
    return [...found];
  };
}
