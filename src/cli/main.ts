#!/usr/bin/env node
import { didYouMean } from '../policy/errors.ts';
import { version } from '../model/version.ts';
import { helpText, parseInput, type Command } from './command.ts';

/** Every command, loaded when it is called. The order is that of the help. */
const commands: ReadonlyMap<string, { summary: string; load: () => Promise<Command> }> = new Map([
  ['init', { summary: 'protect this repository, or a git server with --server', load: async () => (await import('./init.ts')).init }],
  ['uninstall', { summary: 'take the hooks away and restore what was there', load: async () => (await import('./uninstall.ts')).uninstall }],
  ['scan', { summary: 'judge files, what is staged, a range or the whole history', load: async () => (await import('./scan.ts')).scan }],
  ['inventory', { summary: 'list every package that manifests and lockfiles name', load: async () => (await import('./inventory.ts')).inventory }],
  ['advisories', { summary: 'build or look at the offline data package of advisories', load: async () => (await import('./advisories.ts')).advisories }],
  ['explain', { summary: 'say everything about a check', load: async () => (await import('./explain.ts')).explain }],
  ['suppress', { summary: 'let one finding pass, with a reason', load: async () => (await import('./suppress.ts')).suppress }],
  ['baseline', { summary: 'accept what is there now, so that only new findings block', load: async () => (await import('./baseline.ts')).baseline }],
  ['policies', { summary: 'list, test, lock, verify or replay policies', load: async () => (await import('./policies.ts')).policies }],
  ['doctor', { summary: 'prove that this repository is protected', load: async () => (await import('./doctor.ts')).doctor }],
  ['audit', { summary: 'read or verify the log of pushes to a server', load: async () => (await import('./audit.ts')).audit }],
  ['hook', { summary: 'run one hook as git calls it', load: async () => (await import('./hook.ts')).hook }],
  ['completion', { summary: 'print completions for bash, zsh or fish', load: async () => (await import('./completion.ts')).completion }],
]);

function overview(): string {
  const rows = [...commands].map(([name, { summary }]) => `  ${name.padEnd(12)} ${summary}`);
  return `portcullis ${version}: a gate for git\n\nUsage: portcullis COMMAND [OPTIONS]\n\n${rows.join('\n')}\n\nportcullis COMMAND --help says more. Start with: npx portcullis init\n`;
}

async function main(argv: readonly string[]): Promise<number> {
  const [name, ...args] = argv;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    process.stdout.write(overview());
    return name === undefined ? 2 : 0;
  }
  if (name === '--version' || name === '-V') {
    process.stdout.write(`${version}\n`);
    return 0;
  }
  const found = commands.get(name);
  if (found === undefined) {
    process.stderr.write(`portcullis: there is no command "${name}"${didYouMean(name, commands.keys())}; see portcullis --help\n`);
    return 2;
  }
  const command = await found.load();
  const input = parseInput(command, args);
  if (input.flag('no-color')) process.env['NO_COLOR'] = '1';
  if (input.flag('help')) {
    process.stdout.write(helpText(command));
    return 0;
  }
  return command.run(input);
}

/** What is the matter with the folder, when git would not do there what a command asked of it. */
function misplacedBy(message: string): string | undefined {
  if (message.includes('not a git repository')) return 'is in no git repository; go into one, or make one with "git init"';
  if (message.includes('must be run in a work tree')) return 'is a bare repository, in which nobody commits; "npx portcullis init --server ." guards what it receives, "npx portcullis scan --history" judges what it holds';
  return undefined;
}

// a reader that has seen enough (`| head`) is no error
process.stdout.on('error', (error: Error) => {
  if ('code' in error && error.code === 'EPIPE') process.exit(0);
  throw error;
});

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  async (error: unknown) => {
    // by name: every bundle has a copy of the class
    if (error instanceof Error && error.name === 'UsageError') {
      process.stderr.write(`portcullis: ${error.message}\n`);
      process.exitCode = 2;
      return;
    }
    const misplaced = error instanceof Error ? misplacedBy(error.message) : undefined;
    if (misplaced !== undefined) {
      process.stderr.write(`portcullis: ${process.cwd()} ${misplaced}\n`);
      process.exitCode = 2;
      return;
    }
    const { showCommandFailure } = await import('../doors/show.ts');
    process.exitCode = showCommandFailure(error, process.argv[2] ?? 'portcullis');
  },
);
