import { layerBuilder, type LayerText } from './layer-text.ts';

/** Bytes of a key file that are shown to the checks: keys come to 10 KiB, key stores hold theirs near the beginning. */
const mostBytes = 48 * 1024;

/**
 * Whether bytes begin as a private key in DER does (PKCS#1, PKCS#8, SEC 1), a PKCS#12 key store, or one of Java's (JKS, JCEKS).
 * Source: RFC 8017, RFC 5958, RFC 5915, RFC 7292; JDK, sun.security.provider.JavaKeyStore.
 */
export function isKeyFile(bytes: Uint8Array): boolean {
  const [a, b, c, d] = bytes;
  if (a === 0x30) {
    const content = b === undefined ? 0 : b <= 0x80 ? 2 : 2 + (b & 0x7f);
    return content <= 4 && bytes[content] === 0x02 && bytes[content + 1] === 0x01 && (bytes[content + 2] ?? 9) <= 3 && bytes.length >= 40;
  }
  return (a === 0xfe && b === 0xed && c === 0xfe && d === 0xed) || (a === 0xce && b === 0xce && c === 0xce && d === 0xce);
}

/** A key file as the base64 that a text would hold of it: the checks know keys without armour in that form. */
export function keyFileText(bytes: Buffer): LayerText {
  const builder = layerBuilder();
  const head = bytes.subarray(0, mostBytes);
  builder.decoded(Buffer.from(head.toString('base64'), 'latin1'), 0, bytes.length);
  return builder.build();
}
