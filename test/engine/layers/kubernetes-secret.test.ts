import { expect, it } from 'vitest';
import { judge } from './gate.ts';

const password = ['hV7', 'qZ!', 'x2Kd', '9w'].join('');
const base64 = Buffer.from(password).toString('base64');
const placeholder = Buffer.from('<your-secret>').toString('base64');
const found = async (path: string, text: string): Promise<unknown> => (await judge(path, text)).findings.map((one) => [one.range.startLine, one.range.startColumn, one.layers]);

it.each([
  ['YAML', 'a.yaml', `apiVersion: v1\nkind: Secret\nmetadata:\n  name: db\ndata:\n  username: YWRtaW4=\n  password: ${base64}\n`, 7, 13],
  ['YAML with quotes and a comment', 'a.yml', `kind: "Secret"\ndata:\n  # of the database\n  password: "${base64}"\nother: 1\n`, 4, 14],
  ['the second document', 'a.yaml', `kind: ConfigMap\ndata:\n  password: off\n---\nkind: Secret\ndata:\n  password: ${base64}\n`, 7, 13],
  ['JSON', 'a.json', JSON.stringify({ kind: 'Secret', data: { password: base64 } }), 1, 38],
])('a short password in the data of a Secret is found in %s', async (_name, path, text, line, column) => {
  expect(await found(path, text)).toEqual([[line, column, ['base64']]]);
});

it.each([
  ['another kind', `kind: ConfigMap\ndata:\n  password: ${base64}\n`],
  ['what stands above and below the data', `kind: Secret\nmetadata:\n  password: ${base64}\ndata:\n  a: YWRtaW4=\ntype: Opaque\n`],
])('%s is judged as it stands', async (_name, text) => {
  expect(await found('a.yaml', text)).toEqual([[3, 13, undefined]]);
});

it.each([
  ['a placeholder', `kind: Secret\ndata:\n  password: ${placeholder}\n`],
  ['a word that is no secret', `kind: Secret\ndata:\n  password: ${Buffer.from('changeme').toString('base64')}\n`],
  ['a template', 'kind: Secret\ndata:\n  password: {{ .Values.password | b64enc }}\n'],
])('%s in the data of a Secret is left alone', async (_name, text) => {
  expect(await found('a.yaml', text)).toEqual([]);
});

it('a million openings of data take no time', async () => {
  const started = performance.now();
  for (const piece of ['data:', 'data:{}', '"data": {"a":', '\ndata:\n a: b']) await judge('a.yaml', `kind: Secret\n${piece.repeat(1_000_000 / piece.length)}`);
  expect(performance.now() - started).toBeLessThan(10_000);
});
