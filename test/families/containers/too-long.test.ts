import { describe, expect, test } from 'vitest';
import { tooLong } from '../../../src/families/containers/too-long.ts';

const pod = 'apiVersion: v1\nkind: Pod\nspec: {hostNetwork: true}\n';
const chart = { readText: (path: string) => (path === 'c/Chart.yaml' ? 'name: c\n' : undefined), list: () => [] };

describe('a file behind megabytes of comments', () => {
  test.each([
    ['Dockerfile', 'RUN x\n', 1, true],
    ['Dockerfile', 'RUN x\n', 0, false],
    ['c/templates/a.yaml', pod, 1, true],
    ['d/templates/a.yaml', pod, 1, false],
    ['a.yaml', pod, 19, false],
    ['a.yaml', pod, 20, true],
    ['compose.yaml', 'services: {}\n', 9, false],
    ['compose.yaml', 'services: {}\n', 10, true],
    ['task.json', '{"containerDefinitions": []}', 2, true],
    ['notes.json', '{}', 30, false],
  ])('%s with %j behind %i MB is larger than what is read: %s', (path, text, megabytes, expected) => {
    const bytes = Buffer.concat([Buffer.alloc(megabytes * 1_000_000, '#\n'), Buffer.from(text)]);
    expect(tooLong([{ path, subject: 'file', bytes }], chart)).toHaveLength(expected ? 1 : 0);
  });
});
