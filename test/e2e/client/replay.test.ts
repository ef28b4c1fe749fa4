import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeRepository, token, type Repository } from '../repository.ts';

let repository: Repository;
beforeEach(() => {
  repository = makeRepository();
  const commit = (message: string, path: string, content: string): void => {
    repository.write(path, content);
    repository.must('add', '-A');
    repository.must('commit', '-qm', message);
  };
  commit('first', 'a.txt', 'a\n');
  commit('add a key', 'key.txt', `${token()}\n`);
  commit('carry it', 'key.txt', `more\n${token()}\n`);
  commit('open bucket', 'stack.yaml', 'Resources:\n  Files:\n    Type: AWS::S3::Bucket\n    Properties: { AccessControl: PublicReadWrite }\n');
});
afterEach(() => repository.remove());

describe('policies replay', () => {
  it('says which commits a policy would have blocked, each by what it brought in itself', () => {
    const { status, output } = repository.portcullis('policies', 'replay', '--range', 'HEAD', '--format', 'jsonl');
    const lines = output.trim().split('\n').map((line): { subject: string; verdict: string; findings: { check: string; path: string }[] } => JSON.parse(line));
    expect(lines.map(({ subject, verdict }) => [subject, verdict])).toEqual([['first', 'allow'], ['add a key', 'block'], ['carry it', 'allow'], ['open bucket', 'block']]);
    expect(lines[1]?.findings[0]).toMatchObject({ check: 'credentials/github/personal-access-token', path: 'key.txt' });
    expect(lines[3]?.findings.map(({ check }) => check)).toContain('infrastructure/aws/s3/public-write-acl');
    expect(output).not.toContain(token());
    expect(status).toBe(1);
  });

  it('takes another policy, a range and a family', () => {
    repository.write('other.yaml', 'families: {infrastructure: {block: never}}\n');
    expect(repository.portcullis('policies', 'replay', '--range', 'HEAD~1..HEAD', '--policy', 'other.yaml')).toEqual({ status: 0, output: '1 commit, 0 would have been blocked\n' });
    expect(repository.portcullis('policies', 'replay', '--range', 'HEAD', '--family', 'credentials').output).toContain('4 commits, 1 would have been blocked');
    expect(repository.portcullis('policies', 'replay').status).toBe(2);
  });
});
