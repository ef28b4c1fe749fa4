import { isDate } from '../model/date.ts';
import { only, type Fields } from './fields.ts';

const entryKeys = ['purl', 'versions', 'reason', 'use-instead', 'until', 'paths', 'scopes', 'direct-only', 'wrappers'];
const scopes = ['runtime', 'dev', 'peer', 'optional', 'build', 'test'];
const sectionKeys = ['deny', 'allow', 'allow-only', 'sources', 'licences', 'install-scripts', 'integrity', 'lockfile', 'duplicates', 'unpinned', 'cooldown', 'typo-squats', 'advisories', 'imports', 'max-file-bytes'];

/** Validates the `libraries:` section. Fails with file and line for a key, type, package URL, range or date that is wrong. */
export function checkLibraries(section: Fields): void {
  only(section, 'libraries', sectionKeys);
  if (section.has('max-file-bytes') && section.number('max-file-bytes', 0) <= 0) section.fail('max-file-bytes', '"max-file-bytes" must be a number above 0');
  for (const key of ['deny', 'allow']) for (const entry of section.maps(key)) checkEntry(entry, key);
  if (section.has('allow-only') && typeof section.plain('allow-only') !== 'boolean') section.texts('allow-only');
  checkSources(section.map('sources'));
  checkLicences(section.map('licences'));
  const scripts = mapOrSwitch(section, 'install-scripts', ['deny', 'allow']);
  if (scripts !== undefined) checkPurls(only(scripts, 'install-scripts', ['allow']), 'allow');
  const integrity = mapOrSwitch(section, 'integrity', ['required']);
  if (integrity !== undefined) {
    only(integrity, 'integrity', ['required', 'weak']);
    integrity.flag('required', false);
    integrity.texts('weak');
  }
  checkLockfile(section.map('lockfile'));
  for (const key of ['duplicates', 'unpinned']) {
    const map = mapOrSwitch(section, key, ['deny', 'allow']);
    if (map === undefined) continue;
    only(map, key, ['only', 'allow']);
    checkPurls(map, 'only');
    checkPurls(map, 'allow');
  }
  const cooldown = section.map('cooldown');
  if (cooldown !== undefined) {
    only(cooldown, 'cooldown', ['days', 'managers']);
    if (cooldown.number('days', 0) <= 0) cooldown.fail('days', '"days" must be a number above 0');
    cooldown.texts('managers');
  }
  const squats = section.map('typo-squats');
  if (squats !== undefined) checkPurls(only(squats, 'typo-squats', ['known']), 'known');
  checkAdvisories(section.map('advisories'));
  for (const rule of section.maps('imports')) checkImportRule(rule);
}

const codeEcosystems = ['npm', 'pypi', 'golang', 'maven', 'gem', 'cargo', 'nuget', 'composer'] as const;
const nameKeys = ['message', 'importNames', 'allowImportNames', 'allowTypeImports'];
const patternKeys = [...nameKeys, 'group', 'regex', 'caseSensitive', 'importNamePattern', 'allowImportNamePattern'];

/** The options of ESLint's no-restricted-imports and the lists of depguard, for the files that `files` names. */
function checkImportRule(rule: Fields): void {
  only(rule, 'an entry of "imports"', ['files', 'ecosystem', 'reason', 'paths', 'patterns', 'list-mode', 'allow', 'deny']);
  rule.texts('files');
  rule.text('reason');
  rule.choice('ecosystem', codeEcosystems, 'npm');
  rule.choice('list-mode', ['original', 'strict', 'lax'], 'original');
  for (const path of mapsAmong(rule, 'paths')) only(path, 'an entry of "paths"', ['name', ...nameKeys]).required('name');
  for (const pattern of mapsAmong(rule, 'patterns')) {
    only(pattern, 'an entry of "patterns"', patternKeys);
    if (pattern.has('group') === pattern.has('regex')) pattern.fail(undefined, 'an entry of "patterns" has either a "group" of gitignore lines or a "regex"');
    for (const key of ['regex', 'importNamePattern', 'allowImportNamePattern']) checkExpression(pattern, key);
  }
  for (const denied of mapsAmong(rule, 'deny')) only(denied, 'an entry of "deny"', ['pkg', 'desc']).required('pkg');
  if (!['paths', 'patterns', 'allow', 'deny'].some((key) => rule.has(key))) rule.fail(undefined, 'an entry of "imports" says what it restricts: "paths", "patterns", "allow" or "deny"');
}

/** The mappings of a list that may also hold texts; where both stand in one list, the mappings are only asked for keys that are not known. */
function mapsAmong(fields: Fields, key: string): readonly Fields[] {
  const plain = fields.plain(key);
  if (!Array.isArray(plain) || !plain.some((one) => typeof one === 'string')) return fields.maps(key);
  for (const one of plain) {
    if (typeof one === 'string') continue;
    const wrong = typeof one === 'object' && one !== null ? Object.keys(one).find((name) => !['name', 'pkg', 'desc', ...nameKeys].includes(name)) : String(one);
    if (wrong !== undefined) fields.fail(key, `"${wrong}" is not known in an entry of "${key}"`);
  }
  return [];
}

function checkExpression(fields: Fields, key: string): void {
  const expression = fields.text(key);
  if (expression === undefined) return;
  try {
    new RegExp(expression, 'u');
  } catch (error) {
    fields.fail(key, `"${key}" is no regular expression: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function checkEntry(entry: Fields, key: string): void {
  only(entry, `an entry of "${key}"`, entryKeys);
  const ecosystem = checkPurl(entry, 'purl', entry.required('purl'));
  const versions = entry.text('versions');
  if (versions !== undefined) checkRange(entry, ecosystem, versions);
  if (key === 'deny' && (entry.text('reason') ?? '').trim() === '') entry.fail('reason', 'an entry of "deny" needs a reason: it is what whoever is stopped will read');
  entry.text('use-instead');
  checkDate(entry, 'until');
  entry.texts('paths');
  for (const scope of entry.texts('scopes')) if (!scopes.includes(scope)) entry.fail('scopes', `"${scope}" is not a scope: ${scopes.join(', ')}`);
  entry.flag('direct-only', false);
  entry.texts('wrappers');
}

function checkSources(sources: Fields | undefined): void {
  if (sources === undefined) return;
  only(sources, 'sources', ['registries', 'hosts', 'git', 'git-organisations', 'git-pin', 'http', 'tarballs', 'local']);
  for (const url of sources.texts('registries')) if (!/^https?:\/\/[^\s/]+/i.test(url)) sources.fail('registries', `"${url}" is not the address of a registry: https://registry.npmjs.org`);
  for (const host of sources.texts('hosts')) if (/[\s/]/.test(host)) sources.fail('hosts', `"${host}" is not a host: registry.npmjs.org, *.example.com`);
  for (const one of sources.texts('git-organisations')) if (!/^[\w.-]+\/[\w./-]+$/.test(one)) sources.fail('git-organisations', `"${one}" is not a host and an organisation: github.com/acme`);
  for (const key of ['git', 'http', 'tarballs', 'local']) sources.choice(key, ['allow', 'deny'], 'allow');
  sources.choice('git-pin', ['commit', 'tag', 'branch', 'any'], 'any');
}

function checkLicences(licences: Fields | undefined): void {
  if (licences === undefined) return;
  only(licences, 'licences', ['allow', 'deny', 'exceptions', 'unknown', 'scopes']);
  licences.texts('allow');
  licences.texts('deny');
  licences.texts('scopes');
  licences.choice('unknown', ['allow', 'warn', 'block'], 'warn');
  for (const one of licences.maps('exceptions')) {
    only(one, 'an entry of "exceptions"', ['purl', 'versions', 'licences', 'reason', 'until']);
    const ecosystem = checkPurl(one, 'purl', one.required('purl'));
    const versions = one.text('versions');
    if (versions !== undefined) checkRange(one, ecosystem, versions);
    one.texts('licences');
    checkDate(one, 'until');
  }
}

function checkLockfile(lockfile: Fields | undefined): void {
  if (lockfile === undefined) return;
  only(lockfile, 'lockfile', ['managers', 'required', 'in-step', 'single']);
  const managers = lockfile.map('managers');
  if (managers !== undefined) for (const ecosystem of managers.keys()) managers.texts(ecosystem);
  for (const key of ['required', 'in-step', 'single']) lockfile.flag(key, true);
}

function checkAdvisories(advisories: Fields | undefined): void {
  if (advisories === undefined) return;
  only(advisories, 'advisories', ['file', 'max-age-days', 'ignore']);
  advisories.text('file');
  advisories.number('max-age-days', 0);
  for (const one of advisories.maps('ignore')) {
    only(one, 'an entry of "ignore"', ['id', 'reason', 'until']);
    one.required('id');
    one.required('reason');
    checkDate(one, 'until');
  }
}

/** The mapping under a key that may also be a word (`deny`) or true; fails for any other word. */
function mapOrSwitch(section: Fields, key: string, words: readonly string[]): Fields | undefined {
  const plain = section.plain(key);
  if (plain === null || plain === undefined || typeof plain === 'boolean') return undefined;
  if (typeof plain !== 'string') return section.map(key);
  section.choice(key, words, words[0] ?? '');
  return undefined;
}

function checkPurls(fields: Fields, key: string): void {
  for (const text of fields.texts(key)) checkPurl(fields, key, text);
}

/** The package URL's type. Fails when it is no package URL. */
function checkPurl(fields: Fields, key: string, text: string): string {
  const match = /^pkg:\/{0,2}([a-z][a-z0-9.-]*)\/[^?#\s]+$/i.exec(text);
  if (match === null) return fields.fail(key, `"${text}" is not a package URL: "pkg:", a type, a slash and a name, as in pkg:npm/left-pad or pkg:maven/org.example/*; qualifiers do not count`);
  if (/%(?![0-9a-f]{2})/i.test(text)) fields.fail(key, `"${text}": a % starts no percent-encoded character`);
  return (match[1] ?? '').toLowerCase();
}

function checkRange(fields: Fields, ecosystem: string, versions: string): void {
  // what holds blanks is an ecosystem's own syntax after the prefix, and read as such
  const match = /^vers:([a-z][a-z0-9.-]*)\/(\S.*)$/i.exec(versions);
  if (versions.startsWith('vers:') && match === null) fields.fail('versions', `"${versions}" is not a range of versions: vers:${ecosystem}/>=1.2.0|<2.0.0`);
  if (versions.trim() === '') fields.fail('versions', '"versions" is empty: leave it out for all versions');
}

function checkDate(fields: Fields, key: string): void {
  const date = fields.text(key);
  if (date !== undefined && !isDate(date)) fields.fail(key, `"${date}" is not a date like 2027-01-31`);
}
