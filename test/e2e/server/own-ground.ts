import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import type { FamilyName } from '../../../src/model/finding.ts';
import { createPlayground, type Playground } from './bare-server.ts';
import { buildGate } from './gate.ts';

/** The gate of a test file and the ground of the test that runs, once one of the functions below was called. */
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

/** Gives all tests of a file one server, which has a first commit of these files; each begins with a clone that is at it. */
export function allOnOneGround(families: readonly FamilyName[], files: Readonly<Record<string, string>> = { 'readme.md': 'hello\n' }): void {
  beforeAll(() => {
    gate = buildGate(families);
    ground = createPlayground(gate);
    ground.work.commit('first', files);
    expect(ground.push(['origin', 'main'])).toMatchObject({ accepted: true });
  });
  afterAll(() => {
    ground.remove();
    rmSync(dirname(dirname(gate)), { recursive: true, force: true });
  });
  beforeEach(() => {
    ground.work.git(['checkout', '-q', '-f', '-B', 'main', 'origin/main']);
    ground.work.git(['clean', '-qfd']);
  });
}
