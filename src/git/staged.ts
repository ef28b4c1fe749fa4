import { git, GitError } from './run.ts';

/** One change between two trees, or between HEAD and the index, as `--raw -z` gives it. */
export interface RawChange {
  /** `A`, `C`, `D`, `M`, `R`, `T`, `U` or `X`. */
  readonly status: string;
  readonly oldMode: string;
  readonly newMode: string;
  readonly oldOid: string;
  readonly newOid: string;
  /** Decoded for people; bytes that are not UTF-8 become `\xNN`. */
  readonly path: string;
  readonly rawPath: Buffer;
}

/** True for the oid that stands for "nothing", in SHA-1 and SHA-256 repositories alike. */
export function isZeroOid(oid: string): boolean {
  return /^0+$/.test(oid);
}

export const gitlinkMode = '160000';
export const symlinkMode = '120000';

/**
 * What is staged against HEAD, or against nothing before the first commit. Reads the index that git names in
 * GIT_INDEX_FILE, so `commit -a` and `commit -- path` are seen as they will be.
 * Throws GitError.
 */
export function stagedChanges(cwd?: string): readonly RawChange[] {
  const options = cwd === undefined ? {} : { cwd };
  // diff-index reads none of the settings that porcelain diff obeys (colour, order file, external diff, renames)
  const args = ['diff-index', '--cached', '--raw', '-z', '--no-renames', '--no-ext-diff', '--no-textconv', '--no-abbrev', '--ignore-submodules=none'];
  try {
    return parseRawChanges(git([...args, 'HEAD', '--'], options));
  } catch (error) {
    if (!(error instanceof GitError) || !isUnborn(cwd)) throw error;
    const emptyTree = git(['hash-object', '-t', 'tree', '--stdin'], { ...options, input: '' }).toString('latin1').trim();
    return parseRawChanges(git([...args, emptyTree, '--'], options));
  }
}

function isUnborn(cwd: string | undefined): boolean {
  const answer = git(['rev-parse', '--verify', '--quiet', 'HEAD^{commit}'], { ...(cwd === undefined ? {} : { cwd }), accept: [0, 1, 128] });
  return answer.length === 0;
}

/**
 * Parses `--raw -z` output: `:oldmode newmode oldoid newoid status NUL path NUL`, with a second path for renames and copies.
 * Throws GitError on anything else, because a line that is not understood would be a file that is not judged.
 */
export function parseRawChanges(output: Buffer): readonly RawChange[] {
  const changes: RawChange[] = [];
  let at = 0;
  const field = (): Buffer => {
    const end = output.indexOf(0, at);
    if (end < 0) throw new GitError('git diff-index answered something that is not a raw diff');
    const bytes = output.subarray(at, end);
    at = end + 1;
    return bytes;
  };
  while (at < output.length) {
    const head = field().toString('latin1');
    const match = /^:(\d{6}) (\d{6}) ([0-9a-f]{40,64}) ([0-9a-f]{40,64}) ([A-Z])\d*$/.exec(head);
    if (match === null) throw new GitError('git diff-index answered something that is not a raw diff');
    const [, oldMode = '', newMode = '', oldOid = '', newOid = '', status = ''] = match;
    let rawPath = field();
    if (status === 'R' || status === 'C') rawPath = field();
    changes.push({ status, oldMode, newMode, oldOid, newOid, path: showPath(rawPath), rawPath });
  }
  return changes;
}

/**
 * A path for people and patterns: UTF-8 where it is, `\xNN` for every byte that is not. Backslashes before these, or before
 * an x, are doubled, so that no two paths look alike: of two files that did, one would be taken for the other.
 */
export function showPath(raw: Buffer): string {
  const text = raw.toString('utf8');
  if (!text.includes('\ufffd') && !text.includes('\\x')) return text;
  let shown = '';
  let backslashes = '';
  for (let at = 0; at < raw.length; ) {
    const length = utf8Length(raw, at);
    if (length === 0 || raw[at] === 0x78) shown += backslashes;
    backslashes = raw[at] === 0x5c ? `${backslashes}\\` : '';
    if (length === 0) {
      shown += `\\x${(raw[at] ?? 0).toString(16).padStart(2, '0')}`;
      at++;
    } else {
      shown += raw.toString('utf8', at, at + length);
      at += length;
    }
  }
  return shown;
}

/** Length of the well-formed UTF-8 sequence at an offset, or 0 (RFC 3629, section 4). */
function utf8Length(bytes: Buffer, at: number): number {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return 1;
  const length = first >= 0xf0 && first <= 0xf4 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 0;
  if (length === 0 || first > 0xf4 || at + length > bytes.length) return 0;
  const piece = bytes.toString('utf8', at, at + length);
  return piece.includes('\ufffd') && !(first === 0xef && bytes[at + 1] === 0xbf && bytes[at + 2] === 0xbd) ? 0 : length;
}
