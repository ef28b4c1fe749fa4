import type { Member } from './member.ts';

/** Kinds of pages that hold records: leaves of tables, leaves and inner pages of indexes. Source: sqlite.org/fileformat2.html, section 1.6. */
const pageKinds = { tableLeaf: 13, indexLeaf: 10, indexInner: 2 } as const;

/** Shortest value that is shown, in bytes: that of the shortest secrets. */
const leastValue = 6;

/**
 * The texts and blobs of a SQLite database, a line each: in the file the values of a row stand side by side, with nothing
 * between. Records that go on over other pages are put together. What was deleted is not read: it stands in the file as it is.
 */
export function* readSqlite(bytes: Buffer): Generator<Member, void, undefined> {
  if (bytes.length < 512) return;
  const declared = bytes.readUInt16BE(16);
  const size = declared === 1 ? 65_536 : declared;
  const usable = size - (bytes[20] ?? 0);
  if (size < 512 || (size & (size - 1)) !== 0 || usable < 480) {
    yield { name: '', problem: 'unreadable', detail: 'the database has no size of pages' };
    return;
  }
  const isWide = bytes.readUInt32BE(56) > 1;
  const isBigEndian = bytes.readUInt32BE(56) === 3;
  const values: Buffer[] = [];
  // pages may be made to go on in one another
  let left = bytes.length * 2;
  for (let page = 0; (page + 1) * size <= bytes.length; page++) {
    for (const record of recordsOf(bytes, { page, size, usable })) {
      left -= record.length;
      if (left < 0) {
        yield { name: '', problem: 'limit', detail: 'pages of the database are used over and over' };
        return;
      }
      for (const { value, isText } of valuesOf(record)) {
        if (value.length < leastValue) continue;
        if (isText && isWide) values.push(Buffer.from((isBigEndian ? Buffer.from(value.subarray(0, value.length & ~1)).swap16() : value).toString('utf16le')), newline);
        else values.push(value, newline);
      }
    }
  }
  if (values.length > 0) yield { name: '', bytes: Buffer.concat(values) };
}

const newline = Buffer.from('\n');

interface Page {
  readonly page: number;
  readonly size: number;
  readonly usable: number;
}

function* recordsOf(bytes: Buffer, { page, size, usable }: Page): Generator<Buffer, void, undefined> {
  const start = page * size;
  const head = page === 0 ? 100 : start;
  const kind = bytes[head];
  if (kind !== pageKinds.tableLeaf && kind !== pageKinds.indexLeaf && kind !== pageKinds.indexInner) return;
  const count = bytes.readUInt16BE(head + 3);
  const pointers = head + (kind === pageKinds.indexInner ? 12 : 8);
  const most = kind === pageKinds.tableLeaf ? usable - 35 : Math.floor(((usable - 12) * 64) / 255) - 23;
  const least = Math.floor(((usable - 12) * 32) / 255) - 23;
  for (let cell = 0; cell < count && pointers + cell * 2 + 2 <= start + size; cell++) {
    const at = start + bytes.readUInt16BE(pointers + cell * 2) + (kind === pageKinds.indexInner ? 4 : 0);
    if (at + 4 > start + size) continue;
    const payload = varint(bytes, at);
    const from = kind === pageKinds.tableLeaf ? varint(bytes, payload.end).end : payload.end;
    const spare = least + ((payload.value - least) % (usable - 4));
    const local = payload.value <= most ? payload.value : spare <= most ? spare : least;
    if (payload.value > bytes.length || from + local > start + size) continue;
    const own = bytes.subarray(from, from + local);
    yield local === payload.value ? own : Buffer.concat([own, ...overflow(bytes, from + local, payload.value - local, { size, usable })]);
  }
}

/** What of a record stands on other pages, whose first number is written at an offset. */
function* overflow(bytes: Buffer, pointer: number, length: number, { size, usable }: { readonly size: number; readonly usable: number }): Generator<Buffer, void, undefined> {
  let at = pointer;
  for (let left = length; left > 0 && at + 4 <= bytes.length; left -= usable - 4) {
    const next = bytes.readUInt32BE(at);
    at = (next - 1) * size;
    if (next === 0 || at + size > bytes.length) return;
    yield bytes.subarray(at + 4, at + 4 + Math.min(left, usable - 4));
  }
}

/** The values of a record that are texts or blobs. */
function* valuesOf(record: Buffer): Generator<{ readonly value: Buffer; readonly isText: boolean }, void, undefined> {
  const header = varint(record, 0);
  let at = header.value;
  for (let field = header.end; field < header.value && field < record.length; ) {
    const type = varint(record, field);
    field = type.end;
    const length = type.value >= 12 ? (type.value - 12 - (type.value & 1)) / 2 : (numberSizes[type.value] ?? 0);
    if (type.value >= 12 && at + length <= record.length) yield { value: record.subarray(at, at + length), isText: (type.value & 1) === 1 };
    at += length;
  }
}

/** Bytes of each kind of number. */
const numberSizes = [0, 1, 2, 3, 4, 6, 8, 8];

/** A number in groups of seven bits, the highest first, at most nine bytes. What is too large for a file counts as such. */
function varint(bytes: Uint8Array, at: number): { readonly value: number; readonly end: number } {
  let value = 0;
  for (let i = 0; i < 9; i++) {
    const byte = bytes[at + i] ?? 0;
    if (i === 8) return { value: value * 256 + byte, end: at + 9 };
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) return { value, end: at + i + 1 };
  }
  return { value, end: at + 9 };
}
