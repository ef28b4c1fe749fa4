import { expect, test } from 'vitest';
import { packageWake } from '../../src/engine/package-wake.ts';
import { readDockerfileInstalls } from '../../src/formats/packages/dockerfile-installs.ts';

const wakes = (section: unknown, path: string, text: string): boolean => packageWake(section)(path, Buffer.from(text));

test.each([
  ['apt-get install -y curl'],
  ['apk --no-cache add curl'],
  ['npm -g i left-pad'],
  ['bun i left-pad'],
  ['npx left-pad'],
  ['pnpm dlx left-pad'],
  ['zypper --non-interactive in curl'],
  ['go get example.com/a/b@v1.0.0'],
  ['composer require acme/anvil'],
  ['cargo binstall ripgrep'],
  ['uv tool install ruff'],
  ['yarn add left-pad'],
  ['dnf \\\n  localinstall curl'],
])('a Dockerfile that installs wakes the libraries: %s', (command) => {
  const text = `FROM debian:13\nRUN ${command}\n`;
  expect(readDockerfileInstalls(text).packages).not.toEqual([]);
  expect(wakes({}, 'build/Dockerfile.prod', text)).toBe(true);
});

test.each([
  ['Dockerfile', 'FROM node:22-slim\nWORKDIR /app\nRUN adduser app && npm ci\nADD a b\nUSER node\nCMD ["npm", "start"]\n'],
  ['a.dockerfile', 'FROM scratch\nCOPY a /\n'],
  ['Containerfile', 'FROM golang:1.25\nRUN go build ./...\n'],
  ['main.tf', 'terraform { required_providers { aws = { source = "hashicorp/aws" } } }'],
  ['main.tf.json', '{}'],
])('without a policy %s that names no package wakes nothing', (path, text) => {
  expect(wakes(undefined, path, text)).toBe(false);
  expect(wakes({}, path, text)).toBe(false);
  expect(wakes({ deny: [] }, path, text)).toBe(true);
});

test.each([
  ['package.json', '{}'],
  ['Dockerfile', 'FROM a\n<<<<<<< HEAD\nUSER a\n'],
  ['Dockerfile', `FROM a\n${'# x\n'.repeat(20_000)}`],
])('%s is always wanted', (path, text) => {
  expect(wakes(undefined, path, text)).toBe(true);
});
