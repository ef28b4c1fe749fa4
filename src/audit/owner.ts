import { chownSync, statSync } from 'node:fs';

/**
 * Gives what root wrote to the owner of another path: after `audit rotate` by root, or a push of root's own, the account
 * that receives pushes could write its log no more.
 */
export function giveToOwnerOf(path: string, of: string): void {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = statSync(of);
  if (uid !== 0) chownSync(path, uid, gid);
}
