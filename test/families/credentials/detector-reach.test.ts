import { describe, expect, it } from 'vitest';
import { readCheckFolder } from '../../../src/doors/load-configuration.ts';
import { detectorReach } from '../../../src/engine/focus.ts';
import { detectors } from '../../../src/families/credentials/detectors/table.ts';
import { compileMatcher } from '../../../src/families/credentials/matcher.ts';
import { expandSample } from '../../../src/families/credentials/samples.ts';
import type { CredentialCheck } from '../../../src/model/check.ts';

const checks = readCheckFolder('policies', new Set(['credentials'])).filter((check): check is CredentialCheck => check.family === 'credentials').filter((check) => detectorReach.has(check.function ?? ''));

it('every detector has its reach', () => {
  expect([...detectors.keys()].filter((name) => !detectorReach.has(name))).toEqual([]);
});

describe.each(checks.map((check) => [check.id, check] as const))('%s', (_id, check) => {
  it('sees nothing of what stands farther from its keyword than its reach', () => {
    const { before, after } = detectorReach.get(check.function ?? '') ?? { before: 0, after: 0 };
    const matcher = compileMatcher(check);
    for (const [number, example] of check.examples.fail.entries()) {
      const source = `${expandSample(example.source, check.id)}\n`;
      for (const filler of ['x', 'A', '"', '\n', ' ']) {
        const bytes = Buffer.from(source + filler.repeat(40_000));
        for (const keyword of check.keywords) {
          for (let at = source.toLowerCase().indexOf(keyword); at >= 0; at = source.toLowerCase().indexOf(keyword, at + 1)) {
            const end = at + keyword.length;
            const cut = Buffer.from(bytes);
            cut.fill('=', 0, Math.max(0, at - before));
            cut.fill('=', Math.min(cut.length, end + after));
            const places = (all: Buffer): readonly string[] => matcher.find(all, at, end, example.path ?? '').map((one) => `${one.start} ${one.end}`);
            expect([number, filler, keyword, places(cut)]).toEqual([number, filler, keyword, places(bytes)]);
          }
        }
      }
    }
  });
});
