import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { protectedRepository, type Repository } from '../repository.ts';

let repository: Repository;
afterEach(() => repository.remove());

const check = 'infrastructure/aws/rds/cluster-unencrypted';
const cluster = (encrypted: string): string => `resource "aws_rds_cluster" "data" {\n  engine            = "aurora-postgresql"\n  storage_encrypted = ${encrypted}\n}\n`;

/** A repository whose policy asks one check only, with a first commit of these files, made without the gate. */
function repositoryWith(files: Readonly<Record<string, string>>): Repository {
  const made = protectedRepository();
  made.write('portcullis.yaml', `checks:\n  infrastructure: off\n  ${check}: block\n`);
  for (const [path, text] of Object.entries(files)) made.write(path, text);
  made.must('add', '.');
  made.must('commit', '-qm', 'first', '--no-verify');
  return made;
}

function commit(files: Readonly<Record<string, string>>): { status: number | null; output: string } {
  for (const [path, text] of Object.entries(files)) repository.write(path, text);
  repository.must('add', '.');
  return repository.git('commit', '-qm', 'change');
}

function expectBlockedAt(ran: { status: number | null; output: string }, place: string): void {
  expect(ran.output).toContain(check);
  expect(ran.output).toContain(place);
  expect(ran.status).not.toBe(0);
}

describe('a commit to a Terraform module', () => {
  it('of one file is judged with what the others say', () => {
    repository = repositoryWith({ 'variables.tf': 'variable "encrypted" {\n  default = false\n}\n' });
    expectBlockedAt(commit({ 'main.tf': cluster('var.encrypted') }), 'main.tf:3');
    expect(commit({ 'terraform.tfvars': 'encrypted = true\n' }).output).toBe('');
  });

  it('reads files that are links to others of the repository', () => {
    repository = repositoryWith({ 'shared/variables.tf': 'variable "encrypted" {\n  default = false\n}\n' });
    mkdirSync(join(repository.top, 'live'));
    symlinkSync('../shared/variables.tf', join(repository.top, 'live/variables.tf'));
    expectBlockedAt(commit({ 'live/main.tf': cluster('var.encrypted') }), 'live/main.tf:3');
  });

  it('of a variable file is judged where the variable is used', () => {
    repository = repositoryWith({ 'main.tf': `variable "encrypted" {\n  default = true\n}\n${cluster('var.encrypted')}` });
    expectBlockedAt(commit({ 'terraform.tfvars': 'encrypted = false\n' }), 'main.tf:6');
    repository.must('reset', '-q', '--hard');
    expectBlockedAt(commit({ 'environments/dev.tfvars': 'encrypted = false\n' }), 'main.tf:6');
    repository.must('reset', '-q', '--hard');
    expect(commit({ 'environments/dev.tfvars': 'encrypted = true\n' }).status).toBe(0);
  });

  it('is judged in the modules that use it, with what they give it', () => {
    const files = {
      'live/prod/main.tf': 'module "store" {\n  source    = "../../modules/store"\n  encrypted = false\n}\n',
      'modules/store/main.tf': `variable "encrypted" {}\n${cluster('true')}`,
    };
    repository = repositoryWith(files);
    expectBlockedAt(commit({ 'modules/store/main.tf': `variable "encrypted" {}\n${cluster('var.encrypted')}` }), 'modules/store/main.tf:4');
    expect(commit({ 'live/prod/main.tf': files['live/prod/main.tf'].replace('false', 'true') }).status).toBe(0);
  });

  it('does not answer for what was there before, in whichever file', () => {
    repository = repositoryWith({ 'old.tf': cluster('false') });
    expect(commit({ 'new.tf': 'resource "aws_sqs_queue" "jobs" {\n  name = "jobs"\n}\n' }).status).toBe(0);
    expectBlockedAt(commit({ 'new.tf': cluster('false').replace('"data"', '"more"') }), 'new.tf:3');
  });

  it.each([3, 150])('of %i resources is blocked by what is new in it, in what changed and in what that changes', (count) => {
    const many = Array.from({ length: count }, (_one, number) => cluster(number === 0 ? 'var.encrypted' : 'false').replace('"data"', `"data${number}"`)).join('');
    const variable = (value: string): string => `variable "encrypted" {\n  default = ${value}\n}\n`;
    repository = repositoryWith({ 'main.tf': many, 'variables.tf': variable('true') });
    expect(commit({ 'main.tf': `# a comment\n${many}` }).output).toBe('');
    expect(commit({ 'main.tf': many.replace('aurora-postgresql', 'aurora-mysql') }).output).toBe('');
    const blocked = commit({ 'variables.tf': variable('false') });
    expectBlockedAt(blocked, 'main.tf:3');
    expect(blocked.output).toContain('1 problem in 1 file');
    repository.must('reset', '-q', '--hard');
    expectBlockedAt(commit({ 'more.tf': cluster('false') }), 'more.tf:3');
  });
});
