import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeRepository, token, type Repository } from '../repository.ts';

let repository: Repository;
beforeEach(() => {
  repository = makeRepository();
  // enough for three threads to be worth their start
  for (let folder = 0; folder < 20; folder++) {
    for (let file = 0; file < 10; file++) repository.write(`part${folder}/text${file}.txt`, `${'words without any meaning, and a few more of them\n'.repeat(2000)}`);
    repository.write(`part${folder}/leak.ts`, `export const github = '${token(`leak ${folder}`)}';\n`);
    repository.write(`part${folder}/allowed.ts`, `const github = '${token(`allowed ${folder}`)}'; // portcullis:allow reason: "a test"\n`);
    repository.write(`part${folder}/main.tf`, `resource "aws_security_group" "web" {\n  ingress {\n    from_port   = 22\n    to_port     = 22\n    protocol    = "tcp"\n    cidr_blocks = ["0.0.0.0/0"]\n  }\n}\n`);
  }
});
afterEach(() => repository.remove());

function scanned(...args: string[]): { status: number | null; report: { findings: { fingerprint: string }[] } } {
  const { status } = repository.portcullis('scan', '--no-baseline', '--format', 'json', '--output', join(repository.home, 'report.json'), ...args, '.');
  const report = JSON.parse(readFileSync(join(repository.home, 'report.json'), 'utf8'));
  delete report.statistics.milliseconds;
  return { status, report };
}

describe('scan --jobs', () => {
  it('finds the same on several threads as on one', () => {
    const [first, ...others]: { fingerprint: string }[] = scanned('--jobs', '1').report.findings;
    expect(others.length).toBeGreaterThan(60);
    repository.write('portcullis.yaml', `version: 1\nsuppressions:\n  - fingerprint: ${first?.fingerprint ?? ''}\n    reason: a test\n`);
    const one = scanned('--jobs', '1');
    expect(one.status).toBe(1);
    expect(scanned('--jobs', '3')).toEqual(one);
  });

  it('takes no number that is none', () => {
    expect(repository.portcullis('scan', '--jobs', 'many', '.')).toMatchObject({ status: 2 });
    expect(repository.portcullis('scan', '--jobs', '0', '.').output).toContain('from 1 to 64');
  });

  it('refuses a wrong configuration before any thread starts', () => {
    repository.write('portcullis.yaml', 'version: 1\nunknown-key: true\n');
    expect(repository.portcullis('scan', '--jobs', '3', '.').status).toBe(2);
  });
});
