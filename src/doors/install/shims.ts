import { posixPath, shellQuote } from './paths.ts';

/** Marks that tell our lines in a file that is not ours. */
const blockStart = '# >>> portcullis: judges the change; `npx portcullis uninstall` takes these lines away >>>';
const blockEnd = '# <<< portcullis <<<';

/** The hooks a client needs: git runs none of pre-commit for merges, none of it for rebase, cherry-pick, revert and am. */
export const clientHooks: readonly string[] = ['pre-commit', 'pre-merge-commit', 'commit-msg', 'pre-push'];

export interface ShimOptions {
  readonly hook: string;
  /** Folder of the package in the work tree, relative to its top (`node_modules/portcullis`), when it is installed there. */
  readonly packageFolder?: string;
  /** Absolute path of the copy that init made in the git directory. */
  readonly copy: string;
  /** Node that ran init: the last resort of the search. */
  readonly node: string;
  /** Absolute path of the hook that was here before and is run first. */
  readonly chain?: string;
}

/** The text of a hook file of our own in a hooks folder outside the work tree. */
export function hookFile(options: ShimOptions): string {
  const lines = ['#!/bin/sh', `# portcullis: judges the change; \`npx portcullis uninstall\` takes this file away`];
  if (options.chain !== undefined) lines.push(...chainLines(options.hook, options.chain));
  lines.push(...homeLines(options), missingGate(options.hook), `set -- ${options.hook} "$@"`, '. "$portcullis_home/hooks/client/run.sh"', '');
  return lines.join('\n');
}

/** Without the gate nothing can be judged: the hook blocks and says what to do. */
function missingGate(hook: string): string {
  return `[ -f "$portcullis_home/hooks/client/run.sh" ] || { printf '%s\\n' "portcullis: ${hook} is blocked: the gate is not at $portcullis_home" 'portcullis: run "npm install" or "npx portcullis init" to put it back' >&2; exit 3; }`;
}

/** The former hook runs first; pre-push's standard input is kept for both. */
function chainLines(hook: string, chain: string): readonly string[] {
  const quoted = shellQuote(posixPath(chain));
  if (hook !== 'pre-push') return [`if [ -x ${quoted} ]; then ${quoted} "$@" || exit $?; fi`];
  return [
    'portcullis_input=$(cat; printf x)',
    `if [ -x ${quoted} ]; then printf '%s' "\${portcullis_input%x}" | ${quoted} "$@" || exit $?; fi`,
    // a here-document adds one line break, which ends the last line again
    'exec <<PORTCULLIS_INPUT',
    '${portcullis_input%x}',
    'PORTCULLIS_INPUT',
  ];
}

/** A hook that only runs the one that was here before, if it is still there. */
export function forwarder(former: string): string {
  const quoted = shellQuote(posixPath(former));
  return `#!/bin/sh\n[ ! -x ${quoted} ] || exec ${quoted} "$@"\n`;
}

function homeLines(options: ShimOptions): readonly string[] {
  const copy = shellQuote(posixPath(options.copy));
  const lines = [`portcullis_recorded_node=${shellQuote(posixPath(options.node))}`];
  if (options.packageFolder === undefined) return [...lines, `portcullis_home=${copy}`];
  const own = shellQuote(posixPath(options.packageFolder));
  // git starts these hooks at the top of the work tree
  return [...lines, `portcullis_home=${own}`, `[ -f "$portcullis_home/dist/hook.cjs" ] || portcullis_home=${copy}`];
}

/**
 * Lines for a hook script that belongs to somebody else and is shared with others (husky's, a tracked hooks folder):
 * they hold no path of this machine.
 */
export function sharedBlock(hook: string, packageFolder: string | undefined): string {
  const own = shellQuote(posixPath(packageFolder ?? 'node_modules/portcullis'));
  return [
    blockStart,
    `portcullis_home=${own}`,
    '[ -f "$portcullis_home/dist/hook.cjs" ] || portcullis_home="$(git rev-parse --git-common-dir)/portcullis/gate"',
    missingGate(hook),
    // a subshell, because the script's other commands come after
    hook === 'pre-push'
      ? `portcullis_input=$(cat; printf x); printf '%s' "\${portcullis_input%x}" | ( set -- ${hook} "$@"; . "$portcullis_home/hooks/client/run.sh" ) || exit $?`
      : `( set -- ${hook} "$@"; . "$portcullis_home/hooks/client/run.sh" ) || exit $?`,
    ...(hook === 'pre-push' ? ['exec <<PORTCULLIS_INPUT', '${portcullis_input%x}', 'PORTCULLIS_INPUT'] : []),
    blockEnd,
    '',
  ].join('\n');
}

/** Lines between the marks by which they are taken out again. */
export function marked(lines: string): string {
  return `${blockStart}\n${lines}${blockEnd}\n`;
}

/** Puts our block into a shell script: after its first line when that names the interpreter, else at the top. */
export function withBlock(script: string, block: string): string {
  const bare = withoutBlock(script);
  if (!bare.startsWith('#!')) return block + bare;
  const end = bare.indexOf('\n');
  return end < 0 ? `${bare}\n${block}` : bare.slice(0, end + 1) + block + bare.slice(end + 1);
}

/** Takes our block out of a script again. */
export function withoutBlock(script: string): string {
  const start = script.indexOf(blockStart);
  if (start < 0) return script;
  const end = script.indexOf(blockEnd, start);
  if (end < 0) return script;
  const after = script.indexOf('\n', end);
  return script.slice(0, start) + (after < 0 ? '' : script.slice(after + 1));
}

/** Whether a hook file is one of ours, whole or by a block. */
export function isOurs(text: string): boolean {
  return text.includes('portcullis_home=');
}

/** Whether a script can take lines of POSIX sh: its first line names a Bourne shell, or it has none. */
export function isShellScript(text: string): boolean {
  const first = text.split('\n', 1)[0] ?? '';
  return !first.startsWith('#!') || /\b(?:sh|bash|dash|zsh|ksh)\b/.test(first);
}
