import { isRecord } from '../formats/record.ts';
import { severities, familyNames, type Action, type FamilyName, type Severity } from '../model/finding.ts';
import { isDate } from '../model/date.ts';
import { didYouMean } from './errors.ts';
import { fieldsOf, only, openYaml, type Fields } from './fields.ts';
import { checkLibraries } from './libraries.ts';
import { checkContainers, checkCredentials, checkInfrastructure } from './sections.ts';

/** What a `portcullis.yaml` says, validated, before defaults. Source: docs/configuration.md. */
export interface Configuration {
  readonly extends: readonly string[];
  readonly families: ReadonlyMap<FamilyName, FamilySetting>;
  readonly checks: ReadonlyMap<string, CheckSetting>;
  readonly paths: readonly ScopedSetting[];
  /** Settings for some branches and tags; the patterns are of full ref names. */
  readonly branches: readonly ScopedSetting[];
  readonly limits: LimitSetting;
  readonly suppressions: readonly SuppressionEntry[];
  readonly inline?: InlineSetting;
  /** Whether the configuration and ignore files of other scanners for secrets count. */
  readonly foreignConfig?: boolean;
  /** False where no standby may answer the commit hooks of this repository. */
  readonly standby?: boolean;
  /** Folders of the user's own check files, relative to the configuration. */
  readonly policies: readonly string[];
  /** `libraries:`, `containers:`, `infrastructure:`, `change-control:`, `server:` … as plain data, read by whom they concern. */
  readonly sections: ReadonlyMap<string, unknown>;
}

export interface FamilySetting {
  readonly on?: boolean;
  /** Least severity of a `fail` finding that blocks; `off` never blocks. */
  readonly block?: Severity | 'never';
  /** Least severity that is reported at all. */
  readonly report?: Severity;
  readonly unsure?: Action;
}

export interface CheckSetting {
  readonly action?: Action;
  readonly severity?: Severity;
  readonly parameters?: Readonly<Record<string, unknown>>;
}

export interface ScopedSetting {
  readonly match: readonly string[];
  readonly families: ReadonlyMap<FamilyName, FamilySetting>;
  readonly checks: ReadonlyMap<string, CheckSetting>;
}

export interface LimitSetting {
  readonly maxFileBytes?: number;
  readonly maxFindings?: number;
  readonly deadlineMs?: number;
  readonly notChecked?: Action;
}

export interface InlineSetting {
  readonly own?: boolean;
  readonly foreign?: boolean;
}

/** A finding that somebody decided to let pass. */
export interface SuppressionEntry {
  readonly fingerprint: string;
  readonly check?: string;
  readonly path?: string;
  readonly reason: string;
  readonly owner?: string;
  readonly expires?: string;
  /** Where it is written: `portcullis.yaml:12`. */
  readonly where: string;
}

/** Sections that their families read themselves. */
const openSections = ['libraries', 'containers', 'infrastructure', 'change-control', 'credentials', 'server'];
const checkedSections = [['containers', checkContainers], ['infrastructure', checkInfrastructure], ['credentials', checkCredentials]] as const;
const rootKeys = ['$schema', 'version', 'extends', 'families', 'checks', 'paths', 'branches', 'limits', 'suppressions', 'inline-suppressions', 'foreign-config', 'standby', 'policies', ...openSections];

const empty: Configuration = { extends: [], families: new Map(), checks: new Map(), paths: [], branches: [], limits: {}, suppressions: [], policies: [], sections: new Map() };

/** Reads a `portcullis.yaml`. Throws PolicyError with file, line, the unknown key and the nearest right one. */
export function parseConfiguration(path: string, text: string): Configuration {
  const opened = openYaml(path, text);
  if (opened === undefined) return empty;
  const fields = fieldsOf(opened.source, opened.root, '', rootKeys);
  const limits = fields.map('limits');
  const inline = fields.map('inline-suppressions');
  const sections = new Map<string, unknown>();
  const libraries = fields.map('libraries');
  if (libraries !== undefined) checkLibraries(libraries);
  for (const [name, check] of checkedSections) {
    const section = fields.map(name);
    if (section !== undefined) check(section);
  }
  const version = fields.number('version', 1);
  if (version !== 1) fields.fail('version', `"version" is ${version}; this gate reads version 1`);
  for (const name of openSections) if (fields.has(name)) sections.set(name, fields.plain(name));
  return {
    extends: fields.texts('extends'),
    families: familiesOf(fields),
    checks: checksOf(fields),
    paths: scopesOf(fields, 'paths', 'the patterns of the paths it is about'),
    branches: scopesOf(fields, 'branches', 'the patterns of the branches it is about').map((scope) => ({ ...scope, match: scope.match.map(refPattern) })),
    limits: limits === undefined ? {} : limitsOf(limits),
    suppressions: suppressionsOf(fields),
    ...(inline === undefined ? {} : { inline: inlineOf(inline) }),
    ...(fields.has('foreign-config') ? { foreignConfig: fields.flag('foreign-config', true) } : {}),
    ...(fields.has('standby') ? { standby: fields.flag('standby', true) } : {}),
    policies: fields.texts('policies'),
    sections,
  };
}

function scopesOf(fields: Fields, key: 'paths' | 'branches', what: string): readonly ScopedSetting[] {
  return fields.maps(key).map((one) => {
    only(one, `an entry of "${key}"`, ['match', 'families', 'checks']);
    const match = one.texts('match');
    if (match.length === 0) one.fail(undefined, `"match" is missing: ${what}`);
    return { match, families: familiesOf(one), checks: checksOf(one) };
  });
}

/** A branch's short name, or a full ref name (`refs/tags/v*`), as a pattern of full names. */
function refPattern(pattern: string): string {
  const negated = pattern.startsWith('!');
  const name = negated ? pattern.slice(1) : pattern;
  return `${negated ? '!' : ''}${name.startsWith('refs/') ? name : `refs/heads/${name}`}`;
}

function familiesOf(fields: Fields): ReadonlyMap<FamilyName, FamilySetting> {
  const families = new Map<FamilyName, FamilySetting>();
  const map = fields.map('families');
  if (map === undefined) return families;
  for (const name of map.keys()) {
    const family = familyNames.find((one) => one === name) ?? map.fail(name, `"${name}" is not a family${didYouMean(name, familyNames)}`);
    const plain = map.plain(name);
    if (plain === 'off' || plain === false) {
      families.set(family, { on: false });
      continue;
    }
    if (typeof plain === 'string' || typeof plain === 'number' || plain === true) map.fail(name, `"${name}" is "${String(plain)}"; write off, or settings such as { block: medium }`);
    const one = map.map(name);
    if (one === undefined) continue;
    only(one, `families.${name}`, ['on', 'block', 'report', 'unsure']);
    families.set(family, {
      ...(one.has('on') ? { on: one.flag('on', true) } : {}),
      ...(one.has('block') ? { block: one.choice('block', [...severities, 'never'], 'high') } : {}),
      ...(one.has('report') ? { report: one.choice('report', severities, 'low') } : {}),
      ...(one.has('unsure') ? { unsure: one.choice('unsure', ['block', 'warn', 'off'], 'warn') } : {}),
    });
  }
  return families;
}

function checksOf(fields: Fields): ReadonlyMap<string, CheckSetting> {
  const checks = new Map<string, CheckSetting>();
  const map = fields.map('checks');
  if (map === undefined) return checks;
  for (const id of map.keys()) {
    const plain = map.plain(id);
    if (plain === false) checks.set(id, { action: 'off' });
    else if (typeof plain === 'string' || plain === true) {
      const action = map.choice(id, ['block', 'warn', 'off', 'on', 'true'], 'on');
      checks.set(id, action === 'on' || action === 'true' ? {} : { action });
    } else {
      const one = map.map(id);
      if (one === undefined) continue;
      only(one, `checks.${id}`, ['action', 'severity', 'parameters']);
      const parameters = one.plain('parameters');
      checks.set(id, {
        ...(one.has('action') ? { action: one.choice('action', ['block', 'warn', 'off'], 'block') } : {}),
        ...(one.has('severity') ? { severity: one.choice('severity', severities, 'medium') } : {}),
        ...(isRecord(parameters) ? { parameters } : {}),
      });
    }
  }
  return checks;
}

function limitsOf(fields: Fields): LimitSetting {
  only(fields, 'limits', ['max-file-bytes', 'max-findings', 'deadline-ms', 'not-checked']);
  return {
    ...(fields.has('max-file-bytes') ? { maxFileBytes: atLeastOne(fields, 'max-file-bytes') } : {}),
    ...(fields.has('max-findings') ? { maxFindings: atLeastOne(fields, 'max-findings') } : {}),
    ...(fields.has('deadline-ms') ? { deadlineMs: atLeastOne(fields, 'deadline-ms') } : {}),
    ...(fields.has('not-checked') ? { notChecked: fields.choice('not-checked', ['block', 'warn', 'off'], 'warn') } : {}),
  };
}

function atLeastOne(fields: Fields, key: string): number {
  const value = fields.number(key, 1);
  return value >= 1 ? value : fields.fail(key, `"${key}" is ${value}, but must be 1 or more`);
}

function inlineOf(fields: Fields): InlineSetting {
  only(fields, 'inline-suppressions', ['own', 'foreign']);
  return {
    ...(fields.has('own') ? { own: fields.flag('own', true) } : {}),
    ...(fields.has('foreign') ? { foreign: fields.flag('foreign', true) } : {}),
  };
}

function suppressionsOf(fields: Fields): readonly SuppressionEntry[] {
  return fields.maps('suppressions').map((one) => {
    only(one, 'a suppression', ['fingerprint', 'check', 'path', 'reason', 'owner', 'expires']);
    const fingerprint = one.required('fingerprint');
    if (!/^[0-9a-f]{8,32}$/.test(fingerprint)) one.fail('fingerprint', `"${fingerprint}" is not a fingerprint: 8 to 32 hexadecimal digits, as reports print them`);
    const reason = one.required('reason');
    if (reason.trim() === '') one.fail('reason', 'a suppression needs a reason');
    // js-yaml reads an unquoted date as a timestamp in some schemas; the text is what counts
    const expires = one.text('expires')?.slice(0, 10);
    if (expires !== undefined && !isDate(expires)) one.fail('expires', `"${expires}" is not a date like 2027-01-31`);
    const check = one.text('check');
    const path = one.text('path');
    const owner = one.text('owner');
    return {
      fingerprint,
      reason,
      where: one.place('fingerprint'),
      ...(check === undefined ? {} : { check }),
      ...(path === undefined ? {} : { path }),
      ...(owner === undefined ? {} : { owner }),
      ...(expires === undefined ? {} : { expires }),
    };
  });
}
