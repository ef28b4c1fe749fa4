import { runHook } from '../doors/client/hook.ts';
import { UsageError } from '../model/usage-error.ts';
import type { Command } from './command.ts';

/** `portcullis hook NAME`: what the shims do, for those who write hooks by hand. */
export const hook: Command = {
  name: 'hook',
  summary: 'Run one hook as git calls it',
  usage: 'Usage: portcullis hook pre-commit|pre-merge-commit|commit-msg|pre-push [ARGUMENTS OF GIT]',
  options: [],
  async run(input) {
    const [name, ...args] = input.positionals;
    if (name === undefined) throw new UsageError('the name of the hook is missing: portcullis hook pre-commit');
    return (await runHook(name, args)).code;
  },
};
