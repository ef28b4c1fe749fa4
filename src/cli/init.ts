import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isRepository } from '../git/top-level.ts';
import { baselineName } from '../policy/baseline.ts';
import { UsageError } from '../model/usage-error.ts';
import type { Survey } from '../doors/install/survey.ts';
import type { Command } from './command.ts';

/** `portcullis init`: protects a repository in one command. */
export const init: Command = {
  name: 'init',
  summary: 'Protect this repository',
  usage: `Usage: portcullis init [--yes | --hooks-only]
       portcullis init --server DIR [--yes] [--standby]

Installs the client hooks, whatever the repository already uses (plain git, husky, lefthook, pre-commit, prek,
simple-git-hooks, core.hooksPath, linked worktrees), keeps and runs the hooks that are there, writes portcullis.yaml,
offers to convert what gitleaks, betterleaks, detect-secrets and secretlint have there, and a baseline when there are
findings already.

--hooks-only is for package.json: "prepare": "portcullis init --hooks-only" protects every clone as its packages are
installed. It changes no file that is tracked by default, and does nothing where there is no repository (an image).`,
  mostArguments: 0,
  options: [
    { name: 'hooks-only', help: 'install the hooks and nothing else, in silence' },
    { name: 'server', value: 'DIR', help: 'install into a bare repository or a server\'s hooks folder' },
    { name: 'hook', value: 'NAME', multiple: true, help: 'with --server: pre-receive (default), update, post-receive' },
    { name: 'policy', value: 'DIR', help: 'with --server: folder of the server\'s own policy' },
    { name: 'standby', help: 'with --server: let a process stay that judges the next pushes sooner (Linux)' },
    { name: 'yes', short: 'y', help: 'ask nothing' },
  ],
  async run(input) {
    const server = input.value('server');
    const isGiven = (name: string): boolean => input.flag(name) || input.values(name).length > 0;
    const stray = (server === undefined ? ['hook', 'policy', 'standby'] : ['hooks-only']).find(isGiven);
    if (stray !== undefined) throw new UsageError(server === undefined ? `--${stray} goes with --server` : `--${stray} does not go with --server`);
    if (server !== undefined) {
      const { installServer } = await import('../doors/install/server.ts');
      const hooks = input.values('hook');
      const policy = input.value('policy');
      for (const line of await installServer(server, { ...(hooks.length === 0 ? {} : { hooks }), ...(policy === undefined ? {} : { policy }), standby: input.flag('standby') })) process.stdout.write(`portcullis: ${line}\n`);
      return 0;
    }
    const { installClient, installHooks } = await import('../doors/install/client.ts');
    if (input.flag('hooks-only')) {
      if (!isRepository()) return 0;
      return proven((await installHooks(process.cwd())).survey);
    }
    const { survey, done } = await installClient(process.cwd());
    for (const line of done) process.stdout.write(`portcullis: ${line}\n`);
    const code = await proven(survey);
    if (code !== 0) return code;
    process.stdout.write('portcullis: self-test passed: a planted token was blocked\n');
    await offerConversion(survey, input.flag('yes'));
    await offerBaseline(survey, input.flag('yes'));
    const { nextSteps } = await import('../doors/install/next-steps.ts');
    for (const line of await nextSteps(survey)) process.stdout.write(`portcullis: ${line}\n`);
    return 0;
  },
};

async function proven(survey: Survey): Promise<number> {
  const { proveProtection } = await import('../doors/install/proof.ts');
  const proof = await proveProtection(survey, { PORTCULLIS_STANDBY: '0' });
  if (proof.kind === 'passed') return 0;
  process.stderr.write(`portcullis: the self-test failed: ${proof.why}\nportcullis: run "npx portcullis doctor"\n`);
  return 3;
}

async function offerConversion(survey: Survey, yes: boolean): Promise<void> {
  const { readForeign, applyForeign } = await import('../doors/install/migrate.ts');
  const foreign = readForeign(survey.top);
  if (foreign === undefined) return;
  process.stdout.write(`portcullis: found ${foreign.names.join(', ')}\n`);
  if (!yes && !(await confirmed('Convert what it says? The file itself stays as it is. [y/N] '))) return;
  const { done, notes } = await applyForeign(survey, foreign);
  for (const line of done) process.stdout.write(`portcullis: ${line}\n`);
  for (const note of notes) process.stdout.write(`portcullis: not converted: ${note}\n`);
}

async function offerBaseline(survey: Survey, yes: boolean): Promise<void> {
  const { top } = survey;
  if (existsSync(join(top, baselineName))) return;
  const { scanForBaseline } = await import('../doors/baseline.ts');
  const findings = await scanForBaseline(top);
  if (findings.length === 0) return;
  process.stdout.write(`portcullis: ${findings.length === 1 ? '1 finding is' : `${findings.length} findings are`} in the repository already ("npx portcullis scan" lists them)\n`);
  if (!yes && !(await confirmed('Accept them in a baseline, so that only new ones block? Real secrets should still be revoked. [y/N] '))) {
    process.stdout.write('portcullis: "npx portcullis baseline write" accepts them later, so that only new ones block\n');
    return;
  }
  const { acceptInBaseline } = await import('../doors/install/client.ts');
  acceptInBaseline(survey, findings);
  process.stdout.write(`portcullis: wrote ${baselineName}; commit it, and let it shrink\n`);
}

async function confirmed(question: string): Promise<boolean> {
  if (process.stdin.isTTY !== true) return false;
  const { createInterface } = await import('node:readline/promises');
  const dialogue = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return /^y(?:es)?$/i.test((await dialogue.question(question)).trim());
  } finally {
    dialogue.close();
  }
}
