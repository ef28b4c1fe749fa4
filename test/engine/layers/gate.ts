import { openGate } from '../../../src/engine/engine.ts';
import { loadCredentials } from '../../../src/engine/loaded.ts';
import { memoryRegistry } from '../../../src/engine/registry.ts';
import { readCheckFolder } from '../../../src/doors/load-configuration.ts';
import type { Outcome } from '../../../src/model/finding.ts';
import { resolvePolicy } from '../../../src/policy/resolve.ts';

const registry = memoryRegistry(readCheckFolder('policies', new Set(['credentials'])).filter((check) => check.family === 'credentials'));

/** Judges one file with the package's own credential checks. */
export async function judge(path: string, content: string | Buffer): Promise<Outcome> {
  await loadCredentials();
  const policy = resolvePolicy({ configurations: [], digestOf: [], today: '2026-01-01', matcher: () => () => false });
  const gate = openGate({ registries: [registry], policy, project: { files: { readText: () => undefined, list: () => [] }, today: '2026-01-01' }, clock: () => 0 });
  gate.examine({ path, subject: 'file', bytes: Buffer.isBuffer(content) ? content : Buffer.from(content) });
  return gate.outcome();
}

/** Three providers' tokens as sample templates, and the check each belongs to. */
export const samples: readonly (readonly [check: string, template: string])[] = [
  ['credentials/github/personal-access-token', 'ghp_{base62:30}{crc32:6}'],
  ['credentials/stripe/', 'sk_live_{base62:24}'],
  ['credentials/slack/', 'xoxb-{digits:12}-{digits:13}-{base62:24}'],
];
