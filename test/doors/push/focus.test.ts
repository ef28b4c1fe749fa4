import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readCheckFolder } from '../../../src/doors/load-configuration.ts';
import { changedSpans } from '../../../src/doors/push/changed-spans.ts';
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
    ['an archive', Buffer.concat([Buffer.from('504b0304', 'hex'), Buffer.from(text)])],
    ['no text', Buffer.concat([Buffer.from([0]), Buffer.from(text)])],
  ])('what was judged as %s before is judged whole', (_name, before) => {
    const versions = createJudgedVersions();
    versions.compare('a', before);
    expect(versions.compare('a', Buffer.from(text)).changed).toBeUndefined();
  });

  const edits = fc.array(fc.record({ at: fc.nat(text.length), take: fc.nat(200), put: fc.oneof(fc.string({ maxLength: 50 }), fc.nat(text.length).map((from) => text.slice(from, from + 300))) }), { maxLength: 6 });

  test('what lies between the parts that differ stands as one piece in the version before', () => {
    fc.assert(
      fc.property(edits, (list) => {
        let next = text;
        for (const { at, take, put } of list) next = next.slice(0, at) + put + next.slice(at + take);
        const [before, after] = [Buffer.from(text), Buffer.from(next)];
        let from = 0;
        let shift = 0;
        for (const span of [...changedSpans(before, after), { start: after.length, end: after.length, shift: 0 }]) {
          expect([span.start >= from, span.end >= span.start, from - shift >= 0]).toEqual([true, true, true]);
          expect(before.subarray(from - shift, span.start - shift).equals(after.subarray(from, span.start))).toBe(true);
          ({ end: from, shift } = span);
        }
      }),
    );
  });

  test('of a file with changes at its ends the middle is left out', () => {
    const [before, after] = [Buffer.from(text), Buffer.from(`new\n${text.replace('line 1000\n', '').slice(9)}end`)];
    const spans = changedSpans(before, after);
    expect(spans.length).toBe(3);
    expect(spans.reduce((sum, { start, end }) => sum + end - start, 0)).toBeLessThan(60);
  });

  test.each([['zeros', '\0', 'x'], ['pairs', 'ab', 'ba'], ['a long word', 'abcdefgh'.repeat(5), 'abcdefgx'.repeat(5)]])('two large versions of %s are compared in linear time', (_name, one, other) => {
    const [before, after] = [Buffer.from(one.repeat(2_000_000 / one.length)), Buffer.from(other.repeat(1000) + one.repeat(2_000_000 / one.length) + other.repeat(1000))];
    expect(changedSpans(before, after).length).toBeLessThan(500);
  });

  test('the part covers an insertion of what stands beside it', () => {
    const versions = createJudgedVersions();
    const base = 'ab'.repeat(6000);
    versions.compare('a', Buffer.from(base));
    const spans = versions.compare('a', Buffer.from(`${base}abab`)).changed?.spans ?? [];
    expect(spans.reduce((sum, { start, end }) => sum + end - start, 0)).toBeGreaterThanOrEqual(4);
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

test('common ends of long texts are found wherever they differ', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40_000 }), fc.nat(), fc.nat(200), (length, place, shorter) => {
      const a = Buffer.alloc(length, 'some text ');
      const b = Buffer.from(a);
      const at = place % length;
      b[at] = 0;
      expect(commonHead(a, b)).toBe(at);
      expect(commonTail(a, b)).toBe(length - 1 - at);
      const cut = a.subarray(0, Math.max(0, length - shorter));
      expect(commonHead(a, cut)).toBe(cut.length);
      expect(commonTail(a, a.subarray(length - cut.length))).toBe(cut.length);
    }),
  );
});
