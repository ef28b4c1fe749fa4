import { posix } from 'node:path';
import type { Finding } from '../model/finding.ts';
import type { ReportOptions } from './options.ts';
import { visibleLine } from './visible.ts';

/** Git's own name for the message that a refused commit leaves behind. */
const savedMessage = '"$(git rev-parse --git-path COMMIT_EDITMSG)"';

/** Longest list of paths that is still a command to read. */
const mostPathCharacters = 240;

/** What happened to a change, and a command to go on with. */
export interface NextStep {
  readonly text: string;
  readonly command?: string;
}

/** What happened to the change, and the next command; undefined where nothing was stopped. */
export function nextStep(blocking: readonly Finding[], { door, folder = '', culprit }: Pick<ReportOptions, 'door' | 'folder' | 'culprit'>): NextStep | undefined {
  switch (door) {
    case 'commit':
      return { text: 'nothing was committed; after the fix:', command: `${stageAgain(blocking, folder)} && git commit` };
    case 'message':
      return { text: 'nothing was committed; correct the message:', command: `git commit -e -F ${savedMessage}` };
    case 'push':
      if (culprit !== undefined) return rewritten(blocking, culprit, folder);
      return { text: `nothing was pushed; ${takeOut(blocking)}, then push again` };
    case 'receive':
      return { text: `nothing was pushed; ${takeOut(blocking)}, then push again` };
    case 'scan':
      return undefined;
    default:
      return door satisfies never;
  }
}

/** How to take findings out of the one commit that brought them all. */
function rewritten(blocking: readonly Finding[], { isNewest, isRoot }: { readonly isNewest: boolean; readonly isRoot: boolean }, folder: string): NextStep {
  const isInFiles = blocking.some((finding) => finding.subject === 'file');
  const amend = `${isInFiles ? `${stageAgain(blocking, folder)} && ` : ''}git commit --amend${isInFiles ? ' --no-edit' : ''}`;
  if (isNewest) return { text: 'nothing was pushed; it came with the newest commit, so after the fix:', command: `${amend} && git push` };
  const commit = blocking.find((finding) => finding.commit !== undefined)?.commit?.slice(0, 12) ?? '';
  return {
    text: `nothing was pushed; it came with commit ${commit}: mark this "edit" in the list that opens, take it out, "${amend}", "git rebase --continue", and push again:`,
    command: `git rebase -i ${isRoot ? '--root' : `${commit}^`}`,
  };
}

/** How to take findings out of the commits that brought them. */
export function takeOut(blocking: readonly Finding[]): string {
  const commits = [...new Set(blocking.flatMap((finding) => finding.commit?.slice(0, 12) ?? []))];
  const [only, ...others] = commits;
  if (only === undefined) return 'take it out of the commit that brought it: git commit --amend for the newest, git rebase -i COMMIT^ for an older one';
  if (others.length === 0) return `take it out of commit ${only}: git commit --amend if it is the newest, else git rebase -i ${only}^ and mark it "edit"`;
  return `take them out of ${commits.length} commits (${commits.slice(0, 3).join(', ')}${commits.length > 3 ? ' and more' : ''}): git rebase -i COMMIT^ and mark each "edit", or git filter-repo for many`;
}

/** A comment that lets a finding pass where it stands; undefined where no comment can stand. */
export function inlineForm(finding: Finding): string | undefined {
  if (finding.subject !== 'file' || /\.(?:json|lock|sum|csv)$/i.test(finding.path)) return undefined;
  return `portcullis:allow ${finding.check} ${finding.fingerprint.slice(0, 8)} -- reason`;
}

function stageAgain(blocking: readonly Finding[], folder: string): string {
  const paths = [...new Set(blocking.filter((finding) => finding.subject === 'file').map((finding) => finding.path))];
  // a name that cannot be shown as it is cannot be typed either
  if (paths.length === 0 || paths.length > 3 || paths.some((path) => visibleLine(path) !== path)) return 'git add -u';
  const words = paths.map((path) => quoted(posix.relative(folder, path))).join(' ');
  return words.length > mostPathCharacters ? 'git add -u' : `git add ${words}`;
}

/** A path as a word of the shell. */
function quoted(path: string): string {
  const safe = path.startsWith('-') ? `./${path}` : path;
  return /^[\w./@%+,:-]+$/.test(safe) ? safe : `'${safe.replaceAll("'", `'\\''`)}'`;
}
