import { expect, test } from 'vitest';
import { codeFrame } from '../../src/engine/frame.ts';
import { sourceLines } from '../../src/engine/lines.ts';
import { readYaml } from '../../src/formats/yaml.ts';

test('the frames of many findings in one line of megabytes hold a part of it each', () => {
  const bytes = Buffer.from(`{"a": ${'1, '.repeat(700_000)}2}`);
  const lines = sourceLines(bytes);
  const before = process.memoryUsage().heapUsed;
  const frames = Array.from({ length: 5000 }, (_one, number) => codeFrame(lines, { startLine: 1, startColumn: 1 + number * 400, endLine: 1, endColumn: 2 + number * 400 }, []));
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(60_000_000);
  expect(frames.every(([line]) => (line?.text.length ?? 0) <= 240)).toBe(true);
  expect(frames[4000]?.[0]).toMatchObject({ line: 1, firstColumn: 1_599_941, text: expect.stringMatching(/^(?:1, |, 1| 1,)/) });
});

test('a flow mapping in one line is read in linear time', () => {
  const started = performance.now();
  readYaml(`{${Array.from({ length: 60_000 }, (_one, number) => `"k${number}": {"a": "b"}`).join(', ')}}`);
  expect(performance.now() - started).toBeLessThan(20_000);
});
