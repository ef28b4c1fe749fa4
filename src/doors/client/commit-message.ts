import { readFileSync } from 'node:fs';
import { openGate } from '../../engine/engine.ts';
import { openRegistry } from '../../engine/registry.ts';
import { readObjects } from '../../git/batch.ts';
import type { Outcome } from '../../model/finding.ts';
import { clientPolicy, configurationName } from '../client-policy.ts';
import { registryPath } from '../installation.ts';
import { clock } from '../clock.ts';
import { today } from '../today.ts';

/** `git commit -v` puts the diff below a line like this one, in whatever character comments start with; it is cut off by git. */
const scissors = /^\S{1,3} -{24} >8 -{24}$/m;

/** Judges the message that git is about to record. `path` is the file that git hands to commit-msg. */
export async function judgeMessage(path: string): Promise<Outcome> {
  const text = readFileSync(path, 'utf8');
  const cut = scissors.exec(text);
  const message = cut === null ? text : text.slice(0, cut.index);
  const committed = readObjects([`:${configurationName}`], 16 * 1024 * 1024)[0];
  const policy = await clientPolicy({ committed: committed !== undefined && 'bytes' in committed ? committed.bytes.toString('utf8') : undefined });
  const gate = openGate({
    registries: [openRegistry(registryPath()), ...policy.ownChecks()],
    policy: policy.gate,
    project: { files: { readText: () => undefined, list: () => [] }, get today() { return today(); } },
    clock,
    families: new Set(['credentials']),
  });
  gate.examine({ path: 'commit message', subject: 'commit-message', bytes: Buffer.from(message, 'utf8') });
  return gate.outcome();
}
