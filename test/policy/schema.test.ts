import Ajv from 'ajv';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readYaml } from '../../src/formats/yaml.ts';
import { changeControlOf } from '../../src/doors/push/change-control/settings.ts';
import { serverSettings } from '../../src/doors/push/server-settings.ts';
import { parseConfiguration } from '../../src/policy/configuration.ts';
import { plainValue } from '../../src/policy/fields.ts';

const validate = new Ajv.default({ allErrors: true, strict: false }).compile(JSON.parse(readFileSync('docs/portcullis.schema.json', 'utf8')));

/** Whether our own reader takes a configuration, its sections for servers and change control included. */
function isRead(text: string): boolean {
  try {
    const { sections } = parseConfiguration('portcullis.yaml', text);
    serverSettings('portcullis.yaml', sections.get('server'));
    changeControlOf('portcullis.yaml', sections.get('change-control'));
    return true;
  } catch {
    return false;
  }
}

const plain = (text: string): unknown => JSON.parse(JSON.stringify(plainValue(readYaml(text).documents[0]) ?? null));

describe('the published schema and the reader', () => {
  it.each([
    '',
    'version: 1\n',
    'extends: strict\n',
    'extends: [relaxed, ./team.yaml]\nfamilies:\n  credentials: { block: medium }\n  infrastructure: off\n  containers: { on: true, report: low, unsure: block }\n',
    'checks:\n  credentials/jwt/token: warn\n  credentials/aws: on\n  infrastructure/aws/s3/public-acl: { action: block, severity: critical, parameters: { a: [1] } }\n',
    'paths: [{ match: ["docs/**"], checks: { credentials/generic: off } }]\nbranches: [{ match: main, families: { credentials: { block: low } } }]\n',
    'limits: { max-file-bytes: 1000, max-findings: 5, deadline-ms: 4000, not-checked: block }\ninline-suppressions: { own: true, foreign: false }\n',
    'suppressions:\n  - { fingerprint: c7b98baad79d, reason: "expired", owner: ana, expires: "2027-01-31" }\n',
    'suppressions: [{ fingerprint: 31415926, reason: "digits alone", expires: 2027-01-31 }]\n',
    'server: { policy-ref: refs/heads/main, on-deadline: warn, max-shown: 3, push-options: { by: [alice], ticket: "SEC-[0-9]+" } }\n',
    'change-control: { allowed-signers: signers, machines: ["*-bot"], rules: [{ checks: [iam], branches: [main], require: { ticket: "A-[0-9]+", all: true } }] }\n',
    'containers:\n  images: { registries: [registry.example], deny: { "centos*": almalinux }, digest: required, platforms: [linux/amd64] }\n  pod-security: { version: v1.29 }\n',
    'infrastructure:\n  targets: [{ checks: ["infrastructure/aws/rds/*"], tags: { Environment: [prod] } }]\ncredentials: { secretlint: [] }\nforeign-config: false\nstandby: false\n',
    'libraries:\n  deny: [{ purl: "pkg:npm/left-pad", reason: "gone", use-instead: padStart, scopes: [runtime] }]\n  licences: { deny: [GPL-3.0-only], unknown: warn }\n  install-scripts: deny\n  cooldown: { days: 3 }\n',
    'libraries:\n  imports:\n    - { files: ["src/**"], paths: [fs, { name: lodash, importNames: [merge] }], patterns: [{ group: ["a/*"], message: no }] }\n    - { ecosystem: golang, list-mode: lax, allow: ["$gostd"], deny: [{ pkg: io/ioutil, desc: old }] }\n',
  ])('both take %j', (text) => {
    expect(isRead(text), text).toBe(true);
    expect(validate(plain(text)), JSON.stringify(validate.errors)).toBe(true);
  });

  it.each([
    'familys: {}\n',
    'families: { credentials: none }\n',
    'families: { credentials: true }\n',
    'suppressions: [{ fingerprint: 1234567, reason: short }]\n',
    'change-control: { rules: [{ checks: [iam], require: { tickt: "A-[0-9]+" } }] }\n',
    'version: 2\n',
    'limits: { max-file-bytes: -1 }\n',
    'containers: { imges: {} }\n',
    'containers: { images: { digets: required } }\n',
    'containers: { images: { digest: always } }\n',
    'containers: { pod-security: { version: "9" } }\n',
    'infrastructure: { targts: [] }\n',
    'infrastructure: { targets: [{ types: ["AWS::*"] }] }\n',
    'credentials: { secretlnt: [] }\n',
    'libraries: { imports: [{ files: ["src/**"] }] }\n',
    'libraries: { imports: [{ paths: [{ nam: fs }] }] }\n',
    'libraries: { imports: [{ patterns: [{ group: [a], regex: b }] }] }\n',
    'version: 1\nnotify: {}\n',
    'families: { credential: off }\n',
    'families: { credentials: { blok: low } }\n',
    'families: { credentials: { block: lowest } }\n',
    'checks: { credentials/jwt/token: blok }\n',
    'paths: [{ checks: {} }]\n',
    'branches: [{ match: [] }]\n',
    'limits: { max-findings: many }\n',
    'suppressions: [{ fingerprint: "0123456789" }]\n',
    'suppressions: [{ fingerprint: nope, reason: x }]\n',
    'suppressions: [{ fingerprint: "0123456789", reason: x, expires: soon }]\n',
    'inline-suppressions: { mine: true }\n',
    'server: { policy-ref: main }\n',
    'server: { on-deadline: ignore }\n',
    'server: { push-options: { by: [] , ticket: x } }\n',
    'change-control: { rules: [{ require: { by: nobody } }] }\n',
    'change-control: { rulez: [] }\n',
    'libraries: { deny: [{ purl: left-pad, reason: x }] }\n',
    'libraries: { deny: [{ purl: "pkg:npm/left-pad" }] }\n',
    'libraries: { licence: {} }\n',
    'libraries: { cooldown: { days: 0 } }\n',
  ])('both refuse %j', (text) => {
    expect(isRead(text), text).toBe(false);
    expect(validate(plain(text))).toBe(false);
  });
});
