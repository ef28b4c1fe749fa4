import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { changesBetween, changesOfSteps } from '../../../src/doors/push/changes-between.ts';
import { createRepository, testEnvironment, type TestRepository } from '../../git/repository.ts';

let repository: TestRepository;
afterEach(() => repository.remove());
const reading = (): { cwd: string; env: NodeJS.ProcessEnv } => ({ cwd: repository.path, env: testEnvironment });

for (const objectFormat of ['sha1', 'sha256'] as const) {
  it(`compares many commits as it does one after the other (${objectFormat})`, () => {
    repository = createRepository({ objectFormat });
    const first = repository.commit('first', { 'a.txt': 'a\n', 'folder/b.txt': 'b\n', 'new\nline': 'x\n', [`${'1'.repeat(40)} ${'2'.repeat(40)}`]: 'y\n' });
    const same = repository.commit('same');
    rmSync(join(repository.path, 'a.txt'));
    const third = repository.commit('third', { 'folder/b.txt': 'c\n', [`${'1'.repeat(40)} ${'2'.repeat(40)}`]: 'z\n', 'new\nline': 'w\n' });
    const tree = repository.git(['rev-parse', `${first}^{tree}`]);
    const steps = [[first, same], [undefined, third], [same, third], [first, first], [third, first], [undefined, tree], [first, same]].map(([base, tip]) => ({ base, tip: tip ?? '' }));
    const expected = steps.map(({ base, tip }) => changesBetween(base, tip, reading()));
    expect(changesOfSteps(steps, reading())).toEqual(expected);
    expect(expected.map((changes) => changes.length)).toEqual([0, 3, 4, 0, 4, 4, 0]);
    // the last that it is asked about may have no change
    expect(changesOfSteps(steps.slice(0, 1), reading())).toEqual([[]]);
    expect(changesOfSteps([], reading())).toEqual([]);
  });
}

it('throws where a commit is missing', () => {
  repository = createRepository();
  const first = repository.commit('first', { 'a.txt': 'a\n' });
  expect(() => changesOfSteps([{ base: first, tip: '1'.repeat(40) }], reading())).toThrow('where trees were asked for');
});
