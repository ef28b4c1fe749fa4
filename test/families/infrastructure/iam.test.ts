import { describe, expect, it } from 'vitest';
import { iamFunctions } from '../../../src/families/infrastructure/iam/functions.ts';
import { matchesWildcard } from '../../../src/families/infrastructure/iam/wildcard.ts';
import type { Term } from '../../../src/expressions/term.ts';
import { plain } from './values.ts';

const functions = new Map(iamFunctions);

function ask(name: string, ...args: readonly Term[]): unknown {
  return plain(functions.get(name)?.call(args, undefined));
}

const allow = (more: object): string => JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', ...more } });
const only = (more: object): Term => ({ kind: 'map', entries: new Map(Object.entries(more).map(([key, item]) => [key, typeof item === 'string' ? item : null])) });

describe('a wildcard pattern', () => {
  it.each<[string, string, boolean]>([
    ['*', 'anything', true],
    ['s3:*', 's3:GetObject', true],
    ['s3:Get*', 's3:PutObject', false],
    ['S3:getobject', 's3:GetObject', true],
    ['s3:*Object', 's3:GetObject', true],
    ['s3:*Object', 's3:GetObjectAcl', false],
    ['iam:?assRole', 'iam:PassRole', true],
    ['', '', true],
    ['a*b*c', 'aXbYc', true],
  ])('%s on %s is %s', (pattern, text, expected) => expect(matchesWildcard(pattern, text)).toBe(expected));

  it('takes no longer than pattern times text', () => {
    expect(matchesWildcard(`${'*a'.repeat(500)}b`, 'a'.repeat(2000))).toBe(false);
  });
});

describe('a policy document', () => {
  it('is an administrator with every action on every resource', () => {
    expect(ask('iam.isAdministrator', allow({ Action: '*', Resource: '*' }))).toBe(true);
    expect(ask('iam.isAdministrator', allow({ Action: 's3:*', Resource: '*' }))).toBe(false);
    expect(ask('iam.isAdministrator', allow({ Action: '*', Resource: 'arn:aws:s3:::b' }))).toBe(false);
  });

  it('allows what a statement covers and none denies', () => {
    const document = JSON.stringify({ Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }, { Effect: 'Deny', Action: 's3:Delete*', Resource: '*' }] });
    expect(ask('iam.allows', document, 's3:GetObject')).toBe(true);
    expect(ask('iam.allows', document, 's3:DeleteObject')).toBe(false);
    expect(ask('iam.allows', allow({ NotAction: 'iam:*', Resource: '*' }), 'iam:PassRole')).toBe(false);
    expect(ask('iam.allows', allow({ NotAction: 'iam:*', Resource: '*' }), 's3:GetObject')).toBe(true);
  });

  it('escalates when its statements together open a way', () => {
    const parts = JSON.stringify({ Statement: [{ Effect: 'Allow', Action: 'iam:PassRole', Resource: '*' }, { Effect: 'Allow', Action: 'lambda:*', Resource: '*' }] });
    expect(ask('iam.escalates', parts)).toBe(true);
    expect(ask('iam.escalations', parts)).toContain('a function with another role');
    expect(ask('iam.escalates', allow({ Action: 'iam:PassRole', Resource: '*' }))).toBe(false);
    expect(ask('iam.escalates', allow({ Action: 'iam:AttachUserPolicy', Resource: '*', Condition: { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } } }))).toBe(false);
  });

  it('is public for everyone without a condition that limits', () => {
    expect(ask('iam.isPublicDocument', allow({ Principal: '*', Action: 's3:GetObject', Resource: '*' }))).toBe(true);
    expect(ask('iam.isPublicDocument', allow({ Principal: { AWS: ['*'] }, Action: 's3:GetObject', Resource: '*' }))).toBe(true);
    expect(ask('iam.isPublicDocument', allow({ Principal: '*', Action: 's3:GetObject', Condition: { StringEquals: { 'aws:SourceAccount': '1' } } }))).toBe(false);
    expect(ask('iam.isPublicDocument', allow({ Principal: '*', Action: 's3:GetObject', Condition: { IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } } }))).toBe(true);
    expect(ask('iam.isPublicDocument', allow({ Principal: { Service: 'sns.amazonaws.com' }, Action: 'sqs:SendMessage' }))).toBe(false);
  });

  it('that is known in part is decided by what is known', () => {
    const partly: Term = { kind: 'unknown', why: 'var.bucket', parts: ['{"Statement":[{"Effect":"Allow","Action":"*","Resource":"arn:aws:s3:::', null, '/*"}]}'] };
    expect(ask('iam.isAdministrator', partly)).toBe(false);
    const open: Term = { kind: 'unknown', why: 'var.statements', parts: ['{"Statement":', null, '}'] };
    expect(ask('iam.isAdministrator', open)).toEqual({ unknown: 'var.statements' });
    expect(ask('iam.isAdministrator', { kind: 'unknown', why: 'var.policy' })).toEqual({ unknown: 'var.policy' });
  });

  it('that asks for TLS denies requests without it', () => {
    const document = JSON.stringify({ Statement: [{ Effect: 'Deny', Principal: '*', Action: 's3:*', Condition: { Bool: { 'aws:SecureTransport': false } } }] });
    expect(ask('iam.requiresTls', document)).toBe(true);
    expect(ask('iam.requiresTls', allow({ Action: '*' }))).toBe(false);
  });
});

it('a service without a source account is a confused deputy', () => {
  const statement = (condition: Term): Term => ({ kind: 'map', entries: new Map<string, Term>([['Effect', 'Allow'], ['Principal', only({ Service: 's3.amazonaws.com' })], ['Condition', condition]]) });
  expect(ask('iam.isConfusedDeputy', statement(null))).toBe(true);
  expect(ask('iam.isConfusedDeputy', statement({ kind: 'map', entries: new Map<string, Term>([['StringEquals', only({ 'aws:SourceAccount': '123456789012' })]]) }))).toBe(false);
});
