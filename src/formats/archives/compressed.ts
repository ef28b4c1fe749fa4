import { allowance, tooLarge, type Member, type UnpackLimits } from './member.ts';
import { decompressZstd } from './zstd.ts';

/** How a compressed file is packed. */
export type Compression = 'deflate' | 'gzip' | 'zlib' | 'zstd';

/** A decompressor of Node's that works on the whole input at once. */
type Decompressor = (bytes: Buffer, options: { readonly maxOutputLength: number; readonly info: true }) => unknown;

/** Unpacks one compressed file. Node has zstd from 22.15 on; before, another decoder does it. */
export function decompress(name: string, bytes: Buffer, compression: Compression, limits: UnpackLimits): Member {
  const decompressor = decompressorOf(compression);
  if (decompressor === undefined) return decompressZstd(name, bytes, limits);
  const allowed = allowance(bytes.length, limits);
  if (allowed === 0) return tooLarge(name, allowed);
  try {
    const result = decompressor(bytes, { maxOutputLength: allowed, info: true });
    if (Buffer.isBuffer(result)) return { name, bytes: result };
    if (isInfo(result)) return { name, bytes: result.buffer, end: result.engine.bytesWritten };
    throw new TypeError('the decompressor gave no bytes');
  } catch (error) {
    if (isTooLarge(error)) return tooLarge(name, allowed);
    return { name, problem: 'unreadable', detail: `the ${compression} data is damaged` };
  }
}

/** Whether zlib gave up because the output grew past its limit. */
function isTooLarge(error: unknown): boolean {
  return error instanceof RangeError && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
}

/** What Node's decompressors give when they are asked how far they read. */
export function isInfo(value: unknown): value is { readonly buffer: Buffer; readonly engine: { readonly bytesWritten: number } } {
  return typeof value === 'object' && value !== null && 'buffer' in value && Buffer.isBuffer(value.buffer) && 'engine' in value;
}

function decompressorOf(compression: Compression): Decompressor | undefined {
  // loaded with the first that is decompressed
  const zlib = process.getBuiltinModule('node:zlib');
  switch (compression) {
    case 'deflate':
      return zlib.inflateRawSync;
    case 'gzip':
      return zlib.gunzipSync;
    case 'zlib':
      return zlib.inflateSync;
    case 'zstd': {
      const zstd: unknown = Reflect.get(zlib, 'zstdDecompressSync');
      return isDecompressor(zstd) ? zstd : undefined;
    }
    default:
      return compression satisfies never;
  }
}

function isDecompressor(value: unknown): value is Decompressor {
  return typeof value === 'function';
}
