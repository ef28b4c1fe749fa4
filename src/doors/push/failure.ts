/** Why the gate could not judge, and what an administrator or the pusher can do. */
export interface Failure {
  readonly cause: string;
  readonly remedy: string;
}

/** Names a failure. Errors are told apart by name, because each bundle has its own classes. */
export function failureOf(error: unknown): Failure {
  const cause = error instanceof Error ? error.message : String(error);
  switch (error instanceof Error ? error.name : '') {
    case 'GitError':
      return { cause, remedy: 'Push again; if it stays, ask the administrator to run "git fsck" in the repository on the server.' };
    case 'PolicyError':
      return { cause: `the server's policy is wrong: ${cause}`, remedy: 'Ask the administrator of this server to correct it.' };
    case 'AuditError':
      return { cause, remedy: 'Ask the administrator of this server: without its log nothing is let in.' };
    case 'BrokenCheck':
      return { cause, remedy: 'Ask the administrator to correct the check or to switch it off in the policy.' };
    case 'DeadlineError':
      return { cause, remedy: 'Push fewer commits at once, or ask the administrator to raise "limits: deadline-ms".' };
    default:
      return { cause: `the gate failed: ${cause}`, remedy: 'Ask the administrator of this server to run "portcullis doctor".' };
  }
}

/** Columns that fit beside git's own `remote: ` in 80. */
const width = 72;

/** Text as lines for a pusher's terminal: at most 72 columns, no control characters, whatever it quotes. */
export function remoteLines(text: string, prefix = 'portcullis: '): readonly string[] {
  const lines: string[] = [];
  let line = prefix;
  for (const word of text.replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ').split(' ').filter((one) => one !== '')) {
    if (line.length > prefix.length && line.length + word.length + 1 > width) {
      lines.push(line.trimEnd());
      line = prefix;
    }
    for (let rest = word; rest !== ''; ) {
      const room = width - line.length;
      if (rest.length <= room) {
        line += `${rest} `;
        break;
      }
      lines.push(line + rest.slice(0, room));
      line = prefix;
      rest = rest.slice(room);
    }
  }
  if (line.trimEnd() !== prefix.trimEnd()) lines.push(line.trimEnd());
  return lines;
}
