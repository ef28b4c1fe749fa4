import { describe, expect, test } from 'vitest';
import { exceptionsOf, pushOptionsOf } from '../../../src/doors/push/exceptions.ts';
import { serverSettings } from '../../../src/doors/push/server-settings.ts';

const fingerprint = 'a'.repeat(32);
const settings = { by: ['ada'], ticket: 'OPS-[0-9]+' };
const ada = { server: 'http', name: 'ada' };

describe('exceptionsOf', () => {
  test.each([
    ['granted to whom policy names with a ticket', `portcullis.allow=${fingerprint},ticket=OPS-1`, ada, settings, true],
    ['refused where policy has none', `portcullis.allow=${fingerprint},ticket=OPS-1`, ada, undefined, false],
    ['refused to others', `portcullis.allow=${fingerprint},ticket=OPS-1`, { server: 'http', name: 'eve' }, settings, false],
    ['refused to nobody', `portcullis.allow=${fingerprint},ticket=OPS-1`, { server: 'daemon' }, settings, false],
    ['refused for a ticket that only holds the pattern', `portcullis.allow=${fingerprint},ticket=xOPS-1x`, ada, settings, false],
    ['refused without a ticket', `portcullis.allow=${fingerprint}`, ada, settings, false],
    ['refused for a short fingerprint', 'portcullis.allow=aaaa,ticket=OPS-1', ada, settings, false],
    ['granted to all', `portcullis.allow=${fingerprint},ticket=OPS-1`, { server: 'http', name: 'eve' }, { ...settings, by: ['*'] }, true],
  ])('an exception is %s', (_name, option, pusher, allowed, granted) => {
    expect(exceptionsOf([option], pusher, allowed).requests.map((one) => one.granted)).toEqual([granted]);
  });

  test('other push options are none of its business, and a malformed request is not repeated', () => {
    const { requests } = exceptionsOf(['ci.skip', 'portcullis.allow=something secret'], ada, settings);
    expect(requests.map((one) => one.option)).toEqual(['portcullis.allow=…']);
  });
});

test.each([
  [{}, []],
  [{ GIT_PUSH_OPTION_COUNT: '0' }, []],
  [{ GIT_PUSH_OPTION_COUNT: 'x' }, []],
  [{ GIT_PUSH_OPTION_COUNT: '2', GIT_PUSH_OPTION_0: 'a b', GIT_PUSH_OPTION_1: 'c=d' }, ['a b', 'c=d']],
])('the push options of %j are %j', (env, expected) => {
  expect(pushOptionsOf(env)).toEqual(expected);
});

describe('serverSettings', () => {
  test('nothing said gives the defaults, which refuse', () => {
    expect(serverSettings('x', undefined)).toEqual({ policyPath: 'portcullis.yaml', onDeadline: 'block', progressMs: 1000, maxShown: 5, audit: 'audit.jsonl' });
  });

  test.each([
    [{ 'max-show': 1 }, /max-shown/],
    [{ 'on-deadline': 'pass' }, /on-deadline/],
    [{ 'policy-ref': 'main' }, /full ref name/],
    [{ 'policy-ref': 'refs/heads/a:b' }, /full ref name/],
    [{ 'policy-digest': 'abc' }, /64/],
    [{ 'progress-ms': -1 }, /progress-ms/],
    [{ 'push-options': { by: [], ticket: 'x' } }, /by/],
    [{ 'push-options': { by: ['a'], ticket: '(' } }, /ticket/],
    [{ 'push-options': { by: ['a'], tickets: 'x' } }, /ticket/],
    [['x'], /settings by name/],
  ])('%j is refused with the reason', (section, message) => {
    expect(() => serverSettings('portcullis.yaml', section)).toThrow(message);
  });
});
