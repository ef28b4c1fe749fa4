#!/usr/bin/env node
import { didYouMean } from '../policy/errors.ts';
import { version } from '../model/version.ts';
import { helpText, parseInput } from './command.ts';
import { commands } from './commands.ts';
import { whyTooOld } from './old-node.ts';

function overview(): string {
  const rows = [...commands].map(([name, { summary }]) => `  ${name.padEnd(12)} ${summary}`);
  return `portcullis ${version}: a gate for git\n\nUsage: portcullis COMMAND [OPTIONS]\n\n${rows.join('\n')}\n\nportcullis COMMAND --help says more. Start with: npx portcullis init\n`;
}

async function main(argv: readonly string[]): Promise<number> {
  const old = whyTooOld();
  if (old !== undefined) {
    process.stderr.write(`portcullis: ${old}\n`);
    return 3;
  }
  const [name, ...args] = argv;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    process.stdout.write(overview());
    return name === undefined ? 2 : 0;
  }
  if (name === '--version' || name === '-V' || name === '-v' || name === 'version') {
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
