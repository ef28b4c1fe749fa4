import { didYouMean, PolicyError } from '../../../policy/errors.ts';
import { compiles } from '../compiles.ts';

/** Who may change what, as the section `change-control:` of a `portcullis.yaml` says. */
export interface ChangeControl {
  readonly rules: readonly ChangeRule[];
  /** File of ssh's allowed signers, beside the policy. Source: ssh-keygen(1), "ALLOWED SIGNERS". */
  readonly allowedSigners?: string;
  /** GnuPG home folder with the signers' public keys, beside the policy. */
  readonly gpgHome?: string;
  /** Patterns of the names of machines among pushers and signers, with `*` for any text. */
  readonly machines: readonly string[];
}

/** One rule: what it is about, and what a commit that touches it needs. */
export interface ChangeRule {
  /** Ids of checks, or folders of ids, below `change-control`. */
  readonly checks: readonly string[];
  /** Full ref names as patterns; empty for all refs. */
  readonly branches: readonly string[];
  /** Further sensitive paths and resource types of this rule, reported by `change-control/listed`. */
  readonly paths: readonly string[];
  readonly resources: readonly string[];
  readonly require: Requirement;
}

/** What makes a change approved. One of ticket, signature and pusher is enough unless `all` is set. */
export interface Requirement {
  /** Regular expression of ticket references, searched in the commit message and in push options. */
  readonly ticket?: string;
  /** Principals of the allowed signers, e-mail addresses or fingerprints of keys. */
  readonly signedBy: readonly string[];
  /** Names of pushers as the server gives them. */
  readonly pushedBy: readonly string[];
  readonly all: boolean;
  /** Whether only people, or only machines, may make the change, whatever else holds. */
  readonly by?: 'human' | 'machine';
}

const sectionKeys = ['rules', 'allowed-signers', 'gpg-home', 'machines'];
const ruleKeys = ['checks', 'branches', 'paths', 'resources', 'require'];
const requireKeys = ['ticket', 'signed-by', 'pushed-by', 'all', 'by'];

/** Validates the section; undefined when there is none. Throws PolicyError with the unknown key and the nearest right one. */
export function changeControlOf(path: string, section: unknown): ChangeControl | undefined {
  if (section === undefined || section === null) return undefined;
  const map = settingsOf(path, 'change-control', section, sectionKeys);
  const rules = map.get('rules');
  if (!Array.isArray(rules)) throw new PolicyError(path, undefined, '"change-control.rules" is not a list of rules');
  const allowedSigners = insideOf(path, map, 'allowed-signers');
  const gpgHome = insideOf(path, map, 'gpg-home');
  return {
    rules: rules.map((rule: unknown, number) => ruleOf(path, `change-control.rules[${number}]`, rule)),
    machines: textsOf(path, map, 'machines'),
    ...(allowedSigners === undefined ? {} : { allowedSigners }),
    ...(gpgHome === undefined ? {} : { gpgHome }),
  };
}

function ruleOf(path: string, name: string, value: unknown): ChangeRule {
  const map = settingsOf(path, name, value, ruleKeys);
  const require = settingsOf(path, `${name}.require`, map.get('require') ?? {}, requireKeys);
  const ticket = textOf(path, require, 'ticket');
  if (ticket !== undefined && !compiles(ticket)) throw new PolicyError(path, undefined, `"${name}.require.ticket" is not a regular expression`);
  const by = textOf(path, require, 'by');
  if (by !== undefined && by !== 'human' && by !== 'machine') throw new PolicyError(path, undefined, `"${name}.require.by" is neither "human" nor "machine"`);
  const requirement: Requirement = {
    signedBy: textsOf(path, require, 'signed-by'),
    pushedBy: textsOf(path, require, 'pushed-by'),
    all: require.get('all') === true,
    ...(ticket === undefined ? {} : { ticket }),
    ...(by === undefined ? {} : { by }),
  };
  if (ticket === undefined && requirement.signedBy.length === 0 && requirement.pushedBy.length === 0 && by === undefined) {
    throw new PolicyError(path, undefined, `"${name}.require" names nothing that could approve a change: ticket, signed-by, pushed-by or by`);
  }
  return {
    checks: textsOf(path, map, 'checks'),
    branches: textsOf(path, map, 'branches').map((branch) => (branch.startsWith('refs/') ? branch : `refs/heads/${branch}`)),
    paths: textsOf(path, map, 'paths'),
    resources: textsOf(path, map, 'resources'),
    require: requirement,
  };
}

function settingsOf(path: string, name: string, value: unknown, keys: readonly string[]): ReadonlyMap<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new PolicyError(path, undefined, `"${name}" is not a list of settings by name`);
  const map = new Map<string, unknown>(Object.entries(value));
  for (const key of map.keys()) if (!keys.includes(key)) throw new PolicyError(path, undefined, `"${name}": "${key}" is not a setting${didYouMean(key, keys)}`);
  return map;
}

function textOf(path: string, map: ReadonlyMap<string, unknown>, key: string): string | undefined {
  const value = map.get(key);
  if (value === undefined || typeof value === 'string') return value;
  throw new PolicyError(path, undefined, `"change-control": "${key}" is not a text`);
}

/** A path below the policy's folder: a policy that stands in a ref must not choose among the server's files. */
function insideOf(path: string, map: ReadonlyMap<string, unknown>, key: string): string | undefined {
  const value = textOf(path, map, key);
  if (value === undefined) return undefined;
  if (/^[/\\]|^[A-Za-z]:|(?:^|[/\\])\.\.(?:[/\\]|$)/.test(value)) throw new PolicyError(path, undefined, `"change-control.${key}": "${value}" does not lie in the folder of the policy`);
  return value;
}

function textsOf(path: string, map: ReadonlyMap<string, unknown>, key: string): readonly string[] {
  const value = map.get(key) ?? [];
  if (typeof value === 'string') return [value];
  if (Array.isArray(value) && value.every((one): one is string => typeof one === 'string')) return value;
  throw new PolicyError(path, undefined, `"change-control": "${key}" is not a list of texts`);
}
