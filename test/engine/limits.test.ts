import { expect, it } from 'vitest';
import { openGate } from '../../src/engine/engine.ts';
import { maxHits } from '../../src/engine/keyword-hits.ts';
import { memoryRegistry } from '../../src/engine/registry.ts';
import type { FamilyName } from '../../src/model/finding.ts';
import { parseCheckFile } from '../../src/policy/check-file.ts';
import { resolvePolicy } from '../../src/policy/resolve.ts';

const check = parseCheckFile('credentials/own/key', 'key.yaml', "title: Own key\nseverity: high\nprovider: own\nkeywords: [own]\npattern: 'own_([0-9a-f]{16})'\nbefore: 0\nafter: 32\nreason: It is a key.\nremedy: Revoke it.\n");

async function outcomeOf(text: string, families?: ReadonlySet<FamilyName>) {
  const gate = openGate({
    registries: [memoryRegistry([check])],
    policy: resolvePolicy({ configurations: [], digestOf: [], today: '2026-01-01', matcher: () => () => false }),
    project: { files: { readText: () => undefined, list: () => [] }, today: '2026-01-01' },
    clock: () => 0,
    ...(families === undefined ? {} : { families }),
  });
  gate.examine({ path: 'a.txt', subject: 'file', bytes: Buffer.from(text) });
  return gate.outcome();
}

it('a source of nothing but keywords is looked at up to a bound, and what is left out is said', async () => {
  const { findings, notChecked } = await outcomeOf(`own_3f9a1c77e2b04d68\n${'own '.repeat(maxHits)}`);
  expect(findings.map((finding) => finding.check)).toEqual(['credentials/own/key']);
  expect(notChecked).toMatchObject([{ path: 'a.txt', reason: 'limit' }]);
});

it('keywords of credentials are not collected for another family', async () => {
  expect((await outcomeOf('own '.repeat(maxHits + 1), new Set<FamilyName>(['libraries']))).notChecked).toEqual([]);
});
