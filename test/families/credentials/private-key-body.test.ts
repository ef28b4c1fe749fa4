import { generateKeyPairSync } from 'node:crypto';
import { expect, it } from 'vitest';
import { judgeKeyBody } from '../../../src/families/credentials/private-key-body.ts';

const body = (pem: string): string => pem.replace(/-----[^-]+-----|\s/g, '');
const pkcs8 = { type: 'pkcs8', format: 'pem' } as const;
const rsa = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey;
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
const ed = generateKeyPairSync('ed25519').privateKey;

it.each([
  ['PKCS#1', 'RSA PRIVATE KEY', body(String(rsa.export({ type: 'pkcs1', format: 'pem' }))), 'key'],
  ['PKCS#8 of RSA', 'PRIVATE KEY', body(String(rsa.export(pkcs8))), 'key'],
  ['PKCS#8 of Ed25519', 'PRIVATE KEY', body(String(ed.export(pkcs8))), 'key'],
  ['SEC 1', 'EC PRIVATE KEY', body(String(ec.export({ type: 'sec1', format: 'pem' }))), 'key'],
  ['encrypted PKCS#8', 'ENCRYPTED PRIVATE KEY', body(String(rsa.export({ ...pkcs8, cipher: 'aes-256-cbc', passphrase: 'x' }))), 'encrypted'],
  ['the first half of a key', 'RSA PRIVATE KEY', body(String(rsa.export({ type: 'pkcs1', format: 'pem' }))).slice(0, 400), 'truncated'],
  ['a certificate', 'PRIVATE KEY', 'MIIDOjCCAiICCQCmbkQEYlfy'.padEnd(200, 'A'), 'nonsense'],
  ['words', 'RSA PRIVATE KEY', 'thisIsNotAPrivateKeyButAnExampleOfOne'.repeat(4), 'nonsense'],
  ['OpenSSH without its magic', 'OPENSSH PRIVATE KEY', 'A'.repeat(300), 'nonsense'],
])('%s is told by its structure', (_name, label, data, expected) => {
  expect(judgeKeyBody(label, data)).toBe(expected);
});
