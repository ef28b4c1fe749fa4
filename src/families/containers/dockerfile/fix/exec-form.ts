/** Words that a shell does itself: there may be no program of that name, or it may do something else. */
const builtins: ReadonlySet<string> = new Set(
  '. : [ alias bg break case cd command continue declare eval exec exit export fg for function getopts hash help history if jobs let local logout popd pushd read readonly return select set shift shopt source suspend test time times trap type typeset ulimit umask unalias unset until wait while {'.split(' '),
);

/**
 * The exec form of a command of plain words: `node app.js --port 80` is `["node", "app.js", "--port", "80"]`. Undefined for
 * anything a shell would do something about: quotes, variables, patterns, lists, redirections, assignments, its own words.
 */
export function execForm(command: string): string | undefined {
  const text = command.trimEnd();
  if (!/^[\w./:=@%+,\- \t]+$/.test(text)) return undefined;
  const words = text.split(/[ \t]+/);
  const [program = ''] = words;
  if (program === '' || program.includes('=') || builtins.has(program)) return undefined;
  return `[${words.map((word) => JSON.stringify(word)).join(', ')}]`;
}
