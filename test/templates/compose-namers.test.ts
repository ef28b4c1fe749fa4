import { expect, it } from 'vitest';
import { namersIn } from '../../src/templates/compose/namers.ts';

const compose = (build: string): string => `services:\n  web:\n    build: ${build}\n    command: node server.js\n    volumes:\n      - ./volume.txt:/x\n`;

it.each<[string, string, string, boolean]>([
  ['a Dockerfile', compose('{dockerfile: docker/app.image}'), 'x/app.image', true],
  ['a Dockerfile in quotes', compose('{"dockerfile": "docker/app.image"}'), 'app.image', true],
  ['a Dockerfile on the next line', compose('\n      dockerfile:\n        app.image'), 'app.image', true],
  ['a Dockerfile with a space in its name', compose('{dockerfile: my app.image}'), 'my app.image', true],
  ['a name without Latin letters', compose('.'), 'ä', true],
  ['an alias', compose('{dockerfile: *x}'), 'app.image', true],
  ['a variable', compose('{dockerfile: "${X:-app}.image"}'), 'app.image', true],
  ['an escape', compose('{dockerfile: "\\x61pp.image"}'), 'app.image', true],
  ['a file that is included', 'include:\n  - a.conf\n  - b.conf\nservices: {}\n', 'b.conf', true],
  ['a file of a list of paths', 'include:\n  - path:\n      - a.conf\n      - b.conf\n', 'b.conf', true],
  ['a file that is extended', 'services:\n  a:\n    extends:\n      file: base.conf\n', 'base.conf', true],
  ['a volume', compose('{dockerfile: app.image}'), 'volume.txt', false],
  ['a command', compose('{dockerfile: app.image}'), 'server.js', false],
])('a Compose file may name %s', (_name, text, file, expected) => {
  expect(namersIn(new Map([['compose.yaml', text]]))([file])).toEqual(expected ? ['compose.yaml'] : []);
});

it('takes linear time', () => {
  const started = performance.now();
  for (const text of ['file:\n'.repeat(150_000), `file:${'\n'.repeat(900_000)}`, `file: ${'a '.repeat(450_000)}`, `file:${'\n x'.repeat(300_000)}`]) namersIn(new Map([['compose.yaml', text]]))(['x']);
  expect(performance.now() - started).toBeLessThan(3000);
});
