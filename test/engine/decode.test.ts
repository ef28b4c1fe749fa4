import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asUtf8 } from '../../src/engine/decode.ts';

const utf32 = (text: string, little: boolean): Buffer => {
  const points = [...text].map((character) => character.codePointAt(0) ?? 0);
  const bytes = Buffer.alloc(points.length * 4);
  points.forEach((point, at) => (little ? bytes.writeUInt32LE(point, at * 4) : bytes.writeUInt32BE(point, at * 4)));
  return bytes;
};

const sentence = 'the quick brown fox keeps a password: "größe" 😀 and then some more plain words\n';

describe('decoding', () => {
  const forms: [string, Buffer][] = [
    ['UTF-8', Buffer.from(sentence)],
    ['UTF-16LE with a mark', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(sentence, 'utf16le')])],
    ['UTF-16BE with a mark', Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(sentence, 'utf16le').swap16()])],
    ['UTF-16LE without', Buffer.from(sentence, 'utf16le')],
    ['UTF-16BE without', Buffer.from(sentence, 'utf16le').swap16()],
    ['UTF-32LE with a mark', utf32(`\ufeff${sentence}`, true)],
    ['UTF-32BE with a mark', utf32(`\ufeff${sentence}`, false)],
    ['UTF-32LE without', utf32(sentence, true)],
    ['UTF-32BE without', utf32(sentence, false)],
  ];
  it.each(forms)('%s gives the text', (_name, bytes) => {
    expect(asUtf8(bytes).toString('utf8')).toBe(sentence);
  });

  const wide = (text: string): Buffer => Buffer.from(text, 'utf16le');
  const long = sentence.repeat(20);
  const plain = 'TOKEN=abcdefghijklmnopqrstuvwxyz\n';
  it.each<[string, Buffer, string]>([
    ['ASCII behind a mark of UTF-16', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(plain)]), plain],
    ['ASCII behind a mark of UTF-16BE, at an odd offset', Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(`x${plain}`)]), `x${plain}`],
    ['ASCII behind a mark of UTF-32', Buffer.concat([Buffer.from([0xff, 0xfe, 0, 0]), Buffer.from(plain)]), `\0${plain}`],
    ['ASCII after UTF-16LE', Buffer.concat([wide(long), Buffer.from(plain)]), long + plain],
    ['ASCII between UTF-16BE', Buffer.concat([wide(long).swap16(), Buffer.from(plain), wide(long).swap16()]), long + plain + long],
    ['UTF-16BE after UTF-16LE', Buffer.concat([wide(long), wide(plain).swap16()]), long + plain],
    ['UTF-16LE after an odd number of bytes of ASCII in UTF-16LE', Buffer.concat([wide(long), Buffer.from(plain), wide(plain)]), long + plain + plain],
    ['Chinese', Buffer.concat([Buffer.from([0xff, 0xfe]), wide('一一一一 一一一一 敥整數一二三\n')]), '一一一一 一一一一 敥整數一二三\n'],
  ])('%s is read as what it is', (_name, bytes, text) => {
    expect(asUtf8(bytes).toString('utf8')).toBe(text);
  });

  it('leaves binary and Latin-1 bytes as they are', () => {
    for (const bytes of [Buffer.from([0, 1, 2, 3, 255, 254, 0, 0, 9]), Buffer.from('passé\xe9', 'latin1'), Buffer.alloc(4096)]) expect(asUtf8(bytes).equals(bytes)).toBe(true);
  });

  it('never throws, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3000 }), fc.constantFrom('', 'fffe', 'feff', '0000feff', 'fffe0000'), (bytes, mark) => {
        const decoded = asUtf8(Buffer.concat([Buffer.from(mark, 'hex'), bytes]));
        expect(decoded.length).toBeLessThanOrEqual((bytes.length + 8) * 3);
      }),
      { numRuns: 1000 },
    );
  });
});
