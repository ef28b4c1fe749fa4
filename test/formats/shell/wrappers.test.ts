import { expect, test } from 'vitest';
import { afterWrapper, wrapperOptions } from '../../../src/formats/shell/wrappers.ts';

test.each([
  ['sudo -u root apt-get install', 'apt-get'],
  ['sudo A=b -E apt-get', 'apt-get'],
  ['sudo -- apt-get', 'apt-get'],
  ['env -i A=b C= npm', 'npm'],
  ['env -- A=b npm', 'npm'],
  ['nice -n 5 make', 'make'],
  ['timeout -k 1 30 curl', 'curl'],
  ['timeout -- 30 curl', 'curl'],
  ['nohup A=b', 'A=b'],
  ['time', undefined],
])('of %s the command is %s', (line, command) => {
  const words = line.split(' ').map((text) => ({ text }));
  const name = words[0]?.text ?? '';
  expect(words[afterWrapper(words, 1, name, wrapperOptions.get(name) ?? [])]?.text).toBe(command);
});
