import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { expandSample } from '../../../src/families/credentials/samples.ts';
import { makeZip } from '../../formats/archives/make.ts';
import { judge } from './gate.ts';

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
const p256 = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey;
const ed25519 = generateKeyPairSync('ed25519').privateKey;

/** Keys as programs write them in binary. */
const keys: readonly (readonly [name: string, bytes: Buffer])[] = [
  ['RSA in PKCS#8', rsa.export({ format: 'der', type: 'pkcs8' })],
  ['RSA in PKCS#1', rsa.export({ format: 'der', type: 'pkcs1' })],
  ['P-256 in PKCS#8', p256.export({ format: 'der', type: 'pkcs8' })],
  ['P-256 in SEC 1', p256.export({ format: 'der', type: 'sec1' })],
  ['P-384 in PKCS#8', p384.export({ format: 'der', type: 'pkcs8' })],
  ['P-384 in SEC 1', p384.export({ format: 'der', type: 'sec1' })],
  ['Ed25519 in PKCS#8', ed25519.export({ format: 'der', type: 'pkcs8' })],
];

const found = async (path: string, content: string | Buffer): Promise<unknown> => (await judge(path, content)).findings.map((one) => [one.check, one.severity, one.layers, one.range.startLine]);

describe.each(keys)('a private key of %s', (_name, bytes) => {
  it('is found in its file', async () => {
    expect(await found('key.der', bytes)).toEqual([['credentials/private-key/der', 'critical', ['binary'], 1]]);
  });
  it('is found in an archive', async () => {
    expect(await found('a.zip', makeZip([{ name: 'key.der', content: bytes }]))).toEqual([['credentials/private-key/der', 'critical', ['zip:key.der', 'binary'], 1]]);
  });
  it('is found in base64', async () => {
    expect(await found('a.yaml', `a: 1\nkey: ${bytes.toString('base64')}\n`)).toEqual([['credentials/private-key/der', 'critical', undefined, 2]]);
  });
  it('is found in base64 over lines', async () => {
    expect(await found('a.yaml', `key: |\n${bytes.toString('base64').replace(/.{1,64}/g, '  $&\n')}`)).toEqual([['credentials/private-key/der', 'critical', undefined, 2]]);
  });
  it('is not found where its end is missing', async () => {
    expect(await found('a.yaml', `key: ${bytes.toString('base64').slice(0, -20)}\n`)).toEqual([]);
  });
});

describe('a key file', () => {
  it('of public halves and certificates alone is none', async () => {
    expect(await found('key.der', createPublicKey(rsa))).toEqual([]);
    expect(await found('key.txt', createPublicKey(rsa).toString('base64'))).toEqual([]);
    expect(await found('trust.jks', Buffer.from(`feedfeed0000000200000001000000020003${'ab'.repeat(400)}`, 'hex'))).toEqual([]);
  });
  it.each([
    ['PKCS#12', 'a.p12', '{pkcs12:2600}'],
    ['JKS', 'a.jks', '{jks:2200}'],
  ])('of %s is found by its bytes, as low', async (_name, path, template) => {
    const bytes = Buffer.from(expandSample(template), 'base64');
    expect(await found(path, bytes)).toEqual([['credentials/files/key-store-data', 'low', ['binary'], 1]]);
    expect(await found('secret.yaml', `kind: Secret\ndata:\n  store: ${bytes.toString('base64')}\n`)).toEqual([['credentials/files/key-store-data', 'low', undefined, 3]]);
  });
});

function createPublicKey(key: typeof rsa): Buffer {
  const jwk = createPrivateKey(key.export({ format: 'pem', type: 'pkcs8' })).export({ format: 'jwk' });
  const modulus = Buffer.from(jwk.n ?? '', 'base64url');
  // SubjectPublicKeyInfo of an RSA key of 2,048 bits
  return Buffer.concat([Buffer.from('30820122300d06092a864886f70d01010105000382010f003082010a0282010100', 'hex'), modulus, Buffer.from('0203010001', 'hex')]);
}
