/** Commands that run the rest of their words, with those of their options that take the next word as a value. Sources: their manual pages. */
export const wrapperOptions: ReadonlyMap<string, readonly string[]> = new Map([
  ['sudo', ['-u', '-g', '-h', '-p', '-C', '-r', '-t', '-U', '--user', '--group', '--prompt']],
  ['env', ['-u', '--unset', '-C', '--chdir']],
  ['nice', ['-n']], ['ionice', ['-c', '-n']], ['timeout', ['-s', '-k']], ['exec', ['-a']], ['doas', ['-u']],
  ...['command', 'builtin', 'nohup', 'time', 'eatmydata', 'fakeroot'].map((name): [string, readonly string[]] => [name, []]),
]);

/** Wrappers of which the first word is a user, a folder or a time, not the command. */
const withOperand: ReadonlySet<string> = new Set(['timeout', 'gosu', 'su-exec', 'chroot']);

/** Where the command begins that a wrapper runs: past its options, which begin at `from` and of which some take a value, assignments, and its operand. */
export function afterWrapper(words: readonly { readonly text: string }[], from: number, name: string, withValue: readonly string[]): number {
  let at = from;
  for (let isOption = true; at < words.length; at++) {
    const text = words[at]?.text ?? '';
    if (isOption && text === '--') isOption = false;
    else if (isOption && withValue.includes(text)) at++;
    else if (!(isOption && text.startsWith('-')) && !(/^[A-Za-z_]\w*=/.test(text) && (name === 'env' || name === 'sudo'))) break;
  }
  return withOperand.has(name) ? at + 1 : at;
}
