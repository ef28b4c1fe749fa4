import { charactersOf, foldPattern, type PatternFold } from '../../formats/regex.ts';

/** How a match may begin; `isOpen` where all that it takes is known, so that what follows adds to it. */
interface Start {
  readonly text: string;
  readonly isOpen: boolean;
}

/** Most beginnings that are told apart; beyond, what they have in common must do. */
const mostStarts = 4000;

/**
 * The texts that every match of a regular expression begins with one of, in lower case: up to so many characters, and
 * fewer where it is not known how a match goes on.
 */
export function matchStarts(pattern: string, characters: number): readonly string[] {
  return [...new Set(foldPattern(pattern, starts(characters)).map(({ text }) => text))];
}

function starts(characters: number): PatternFold<readonly Start[]> {
  const nothing: readonly Start[] = [{ text: '', isOpen: true }];
  const closed = (list: readonly Start[]): readonly Start[] => list.map(({ text }) => ({ text, isOpen: false }));
  const followed = (first: readonly Start[], second: readonly Start[]): readonly Start[] => {
    if (first.every(({ isOpen }) => !isOpen)) return first;
    if (first.length * second.length > mostStarts) return closed(first);
    return distinct(first.flatMap((start) => (start.isOpen ? second.map(({ text, isOpen }) => ({ text: (start.text + text).slice(0, characters), isOpen: isOpen && start.text.length + text.length < characters })) : start)));
  };
  return {
    empty: nothing,
    one: (written) => membersOf(written)?.map((text) => ({ text, isOpen: characters > 1 })) ?? closed(nothing),
    lookAround: () => nothing,
    sequence: followed,
    either: (a, b) => distinct([...a, ...b]),
    repeated(part, least, most) {
      let list = nothing;
      for (let time = 0; time < Math.min(least, characters); time++) list = followed(list, part);
      return most === least ? list : closed(list);
    },
  };
}

function distinct(list: readonly Start[]): readonly Start[] {
  return [...new Map(list.map((start) => [`${start.text}\0${start.isOpen}`, start])).values()];
}

/** The characters that a literal, an escape or a class takes, in lower case; undefined where they are too many to tell. */
function membersOf(written: string): readonly string[] | undefined {
  const found = new Set<string>();
  for (const [first, last] of charactersOf(written) ?? []) for (let code = first; code <= last; code++) found.add(String.fromCharCode(code).toLowerCase());
  return found.size === 0 ? undefined : [...found];
}
