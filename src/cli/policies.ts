import { openRegistry } from '../engine/registry.ts';
import { registryPath } from '../doors/installation.ts';
import { UsageError, type Command } from './command.ts';

/** `portcullis policies list|test`. */
export const policies: Command = {
  name: 'policies',
  summary: 'List the checks, or test your own',
  usage: `Usage: portcullis policies list [--family NAME] [--format text|json]
       portcullis policies test FOLDER

test runs every check file below FOLDER against its own examples.`,
  options: [
    { name: 'family', value: 'NAME', help: 'only this family' },
    { name: 'format', value: 'NAME', help: 'text or json' },
  ],
  async run(input) {
    switch (input.positionals[0]) {
      case 'list':
      case undefined: {
        const registry = openRegistry(registryPath());
        const rows = registry.index().filter((row) => input.value('family') === undefined || row.family === input.value('family'));
        if (input.value('format') === 'json') process.stdout.write(`${JSON.stringify(rows.map((row) => registry.check(row.number)), null, 1)}\n`);
        else for (const row of rows) process.stdout.write(`${row.severity.padEnd(8)} ${row.on ? ' ' : '-'} ${row.id.padEnd(60)} ${registry.check(row.number).title}\n`);
        return 0;
      }
      case 'test': {
        const folder = input.positionals[1];
        if (folder === undefined) throw new UsageError('the folder is missing: portcullis policies test policies');
        const { testPolicies } = await import('../doors/test-policies.ts');
        const { passed, failures } = await testPolicies(folder);
        for (const failure of failures) process.stdout.write(`FAIL ${failure}\n`);
        process.stdout.write(`${passed} examples passed, ${failures.length} failed\n`);
        return failures.length === 0 ? 0 : 1;
      }
      default:
        throw new UsageError(`"${input.positionals[0] ?? ''}" is not list or test`);
    }
  },
};
