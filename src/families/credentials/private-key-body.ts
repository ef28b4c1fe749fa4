/** What the data of a private key's armour is: a whole key, one that a passphrase protects, the beginning of a key, or no key. */
export type KeyBody = 'key' | 'encrypted' | 'truncated' | 'nonsense';

/**
 * Reads the data of a private key: ASN.1 DER of PKCS#1, PKCS#8 and SEC 1 (RFC 8017, RFC 5958, RFC 5915), OpenSSH's own
 * format (PROTOCOL.key), or OpenPGP packets (RFC 9580), by the label of the armour. Nothing but the outer structure is read.
 */
export function judgeKeyBody(label: string, base64: string): KeyBody {
  const bytes = Buffer.from(base64, 'base64');
  // the label of OpenSSH's format is often another's
  if (label.includes('OPENSSH') || base64.startsWith('b3BlbnNzaC1rZXktdjE')) return judgeOpenSsh(bytes);
  if (label.includes('PGP')) return judgePgp(bytes);
  // SSH2 and other armours have formats of their own, which are not published
  if (label.includes('SSH2')) return bytes.length >= 64 ? 'key' : 'nonsense';
  return judgeDer(bytes);
}

function judgeOpenSsh(bytes: Buffer): KeyBody {
  if (bytes.toString('latin1', 0, 15) !== 'openssh-key-v1\0' || bytes.length < 60) return 'nonsense';
  const length = bytes.readUInt32BE(15);
  const cipher = bytes.toString('latin1', 19, 19 + Math.min(length, 40));
  if (bytes.length < 130) return 'truncated';
  return cipher === 'none' ? 'key' : 'encrypted';
}

/** A secret-key packet has tag 5, in the old form of the header or the new one. */
function judgePgp(bytes: Buffer): KeyBody {
  const head = bytes[0] ?? 0;
  const tag = (head & 0xc0) === 0xc0 ? head & 0x3f : (head & 0x80) === 0x80 ? (head >> 2) & 0x0f : -1;
  return tag === 5 ? 'key' : 'nonsense';
}

function judgeDer(bytes: Buffer): KeyBody {
  const outer = readHeader(bytes, 0);
  if (outer?.tag !== 0x30) return 'nonsense';
  const isWhole = bytes.length >= outer.start + outer.length;
  const first = readHeader(bytes, outer.start);
  if (first === undefined) return 'nonsense';
  // EncryptedPrivateKeyInfo begins with the algorithm, a SEQUENCE that begins with an OBJECT IDENTIFIER
  if (first.tag === 0x30) {
    if (readHeader(bytes, first.start)?.tag !== 0x06) return 'nonsense';
    return isWhole ? 'encrypted' : 'truncated';
  }
  // all others begin with their version, a small INTEGER
  if (first.tag !== 0x02 || first.length !== 1 || (bytes[first.start] ?? 9) > 3) return 'nonsense';
  const second = readHeader(bytes, first.start + 1);
  if (second === undefined || ![0x02, 0x04, 0x30].includes(second.tag)) return 'nonsense';
  return isWhole ? 'key' : 'truncated';
}

interface Header {
  readonly tag: number;
  /** Offset of the content. */
  readonly start: number;
  readonly length: number;
}

function readHeader(bytes: Buffer, at: number): Header | undefined {
  const tag = bytes[at];
  const first = bytes[at + 1];
  if (tag === undefined || first === undefined) return undefined;
  if (first < 0x80) return { tag, start: at + 2, length: first };
  const count = first & 0x7f;
  if (count === 0 || count > 4 || at + 2 + count > bytes.length) return undefined;
  return { tag, start: at + 2 + count, length: bytes.readUIntBE(at + 2, count) };
}
