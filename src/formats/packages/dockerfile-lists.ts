import { posix } from 'node:path';
import { basenameOf } from '../repository-path.ts';

/** A list of packages that a Dockerfile installs from, with the paths that may be meant and where it is named, in UTF-16 code units. */
export interface InstalledList {
  readonly paths: readonly string[];
  readonly start: number;
  readonly end: number;
}

/** Lists of one Dockerfile that are followed, and characters of it that are looked through. */
const maxLists = 100;
const maxLength = 1_000_000;

/** One call of pip or uv, up to what ends a command. */
const call = /\b(?:pip[\d.]{0,6}|uv)\s[^\n;&|#]{1,4000}/g;
const option = /\s(?:-[rc]|--requirements?|--constraints?)(?:\s{1,50}|=|(?=[\w./]))["']?([\w./@+-]{1,300})/g;

/**
 * The lists that pip and uv are given by the RUN instructions of a Dockerfile, whatever they are called: as they are named,
 * seen from the Dockerfile's folder and from the top, and as what COPY and ADD put there was called before.
 */
export function listsInstalledIn(path: string, text: string): readonly InstalledList[] {
  // a continued line is one: blanks in the place of its ends keep all places
  const joined = text.slice(0, maxLength).replace(/^[ \t]*#[^\n]*/gm, (comment) => ' '.repeat(comment.length)).replace(/\\[ \t]*\r?\n/g, (end) => ' '.repeat(end.length));
  const named = [...joined.matchAll(call)].flatMap((found) => [...found[0].matchAll(option)].map((one): { name: string; end: number } => ({ name: one[1] ?? '', end: found.index + one.index + one[0].length }))).slice(0, maxLists);
  if (named.length === 0) return [];
  const copies = [...joined.matchAll(/^[ \t]*(?:COPY|ADD)[ \t]([^\n]{1,4000})/gim)].slice(0, maxLists).map(([, words = '']) => (words.match(/[\w./@+-]{1,300}/g) ?? []).filter((word) => !word.startsWith('--')));
  const folder = posix.dirname(path);
  return named.map(({ name, end }) => {
    const base = basenameOf(name);
    const sources = copies.flatMap((words) => (basenameOf(words.at(-1) ?? '') === base ? words.slice(0, -1) : words.filter((word) => basenameOf(word) === base)));
    const paths = [name, ...sources].slice(0, maxLists).flatMap((one) => [posix.join(folder, `./${one}`), posix.join('.', `./${one}`)]).filter((one) => !one.startsWith('..'));
    return { paths: [...new Set(paths)], start: end - name.length, end };
  });
}
