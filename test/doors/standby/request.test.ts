import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Declined, parseEnvironment } from '../../../src/doors/standby/client-process.ts';
import { parseRequest, seemsWhole, watched } from '../../../src/doors/standby/request.ts';

const nonce = '01234567-89ab-cdef-0123-456789abcdef';
interface Parts {
  readonly records?: readonly string[];
  readonly present?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly end?: string;
}
const header = ['portcullis-standby 1', nonce, '4711', '/gate', 'pre-commit', ''];
const request = ({ records = header, present = {}, body = '=exit 0\0=exit 0\0', end = nonce }: Parts = {}): Buffer =>
  Buffer.from([...records, ...watched.map((name) => (present[name] === undefined ? '' : `=${present[name]}`))].map((record) => `${record}\0`).join('') + body + `=end ${end}\0`);
const without = (at: number, value: string): readonly string[] => header.map((record, number) => (number === at ? value : record));

describe('a request', () => {
  it('is read with what is set, what is empty and what is not set', () => {
    const parsed = parseRequest(request({ present: { GIT_DIR: '.git', GIT_PREFIX: '' } }));
    expect(parsed).toMatchObject({ nonce, pid: 4711, home: '/gate', hook: 'pre-commit', argument: '' });
    expect([...(parsed?.present ?? [])]).toEqual([['GIT_DIR', '.git'], ['GIT_PREFIX', '']]);
    expect(parsed?.body.toString()).toBe('=exit 0\0=exit 0\0');
  });

  it('may hold line breaks and what looks like its end', () => {
    expect(parseRequest(request({ present: { GIT_DIR: 'a\nb =end x' }, body: `:a\0=end ${nonce}\0=exit 0\0` }))?.present.get('GIT_DIR')).toBe('a\nb =end x');
  });

  it.each<[string, Buffer]>([
    ['of another version', request({ records: without(0, 'portcullis-standby 2') })],
    ['without a nonce', request({ records: without(1, '') })],
    ['with another end', request({ end: '11234567-89ab-cdef-0123-456789abcdef' })],
    ['of no process', request({ records: without(2, '0') })],
    ['of a process that is no number', request({ records: without(2, '12x') })],
    ['of no gate', request({ records: without(3, '') })],
    ['of another hook', request({ records: without(4, 'pre-push') })],
    ['with a record too many', request({ records: [...header, 'x'] })],
    ['with a record too few', request({ records: header.slice(1) })],
    ['of bytes that are not UTF-8', Buffer.concat([request().subarray(0, 63), Buffer.from([0xff]), request().subarray(64)])],
    ['that is cut', request().subarray(0, -1)],
    ['with something behind it', Buffer.concat([request(), Buffer.from('x')])],
    ['that is empty', Buffer.alloc(0)],
  ])('%s is none', (_what, bytes) => {
    expect(parseRequest(bytes)).toBeUndefined();
  });

  it('is never taken from any part of itself, and its end is seen', () => {
    const whole = request({ body: ':000000 100644 0 1 A\0name\0=exit 0\0=exit 0\0' });
    expect(seemsWhole(whole)).toBe(true);
    for (let end = 0; end < whole.length; end++) expect(parseRequest(whole.subarray(0, end))).toBeUndefined();
  });

  it('is never made of chance', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => parseRequest(Buffer.from(bytes)) === undefined));
  });

  it('names the variables that the shim names, in its order', () => {
    const named = [...readFileSync('hooks/standby.sh', 'utf8').matchAll(/"\$\{(\w+)\+=\$(\w+)\}"/g)];
    expect(named.map((match) => match[1])).toEqual(watched);
    expect(named.map((match) => match[2])).toEqual(watched);
  });
});

describe('an environment', () => {
  it('is read as it was given', () => {
    expect({ ...parseEnvironment(Buffer.from('A=1\0B=x=y\0EMPTY=\0odd\0=C\0__proto__=z\0')) }).toEqual(Object.assign(Object.create(null), { A: '1', B: 'x=y', EMPTY: '', ['__proto__']: 'z' }));
  });

  it.each([['a name twice', Buffer.from('A=1\0A=2\0')], ['bytes that are not UTF-8', Buffer.from([65, 61, 0xff, 0])]])('with %s is declined', (_what, bytes) => {
    expect(() => parseEnvironment(bytes)).toThrow(Declined);
  });
});
