import { expect, test } from 'vitest';
import { openGate } from '../../../src/engine/engine.ts';
import { loadCredentials } from '../../../src/engine/loaded.ts';
import { memoryRegistry } from '../../../src/engine/registry.ts';
import { readCheckFolder } from '../../../src/doors/load-configuration.ts';
import { expandSample } from '../../../src/families/credentials/samples.ts';
import { resolvePolicy } from '../../../src/policy/resolve.ts';

const registry = memoryRegistry(readCheckFolder('policies', new Set(['credentials'])));
const entry = (key: string): unknown => ({ version: '1.5.0', plugins_used: [], results: { 'a.txt': [{ type: 'GitHub Token', filename: 'a.txt', [key]: expandSample('{hex:40}', 'seed'), is_verified: false }] } });

test.each([
  ['says nothing of the hashes in a baseline of detect-secrets', 'hashed_secret', 0],
  ['finds a secret beside them', 'client_secret', 1],
])('the gate %s', async (_name, key, count) => {
  await loadCredentials();
  const policy = resolvePolicy({ configurations: [], digestOf: [], today: '2026-01-01', matcher: () => () => false });
  for (const space of [0, 2]) {
    const gate = openGate({ registries: [registry], policy, project: { files: { readText: () => undefined, list: () => [] }, today: '2026-01-01' }, clock: () => 0 });
    gate.examine({ path: '.secrets.baseline', subject: 'file', bytes: Buffer.from(JSON.stringify(entry(key), undefined, space)) });
    expect(Math.min(1, (await gate.findings()).length)).toBe(count);
  }
});
