import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { topLevel } from '../git/top-level.ts';
import { baselineName } from '../policy/baseline.ts';
import { plural } from '../report/standing.ts';
import { UsageError } from '../model/usage-error.ts';
import type { Command } from './command.ts';

/** `portcullis baseline [write|prune]`. */
export const baseline: Command = {
  name: 'baseline',
  summary: 'Accept what is committed now, so that only new findings block',
  usage: `Usage: portcullis baseline [write] [--force]
       portcullis baseline prune

write, which is meant when nothing is said, accepts every blocking finding of HEAD; prune takes out what is no longer there. Entries hold no line numbers and
no dates, so the file merges well.`,
  mostArguments: 1,
  options: [{ name: 'force', help: 'write over a baseline that is there' }],
  async run(input) {
    const action = input.positionals[0] ?? 'write';
    if (action !== 'write' && action !== 'prune') throw new UsageError(`"${action}" is neither write nor prune`);
    const top = topLevel();
    const { pruneBaseline, scanForBaseline, writeBaseline } = await import('../doors/baseline.ts');
    if (action === 'write' && existsSync(join(top, baselineName)) && !input.flag('force')) {
      process.stderr.write(`portcullis: ${baselineName} is there already and only shrinks: use "baseline prune", or --force to accept everything anew\n`);
      return 2;
    }
    const findings = await scanForBaseline(top);
    if (action === 'write') {
      writeBaseline(top, findings);
      process.stdout.write(`portcullis: ${plural(findings.length, 'finding')} accepted in ${baselineName}\n`);
    } else {
      const { kept, gone } = pruneBaseline(top, findings);
      process.stdout.write(`portcullis: ${gone} ${gone === 1 ? 'entry' : 'entries'} removed, ${kept} kept\n`);
    }
    return 0;
  },
};
