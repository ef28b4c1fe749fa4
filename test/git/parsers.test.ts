import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseCommit } from '../../src/git/parse-commit.ts';
import { parseHeaders } from '../../src/git/parse-headers.ts';
import { eachEntry, type ObjectProblem, type OidBytes } from '../../src/git/parse-tree.ts';
import { createRawDiffReader, type RawRecord } from '../../src/git/raw-diff.ts';
import { parseOutgoingRefs, parseRefUpdates } from '../../src/git/ref-update.ts';
import { parseIdentity } from '../../src/git/identity.ts';

const oid = 'a'.repeat(40);
const commitText = `tree ${oid}\nparent ${oid}\nauthor Ada <ada@example.com> 1700000000 +0100\ncommitter Cora <c@example.com> 1700000001 +0000\nencoding ISO-8859-1\ngpgsig -----BEGIN\n abc\n \n -----END\n\nsubject\n\nbody\n`;

/** Bytes that look like the real thing with pieces cut, doubled or replaced. */
function mutated(text: string): fc.Arbitrary<Buffer> {
  return fc.array(fc.record({ at: fc.nat(text.length), take: fc.nat(20), put: fc.uint8Array({ maxLength: 8 }) }), { maxLength: 6 }).map((edits) => {
    let bytes = Buffer.from(text, 'latin1');
    for (const { at, take, put } of edits) bytes = Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(at + take)]);
    return bytes;
  });
}

function readDiff(bytes: Buffer, cut: number): RawRecord[] {
  const records: RawRecord[] = [];
  const reader = createRawDiffReader((record) => records.push(record));
  for (let at = 0; at < bytes.length; at += cut) reader.push(bytes.subarray(at, at + cut));
  reader.end();
  return records;
}

describe('parseCommit', () => {
  test('a commit is cut into headers, people and message', () => {
    const commit = parseCommit(Buffer.from(commitText));
    expect([commit.tree, commit.parents, commit.encoding, commit.author, commit.committer?.name]).toEqual([oid, [oid], 'ISO-8859-1', { name: 'Ada', email: 'ada@example.com', seconds: 1_700_000_000 }, 'Cora']);
    expect(commit.message.toString()).toBe('subject\n\nbody\n');
    expect(commit.headers.find((header) => header.name === 'gpgsig')?.value.toString()).toBe('-----BEGIN\nabc\n\n-----END');
    expect(commit.problems).toEqual([]);
  });

  test.each([
    ['empty', ''],
    ['without an empty line', `tree ${oid}`],
    ['with a header without a value', `tree\n\nx`],
    ['that starts with a continuation', ` x\n\nm`],
  ])('a commit %s is read with a problem', (_name, text) => {
    expect(parseCommit(Buffer.from(text)).problems).toHaveLength(1);
  });

  test('no bytes make the parsers throw, and headers and message cover all of them', () => {
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes)), mutated(commitText)), (bytes) => {
        const parsed = parseHeaders(bytes);
        parseCommit(bytes);
        const covered = parsed.headers.reduce((sum, header) => sum + header.end - header.start + 1, 0);
        // every byte is in a header (with its line feed), the empty line, or the message
        expect(covered + (parsed.problems.some((one) => one.message.startsWith('no empty')) ? 0 : 1) + bytes.length - parsed.messageStart).toBeGreaterThanOrEqual(bytes.length);
      }),
    );
  });

  test('a million header lines are read in linear time and bounded headers', () => {
    const bytes = Buffer.from('a b\n'.repeat(1_000_000) + '\nm');
    const started = performance.now();
    const parsed = parseHeaders(bytes);
    expect(parsed.headers.length).toBeLessThanOrEqual(4096);
    expect(bytes.subarray(parsed.messageStart).toString()).toBe('m');
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

test.each([
  ['Ada <a@b> 12 +0000', { name: 'Ada', email: 'a@b', seconds: 12 }],
  ['A <odd> name <a@b> 12 +0000', { name: 'A <odd> name', email: 'a@b', seconds: 12 }],
  ['no address', { name: 'no address', email: '', seconds: undefined }],
  ['<> x', { name: '', email: '', seconds: undefined }],
])('the identity "%s" is read', (text, expected) => {
  expect(parseIdentity(Buffer.from(text))).toEqual(expected);
});

describe('eachEntry', () => {
  const read = (bytes: Buffer, oidBytes: OidBytes): { readonly entries: readonly { readonly mode: number; readonly name: Buffer; readonly oid: string }[]; readonly problem: ObjectProblem | undefined } => {
    const entries: { mode: number; name: Buffer; oid: string }[] = [];
    const problem = eachEntry(bytes, oidBytes, (mode, _start, nameStart, nameEnd) => {
      entries.push({ mode, name: bytes.subarray(nameStart, nameEnd), oid: bytes.toString('hex', nameEnd + 1, nameEnd + 1 + oidBytes) });
    });
    return { entries, problem };
  };
  const entry = (mode: string, name: string | Buffer, size = 20): Buffer => Buffer.concat([Buffer.from(`${mode} `), Buffer.from(name), Buffer.from([0]), Buffer.alloc(size, 0xab)]);

  test('entries with any name and both oid lengths are read', () => {
    const odd = Buffer.from([0xff, 0x0a, 0x22, 0x20]);
    expect(read(Buffer.concat([entry('100644', 'a'), entry('40000', odd), entry('120000', 'l'), entry('160000', 'm')]), 20).entries.map((one) => [one.mode, one.name.toString('latin1'), one.oid.length])).toEqual([
      [0o100644, 'a', 40],
      [0o040000, odd.toString('latin1'), 40],
      [0o120000, 'l', 40],
      [0o160000, 'm', 40],
    ]);
    expect(read(entry('100644', 'a', 32), 32).entries[0]?.oid).toBe('ab'.repeat(32));
  });

  test.each([
    ['a mode that is not octal', Buffer.from('1x a\0')],
    ['an entry without a mode', Buffer.from(' a\0')],
    ['a name without an end', Buffer.from('100644 abc')],
    ['an object id that is cut off', Buffer.from('100644 abc\0xyz')],
  ])('%s is a problem, and what stood before it is kept', (message, bytes) => {
    const { entries, problem } = read(Buffer.concat([entry('100644', 'good'), bytes]), 20);
    expect([entries.length, problem?.message]).toEqual([1, message]);
  });

  test('no bytes make it throw', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), fc.constantFrom<20 | 32>(20, 32), (bytes, size) => read(Buffer.from(bytes), size).entries.length <= 300));
  });
});

describe('createRawDiffReader', () => {
  const other = 'b'.repeat(40);
  const output = Buffer.from(`${oid}\0:000000 100644 ${'0'.repeat(40)} ${other} A\0new\nline\0::100644 100644 120000 ${oid} ${oid} ${other} MT\0x\0${other}\0`);

  test.each([1, 7, 1000])('plain and combined changes are read in pieces of %i bytes', (cut) => {
    expect(readDiff(output, cut)).toEqual([
      { kind: 'commit', oid },
      { kind: 'change', change: { before: [{ mode: 0, oid: '0'.repeat(40) }], mode: 0o100644, oid: other, status: 'A', path: Buffer.from('new\nline') } },
      { kind: 'change', change: { before: [{ mode: 0o100644, oid }, { mode: 0o100644, oid }], mode: 0o120000, oid: other, status: 'MT', path: Buffer.from('x') } },
      { kind: 'commit', oid: other },
    ]);
  });

  test('no bytes make it throw, whatever the pieces', () => {
    fc.assert(fc.property(fc.oneof(fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)), mutated(output.toString('latin1'))), fc.integer({ min: 1, max: 50 }), (bytes, cut) => readDiff(bytes, cut).length <= bytes.length + 1));
  });

  test('output that ends before a path is a problem', () => {
    expect(readDiff(output.subarray(0, 41 + 98), 1000).at(-1)?.kind).toBe('problem');
  });
});

describe('ref lines', () => {
  const zero = '0'.repeat(40);

  test('updates are read, whatever the ref is called', () => {
    const { updates, problems } = parseRefUpdates(Buffer.concat([Buffer.from(`${zero} ${oid} refs/heads/a b\n${'0'.repeat(64)} ${'c'.repeat(64)} refs/x\n${oid} ${zero} refs/heads/`), Buffer.from([0xff]), Buffer.from('\n')]));
    expect(problems).toEqual([]);
    expect(updates.map((one) => [one.old.length, one.ref])).toEqual([
      [40, 'refs/heads/a b'],
      [64, 'refs/x'],
      [40, 'refs/heads/\ufffd'],
    ]);
    expect(updates[2]?.refBytes.at(-1)).toBe(0xff);
  });

  test.each(['garbage\n', `${zero} ${oid}\n`, `${zero} ${oid} \n`, `${zero} ${'c'.repeat(64)} refs/x\n`])('the line %j is a problem, never skipped', (line) => {
    expect(parseRefUpdates(Buffer.from(line)).problems).toHaveLength(1);
  });

  test('outgoing refs are read, deletions and revision expressions too', () => {
    const { refs, problems } = parseOutgoingRefs(Buffer.from(`(delete) ${zero} refs/heads/x ${oid}\nHEAD@{1 day ago} ${oid} refs/heads/y ${zero}\nbad line\n`));
    expect(refs.map((one) => one.localRef)).toEqual(['(delete)', 'HEAD@{1 day ago}']);
    expect(problems).toHaveLength(1);
  });

  test('no bytes make them throw', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        parseRefUpdates(Buffer.from(bytes));
        parseOutgoingRefs(Buffer.from(bytes));
        return true;
      }),
    );
  });
});
