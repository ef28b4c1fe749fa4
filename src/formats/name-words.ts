import { basenameOf } from './repository-path.ts';

/** What names are made of that stand in a text as they are. */
const word = /[\w.@+-]{1,255}/g;

/** Texts by the words in them: which of them may name a file. */
export interface NameWords {
  /** Takes the words of a text. */
  add(key: string, text: string): void;
  /** The texts that have the last part of a path for a word; of a name with other characters a part is enough, and without any it may be each. */
  naming(path: string): Iterable<string>;
}

/** Makes an index of words. It takes time and memory in proportion to the texts. */
export function nameWords(): NameWords {
  const keys = new Set<string>();
  const byWord = new Map<string, Set<string>>();
  return {
    add(key, text) {
      keys.add(key);
      for (const [one] of text.matchAll(word)) (byWord.get(one) ?? byWord.set(one, new Set()).get(one))?.add(key);
    },
    naming(path) {
      const part = basenameOf(path).match(word)?.at(-1);
      return part === undefined ? keys : (byWord.get(part) ?? []);
    },
  };
}
