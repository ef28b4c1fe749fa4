import { afterEach, expect, it } from 'vitest';
import { restoreCertificates } from '../../src/cli/certificates.ts';

const { NODE_EXTRA_CA_CERTS: own } = process.env;
afterEach(() => {
  delete process.env['PORTCULLIS_CA_CERTS'];
  if (own === undefined) delete process.env['NODE_EXTRA_CA_CERTS'];
  else process.env['NODE_EXTRA_CA_CERTS'] = own;
});

it('programs that the gate starts see the certificates that it was started without', () => {
  delete process.env['NODE_EXTRA_CA_CERTS'];
  process.env['PORTCULLIS_CA_CERTS'] = '/etc/own.pem';
  restoreCertificates();
  expect([process.env['NODE_EXTRA_CA_CERTS'], process.env['PORTCULLIS_CA_CERTS']]).toEqual(['/etc/own.pem', undefined]);
});

it('nothing is set where nothing was', () => {
  delete process.env['NODE_EXTRA_CA_CERTS'];
  restoreCertificates();
  expect(process.env['NODE_EXTRA_CA_CERTS']).toBeUndefined();
});
