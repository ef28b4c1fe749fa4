import { resolve } from 'node:path';
import { openRegistry } from '../engine/registry.ts';
import { registryPath } from '../doors/installation.ts';
import { repositoryFolder } from '../git/top-level.ts';
import { familyOf } from './family-option.ts';
import { today } from '../doors/today.ts';
import { UsageError } from '../model/usage-error.ts';
import type { Command, Input } from './command.ts';
import { plural } from '../report/standing.ts';

/** `portcullis policies list|test|lock|verify|replay`. */
export const policies: Command = {
  name: 'policies',
  summary: 'List, test, lock, verify or replay policies',
  usage: `Usage: portcullis policies list [--family NAME] [--format text|json]
       portcullis policies test FOLDER
       portcullis policies lock|verify [FOLDER]
       portcullis policies replay --range A..B [--policy FILE] [--family NAME]

list names every check; a dash stands before those that are off until a policy turns them on.
test runs every check file below FOLDER against its own examples. lock writes the digest of the policy in FOLDER (this
folder, or a server's portcullis/) to portcullis.lock; a server that has a lock refuses every push under another policy,
and under an older lock. verify says what changed since, and exits 1. replay says which commits a policy would have
blocked, each judged as if it were pushed alone, and exits 1 if there is one.`,
  options: [
    { name: 'family', value: 'NAME', help: 'only this family' },
    { name: 'format', value: 'NAME', help: 'text, json or, for replay, jsonl' },
    { name: 'range', value: 'A..B', help: 'with replay: the commits' },
    { name: 'policy', value: 'FILE', help: 'with replay: a policy file in place of the repository\'s own' },
    { name: 'verbose', short: 'v', help: 'with replay: commits that would have passed too' },
  ],
  async run(input) {
    switch (input.positionals[0]) {
      case 'list':
      case undefined: {
        const family = input.value('family');
        if (family !== undefined) familyOf(family);
        const { ownRegistries } = await import('../doors/own-registries.ts');
        const registries = [openRegistry(registryPath()), ...(await ownRegistries(process.cwd()))];
        const checks = registries.flatMap((registry) => registry.index().filter((row) => family === undefined || row.family === family).map((row) => registry.check(row.number)));
        if (input.value('format') === 'json') process.stdout.write(`${JSON.stringify(checks, null, 1)}\n`);
        else for (const check of checks) process.stdout.write(`${check.severity.padEnd(8)} ${check.on ? ' ' : '-'} ${check.id.padEnd(60)} ${check.title}\n`);
        return 0;
      }
      case 'test': {
        const folder = input.positionals[1];
        if (folder === undefined) throw new UsageError('the folder is missing: portcullis policies test policies');
        const { testPolicies } = await import('../doors/test-policies.ts');
        const { passed, failures } = await testPolicies(folder);
        for (const failure of failures) process.stdout.write(`FAIL ${failure}\n`);
        process.stdout.write(`${plural(passed, 'example')} passed, ${failures.length} failed\n`);
        return failures.length === 0 ? 0 : 1;
      }
      case 'lock':
      case 'verify':
        return lockOrVerify(input.positionals[0], resolve(input.positionals[1] ?? '.'));
      case 'replay':
        return replayRange(input);
      default:
        throw new UsageError(`"${input.positionals[0] ?? ''}" is not list, test, lock, verify or replay`);
    }
  },
};

async function lockOrVerify(action: 'lock' | 'verify', folder: string): Promise<number> {
  const { serverPolicy } = await import('../doors/push/server-policy.ts');
  const { lockPolicy, verifyPolicy } = await import('../doors/policy-lock.ts');
  const { lockDigest } = await serverPolicy(folder, true, () => ({ today: today() }));
  if (action === 'lock') {
    const { lock, isNew } = lockPolicy(folder, lockDigest, new Date());
    process.stdout.write(`portcullis: ${isNew ? 'locked' : 'the lock holds already:'} the policy in ${folder}, serial ${lock.serial}, digest ${lock.digest}\n`);
    return 0;
  }
  const problems = verifyPolicy(folder, lockDigest);
  for (const problem of problems) process.stdout.write(`${problem}\n`);
  if (problems.length === 0) process.stdout.write('portcullis: the policy is the locked one\n');
  return problems.length === 0 ? 0 : 1;
}

async function replayRange(input: Input): Promise<number> {
  const range = input.value('range');
  if (range === undefined) throw new UsageError('--range is missing: portcullis policies replay --range main~50..main');
  const policyFile = input.value('policy');
  const family = input.value('family');
  const { replay } = await import('../doors/replay.ts');
  const asLines = input.value('format') === 'jsonl' || input.value('format') === 'json';
  let commits = 0;
  let blocked = 0;
  for await (const { commit, subject, verdict, findings } of replay({
    cwd: repositoryFolder(),
    range,
    progress: process.stderr.isTTY,
    ...(policyFile === undefined ? {} : { policyFile: resolve(policyFile) }),
    ...(family === undefined ? {} : { families: new Set(family.split(',').map(familyOf)) }),
  })) {
    commits++;
    if (verdict === 'block') blocked++;
    if (asLines) process.stdout.write(`${JSON.stringify({ commit, subject, verdict, findings: findings.map(({ check, severity, certainty, action, path, range: { startLine }, fingerprint, resource }) => ({ check, severity, certainty, action, path, line: startLine, fingerprint, resource })) })}\n`);
    else if (verdict === 'block' || input.flag('verbose')) {
      process.stdout.write(`${verdict.padEnd(6)} ${commit.slice(0, 12)} ${subject}\n`);
      for (const one of findings.filter(({ action }) => action === 'block')) process.stdout.write(`       ${one.severity.padEnd(8)} ${one.check} ${one.path}:${one.range.startLine}\n`);
    }
  }
  if (!asLines) process.stdout.write(`${plural(commits, 'commit')}, ${blocked} would have been blocked\n`);
  return blocked === 0 ? 0 : 1;
}
