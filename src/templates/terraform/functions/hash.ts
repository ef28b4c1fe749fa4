import type { Hash } from 'node:crypto';
import { known, Refused, unknownText } from '../values.ts';
import { row, textArgument, type FunctionRow } from './function.ts';

/** Hashes, and what differs from run to run. */
export const hashFunctions: readonly FunctionRow[] = [
  ...(['md5', 'sha1', 'sha256', 'sha512'] as const).map((name) => row(name, 1, 'all', ([text], at) => known(createHash(name).update(textArgument(text)).digest('hex'), at))),
  ...(['sha256', 'sha512'] as const).map((name) => row(`base64${name}`, 1, 'all', ([text], at) => known(createHash(name).update(textArgument(text)).digest('base64'), at))),
  row('uuidv5', 2, 'all', ([space, name], at) => known(uuid5(textArgument(space), textArgument(name)), at)),
  row('bcrypt', [1, 2], 'nothing', (_, at) => unknownText('bcrypt, whose result differs each time', at)),
  row('uuid', 0, 'nothing', (_, at) => unknownText('uuid, whose result differs each time', at)),
  row('timestamp', 0, 'nothing', (_, at) => unknownText('timestamp, whose result differs each time', at)),
  row('plantimestamp', 0, 'nothing', (_, at) => unknownText('plantimestamp, whose result differs each time', at)),
  row('rsadecrypt', 2, 'nothing', (_, at) => unknownText('rsadecrypt, which is not evaluated', at)),
];

/** The crypto module is loaded with the first hash: few templates have one. */
function createHash(algorithm: string): Hash {
  return process.getBuiltinModule('node:crypto').createHash(algorithm);
}

const spaces: ReadonlyMap<string, string> = new Map([
  ['dns', '6ba7b810-9dad-11d1-80b4-00c04fd430c8'],
  ['url', '6ba7b811-9dad-11d1-80b4-00c04fd430c8'],
  ['oid', '6ba7b812-9dad-11d1-80b4-00c04fd430c8'],
  ['x500', '6ba7b814-9dad-11d1-80b4-00c04fd430c8'],
]);

function uuid5(space: string, name: string): string {
  const hex = (spaces.get(space) ?? space).replaceAll('-', '');
  if (!/^[0-9a-f]{32}$/i.test(hex)) throw new Refused('a name space is no UUID');
  const bytes = createHash('sha1').update(Buffer.from(hex, 'hex')).update(name).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
