import { decompressBzip2 } from './bzip2.ts';
import { decompress } from './compressed.ts';
import { unpackGit } from './git-pack.ts';
import type { PackedKind } from './kind.ts';
import type { Member, UnpackLimits } from './member.ts';
import { unpackAr, unpackCpio } from './listed.ts';
import { decompressLz4 } from './lz4.ts';
import { decompressLzma } from './lzma.ts';
import { decompressLzw } from './lzw.ts';
import { unpackSevenZip } from './seven-zip.ts';
import { readSqlite } from './sqlite.ts';
import { untar } from './tar.ts';
import { unzip } from './zip.ts';

/**
 * The files in a packed file, one at a time: each is made when it is asked for. A compressed file has one, without a name.
 * What cannot be read is a member with a problem.
 */
export function* unpack(kind: PackedKind, bytes: Buffer, limits: UnpackLimits): Generator<Member, void, undefined> {
  switch (kind) {
    case 'zip':
      yield* unzip(bytes, limits);
      return;
    case 'tar':
      yield* untar(bytes, limits);
      return;
    case 'git-bundle':
    case 'git-pack':
      yield* unpackGit(bytes, limits);
      return;
    case 'gzip':
    case 'zlib':
    case 'deflate':
    case 'zstd':
      yield decompress('', bytes, kind, limits);
      return;
    case 'bzip2':
      yield decompressBzip2('', bytes, limits);
      return;
    case 'xz':
    case 'lzma':
    case 'lzip':
      yield decompressLzma('', bytes, kind, limits);
      return;
    case '7z':
      yield* unpackSevenZip(bytes, limits);
      return;
    case 'lz4':
      yield decompressLz4('', bytes, limits);
      return;
    case 'compress':
      yield decompressLzw('', bytes, limits);
      return;
    case 'ar':
      yield* unpackAr(bytes, limits);
      return;
    case 'cpio':
      yield* unpackCpio(bytes, limits);
      return;
    case 'sqlite':
      yield* readSqlite(bytes);
      return;
    case 'rar':
    case 'cab':
      yield { name: '', problem: 'unknown-format', detail: `${kind} files cannot be read` };
      return;
    default:
      kind satisfies never;
  }
}
