import { isInfo } from './compressed.ts';
import { allowance, tooLarge, type Member, type UnpackLimits } from './member.ts';

const names: Readonly<Record<number, string>> = { 1: 'commit', 2: 'tree', 3: 'blob', 4: 'tag', 6: 'delta', 7: 'delta' };

/**
 * The objects of a git pack, or of a bundle with a pack in it (gitformat-pack, gitformat-bundle). Deltas are not applied:
 * the text they add stands in them.
 */
export function* unpackGit(bytes: Buffer, limits: UnpackLimits): Generator<Member, void, undefined> {
  const start = bytes.subarray(0, 4).toString('latin1') === 'PACK' ? 0 : bytes.indexOf('\n\nPACK', 0, 'latin1') + 2;
  if (start < 2 && bytes[0] !== 0x50) {
    yield { name: '', problem: 'unreadable', detail: 'the bundle has no pack' };
    return;
  }
  const count = start + 12 <= bytes.length ? bytes.readUInt32BE(start + 8) : 0;
  let at = start + 12;
  for (let number = 0; number < count; number++) {
    if (number >= limits.maxMembers) {
      yield { name: '', problem: 'limit', detail: `more than ${limits.maxMembers} objects in the pack` };
      return;
    }
    const head = objectHead(bytes, at);
    if (head === undefined) {
      yield { name: '', problem: 'unreadable', detail: `the pack is damaged at byte ${at}` };
      return;
    }
    const name = `${names[head.kind] ?? 'object'} ${number + 1}`;
    const allowed = allowance(head.size, limits);
    const object = head.size > allowed ? undefined : inflateAt(bytes, head.data, head.size);
    // without the object's end the next one's beginning is not known
    if (object === undefined) {
      yield head.size > allowed ? tooLarge(name, allowed) : { name, problem: 'unreadable', detail: `the pack is damaged at byte ${at}` };
      return;
    }
    at = head.data + object.used;
    yield { name, bytes: head.kind === 2 ? namesIn(object.bytes) : object.bytes };
  }
}

/** The names of a tree, a line each: its object ids are bytes that say nothing. */
function namesIn(tree: Buffer): Buffer {
  const names: Buffer[] = [];
  for (let at = 0; at < tree.length; ) {
    const space = tree.indexOf(0x20, at);
    const end = space < 0 ? -1 : tree.indexOf(0, space);
    if (end < 0) break;
    names.push(tree.subarray(space + 1, end), newline);
    // a pack does not say whether its ids have 20 bytes or 32: a mode follows the right ones
    at = end + 1 + (isMode(tree, end + 21) ? 20 : 32);
  }
  return Buffer.concat(names);
}

const newline = Buffer.from('\n');

function isMode(tree: Buffer, at: number): boolean {
  return at === tree.length || /^(?:40000|100644|100755|120000|160000|100664) /.test(tree.toString('latin1', at, at + 7));
}

/** Kind and size of an object, and where its data begins: a number in groups of seven bits, then what a delta is of. */
function objectHead(bytes: Buffer, from: number): { readonly kind: number; readonly size: number; readonly data: number } | undefined {
  let at = from;
  let byte = bytes[at++];
  if (byte === undefined) return undefined;
  const kind = (byte >> 4) & 7;
  let size = byte & 15;
  for (let scale = 16; (byte & 0x80) !== 0; scale *= 128) {
    byte = bytes[at++];
    if (byte === undefined || at - from > 10) return undefined;
    size += (byte & 0x7f) * scale;
  }
  if (kind === 6) {
    do {
      byte = bytes[at++];
      if (byte === undefined || at - from > 24) return undefined;
    } while ((byte & 0x80) !== 0);
  } else if (kind === 7) at += 20;
  return names[kind] === undefined ? undefined : { kind, size, data: at };
}

/** Inflates the stream at an offset, and says how many bytes it took. */
function inflateAt(bytes: Buffer, at: number, size: number): { readonly bytes: Buffer; readonly used: number } | undefined {
  // deflate never grows by more than this: five bytes for each 16 KiB that it stores as they are
  const most = size + (size >> 11) + 256;
  try {
    const result: unknown = process.getBuiltinModule('node:zlib').inflateSync(bytes.subarray(at, at + most), { maxOutputLength: Math.max(1, size), info: true });
    return isInfo(result) && result.buffer.length === size ? { bytes: result.buffer, used: result.engine.bytesWritten } : undefined;
  } catch {
    return undefined;
  }
}
