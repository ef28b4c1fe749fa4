import { describe, expect, it } from 'vitest';
import { openGate } from '../../../src/engine/engine.ts';
import { loadCredentials } from '../../../src/engine/loaded.ts';
import { memoryRegistry } from '../../../src/engine/registry.ts';
import { readCheckFolder } from '../../../src/doors/load-configuration.ts';
import { resolvePolicy } from '../../../src/policy/resolve.ts';

const registry = memoryRegistry(readCheckFolder('policies', new Set(['credentials'])).filter((check) => check.family === 'credentials'));

async function judgeName(path: string) {
  await loadCredentials();
  const policy = resolvePolicy({ configurations: [], digestOf: [], today: '2026-01-01', matcher: () => () => false });
  const gate = openGate({ registries: [registry], policy, project: { files: { readText: () => undefined, list: () => [] }, today: '2026-01-01' }, clock: () => 0 });
  gate.examine({ path, subject: 'file-name', bytes: Buffer.from(path) });
  return (await gate.outcome()).findings;
}

describe('a file that is known by its name', () => {
  it.each([
    ['.ssh/id_rsa', 'credentials/files/ssh-private-key-name'],
    ['a/b/vault.kdbx', 'credentials/files/password-database'],
    ['infra/terraform.tfstate', 'credentials/files/terraform-state'],
    ['.bash_history', 'credentials/files/shell-history'],
    ['p/logins.json', 'credentials/files/browser-profile'],
    ['w/wallet.dat', 'credentials/files/wallet'],
    ['client.p12', 'credentials/files/key-store'],
  ])('%s is reported as it is, unmasked', async (path, check) => {
    const findings = await judgeName(path);
    expect(findings.map((one) => [one.check, one.path, one.evidence])).toEqual([[check, path, path.slice(path.lastIndexOf('/') + 1)]]);
  });

  it.each(['id_rsa.pub', 'docs/wallet.dat.md', 'src/history.ts', '.env.example', 'schema.sql'])('%s is let be', async (path) => {
    expect(await judgeName(path)).toEqual([]);
  });
});
