import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readCheckFolder } from '../../../src/doors/load-configuration.ts';
import { commonHead, commonTail } from '../../../src/doors/push/common-bytes.ts';
import { createJudgedVersions } from '../../../src/doors/push/judged-versions.ts';
import { reach } from '../../../src/engine/focus.ts';

test('no check of ours without a detector looks further around a keyword than a change is widened by where nothing is noted', () => {
  for (const check of readCheckFolder('policies', new Set(['credentials']))) {
    if (check.family !== 'credentials' || !('before' in check) || !('after' in check) || !('keywords' in check) || !Array.isArray(check.keywords)) continue;
    const longest = Math.max(...check.keywords.map((keyword) => String(keyword).length));
    expect([check.id, Number(check.before) + longest <= reach.wide.before, Number(check.after) + longest <= reach.wide.after]).toEqual([check.id, true, true]);
  }
});

describe('compare', () => {
  const text = Array.from({ length: 2000 }, (_one, number) => `line ${number}\n`).join('');

  test('the first version and small ones are judged whole', () => {
    const versions = createJudgedVersions();
    expect(versions.compare('a', Buffer.from(text)).changed).toBeUndefined();
    expect(versions.compare('b', Buffer.from('small')).changed).toBeUndefined();
    expect(versions.compare('b', Buffer.from('small')).changed).toBeUndefined();
  });

  test('a version under another path is judged whole', () => {
    const versions = createJudgedVersions();
    versions.compare('a', Buffer.from(text));
    expect(versions.compare('b', Buffer.from(text)).changed).toBeUndefined();
  });

  test.each<[string, Buffer]>([
    ['UTF-16', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text)])],
    ['no text', Buffer.concat([Buffer.from([0]), Buffer.from(text)])],
  ])('what was judged as %s before is judged whole', (_name, before) => {
    const versions = createJudgedVersions();
    versions.compare('a', before);
    expect(versions.compare('a', Buffer.from(text)).changed).toBeUndefined();
  });

  test('what is outside the part is the same in both versions', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ at: fc.nat(text.length), take: fc.nat(200), put: fc.string({ maxLength: 50 }) }), { maxLength: 4 }), (edits) => {
        let next = text;
        for (const { at, take, put } of edits) next = next.slice(0, at) + put + next.slice(at + take);
        const [before, after] = [Buffer.from(text), Buffer.from(next)];
        const versions = createJudgedVersions();
        versions.compare('a', before);
        const part = versions.compare('a', after).changed;
        if (part === undefined) return after.length < 3072;
        const tail = after.length - part.end;
        return part.start <= part.end && before.subarray(0, part.start).equals(after.subarray(0, part.start)) && before.subarray(before.length - tail).equals(after.subarray(part.end)) && part.start + tail <= before.length;
      }),
    );
  });

  test('the part covers an insertion of what stands beside it', () => {
    const versions = createJudgedVersions();
    const base = 'ab'.repeat(6000);
    versions.compare('a', Buffer.from(base));
    const part = versions.compare('a', Buffer.from(`${base}abab`)).changed;
    expect((part?.end ?? 0) - (part?.start ?? 0)).toBeGreaterThanOrEqual(4);
  });
});

test('common ends are found for any bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60, max: 2 }), fc.uint8Array({ maxLength: 60, max: 2 }), (first, second) => {
      const [a, b] = [Buffer.from(first), Buffer.from(second)];
      const head = commonHead(a, b);
      const tail = commonTail(a, b);
      return (
        a.subarray(0, head).equals(b.subarray(0, head)) && (a[head] === undefined || a[head] !== b[head]) && a.subarray(a.length - tail).equals(b.subarray(b.length - tail)) && (a[a.length - tail - 1] === undefined || a[a.length - tail - 1] !== b[b.length - tail - 1])
      );
    }),
  );
});
