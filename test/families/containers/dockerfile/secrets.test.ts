import { expect, test } from 'vitest';
import { openGate } from '../../../../src/engine/engine.ts';
import { loadCredentials } from '../../../../src/engine/loaded.ts';
import { memoryRegistry } from '../../../../src/engine/registry.ts';
import { readCheckFolder } from '../../../../src/doors/load-configuration.ts';
import { resolvePolicy } from '../../../../src/policy/resolve.ts';
import { renderReport, reportFormats } from '../../../../src/report/render.ts';

const registry = memoryRegistry(readCheckFolder('policies', new Set(['containers'])));

test.each([
  ['FROM debian:12\nENV DB_PASSWORD=SECRET\n', 'containers/dockerfile/secret-arg-env'],
  ['FROM debian:12\nENV API_TOKEN "SECRET"\n', 'containers/dockerfile/secret-arg-env'],
  ['FROM debian:12\nRUN sync --password=SECRET\n', 'containers/dockerfile/secret-in-run'],
  ['FROM debian:12\nRUN echo "ana:SECRET" | chpasswd\n', 'containers/dockerfile/chpasswd'],
])('no report shows the secret of %j', async (template, check) => {
  const secret = ['sesame', 'open'].join('-');
  const text = template.replace('SECRET', secret);
  await loadCredentials();
  const policy = resolvePolicy({ configurations: [], digestOf: [], today: '2026-01-01', matcher: () => () => false });
  const gate = openGate({ registries: [registry], policy, project: { files: { readText: () => undefined, list: () => [] }, today: '2026-01-01' }, clock: () => 0 });
  gate.examine({ path: 'Dockerfile', subject: 'file', bytes: Buffer.from(text) });
  const outcome = await gate.outcome();
  const found = outcome.findings.find((one) => one.check === check);
  expect(found?.resource).toBe('stage 0');
  expect(found?.frame[0]?.text.slice(0, 4)).toBe(text.split('\n')[1]?.slice(0, 4));
  for (const format of reportFormats) expect(await renderReport(format, outcome, { color: false, width: 80, door: 'scan', verbose: true }), format).not.toContain(secret.slice(4));
});
