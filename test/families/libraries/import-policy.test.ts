import { expect, it } from 'vitest';
import { parseConfiguration } from '../../../src/policy/configuration.ts';

const read = (imports: string) => parseConfiguration('portcullis.yaml', `libraries:\n  imports:\n${imports}`);

it.each([
  ['    - { paths: [lodash, moment], reason: too large }'],
  ['    - { paths: [lodash, { name: moment, message: too large }] }'],
  ['    - { files: ["src/**"], paths: [{ name: fs, importNames: [rm], message: no }], patterns: [{ group: ["a/*"], allowTypeImports: true }] }'],
  ['    - { ecosystem: golang, list-mode: lax, allow: ["$gostd"], deny: [{ pkg: io/ioutil, desc: deprecated }] }'],
])('%s is a rule', (rule) => {
  expect(() => read(rule)).not.toThrow();
});

it.each([
  ['    - { path: [lodash] }', /portcullis\.yaml:3.*path.*paths/s],
  ['    - { files: ["src/**"] }', /what it restricts/],
  ['    - { paths: [{ nam: fs }] }', /nam/],
  ['    - { paths: [fs, { nme: os }] }', /nme/],
  ['    - { patterns: [{ group: [a], regex: b }] }', /either/],
  ['    - { patterns: [{ regex: "(" }] }', /regular expression/],
  ['    - { ecosystem: cobol, deny: [a] }', /cobol/],
])('%s is refused with its line', (rule, message) => {
  expect(() => read(rule)).toThrow(message);
});
