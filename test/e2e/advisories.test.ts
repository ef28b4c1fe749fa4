import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { makeZip } from '../formats/archives/make.ts';
import { npmLock } from '../families/libraries/judge.ts';
import { protectedRepository, type Repository } from './repository.ts';

let repository: Repository;
afterEach(() => repository.remove());

const flaw = { id: 'GHSA-aaaa-bbbb-cccc', aliases: ['CVE-2026-1'], modified: '2026-05-01T00:00:00Z', summary: 'Prototype pollution', database_specific: { severity: 'HIGH' }, affected: [{ package: { ecosystem: 'npm', name: 'lodash' }, ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }, { fixed: '4.17.21' }] }] }] };
const attack = { id: 'MAL-2026-1', modified: '2026-04-01T00:00:00Z', affected: [{ package: { ecosystem: 'npm', name: 'lodahs' } }] };

it('advisories are built from a folder and a zip, and judge what a commit brings in', () => {
  repository = protectedRepository();
  repository.write('../osv/npm/GHSA-aaaa-bbbb-cccc.json', JSON.stringify(flaw));
  repository.write('../osv/readme.json', '{"not": "a record"}');
  repository.write('../osv/all.zip', makeZip([{ name: 'MAL-2026-1.json', content: JSON.stringify(attack) }]));
  repository.write('../osv/PYSEC-1.yaml', 'id: PYSEC-2026-1\nmodified: "2026-05-02T00:00:00Z"\naffected:\n- package: {name: flask, ecosystem: PyPI}\n  versions: ["0.1"]\n');
  const built = repository.portcullis('advisories', 'build', '../osv');
  expect(built.status).toBe(0);
  expect(built.output).toContain('3 records, 2 packages with advisories, 1 names that are malicious in every version');
  expect(built.output).toContain('1 files are no OSV records');
  expect(repository.portcullis('advisories', 'status').output).toContain('newest record 2026-05-02');
  repository.write('package-lock.json', npmLock({ a: '1' }, { a: { version: '1.0.0', dependencies: { lodash: '*' } }, lodash: { version: '4.17.20' } }));
  repository.write('package.json', '{"dependencies": {"a": "^1.0.0"}}\n');
  repository.must('add', '.');
  const ran = repository.git('commit', '-qm', 'vulnerable');
  expect(ran.status).not.toBe(0);
  expect(ran.output.replace(/\s+/g, ' ')).toContain('lodash 4.17.20: Prototype pollution (GHSA-aaaa-bbbb-cccc, CVE-2026-1); fixed in 4.17.21, brought in by a');
  repository.write('portcullis.yaml', 'libraries:\n  advisories:\n    ignore: [{id: CVE-2026-1, reason: not reachable}]\n');
  repository.must('add', '.');
  expect(repository.git('commit', '-qm', 'ignored').status).toBe(0);
  repository.write('requirements.txt', 'flask==0.1\n');
  repository.must('add', '.');
  expect(repository.git('commit', '-qm', 'listed version').status).not.toBe(0);
});

it('a missing data package blocks nothing, and is said where it is asked for', () => {
  repository = protectedRepository();
  repository.write('package.json', '{"dependencies": {"lodahs": "workspace:*"}}\n');
  repository.must('add', '.');
  expect(repository.git('commit', '-qm', 'without').status).toBe(0);
  const status = repository.portcullis('advisories', 'status');
  expect(status.status).toBe(2);
  expect(status.output).toContain('there is no data package of advisories');
  expect(repository.portcullis('advisories', 'build', join(repository.home, 'nowhere')).output).toContain('there is no such file or folder');
});
