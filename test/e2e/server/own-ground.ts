import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { createPlayground, type Playground } from './bare-server.ts';
import { buildGate } from './gate.ts';

/** The gate of a test file and the ground of the test that runs, once `eachOnItsOwnGround` was called. */
export let gate: string;
export let ground: Playground;

/** Gives every test of a file a server and a clone of its own, whose first commit holds these files and is not pushed yet. */
export function eachOnItsOwnGround(files: Readonly<Record<string, string>> = { 'readme.md': 'hello\n' }): void {
  beforeAll(() => {
    gate = buildGate();
  });
  afterAll(() => rmSync(dirname(dirname(gate)), { recursive: true, force: true }));
  beforeEach(() => {
    ground = createPlayground(gate);
    ground.work.commit('first', files);
  });
  afterEach(() => ground.remove());
}
