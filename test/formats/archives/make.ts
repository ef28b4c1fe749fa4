import { deflateRawSync } from 'node:zlib';

/** A file to pack; the other fields lie about it. */
export interface PackedFile {
  readonly name: string;
  readonly content: Buffer | string;
  readonly stored?: boolean;
  readonly encrypted?: boolean;
  /** Size that the headers declare. */
  readonly size?: number;
  /** Number of the entry whose data this one claims too. */
  readonly sameAs?: number;
}

/** A zip archive of these files. */
export function makeZip(files: readonly PackedFile[]): Buffer {
  const parts: Buffer[] = [];
  const entries: Buffer[] = [];
  const offsets: number[] = [];
  let at = 0;
  for (const file of files) {
    const content = Buffer.from(file.content);
    const data = file.stored === true ? content : deflateRawSync(content);
    const name = Buffer.from(file.name);
    const offset = file.sameAs === undefined ? at : (offsets[file.sameAs] ?? 0);
    offsets.push(offset);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(file.encrypted === true ? 1 : 0, 2);
    fields.writeUInt16LE(file.stored === true ? 0 : 8, 4);
    fields.writeUInt32LE(data.length, 14);
    fields.writeUInt32LE(file.size ?? content.length, 18);
    fields.writeUInt16LE(name.length, 22);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    fields.copy(central, 6);
    central.writeUInt32LE(offset, 42);
    entries.push(central, name);
    if (file.sameAs !== undefined) continue;
    parts.push(Buffer.from('PK\x03\x04'), fields, name, data);
    at += 30 + name.length + data.length;
  }
  const directory = Buffer.concat(entries);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, directory, end]);
}

/** A tar archive of these files; a name past 100 bytes is written as GNU does. */
export function makeTar(files: readonly { readonly name: string; readonly content: Buffer | string }[]): Buffer {
  const parts: Buffer[] = [];
  const add = (name: string, kind: string, content: Buffer): void => {
    const header = Buffer.alloc(512);
    header.write(name.slice(0, 100), 0);
    header.write('0000644\0', 100);
    header.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124);
    header.write('        ', 148);
    header.write(kind, 156);
    header.write('ustar\x0000', 257);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    parts.push(header, content, Buffer.alloc((512 - (content.length % 512)) % 512));
  };
  for (const { name, content } of files) {
    if (name.length > 100) add('././@LongLink', 'L', Buffer.from(`${name}\0`));
    add(name, '0', Buffer.from(content));
  }
  return Buffer.concat([...parts, Buffer.alloc(1024)]);
}

/** A database of SQLite with one table whose rows are these texts; in pages of 512 bytes, of which long rows take more. */
export function makeSqlite(rows: readonly (readonly string[])[]): Buffer {
  const size = 512;
  const pages: Buffer[] = [Buffer.alloc(size)];
  const varint = (value: number): Buffer => (value < 128 ? Buffer.from([value]) : Buffer.from([128 | (value >> 7), value & 127]));
  const first = pages[0] as Buffer;
  first.write('SQLite format 3\0', 'latin1');
  first.writeUInt16BE(size, 16);
  first.writeUInt32BE(1, 56);
  first[100] = 13;
  first.writeUInt16BE(rows.length, 103);
  let at = size;
  rows.forEach((row, number) => {
    const values = row.map((value) => Buffer.from(value));
    const types = Buffer.concat(values.map((value) => varint(13 + 2 * value.length)));
    const record = Buffer.concat([Buffer.from([types.length + 1]), types, ...values]);
    const least = Math.floor(((size - 12) * 32) / 255) - 23;
    const spare = least + ((record.length - least) % (size - 4));
    const local = record.length <= size - 35 ? record.length : spare <= size - 35 ? spare : least;
    const pointer = Buffer.alloc(local < record.length ? 4 : 0);
    if (local < record.length) pointer.writeUInt32BE(pages.length + 1);
    const cell = Buffer.concat([varint(record.length), varint(number + 1), record.subarray(0, local), pointer]);
    at -= cell.length;
    cell.copy(first, at);
    first.writeUInt16BE(at, 108 + number * 2);
    for (let from = local; from < record.length; from += size - 4) {
      const page = Buffer.alloc(size);
      record.copy(page, 4, from);
      if (from + size - 4 < record.length) page.writeUInt32BE(pages.length + 2);
      pages.push(page);
    }
  });
  return Buffer.concat(pages);
}
