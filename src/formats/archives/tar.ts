import type { Member, UnpackLimits } from './member.ts';

const block = 512;

/**
 * The files of a tar archive (POSIX.1-2017, pax; GNU long names). Links, devices and folders hold no text and are left out.
 * A header whose checksum is wrong ends the reading, and that is said.
 */
export function* untar(bytes: Buffer, limits: UnpackLimits): Generator<Member, void, undefined> {
  let longName: string | undefined;
  let members = 0;
  for (let at = 0; at + block <= bytes.length; ) {
    const header = bytes.subarray(at, at + block);
    // two empty blocks end an archive, but one may stand between two that were put together
    if (header.every((byte) => byte === 0)) {
      at += block;
      continue;
    }
    const size = octal(header, 124, 12);
    if (!isHeader(header) || size < 0) {
      yield { name: '', problem: 'unreadable', detail: `no tar header at byte ${at}` };
      return;
    }
    const start = at + block;
    const data = bytes.subarray(start, Math.min(bytes.length, start + size));
    at = start + Math.ceil(size / block) * block;
    const kind = header[156] ?? 0;
    if (kind === 0x4c) longName = text(data, 0, data.length);
    else if (kind === 0x78) longName = paxPath(data) ?? longName;
    else if (kind === 0 || kind === 0x30 || kind === 0x37) {
      const name = longName ?? fullName(header);
      longName = undefined;
      if (++members > limits.maxMembers) {
        yield { name: '', problem: 'limit', detail: `more than ${limits.maxMembers} files in the archive` };
        return;
      }
      if (data.length < size) yield { name, problem: 'unreadable', detail: 'the archive is cut off' };
      if (data.length > 0) yield { name, bytes: data };
    } else longName = undefined;
  }
}

/** Whether a block is a tar header, by its checksum. */
function isHeader(header: Buffer): boolean {
  if (header.length < block) return false;
  let sum = 0;
  for (let i = 0; i < block; i++) sum += i >= 148 && i < 156 ? 32 : (header[i] ?? 0);
  return octal(header, 148, 8) === sum;
}

function fullName(header: Buffer): string {
  const prefix = header.toString('latin1', 257, 262) === 'ustar' && header[263] !== 0x20 ? text(header, 345, 155) : '';
  const name = text(header, 0, 100);
  return prefix === '' ? name : `${prefix}/${name}`;
}

function text(bytes: Buffer, at: number, length: number): string {
  const end = bytes.indexOf(0, at);
  return bytes.toString('utf8', at, end < 0 || end > at + length ? at + length : end);
}

/** An octal number, or GNU's binary one (its first bit set); -1 when it is neither. */
function octal(header: Buffer, at: number, length: number): number {
  if (((header[at] ?? 0) & 0x80) !== 0) {
    let value = 0;
    for (let i = at + 1; i < at + length; i++) value = value * 256 + (header[i] ?? 0);
    return value;
  }
  const digits = header.toString('latin1', at, at + length).replace(/[\0 ]+$/, '').trim();
  return digits === '' ? 0 : /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : -1;
}

/** The `path` record of a pax header: `LENGTH path=NAME\n`. */
function paxPath(data: Buffer): string | undefined {
  return /(?:^|\n)\d{1,6} path=([^\n]{1,4096})\n/.exec(data.toString('utf8', 0, Math.min(data.length, 65_536)))?.[1];
}
