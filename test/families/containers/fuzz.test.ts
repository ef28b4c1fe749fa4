import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readCheckFolder } from '../../../src/doors/load-configuration.ts';
import { examine } from '../../../src/families/containers/family.ts';
import { fixedText } from '../../../src/families/containers/fix.ts';
import type { FamilyPolicy, LocatedReport } from '../../../src/model/family.ts';

const all = readCheckFolder('policies').filter(({ family }) => family === 'containers');
const policy: FamilyPolicy = {
  checks(applies) {
    const words = new Set(applies);
    return all.filter((check) => 'applies' in check && Array.isArray(check.applies) && check.applies.some((word) => words.has(String(word))));
  },
  parameters: (check) => ('parameters' in check && typeof check.parameters === 'object' ? { ...check.parameters } : {}),
  settings: undefined,
};

async function judge(path: string, text: string): Promise<readonly LocatedReport[]> {
  return examine([{ path, subject: 'file', bytes: Buffer.from(text) }], { files: { readText: (name) => (name === path ? text : undefined), list: (folder) => (folder === '.' ? [path] : []) }, today: '2026-01-01' }, policy);
}

const compose = `x-base: &base
  restart: on-failure:10
  environment: {A: b, DB_PASSWORD: "\${P:-x}"}
services:
  web:
    <<: *base
    image: redis:\${TAG:-latest}
    extends: {service: db}
    ports: ["80:80", 22:22, {target: 80, published: "8000-8010", host_ip: 127.0.0.1}]
    volumes: [/var/run/docker.sock:/x:ro, {type: bind, source: /etc, target: /y, bind: {propagation: shared}}, data:/z]
    security_opt: [seccomp:unconfined, no-new-privileges:false]
    build: {context: ., dockerfile_inline: "FROM debian:10\\nUSER root"}
    healthcheck: {test: [NONE]}
    logging: {driver: splunk, options: {splunk-token: abcdefgh}}
    deploy: {resources: {limits: {cpus: "1"}}, restart_policy: {condition: on-failure, max_attempts: 3}}
  db: {image: postgres, cap_add: [SYS_ADMIN], devices: [/dev/mem], depends_on: [web, nobody]}
volumes: {data: {driver_opts: {type: none, device: /proc, o: bind}}}
include: [compose.yaml]
`;
const task = JSON.stringify({ family: 'web', networkMode: 'host', pidMode: 'host', volumes: [{ name: 'v', host: { sourcePath: '/var/run/docker.sock' } }], containerDefinitions: [{ name: 'a', image: 'b', privileged: true, user: 'root', linuxParameters: { capabilities: { add: ['ALL'] }, devices: [{ hostPath: '/dev/mem' }] }, mountPoints: [{ sourceVolume: 'v', containerPath: '/x' }], environment: [{ name: 'TOKEN', value: 'abcdefghij' }], secrets: [{ name: 'S', valueFrom: 'x' }], portMappings: [{ containerPort: 80 }], logConfiguration: { logDriver: 'none' } }] }, null, 1);
const pieces = ['', '\n', '  ', ': ', '- ', '{', '}', '[', ']', '"', "'", '&a ', '*a', '<<: ', '!reset ', '!override ', '${', '$', '|\n', '>', '#', '\t', '\u0000', '\uFFFD', '---\n', 'services:', 'null', '1e999', '-1', '{{ x }}', '~', '\r\n', '__proto__: {}', 'constructor'];

/** A text with some pieces of it cut out and others put in. */
const mutated = (text: string): fc.Arbitrary<string> =>
  fc.array(fc.tuple(fc.nat(text.length), fc.nat(12), fc.constantFrom(...pieces)), { maxLength: 8 }).map((cuts) => cuts.reduce((whole, [at, length, piece]) => whole.slice(0, at) + piece + whole.slice(at + length), text));

it.each([['compose.yaml', compose, 15], ['task-definition.json', task, 8]] as const)('whatever is done to %s, it is judged without an error, and every finding lies in it', async (path, text, least) => {
  expect((await judge(path, text)).length).toBeGreaterThan(least);
  await fc.assert(
    fc.asyncProperty(mutated(text), async (changed) => {
      const reports = await judge(path, changed);
      const lines = changed.split(/\r\n|\r|\n/).length;
      for (const { range } of reports) {
        expect(range.startLine).toBeGreaterThan(0);
        expect(range.endLine).toBeLessThanOrEqual(lines);
        expect(range.startLine < range.endLine || range.startColumn <= range.endColumn).toBe(true);
      }
      const fixed = await fixedText(path, changed, reports.map(({ check, range }) => ({ check, startLine: range.startLine, startColumn: range.startColumn })), { readText: () => undefined, list: () => [] });
      expect(fixed === undefined || fixed !== changed).toBe(true);
    }),
    { numRuns: 200 },
  );
}, 120_000);

it.each([
  ['ten megabytes of continuations', 'Dockerfile', `FROM a\nRUN x ${'\\\n  y '.repeat(1_600_000)}\n`],
  ['thirty thousand stages', 'Dockerfile', Array.from({ length: 30_000 }, (_, i) => `FROM a AS s${i}\n`).join('')],
  ['bytes in a Dockerfile', 'Dockerfile', '\u0000\u0001\u0002'.repeat(100_000)],
  ['five thousand services that share an anchor', 'compose.yaml', `x: &x {image: a, privileged: true, ports: ["80:80"]}\nservices:\n${Array.from({ length: 5000 }, (_, i) => `  s${i}: *x\n`).join('')}`],
  ['services that extend one another in a long chain', 'compose.yaml', `services:\n${Array.from({ length: 2000 }, (_, i) => `  s${i}: {extends: s${i + 1}, image: a}\n`).join('')}`],
  ['ten thousand ports', 'compose.yaml', `services:\n  a:\n    image: a\n    ports:\n${Array.from({ length: 10_000 }, (_, i) => `      - "${i}-${i + 500}:${i}-${i + 500}"\n`).join('')}`],
  ['a task of two thousand containers', 'task.json', JSON.stringify({ family: 'a', containerDefinitions: Array.from({ length: 2000 }, (_, i) => ({ name: `c${i}`, image: 'a', mountPoints: [{ sourceVolume: 'v' }] })), volumes: [{ name: 'v', host: { sourcePath: '/etc' } }] })],
])('%s are judged in a bounded time', async (_name, path, text) => {
  // processor time, in microseconds: other programs do not count
  const before = process.cpuUsage();
  const reports = await judge(path, text);
  const { user, system } = process.cpuUsage(before);
  expect(reports.every(({ range }) => range.startLine > 0)).toBe(true);
  expect(user + system).toBeLessThan(20_000_000);
}, 120_000);
