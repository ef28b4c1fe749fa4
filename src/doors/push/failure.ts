/** Why the gate could not judge, and what an administrator or the pusher can do. */
export interface Failure {
  readonly cause: string;
  readonly remedy: string;
}

/** Exit statuses of a shell's child that a signal ended begin here (POSIX, Shell Command Language, 2.8.2). */
const bySignal = 128;

/** The process that was to judge a push was ended before it had. */
export class EndedError extends Error {
  override readonly name = 'EndedError';

  constructor(status: number) {
    super(status > bySignal ? `its process was ended by signal ${status - bySignal}${reasons.get(status - bySignal) ?? ''}` : `its process ended with status ${status}`);
  }
}

/** What ends node by these signals, most often. */
const reasons: ReadonlyMap<number, string> = new Map([
  [6, ', as node is when its memory does not suffice'],
  [9, ', as the system does when its memory runs out'],
]);

/** Names a failure. Errors are told apart by name, because each bundle has its own classes. */
export function failureOf(error: unknown): Failure {
  const cause = error instanceof Error ? error.message : String(error);
  switch (error instanceof Error ? error.name : '') {
    case 'GitError':
      if (/promisor remote|lazy fetching/.test(cause)) return { cause: `this repository is a partial clone, and nothing is fetched while a push is judged: ${cause}`, remedy: 'Ask the administrator to fetch all of it: "git fetch --refetch --no-filter".' };
      // what newer git says of a partial clone too
      if (cause.endsWith('is missing from the repository')) return { cause, remedy: 'Ask the administrator to run "git fsck" in the repository on the server, or, where that is a partial clone, "git fetch --refetch --no-filter".' };
      return { cause, remedy: 'Push again; if it stays, ask the administrator to run "git fsck" in the repository on the server.' };
    case 'PolicyError':
      return { cause: `the server's policy is wrong: ${cause}`, remedy: 'Ask the administrator of this server to correct it.' };
    case 'PolicyRefError':
      return { cause, remedy: 'Push without that deletion; the administrator can delete it on the server, once "policy-ref" names another.' };
    case 'AuditError':
      return { cause, remedy: `Ask the administrator of this server${auditRemedy(error)}: without its log nothing is let in.` };
    case 'BrokenCheck':
      return { cause, remedy: 'Ask the administrator to correct the check or to switch it off in the policy.' };
    case 'EndedError':
      return { cause: `the gate failed: ${cause}`, remedy: 'Push fewer commits at once, or ask the administrator to give pushes more memory.' };
    case 'DeadlineError':
      return { cause, remedy: cause.includes(', while it looked at ') ? 'Leave that file out or make it smaller, push fewer commits at once, or ask the administrator to raise "limits: deadline-ms".' : 'Push fewer commits at once, or ask the administrator to raise "limits: deadline-ms".' };
    default:
      return { cause: `the gate failed: ${cause}`, remedy: 'Ask the administrator of this server to run "portcullis doctor --server".' };
  }
}

/** What to do about a log that cannot be written, by the file system's own code. */
function auditRemedy(error: unknown): string {
  const code = error instanceof Error && error.cause instanceof Error && 'code' in error.cause ? error.cause.code : undefined;
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return ' to make room on its disk';
    case 'EFBIG':
      return ' to rotate the log ("portcullis audit rotate") or to raise the limit on the size of files';
    case 'EMFILE':
    case 'ENFILE':
      return ' to raise the limit on open files';
    case 'EIO':
      return ' to look after its disk';
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return ' to let the account that receives pushes write there';
    default:
      return '';
  }
}
