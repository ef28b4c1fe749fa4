import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openGate } from '../../src/engine/engine.ts';
import { loadCredentials } from '../../src/engine/loaded.ts';
import { memoryRegistry } from '../../src/engine/registry.ts';
import { readCheckFolder } from '../../src/doors/load-configuration.ts';
import { expandSample } from '../../src/families/credentials/samples.ts';
import { maskPiece, redact } from '../../src/model/redact.ts';
import { resolvePolicy } from '../../src/policy/resolve.ts';
import { renderReport, reportFormats } from '../../src/report/render.ts';

const registry = memoryRegistry(readCheckFolder('policies', new Set(['credentials'])).filter((check) => check.family === 'credentials'));
const policy = (): ReturnType<typeof resolvePolicy> => resolvePolicy({ configurations: [], digestOf: [], today: '2026-01-01', matcher: () => () => false });

/** The forms in which a secret could slip into an output. */
function spellings(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  return [secret, encodeURIComponent(secret), bytes.toString('base64').replace(/=+$/, ''), bytes.toString('hex'), JSON.stringify(secret).slice(1, -1), [...secret].reverse().join('')];
}

const templates = ['ghp_{base62:30}{crc32:6}', 'SG.{base64url:22}.{base64url:43}', 'xoxb-{digits:12}-{digits:13}-{base62:24}', 'npm_{base62:30}{crc32:6}', '{jwt}'];
const contexts = ['const a = "SECRET";', 'A=SECRET', '{"key": "SECRET"}', '<b>SECRET</b>', 'first SECRET then SECRET', '\tSECRET\r\nSECRET', `${'x '.repeat(400)}SECRET${' y'.repeat(400)}`];

describe('a planted secret', () => {
  it('never appears in any report, in any spelling', async () => {
    await loadCredentials();
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...templates), fc.constantFrom(...contexts), fc.string({ maxLength: 8 }), async (template, context, seed) => {
        const secret = expandSample(template, seed);
        const gate = openGate({ registries: [registry], policy: policy(), project: { files: { readText: () => undefined, list: () => [] }, today: '2026-01-01' }, clock: () => 0 });
        gate.examine({ path: 'a.txt', subject: 'file', bytes: Buffer.from(context.replaceAll('SECRET', secret)) });
        gate.examine({ path: `dir/${secret}.txt`, subject: 'file-name', bytes: Buffer.from(`dir/${secret}.txt`) });
        const outcome = await gate.outcome();
        expect(outcome.findings.length).toBeGreaterThan(0);
        for (const format of reportFormats) {
          for (const color of [true, false]) {
            const text = await renderReport(format, outcome, { color, width: 80, door: 'scan', verbose: true });
            for (const spelling of spellings(secret)) expect(text.includes(spelling), `${format} shows the secret`).toBe(false);
            // not even its second half
            expect(text.includes(secret.slice(secret.length >> 1)), `${format} shows a part`).toBe(false);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('is shown with at most its first four characters', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 5, maxLength: 60 }), (secret) => {
        expect(redact(secret).startsWith(secret.slice(0, 5)) && !secret.slice(0, 5).includes('*')).toBe(false);
        expect(maskPiece(secret)).toHaveLength(secret.length);
        expect(maskPiece(secret).slice(4)).toMatch(/^\**$/);
      }),
    );
  });
});
