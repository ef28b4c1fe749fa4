import type { Member, UnpackLimits } from './member.ts';

/** The files of an archive of `ar`, as Debian's packages and static libraries are: a header of text before each. Source: FreeBSD's ar(5). */
export function* unpackAr(bytes: Buffer, limits: UnpackLimits): Generator<Member, void, undefined> {
  let count = 0;
  for (let at = 8; at + 60 <= bytes.length; ) {
    const header = bytes.toString('latin1', at, at + 60);
    const size = Number.parseInt(header.slice(48, 58), 10);
    if (!header.endsWith('`\n') || !Number.isSafeInteger(size) || size < 0) {
      yield { name: '', problem: 'unreadable', detail: `no header of ar at byte ${at}` };
      return;
    }
    if (++count > limits.maxMembers) {
      yield { name: '', problem: 'limit', detail: `more than ${limits.maxMembers} files in the archive` };
      return;
    }
    yield { name: header.slice(0, 16).trim().replace(/\/$/, ''), bytes: bytes.subarray(at + 60, at + 60 + size) };
    at += 60 + size + (size & 1);
  }
}

/** Widths of the fields of both formats of cpio, and where size and length of the name stand. */
const forms = { '07070': { header: 76, digits: 8, size: [65, 76], name: [59, 65] }, '0707': { header: 110, digits: 16, size: [54, 62], name: [94, 102] } } as const;

/** The files of an archive of `cpio` in a format of text, as in rpm packages and initial file systems. Source: FreeBSD's cpio(5). */
export function* unpackCpio(bytes: Buffer, limits: UnpackLimits): Generator<Member, void, undefined> {
  let count = 0;
  for (let at = 0; at + 76 <= bytes.length; ) {
    const magic = bytes.toString('latin1', at, at + 6);
    const isNew = magic === '070701' || magic === '070702';
    const form = isNew ? forms['0707'] : forms['07070'];
    const number = ([from, to]: readonly [number, number]): number => Number.parseInt(bytes.toString('latin1', at + from, at + to), form.digits);
    const size = number(form.size);
    const nameSize = number(form.name);
    if ((!isNew && magic !== '070707') || !(size >= 0) || !(nameSize >= 1 && nameSize <= 65_536)) {
      if (bytes.subarray(at).some((byte) => byte !== 0)) yield { name: '', problem: 'unreadable', detail: `no header of cpio at byte ${at}` };
      return;
    }
    const padded = (offset: number): number => (isNew ? at + Math.ceil((offset - at) / 4) * 4 : offset);
    const start = padded(at + form.header + nameSize);
    const name = bytes.toString('utf8', at + form.header, at + form.header + nameSize - 1);
    if (name === 'TRAILER!!!') return;
    if (++count > limits.maxMembers) {
      yield { name: '', problem: 'limit', detail: `more than ${limits.maxMembers} files in the archive` };
      return;
    }
    yield { name, bytes: bytes.subarray(start, start + size) };
    at = padded(start + size);
  }
}
