/** A stage's first line, whole or continued: an image and at most a name, so that no sentence and no `from x import y` is one. */
const stage = /^\s{0,100}FROM(?:\s{1,100}--\S{1,4000}){0,9}(?:\s{1,100}[^\s\\`]{1,4000}(?:\s{1,100}AS\s{1,100}[^\s\\`]{1,1000})?|[^\n]{0,4000}[\\`])\s{0,100}$/i;

/** An argument that a stage's image may be put together from. */
const argument = /^\s{0,100}ARG\s{1,100}[A-Za-z_\\`]/i;

/** Characters of a first instruction that are looked at. */
const maxLine = 4096;

/**
 * Whether a file of any name may be a Dockerfile: the first instruction of one is FROM, or ARG. Comments and blank lines
 * before it are passed over, however many. Source: docs.docker.com, Dockerfile reference, "Format".
 */
export function beginsLikeDockerfile(bytes: Buffer): boolean {
  let start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  for (;;) {
    while (start < bytes.length && isSpace(bytes[start])) start++;
    if (bytes[start] !== hash) break;
    const end = bytes.indexOf(lineFeed, start);
    if (end < 0) return false;
    start = end + 1;
  }
  // most files are told by one character
  const first = (bytes[start] ?? 0) | 0x20;
  if (first !== letterF && first !== letterA) return false;
  const end = bytes.indexOf(lineFeed, start);
  const line = bytes.toString('latin1', start, Math.min(end < 0 ? bytes.length : end, start + maxLine));
  return first === letterF ? stage.test(line) : argument.test(line) && /(?:^|\n)[ \t]{0,100}FROM\s/i.test(bytes.toString('latin1', start));
}

const [lineFeed, hash, letterF, letterA] = [10, 35, 102, 97];

function isSpace(byte: number | undefined): boolean {
  return byte === 32 || (byte !== undefined && byte >= 9 && byte <= 13);
}
