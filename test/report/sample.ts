import type { CheckSummary, Finding, Outcome } from '../../src/model/finding.ts';
import { fingerprint } from '../../src/model/fingerprint.ts';
import { maskPiece, redact } from '../../src/model/redact.ts';

/** A value that stands for a secret: long and without any vendor's form. */
const plantedSecret = ['Zq7', 'vR2', 'mX9', 'kT4', 'wB8', 'nL5', 'cJ3', 'hD6', 'sP1', 'fG0', 'Yy'].join('');

const checks: readonly CheckSummary[] = [
  {
    id: 'credentials/aws/secret-access-key',
    family: 'credentials',
    title: 'AWS secret access key',
    severity: 'critical',
    reason: 'Anyone who can read it can act as its owner in the AWS account until it is deactivated.',
    remedy: 'Deactivate and delete it in the IAM console (aws iam update-access-key), review CloudTrail for its use, then load the new one from the environment or a secret store.',
    references: ['https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html'],
    aliases: ['gitleaks:aws-secret-key'],
  },
  {
    id: 'infrastructure/aws/ec2/ssh-open-to-the-world',
    family: 'infrastructure',
    title: 'Security group lets the whole internet reach SSH',
    severity: 'high',
    reason: 'Port 22 is tried by scanners within minutes.',
    remedy: 'Name the networks that need it in CidrIp, or use Session Manager and close the port.',
    references: ['https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html', 'CIS AWS Foundations 5.2'],
    aliases: ['CKV_AWS_24', 'AVD-AWS-0107'],
  },
  {
    id: 'containers/runs-as-root',
    family: 'containers',
    title: 'Container runs as root',
    severity: 'medium',
    reason: 'A process that breaks out of the container is root on the host as well.',
    remedy: 'Add a USER instruction with a user that is not root.',
    references: ['https://docs.docker.com/build/building/best-practices/#user'],
    aliases: ['DL3002'],
  },
  {
    id: 'libraries/denied',
    family: 'libraries',
    title: 'Library is not allowed here',
    severity: 'low',
    reason: 'Policy denies this library.',
    remedy: 'Use the replacement that the policy names.',
    references: [],
    aliases: [],
  },
];

function finding(check: string, given: Partial<Finding>): Finding {
  const summary = checks.find((one) => one.id === check);
  if (summary === undefined) throw new Error(`no check ${check}`);
  return {
    check,
    family: summary.family,
    severity: summary.severity,
    certainty: 'fail',
    title: summary.title,
    message: '',
    path: 'a.txt',
    subject: 'file',
    range: { startLine: 1, startColumn: 1, endLine: 1, endColumn: 2 },
    evidence: '',
    fingerprint: fingerprint(check, `${given.path ?? 'a.txt'} ${given.range?.startLine ?? 1}`),
    action: 'block',
    frame: [],
    ...given,
  };
}

const aws = 'credentials/aws/secret-access-key';
const ssh = 'infrastructure/aws/ec2/ssh-open-to-the-world';
const at = (startLine: number, startColumn: number, endColumn: number, endLine = startLine): Finding['range'] => ({ startLine, startColumn, endLine, endColumn });

/** Findings of every kind: blocking, warning, unsure, in a layer, in a message, in a name, and excused in every way. */
export const sampleFindings: readonly Finding[] = [
  finding(ssh, {
    path: 'infra/net.yaml',
    range: at(40, 9, 27),
    message: 'CidrIp 0.0.0.0/0 covers every address.',
    resource: 'BastionSecurityGroup',
    frame: [{ line: 40, text: '        CidrIp: 0.0.0.0/0' }],
  }),
  finding(aws, {
    path: 'deploy/prod.env',
    range: at(12, 8, 40),
    evidence: redact(plantedSecret),
    commit: '4f2c91a0b3d2e5f60718293a4b5c6d7e8f901234',
    frame: [{ line: 12, text: `SECRET=${maskPiece(plantedSecret)}  # production` }],
  }),
  finding(aws, {
    path: 'backup.tar',
    range: at(1, 1, 33),
    evidence: redact(plantedSecret),
    layers: ['tar:home/.aws/credentials', 'base64'],
  }),
  finding('containers/runs-as-root', { path: 'Dockerfile', range: at(1, 1, 15), action: 'warn', message: 'No USER before the last stage ends.', resource: 'stage 0', frame: [{ line: 1, text: 'FROM node:20.20' }] }),
  finding(ssh, {
    path: 'infra/main.tf',
    range: at(7, 5, 33),
    certainty: 'unsure',
    action: 'warn',
    message: 'cidr_blocks depends on var.allowed, which is not known here.',
    resource: 'aws_security_group.bastion',
    frame: [{ line: 7, text: '    cidr_blocks = var.allowed' }],
  }),
  finding('libraries/denied', { path: 'package.json', range: at(9, 5, 24), action: 'warn', message: 'left-pad 1.3.0: use String.prototype.padStart instead.', resource: 'pkg:npm/left-pad@1.3.0' }),
  finding(aws, { path: 'commit message', subject: 'commit-message', range: at(3, 5, 37), evidence: redact(plantedSecret), frame: [{ line: 3, text: `key ${maskPiece(plantedSecret)}` }] }),
  finding(aws, { path: 'old.env', excuse: { kind: 'old', where: 'HEAD' }, evidence: redact(plantedSecret) }),
  finding(aws, { path: 'legacy/config.php', excuse: { kind: 'baseline' }, evidence: redact(plantedSecret) }),
  finding(ssh, { path: 'infra/lab.yaml', excuse: { kind: 'suppressed', reason: 'lab network, closed at night', owner: 'ada', expires: '2027-01-31', where: 'portcullis.yaml:14' } }),
  finding('containers/runs-as-root', { path: 'tools/Dockerfile', excuse: { kind: 'suppressed', reason: 'build image only', where: 'tools/Dockerfile:3' } }),
];

/** An outcome over findings, with everything else filled in. */
export function outcomeOf(findings: readonly Finding[], given: Partial<Outcome> = {}): Outcome {
  const counting = findings.filter((one) => one.excuse === undefined);
  const kind = counting.some((one) => one.action === 'block') ? 'block' : counting.some((one) => one.action === 'warn') ? 'warn' : 'allow';
  return {
    verdict: { kind },
    findings,
    notChecked: [],
    remarks: [],
    statistics: { sources: 12, bytes: 345_678, milliseconds: 87 },
    policyDigest: 'ab'.repeat(32),
    ran: () => checks,
    check: (id) => checks.find((one) => one.id === id),
    ...given,
  };
}

/** The outcome that every format is shown with. */
export const sampleOutcome: Outcome = outcomeOf(sampleFindings, {
  notChecked: [
    { path: 'assets/video.bin', reason: 'too-large', detail: '48.0 MB is over the limit of 10.0 MB', action: 'warn' },
    { path: 'model.onnx', reason: 'lfs-pointer', detail: 'its content is in Git LFS', action: 'off' },
    { path: 'broken.zip', reason: 'unreadable', detail: 'the archive ends early', action: 'block' },
  ],
  remarks: ['portcullis.yaml:20: the suppression of 9c1e0b7a matches nothing any more; remove it'],
});

export const brokenOutcome: Outcome = outcomeOf([], {
  verdict: { kind: 'broken', cause: 'check infrastructure/aws/s3/public-read failed: Cannot read properties of undefined', remedy: 'Switch the check off in portcullis.yaml (checks: {infrastructure/aws/s3/public-read: off}) and report it.' },
});

export const cleanOutcome: Outcome = outcomeOf([]);
export const warnedOutcome: Outcome = outcomeOf(sampleFindings.filter((one) => one.action === 'warn' && one.excuse === undefined));
export const oldOnlyOutcome: Outcome = outcomeOf(sampleFindings.filter((one) => one.excuse !== undefined));
