import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { openRegistry } from '../../engine/registry.ts';
import { baselineLine, baselineName, formatBaseline, parseBaseline } from '../../policy/baseline.ts';
import { parseConfiguration } from '../../policy/configuration.ts';
import { nothingConverted, type Converted } from '../../policy/migrate/converted.ts';
import { convertDetectSecrets } from '../../policy/migrate/detect-secrets.ts';
import { convertGitleaks, convertGitleaksIgnore } from '../../policy/migrate/gitleaks.ts';
import { convertSecretlint, convertSecretlintIgnore } from '../../policy/migrate/secretlint.ts';
import { scanForBaseline } from '../baseline.ts';
import { configurationName } from '../client-policy.ts';
import { registryPath } from '../installation.ts';
import { openJournal } from './journal.ts';
import { homeFolder, type Survey } from './survey.ts';
import { plural } from '../../report/standing.ts';

/** Files of other tools, and who reads them. */
const readers: readonly (readonly [name: string, convert: (name: string, text: string) => Converted])[] = [
  ['.gitleaks.toml', convertGitleaks],
  ['.betterleaks.toml', convertGitleaks],
  ['.gitleaksignore', convertGitleaksIgnore],
  ['.betterleaksignore', convertGitleaksIgnore],
  ['.secrets.baseline', convertDetectSecrets],
  ['.secretlintrc.json', convertSecretlint],
  ['.secretlintrc', convertSecretlint],
  ['.secretlintignore', convertSecretlintIgnore],
];

/** Where converted rules are put, below the top of the repository. */
const checkFolder = 'portcullis-checks';

/** What other tools' files in a repository say. */
export interface Foreign {
  readonly names: readonly string[];
  readonly converted: Converted;
}

/** Reads the files that other tools have at the top of a repository; undefined when there are none. Changes nothing. */
export function readForeign(top: string): Foreign | undefined {
  const found = readers.filter(([name]) => existsSync(join(top, name)));
  if (found.length === 0) return undefined;
  const parts = found.map(([name, convert]) => convert(name, readFileSync(join(top, name), 'utf8')));
  const all = <K extends keyof Converted>(key: K): Converted[K][number][] => parts.flatMap((part) => [...part[key]]);
  // a rule that is not there would make a configuration that cannot be read
  const { resolve } = createRequire(join(top, 'package.json'));
  const secretlint = all('secretlint').filter((name) => isThere(() => resolve(name)));
  const missing = all('secretlint').filter((name) => !secretlint.includes(name));
  const notes = missing.map((name) => `${name} is not installed here; install it, and add it to credentials.secretlint in ${configurationName}`);
  return {
    names: found.map(([name]) => name),
    converted: { ...nothingConverted, paths: [...new Set(all('paths'))], checks: all('checks'), off: all('off'), accepted: all('accepted'), secretlint, notes: [...all('notes'), ...notes] },
  };
}

function isThere(find: () => string): boolean {
  try {
    return find() !== '';
  } catch {
    return false;
  }
}

/** Writes what other tools' files say into our own. Returns what was done and what could not be, as sentences. */
export async function applyForeign(survey: Survey, { names, converted }: Foreign): Promise<{ done: readonly string[]; notes: readonly string[] }> {
  const { top } = survey;
  const journal = openJournal(homeFolder(survey));
  const done: string[] = [];
  const notes = [...converted.notes];
  for (const { name, text } of converted.checks) journal.write(join(top, checkFolder, 'credentials', 'custom', `${name}.yaml`), text, false);
  if (converted.checks.length > 0) done.push(`wrote ${plural(converted.checks.length, 'rule')} of ${names.filter((name) => name.endsWith('.toml')).join(', ')} as ${converted.checks.length === 1 ? 'a check' : 'checks'} to ${checkFolder}/`);
  const addition = configurationOf(converted, notes);
  if (addition !== '') {
    const file = join(top, configurationName);
    const before = existsSync(file) ? readFileSync(file, 'utf8') : 'version: 1\n';
    const after = `${before}${before.endsWith('\n') ? '' : '\n'}${addition}`;
    if (isValid(after)) {
      journal.write(file, after, false);
      done.push(`converted ${names.join(', ')} into ${configurationName}`);
    } else notes.push(`${configurationName} has some of these keys already; add by hand:\n${addition}`);
  }
  done.push(...(await acceptFindings(top, converted, notes, (path, text) => journal.write(path, text, false))));
  journal.save();
  return { done, notes };
}

function configurationOf({ paths, checks, off, secretlint }: Converted, notes: string[]): string {
  const lines: string[] = [];
  if (checks.length > 0) lines.push(`policies: [${checkFolder}]`);
  if (paths.length > 0) lines.push('paths:', '  - match:', ...paths.map((path) => `      - ${JSON.stringify(path)}`), '    families: { credentials: off }');
  const ours = off.flatMap((id) => {
    const known = checksOf(`gitleaks:${id}`);
    if (known.length === 0) notes.push(`the rule "${id}" that was disabled has no counterpart`);
    return known;
  });
  if (ours.length > 0) lines.push('checks:', ...[...new Set(ours)].map((id) => `  ${id}: off`));
  if (secretlint.length > 0) lines.push('credentials:', `  secretlint: ${JSON.stringify(secretlint)}`);
  return lines.map((line) => `${line}\n`).join('');
}

/** Ids of our checks that carry another tool's id as an alias. */
function checksOf(alias: string): readonly string[] {
  const registry = openRegistry(registryPath());
  return registry.index('credentials').filter((row) => registry.check(row.number).aliases.includes(alias)).map((row) => row.id);
}

function isValid(text: string): boolean {
  try {
    parseConfiguration(configurationName, text);
    return true;
  } catch {
    return false;
  }
}

/** Takes what was accepted elsewhere, by file and line, into our baseline by its content. */
async function acceptFindings(top: string, { accepted }: Converted, notes: string[], write: (path: string, text: string) => void): Promise<readonly string[]> {
  if (accepted.length === 0) return [];
  const wanted = new Set(accepted.map(({ path, line }) => `${path}:${line}`));
  const findings = (await scanForBaseline(top, false)).filter((finding) => finding.family === 'credentials' && wanted.has(`${finding.path}:${finding.range.startLine}`));
  const met = new Set(findings.map((finding) => `${finding.path}:${finding.range.startLine}`));
  if (met.size < wanted.size) notes.push(`${wanted.size - met.size} accepted findings are none here, or their file has changed since; they were left out`);
  if (findings.length === 0) return [];
  const file = join(top, baselineName);
  const kept = existsSync(file) ? parseBaseline(baselineName, readFileSync(file, 'utf8')).entries : new Set<string>();
  const text = formatBaseline(findings);
  const lines = [...new Set([...kept, ...findings.map(baselineLine)])].sort();
  write(file, `${text.slice(0, text.indexOf('\n', text.indexOf('\n') + 1) + 1)}${lines.map((line) => `${line}\n`).join('')}`);
  return [`accepted ${plural(findings.length, 'finding')} in ${baselineName}, by their content`];
}
