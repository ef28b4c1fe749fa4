import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { cli, makeRepository, token, type Repository } from '../repository.ts';

let repository: Repository;
beforeAll(() => {
  repository = makeRepository();
});
afterAll(() => repository.remove());

it('every command leaves colours out when told to', () => {
  for (const args of [['explain', 'credentials/aws/access-key-id'], ['scan', '.']]) {
    const ran = repository.run(process.execPath, [cli, ...args, '--no-color'], { env: { NO_COLOR: '', FORCE_COLOR: '1' } });
    expect([ran.status, ran.output.includes('\x1b[')], ran.output).toEqual([0, false]);
  }
});

it.each([
  [['nonsense'], 'there is no command "nonsense"'],
  [['scna'], 'did you mean "scan"'],
  [['scan', '--bogus'], '--bogus'],
  [['scan', '--staged', '--stdin'], 'choose one of'],
  [['scan', '--format', 'sarfi'], 'did you mean "sarif"'],
  [['scan', '--family', 'credential'], 'did you mean "credentials"'],
  [['policies', 'test'], 'the folder is missing'],
  [['policies', 'replay'], '--range is missing'],
  [['audit', 'lsit'], 'audit list'],
  [['explain', 'credentials/github/personal-acces-token'], 'did you mean'],
  [['explain', 'credentials/github'], 'is a folder of'],
  [['scan', '--formt', 'json'], 'did you mean "--format"'],
  [['scan', '--format', 'text'], 'there are terminal, json'],
  [['scan', 'no-such-folder'], 'there is no file or folder "no-such-folder"'],
  [['scan', '--range', 'nowhere..HEAD'], 'no range of commits'],
  [['policies', 'replay', '--range', 'nowhere..HEAD'], 'no range of commits'],
  [['scan', '--output', 'no-such-folder/report', '.'], 'cannot be written to no-such-folder/report'],
  [['suppress', 'abc', '--reason', 'x'], '"abc" is no fingerprint'],
  [['suppress', 'c7b98baad79d', '--reason', 'x', '--until', '2027-02-31'], 'a date like 2027-01-31'],
  [['suppress', 'c7b98baad79d', '--reason', 'x', '--until', '2020-01-31'], 'is over'],
  [['init', '--hook', 'update'], '--hook goes with --server'],
  [['init', '--server', '.', '--hooks-only'], '--hooks-only does not go with --server'],
  [['scan', '--family', 'secrets'], 'there are credentials'],
  [['inventory', 'no-such-folder'], 'there is no file or folder "no-such-folder"'],
  [['inventory', '--format', 'xml'], 'there are jsonl and cyclonedx'],
  [['doctor', 'here'], '"here" is more than'],
  [['init', 'here'], '"here" is more than'],
  [['init', '--server', 'no-such-folder', '--yes'], 'is not a folder'],
  [['audit', 'list'], 'there is no log'],
])('wrong usage %j exits with 2 and one line that says what is right', (args, words) => {
  const { status, output } = repository.portcullis(...args);
  expect([status, output.includes(words), output.includes('could not be judged')], output).toEqual([2, true, false]);
});

it.each([['init'], ['doctor'], ['baseline'], ['scan', '--staged'], ['scan', '--history']])('outside of a repository "%s %s" says so', (...args) => {
  const folder = mkdtempSync(join(tmpdir(), 'no-repository-'));
  try {
    const { status, output } = repository.run(process.execPath, [cli, ...args.filter((one) => one !== undefined)], { cwd: folder });
    expect([status, output.includes('is in no git repository'), output.includes('could not be judged')], output).toEqual([2, true, false]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it.each([['init'], ['doctor'], ['baseline'], ['scan', '--staged'], ['suppress', 'c7b98baad79d', '--reason', 'x']])('in a bare repository "%s %s" says what can be done there', (...args) => {
  repository.must('clone', '-q', '--bare', repository.top, join(repository.home, `${args.join('-')}.git`));
  const { status, output } = repository.run(process.execPath, [cli, ...args.filter((one) => one !== undefined)], { cwd: join(repository.home, `${args.join('-')}.git`) });
  expect([status, output.includes('is a bare repository'), output.includes('could not')], output).toEqual([2, true, false]);
});

it('the history of a bare repository is judged by the policy and baseline of its HEAD', () => {
  const origin = makeRepository();
  try {
    origin.write('a.txt', `t = "${token('bare-1')}"\n`);
    origin.must('add', '.');
    origin.must('commit', '-qm', 'leak');
    const bare = join(origin.home, 'bare.git');
    const judge = (...args: string[]) => origin.run(process.execPath, [cli, ...args], { cwd: bare });
    origin.must('clone', '-q', '--bare', '.', bare);
    expect(judge('scan', '--history')).toMatchObject({ status: 1, output: expect.stringContaining('a.txt:1') });
    expect(judge('policies', 'replay', '--range', 'HEAD')).toMatchObject({ status: 1, output: expect.stringContaining('1 would have been blocked') });
    expect(origin.portcullis('baseline', 'write').status).toBe(0);
    origin.must('add', '.');
    origin.must('commit', '-qm', 'accept');
    origin.must('push', '-q', bare, 'main');
    expect(judge('scan', '--history').status).toBe(0);
    origin.write('portcullis.yaml', 'version: 1\nfamilies: { credentials: off }\n');
    origin.must('rm', '-q', '.portcullis-baseline');
    origin.must('add', '.');
    origin.must('commit', '-qm', 'off');
    origin.must('push', '-q', bare, 'main');
    expect(judge('scan', '--history').status).toBe(0);
  } finally {
    origin.remove();
  }
});

it('a command that cannot write says so, and not that something was blocked', () => {
  const readOnly = makeRepository();
  try {
    readOnly.write('.git/portcullis', 'a file where a folder should be');
    const { status, output } = readOnly.portcullis('init', '--yes');
    expect([status, output.includes('init could not finish: '), output.includes('blocked')], output).toEqual([3, true, false]);
  } finally {
    readOnly.remove();
  }
});

it('policies test says of each check what is wrong with it, and goes on', () => {
  const check = (title: string, rest: string): string => `title: ${title}\nseverity: high\nreason: r\nremedy: f\n${rest}`;
  const example = (format: string): string => `{format: ${format}, source: "Resources: {A: {Type: 'AWS::S3::Bucket', Properties: {BucketName: data}}}"}`;
  repository.write('own/infrastructure/right.yaml', check('Right', `applies: AWS::S3::Bucket\nassert: resource.BucketName != 'data'\nexamples: {fail: [${example('cloudformation')}], pass: [{format: cloudformation, source: "Resources: {}"}]}\n`));
  repository.write('own/infrastructure/broken.yaml', check('Broken', `applies: AWS::S3::Bucket\nassert: params.x\nexamples: {fail: [${example('cloudformation')}], pass: []}\n`));
  repository.write('own/infrastructure/slip.yaml', check('Slip', `applies: AWS::S3::Buket\nassert: "false"\nexamples: {fail: [${example('cloudformation')}, ${example('cloudfornation')}], pass: []}\n`));
  repository.write('own/infrastructure/property.yaml', check('Property', `applies: AWS::S3::Bucket\nassert: resource.BucketNam != null\nexamples: {fail: [{format: cloudformation, source: "Resources: {}"}], pass: [${example('cloudformation')}]}\n`));
  repository.write('own/containers/yaml.yaml', 'title: [\n');
  const key = (fail: string): string => `keywords: [acme_]\npattern: 'acme_([a-z]{8})'\nentropy: 2\nexamples: {fail: [${fail}], pass: [{source: x}]}\n`;
  repository.write('own/credentials/acme/key.yaml', check('Key', key('{source: "acmekey"}, {source: "acme_ABCDEFGH"}, {source: "acme_abababab"}, {source: "acme_qzkvwmtp"}')));
  const { status, output } = repository.portcullis('policies', 'test', 'own');
  expect(status).toBe(1);
  expect(output).toContain('FAIL check infrastructure/broken failed: "params" is not known here (there are: resource,');
  expect(output).toContain('FAIL infrastructure/slip: fail example 1 is not reported (no check of the gate applies to "AWS::S3::Buket" (did you mean "AWS::S3::Bucket"?))');
  expect(output).toContain('FAIL infrastructure/slip: fail example 2 has an unknown format "cloudfornation" (did you mean "cloudformation"?)');
  expect(output).toMatch(/^FAIL own\/containers\/yaml\.yaml:\d+: /m);
  expect(output).toContain('FAIL infrastructure/property: pass example 1 is reported (AWS::S3::Bucket has no "BucketNam" (did you mean "BucketName"?))');
  expect(output).toContain('credentials/acme/key: fail example 1 is not reported (it holds none of the keywords: acme_)');
  expect(output).toContain('credentials/acme/key: fail example 2 is not reported (the pattern does not match it)');
  expect(output).toContain('credentials/acme/key: fail example 3 is not reported (its value has 1.0 bits of entropy a character, "entropy" asks for 2)');
  expect(output).toContain('4 examples passed');
  repository.write('none/readme.txt', '');
  expect(repository.portcullis('policies', 'test', 'none')).toMatchObject({ status: 1, output: expect.stringContaining('no check file lies below it') });
});

it.each([
  ['families: { credentials: none }', '"credentials" is "none"; write off, or settings such as { block: medium }'],
  ['change-control: { rules: [{ checks: [iam], require: { tickt: "A" } }] }', '"tickt" is not a setting (did you mean "ticket"?)'],
  ['server: { on-deadlin: warn }', '"on-deadlin" is not a setting (did you mean "on-deadline"?)'],
])('a scan refuses the slip in %j', (text, words) => {
  repository.write('slip/portcullis.yaml', `${text}\n`);
  const { status, output } = repository.run(process.execPath, [cli, 'scan'], { cwd: join(repository.top, 'slip') });
  expect([status, output.includes(words)], output).toEqual([2, true]);
});

it('suppress writes an entry once, also into a list that was empty', () => {
  const own = makeRepository();
  try {
    own.write('portcullis.yaml', 'version: 1\nsuppressions: []\n');
    expect(own.portcullis('suppress', 'c7b98baad79d', '--reason', 'dead', '--until', '2099-01-31').status).toBe(0);
    const text = readFileSync(join(own.top, 'portcullis.yaml'), 'utf8');
    expect(text).toBe('version: 1\nsuppressions:\n  - fingerprint: "c7b98baad79d"\n    reason: "dead"\n    expires: "2099-01-31"\n');
    expect(own.portcullis('suppress', 'c7b98baad79d', '--reason', 'again')).toMatchObject({ status: 2, output: expect.stringContaining('portcullis.yaml:3 suppresses c7b98baad79d already, until 2099-01-31') });
    expect(own.portcullis('suppress', 'c7b98baad79d', '--reason', 'there', '--path', 'a.txt').status).toBe(0);
  } finally {
    own.remove();
  }
});

it('a scan with more findings than fit names the command that lists them all', () => {
  const crowd = makeRepository();
  try {
    for (let i = 0; i < 30; i++) crowd.write(`f${i}.txt`, `key = "${token(String(i))}"\n`);
    crowd.must('add', '.');
    crowd.must('commit', '-qm', 'x');
    const said = (...args: string[]): string => crowd.portcullis('scan', ...args).output.replace(/\s+/g, ' ');
    expect(said('--history', '--family', 'credentials')).toContain('10 more; all of them: npx portcullis scan --history --family credentials --format jsonl');
    expect(said('.')).toContain('10 more; all of them: npx portcullis scan . --format jsonl');
  } finally {
    crowd.remove();
  }
});

it('completions know the options of every command', () => {
  const script = repository.portcullis('completion', 'bash').output;
  const complete = (...words: string[]): string =>
    repository.run('bash', ['-c', `${script}\nCOMP_WORDS=("$@"); COMP_CWORD=$(( $# - 1 )); _portcullis; echo "\${COMPREPLY[*]}"`, 'bash', 'portcullis', ...words]).output.trim();
  expect([complete('sca'), complete('audit', '--pu'), complete('init', '--hooks'), complete('scan', '--no-c')]).toEqual(['scan', '--pusher', '--hooks-only', '--no-color']);
  expect(repository.portcullis('completion', 'fish').output).toContain("complete -c portcullis -n '__fish_seen_subcommand_from audit' -l pusher\n");
});

it("explain knows the repository's own checks, and shows samples as they are typed", () => {
  repository.write('portcullis.yaml', 'policies: [own-checks]\n');
  repository.write('own-checks/containers/acme/probe.yaml', 'title: No probe\nreason: r\nremedy: f\napplies: kubernetes/container\nassert: has(container.readinessProbe)\nexamples: { fail: [{ format: kubernetes, source: "kind: Pod" }], pass: [] }\n');
  const own = repository.portcullis('explain', 'containers/acme/probe');
  rmSync(join(repository.top, 'portcullis.yaml'));
  expect(own).toMatchObject({ status: 0, output: expect.stringContaining('No probe  containers/acme/probe  medium') });
  expect(own.output).not.toContain('Fails:');
  expect(own.output).toContain('Rule:\n    applies: [kubernetes/container]\n    assert: \'has(container.readinessProbe)\'');
  expect(repository.portcullis('explain', 'infrastructure/aws/ec2/ssh-open').output).toContain('Set: put "checks: {infrastructure/aws/ec2/ssh-open: {parameters: {ports: [22]}}}" into portcullis.yaml.');
  expect(repository.portcullis('explain', 'credentials/github/personal-access-token').output).toContain('GITHUB_TOKEN: ${{ secrets.GITHUB_TOKEN }}');
});

it('the history of a partial clone is not judged in part: it says what to do', () => {
  const origin = makeRepository();
  try {
    for (const text of ['one', 'two']) {
      origin.write('a.txt', text);
      origin.must('add', '.');
      origin.must('commit', '-qm', text);
    }
    origin.must('config', 'uploadpack.allowFilter', 'true');
    origin.must('clone', '-q', '--filter=blob:none', `file://${origin.top}`, join(origin.home, 'partial'));
    const { status, output } = origin.run(process.execPath, [cli, 'scan', '--history'], { cwd: join(origin.home, 'partial') });
    expect([status, output.includes('this is a partial clone')], output).toEqual([2, true]);
    expect(origin.run(process.execPath, [cli, 'scan'], { cwd: join(origin.home, 'partial') }).status).toBe(0);
  } finally {
    origin.remove();
  }
});

it("a repository's own checks are asked beside the gate's, in a scan and in a commit", () => {
  const own = makeRepository();
  try {
    const check = (title: string, rest: string): string => `title: ${title}\nseverity: high\nreason: r\nremedy: f\n${rest}\n`;
    own.write('portcullis.yaml', 'policies: [own]\nfamilies: { libraries: off }\n');
    own.write('own/infrastructure/acme/name.yaml', check('Bucket has another name', 'applies: AWS::S3::Bucket\nassert: resource.BucketName.startsWith("acme-")'));
    own.write('own/containers/acme/probe.yaml', check('Container has no probe', 'applies: kubernetes/main-container\nassert: has(container.readinessProbe)'));
    own.write('own/containers/acme/base.yaml', check('Compose service is not ours', 'applies: container/compose\nassert: image.matches("^registry[.]acme/")'));
    own.write('own/credentials/acme/key.yaml', check('Acme key', "provider: acme\nkeywords: [acme_dk_]\npattern: '\\b(acme_dk_[a-z0-9]{12})\\b'"));
    own.write('main.tf', 'resource "aws_s3_bucket" "a" {\n  bucket = "data"\n}\n');
    own.write('pod.yaml', 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, image: "b:1"}]}\n');
    own.write('compose.yaml', 'services: { a: { image: "b:1" } }\n');
    own.write('key.txt', `key ${['acme', 'dk', 'q7v2m9k4w8n5'].join('_')}\n`);
    expect(own.portcullis('init', '--yes').status).toBe(0);
    own.must('add', '.');
    const ids = ['infrastructure/acme/name', 'containers/acme/probe', 'containers/acme/base', 'credentials/acme/key'];
    const found = (output: string): readonly string[] => ids.filter((id) => output.includes(id));
    expect(found(own.portcullis('scan', '--format', 'jsonl').output)).toEqual(ids);
    expect(found(own.git('commit', '-qm', 'all').output)).toEqual(ids);
    expect(found(own.portcullis('policies', 'list').output)).toEqual(ids);
  } finally {
    own.remove();
  }
});
