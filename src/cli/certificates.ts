/** Gives the setting that the shims took from node's start back to the environment of the programs that the gate runs. */
export function restoreCertificates(): void {
  const { PORTCULLIS_CA_CERTS: certificates } = process.env;
  if (certificates === undefined) return;
  process.env['NODE_EXTRA_CA_CERTS'] = certificates;
  delete process.env['PORTCULLIS_CA_CERTS'];
}
