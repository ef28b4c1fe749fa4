import { isRecord } from '../formats/record.ts';
import type { Check, CredentialCheck, Example, Examples, PolicyCheck } from '../model/check.ts';
import { familyNames, severities, type FamilyName } from '../model/finding.ts';
import { didYouMean, PolicyError } from './errors.ts';
import { fieldsOf, only, openYaml, type Fields } from './fields.ts';

const envelopeKeys = ['title', 'severity', 'reason', 'remedy', 'references', 'aliases', 'default', 'examples'];
const credentialKeys = ['provider', 'keywords', 'pattern', 'function', 'rank', 'flags', 'before', 'after', 'entropy', 'checksum', 'plausible', 'everyday', 'paths', 'allow'];
const policyKeys = ['applies', 'when', 'assert', 'function', 'at', 'message', 'parameters', 'tags', 'fix'];

/** Bytes of the window before and after a keyword when the check says nothing. */
const defaultBefore = 64;
const defaultAfter = 320;

/**
 * Reads one check file. The id is its path below `policies/` without the ending; its first part is the family.
 * Throws PolicyError with file and line for anything that is not a check.
 */
export function parseCheckFile(id: string, path: string, text: string): Check {
  const opened = openYaml(path, text);
  if (opened === undefined) throw new PolicyError(path, 1, 'the file is empty');
  const family = familyOf(id, path);
  const known = [...envelopeKeys, ...(family === 'credentials' ? credentialKeys : policyKeys)];
  const fields = fieldsOf(opened.source, opened.root, '', known);
  const envelope: Check = {
    id,
    family,
    title: fields.required('title'),
    severity: fields.choice('severity', severities, 'medium'),
    reason: fields.required('reason'),
    remedy: fields.required('remedy'),
    references: fields.texts('references'),
    aliases: fields.texts('aliases'),
    on: fields.choice('default', ['on', 'off'], 'on') === 'on',
    examples: examplesOf(fields),
  };
  return family === 'credentials' ? credentialOf(envelope, fields) : policyOf(envelope, fields);
}

function familyOf(id: string, path: string): FamilyName {
  const first = id.split('/')[0] ?? '';
  const family = familyNames.find((name) => name === first);
  if (family === undefined) throw new PolicyError(path, undefined, `"${first}" is not a family of checks${didYouMean(first, familyNames)}; a check's file lies in a folder that is named after its family, such as infrastructure/${id}.yaml`);
  return family;
}

function examplesOf(fields: Fields): Examples {
  const examples = fields.map('examples');
  if (examples === undefined) return { fail: [], pass: [] };
  only(examples, 'examples', ['fail', 'pass']);
  const read = (key: string): Example[] =>
    examples.maps(key).map((one) => {
      only(one, 'an example', ['format', 'path', 'source', 'previous', 'files', 'parameters']);
      const files = one.map('files');
      const format = one.text('format');
      const path = one.text('path');
      const previous = one.text('previous');
      return {
        source: one.required('source'),
        ...(format === undefined ? {} : { format }),
        ...(path === undefined ? {} : { path }),
        ...(previous === undefined ? {} : { previous }),
        ...(isRecord(one.plain('parameters')) ? { parameters: recordOf(one.plain('parameters')) } : {}),
        ...(files === undefined ? {} : { files: Object.fromEntries(files.keys().map((name) => [name, files.required(name)])) }),
      };
    });
  return { fail: read('fail'), pass: read('pass') };
}

function credentialOf(envelope: Check, fields: Fields): CredentialCheck {
  const keywords = fields.texts('keywords').map((word) => word.toLowerCase());
  if (keywords.length === 0) fields.fail(undefined, '"keywords" is missing: at least one literal of three characters that the text must hold');
  for (const word of keywords) {
    if (word.length < 3) fields.fail('keywords', `keyword "${word}" is shorter than three characters and would be looked for everywhere`);
    if (!/^[\x20-\x7e\t]+$/.test(word)) fields.fail('keywords', `keyword "${word}" must be ASCII`);
  }
  const detector = fields.text('function');
  const pattern = fields.text('pattern') ?? (detector === undefined ? fields.fail(undefined, '"pattern" is missing') : '');
  const flags = fields.text('flags');
  compile(fields, 'pattern', pattern, flags);
  const allow = fields.texts('allow');
  for (const one of allow) compile(fields, 'allow', one, undefined);
  const checksum = fields.text('checksum');
  return {
    ...envelope,
    family: 'credentials',
    provider: fields.text('provider') ?? 'generic',
    keywords,
    pattern,
    ...(detector === undefined ? {} : { function: detector }),
    ...(flags === undefined ? {} : { flags }),
    rank: fields.number('rank', 3),
    before: fields.number('before', defaultBefore),
    after: fields.number('after', defaultAfter),
    entropy: fields.number('entropy', 0),
    ...(checksum === undefined ? {} : { checksum }),
    plausible: fields.flag('plausible', false),
    everyday: fields.flag('everyday', false),
    paths: fields.texts('paths'),
    allow,
  };
}

function compile(fields: Fields, key: string, pattern: string, flags: string | undefined): void {
  try {
    new RegExp(pattern, `dg${flags ?? ''}`);
  } catch (error) {
    fields.fail(key, `not a regular expression: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function policyOf(envelope: Check, fields: Fields): PolicyCheck {
  const applies = fields.texts('applies');
  if (applies.length === 0) fields.fail(undefined, '"applies" is missing: the resource types or formats it is asked of');
  const assertion = fields.text('assert');
  const named = fields.text('function');
  if ((assertion === undefined) === (named === undefined)) fields.fail(undefined, 'write either "assert" or "function"');
  const when = fields.text('when');
  const message = fields.text('message');
  const parameters = fields.plain('parameters');
  return {
    ...envelope,
    applies,
    ...(when === undefined ? {} : { when }),
    ...(assertion === undefined ? {} : { assert: assertion }),
    ...(named === undefined ? {} : { function: named }),
    at: fields.texts('at'),
    ...(message === undefined ? {} : { message }),
    parameters: isRecord(parameters) ? parameters : {},
    tags: fields.texts('tags'),
  };
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {};
}
