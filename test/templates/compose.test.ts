import { describe, expect, it } from 'vitest';
import { interpolate } from '../../src/templates/compose/interpolate.ts';
import { isComposeName } from '../../src/templates/compose/detect.ts';
import { fieldOf, scalarText } from '../../src/templates/access.ts';
import { readCompose } from '../../src/templates/compose/read.ts';
import { positionAt } from '../../src/formats/place.ts';
import type { FileReader, Value } from '../../src/templates/value.ts';

const reader = (files: Readonly<Record<string, string>>): FileReader => ({ readText: (path) => files[path], list: () => [] });

function plain(value: Value | undefined): unknown {
  if (value === undefined) return undefined;
  switch (value.kind) {
    case 'known':
      return value.value;
    case 'unknown':
      return `?${value.why}`;
    case 'list':
      return value.items.map(plain);
    case 'map':
      return Object.fromEntries([...value.entries].map(([key, one]) => [key, plain(one)]));
    default:
      return value satisfies never;
  }
}

function service(files: Readonly<Record<string, string>>, name = 'web', path = 'compose.yaml'): unknown {
  const project = readCompose(path, files[path] ?? '', reader(files));
  return plain(project?.services.find((one) => one.name === name)?.value);
}

describe('variables', () => {
  const variables = new Map([['SET', 'x'], ['EMPTY', '']]);
  it.each([
    ['$SET and ${SET}', ['x and x']],
    ['${MISSING:-d}', ['d']],
    ['${EMPTY:-d} ${EMPTY-d}', ['d ']],
    ['${MISSING:-${SET}/${ALSO:-y}}', ['x/y']],
    ['a $$HOME', ['a $HOME']],
    ['a${MISSING}b', ['a', null, 'b']],
    ['${SET:+on}', ['on']],
    ['${unclosed', ['${unclosed']],
    ['100$', ['100$']],
  ] as const)('%s', (text, parts) => {
    expect(interpolate(text, variables).parts).toEqual(parts);
  });

  it('a .env file beside the file gives values, quoted or not', () => {
    expect(service({ 'a/compose.yaml': 'services: {web: {image: "r/$NAME:${TAG}", user: "$Q"}}', 'a/.env': '# c\nexport NAME=web\nTAG="${NAME}-1" # c\nQ=\'$x\'\n' }, 'web', 'a/compose.yaml')).toEqual({ image: 'r/web:web-1', user: '$x' });
  });

  it('a variable of nowhere is unknown and names itself', () => {
    expect(service({ 'compose.yaml': 'services: {web: {image: "r/web:$TAG"}}' })).toEqual({ image: expect.stringContaining('variable TAG') });
  });
});

describe('extends', () => {
  it('puts a service of another file below its own keys and follows its chain', () => {
    expect(
      service({
        'app/compose.yaml': 'services:\n  web:\n    extends: {file: ../base/common.yaml, service: mid}\n    cap_add: [B]\n    environment: [X=2]\n',
        'base/common.yaml': 'services:\n  mid:\n    extends: root\n    image: web:1\n  root:\n    cap_add: [A]\n    command: [run]\n    environment: {X: 1, Y: 1}\n',
      }, 'web', 'app/compose.yaml'),
    ).toMatchObject({ image: 'web:1', cap_add: ['A', 'B'], command: ['run'], environment: { X: '2', Y: 1 } });
  });

  it('a cycle is said and ends', () => {
    const project = readCompose('compose.yaml', 'services:\n  a: {image: x, extends: b}\n  b: {extends: a}\n', reader({}));
    expect(project?.problems.map(({ code }) => code)).toContain('cycle');
  });

  it('what cannot be read leaves the service open', () => {
    const project = readCompose('compose.yaml', 'services:\n  web: {image: x, extends: {file: ../../outside.yaml, service: b}}\n', reader({}));
    expect(project?.services[0]?.value.open).toBe(true);
  });
});

describe('override files', () => {
  const base = 'services:\n  web:\n    image: web:1\n    ports: ["80:80"]\n    volumes: ["./a:/data"]\n    privileged: true\n';
  it('are laid over: lists grow, a volume with the same target is replaced, tags reset', () => {
    expect(service({ 'compose.yaml': base, 'compose.override.yaml': 'services:\n  web:\n    ports: ["81:81"]\n    volumes: ["./b:/data"]\n    privileged: !reset null\n' })).toEqual({ image: 'web:1', ports: ['80:80', '81:81'], volumes: ['./b:/data'] });
  });

  it('!override replaces a list', () => {
    expect(service({ 'compose.yaml': base, 'compose.override.yml': 'services: {web: {ports: !override ["81:81"]}}' })).toMatchObject({ ports: ['81:81'] });
  });

  it('values keep the file and line they are written in', () => {
    const project = readCompose('compose.yaml', base, reader({ 'compose.yaml': base, 'compose.override.yaml': '\n\nservices:\n  web:\n    user: root\n' }));
    const web = project?.services[0]?.value;
    const places = ['image', 'user'].map((key) => fieldOf(web, key)?.at).map((at) => (at === undefined ? '' : `${at.source.path}:${positionAt(at.source, at.start).line}`));
    expect(places).toEqual(['compose.yaml:3', 'compose.override.yaml:5']);
  });
});

describe('detection', () => {
  it.each([['docker-compose.prod.yml', true], ['deploy/compose.yaml', true], ['web.compose.yml', true], ['composer.json', false], ['decompose.yaml', false], ['services.yaml', false]])('whether %s is the name of a Compose file: %s', (path, expected) => {
    expect(isComposeName(path)).toBe(expected);
  });

  it.each([
    ['a map of services with images under any name', 'services: {web: {image: x}}', true],
    ["Symfony's services", 'services:\n  _defaults: {autowire: true}\n  App\\: {resource: ../src}\n', false],
    ['a workflow that has services and more', 'services: {web: {image: x}}\nsteps: []\n', false],
    ['an object of Kubernetes', 'apiVersion: v1\nkind: X\nservices: {web: {image: x}}\n', false],
    ["Travis's list", 'services: [docker]\n', false],
  ])('%s', (_name, text, expected) => {
    expect(readCompose('stack.yaml', text, reader({})) !== undefined).toBe(expected);
  });

  it('version 1 keeps its services at the top', () => {
    expect(service({ 'docker-compose.yml': 'web:\n  image: web:1\n  privileged: true\n' }, 'web', 'docker-compose.yml')).toEqual({ image: 'web:1', privileged: true });
  });
});

describe('bad input', () => {
  const bomb = `services:\n  a: &a0 {image: x}\n${Array.from({ length: 30 }, (_, i) => `x-${i + 1}: &a${i + 1} [${`*a${i},`.repeat(9)}*a${i}]\n`).join('')}`;
  it.each([
    ['an alias bomb', bomb],
    ['an anchor that holds itself', 'services:\n  web: &w\n    image: x\n    x-self: *w\n'],
    ['tabs', 'services:\n\tweb:\n\t\timage: x\n'],
    ['template marks', 'services:\n  {{ name }}:\n    image: x\n'],
    ['bytes', '\u0000\u0001\uFFFDservices:\u0000'],
    ['a thousand braces', `services: {web: {image: "${'${A:-'.repeat(1000)}"}}`],
    ['ten thousand dollars', `services: {web: {image: "${'${'.repeat(10_000)}"}}`],
    ['deep lists', `services: {web: {image: x, command: ${'['.repeat(500)}${']'.repeat(500)}}}`],
  ])('%s ends soon and does not throw', (_name, text) => {
    const before = performance.now();
    expect(() => readCompose('compose.yaml', text, reader({}))).not.toThrow();
    expect(performance.now() - before).toBeLessThan(3000);
  });

  it('files that include one another without end are read once', () => {
    const files: Record<string, string> = { 'compose.yaml': 'include: [f0.yaml]\nservices: {web: {image: x}}' };
    for (let i = 0; i < 1000; i++) files[`f${i}.yaml`] = `include: [f${i + 1}.yaml, f${Math.max(0, i - 1)}.yaml]\nservices: {s${i}: {image: x}}`;
    const project = readCompose('compose.yaml', files['compose.yaml'] ?? '', reader(files));
    expect(project?.complete).toBe(false);
    expect(project?.inputs.length).toBeLessThanOrEqual(200);
  });

  it('carriage returns change nothing', () => {
    const text = 'services:\r\n  web:\r\n    image: web:1\r\n    user: root\r\n';
    const project = readCompose('compose.yaml', text, reader({}));
    expect(scalarText(fieldOf(project?.services[0]?.value, 'user'))).toBe('root');
  });
});
