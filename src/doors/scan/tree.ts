import type { Gate } from '../../engine/engine.ts';
import { readObjects } from '../../git/batch.ts';
import { git } from '../../git/run.ts';
import { gitlinkMode, showPath, symlinkMode } from '../../git/staged.ts';

/** Blobs asked of git at once. */
const groupSize = 500;

/** Hands every file of a tree to the gate. */
export function examineTree(gate: Gate, tree: string, cwd: string): void {
  const listing = git(['ls-tree', '-r', '-z', '--full-tree', tree], { cwd, maxBytes: 512 * 1024 * 1024 });
  let group: { mode: string; oid: string; raw: Buffer }[] = [];
  const flush = (): void => {
    const objects = readObjects(group.map((one) => one.oid), Number.MAX_SAFE_INTEGER, cwd);
    group.forEach(({ mode, raw, oid }, number) => {
      const path = showPath(raw);
      const object = objects[number];
      gate.examine({ path, subject: 'file-name', bytes: raw });
      if (object === undefined) gate.skip(path, 'unreadable', `git has no object ${oid}`);
      else if (!('bytes' in object)) gate.skip(path, 'too-large', `${object.size} bytes`);
      else gate.examine({ path, subject: mode === symlinkMode ? 'symlink' : 'file', bytes: object.bytes });
    });
    group = [];
  };
  for (let start = 0; start < listing.length; ) {
    const end = listing.indexOf(0, start);
    const tab = listing.indexOf(9, start);
    if (end < 0 || tab < 0) break;
    const [mode = '', , oid = ''] = listing.toString('latin1', start, tab).split(' ');
    if (mode !== gitlinkMode) group.push({ mode, oid, raw: listing.subarray(tab + 1, end) });
    if (group.length === groupSize) flush();
    start = end + 1;
  }
  flush();
}
