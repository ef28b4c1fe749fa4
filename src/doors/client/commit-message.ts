import { readFileSync } from 'node:fs';
import { openGate } from '../../engine/engine.ts';
import { readBlobs } from '../../git/blobs.ts';
import { readIndexFile } from '../../git/index-file.ts';
import type { Outcome } from '../../model/finding.ts';
import { clientPolicy, configurationName, type ClientPolicy } from '../client-policy.ts';
import { cachedConfiguration } from '../configuration-cache.ts';
import { packageRegistry } from '../installation.ts';
import { clock } from '../clock.ts';
import { today } from '../today.ts';
import type { StagedOptions } from './pre-commit.ts';

/** `git commit -v` puts the diff below a line like this one, in whatever character comments start with; it is cut off by git. */
const scissors = /^\S{1,3} -{24} >8 -{24}$/m;

/** Judges the message that git is about to record. `path` is the file that git hands to commit-msg. */
export async function judgeMessage(path: string, options: Pick<StagedOptions, 'programs' | 'onPolicy'> = {}): Promise<Outcome> {
  const text = readFileSync(path, 'utf8');
  const cut = scissors.exec(text);
  const message = cut === null ? text : text.slice(0, cut.index);
  const policy = await messagePolicy(options);
  options.onPolicy?.(policy);
  const gate = openGate({
    registries: [packageRegistry(), ...policy.ownChecks()],
    policy: policy.gate,
    project: { files: { readText: () => undefined, list: () => [] }, get today() { return today(); } },
    clock,
    families: new Set(['credentials']),
  });
  gate.examine({ path: 'commit message', subject: 'commit-message', bytes: Buffer.from(message, 'utf8') });
  return gate.outcome();
}

/** The policy of the staged configuration: a plain index says which it is, and else git does. */
async function messagePolicy({ programs }: Pick<StagedOptions, 'programs'>): Promise<ClientPolicy> {
  const index = readIndexFile();
  const oid = index?.find(Buffer.from(configurationName))?.oid;
  const known = oid === undefined ? undefined : cachedConfiguration('.', oid);
  const name = index === undefined ? `:${configurationName}` : oid;
  const committed = known !== undefined || name === undefined ? undefined : readBlobs([name], 16 * 1024 * 1024).get(name);
  return clientPolicy({
    ...(known === undefined ? {} : { known }),
    ...(oid === undefined ? {} : { oid }),
    ...(programs === undefined ? {} : { programs }),
    committed: committed !== undefined && 'bytes' in committed ? committed.bytes.toString('utf8') : undefined,
  });
}
