/** One changed path of a commit against its parents. */
export interface RawChange {
  /** Modes and oids before, one for each parent (one zero oid for a file that was added). */
  readonly before: readonly { readonly mode: number; readonly oid: string }[];
  readonly mode: number;
  /** Zero oid when the file was removed. */
  readonly oid: string;
  /** One letter for each parent: A added, M modified, D deleted, T type changed. */
  readonly status: string;
  /** Path as stored; any bytes but NUL. */
  readonly path: Buffer;
}

/** What a reader of `diff-tree --stdin --raw -z` hears. */
export type RawRecord =
  | { readonly kind: 'commit'; readonly oid: string }
  /** Two trees that were asked about come next. */
  | { readonly kind: 'trees'; readonly from: string; readonly to: string }
  | { readonly kind: 'change'; readonly change: RawChange } | { readonly kind: 'problem'; readonly text: string };

/**
 * A reader of `diff-tree --stdin -r -c --raw -z` output that takes it in pieces of any size and keeps at most one field.
 * Never throws; what is not understood is handed on as a problem.
 * Format: git-diff-tree(1), "RAW OUTPUT FORMAT" and "DIFF FORMAT FOR MERGES".
 */
export function createRawDiffReader(hear: (record: RawRecord) => void): { push(chunk: Buffer): void; end(): void } {
  let kept: Buffer[] = [];
  let header: Omit<RawChange, 'path'> | undefined;

  /** What two trees are called ends in a line feed, -z or not: they stand before a change, and by themselves where there is none. */
  const hearTrees = (text: string): string => {
    const [line, from, to] = /^([0-9a-f]{40,64}) ([0-9a-f]{40,64})\n/.exec(text) ?? [];
    if (line === undefined || from === undefined || to === undefined) return text;
    hear({ kind: 'trees', from, to });
    return hearTrees(text.slice(line.length));
  };

  const field = (bytes: Buffer): void => {
    if (header !== undefined) {
      hear({ kind: 'change', change: { ...header, path: Buffer.from(bytes) } });
      header = undefined;
      return;
    }
    const text = hearTrees(bytes.toString('latin1'));
    if (/^[0-9a-f]{40,64}$/.test(text)) hear({ kind: 'commit', oid: text });
    else {
      header = parseRawHeader(text);
      if (header === undefined) hear({ kind: 'problem', text: text.slice(0, 200) });
    }
  };

  return {
    push(chunk) {
      let at = 0;
      for (;;) {
        const end = chunk.indexOf(0, at);
        if (end === -1) break;
        const piece = chunk.subarray(at, end);
        field(kept.length === 0 ? piece : Buffer.concat([...kept, piece]));
        kept = [];
        at = end + 1;
      }
      if (at < chunk.length) kept.push(Buffer.from(chunk.subarray(at)));
    },
    end() {
      const isWhole = header === undefined && hearTrees(Buffer.concat(kept).toString('latin1')) === '';
      if (!isWhole) hear({ kind: 'problem', text: 'the output ends in the middle of a change' });
      kept = [];
      header = undefined;
    },
  };
}

/** More parents than this are no merge that git would make. */
const maxParents = 1024;

function parseRawHeader(line: string): Omit<RawChange, 'path'> | undefined {
  let parents = 0;
  while (parents <= maxParents && line.charCodeAt(parents) === 58) parents++;
  if (parents === 0 || parents > maxParents) return undefined;
  const words = line.slice(parents).split(' ', 2 * parents + 4);
  if (words.length !== 2 * parents + 3) return undefined;
  const modes = words.slice(0, parents + 1);
  const oids = words.slice(parents + 1, 2 * parents + 2);
  const status = words[2 * parents + 2] ?? '';
  if (!modes.every((mode) => /^[0-7]{1,7}$/.test(mode)) || !oids.every((oid) => /^[0-9a-f]{40,64}$/.test(oid)) || !/^[A-Z][A-Z0-9]*$/.test(status)) return undefined;
  return {
    before: oids.slice(0, parents).map((oid, number) => ({ oid, mode: Number.parseInt(modes[number] ?? '0', 8) })),
    mode: Number.parseInt(modes[parents] ?? '0', 8),
    oid: oids[parents] ?? '',
    status,
  };
}
