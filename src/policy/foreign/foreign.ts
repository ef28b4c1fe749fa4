import type { CredentialCheck } from '../../model/check.ts';
import type { Excuse } from '../../model/finding.ts';
import type { ForeignCandidate } from '../../model/gate-policy.ts';
import { convertGitleaksIgnore } from '../migrate/gitleaks.ts';
import { convertSecretlint, convertSecretlintIgnore } from '../migrate/secretlint.ts';
import { readDetectSecrets, type DetectSecretsBaseline } from './detect-secrets.ts';
import { readGitleaks, type GitleaksConfiguration } from './gitleaks.ts';
import type { Allowable } from './gitleaks-allow.ts';
import { readSecretlint, type SecretlintConfiguration } from './secretlint.ts';

/** What such files say, applied as they stand. */
export interface ForeignPolicy {
  /** Their own rules. */
  readonly checks: readonly CredentialCheck[];
  excuse(candidate: ForeignCandidate): Excuse | undefined;
  /** secretlint packages that ours do not cover. */
  readonly secretlint: readonly string[];
  /** What of them could not be applied, a sentence each. */
  readonly notes: readonly string[];
}

/** How deep a configuration of gitleaks may extend others; gitleaks stops at 2. */
const maxExtends = 2;

export interface ForeignReading {
  /** Texts by name. */
  readonly files: ReadonlyMap<string, string>;
  /** Reads a file that another one extends, by its path in the repository. */
  readonly read: (path: string) => string | undefined;
  readonly matcher: (patterns: readonly string[]) => (path: string) => boolean;
}

/** Puts together what the files of other tools say. Never throws: what cannot be read is a note, and lets nothing pass. */
export function foreignPolicy({ files, read, matcher }: ForeignReading): ForeignPolicy {
  const notes: string[] = [];
  const gitleaks: GitleaksConfiguration[] = [];
  const extend = (name: string, text: string, depth: number): void => {
    const configuration = readGitleaks(name, text);
    gitleaks.push(configuration);
    const base = configuration.extends;
    if (base === undefined) return;
    const more = depth < maxExtends ? read(base) : undefined;
    if (more === undefined) notes.push(`${name}: cannot read "${base}", which it extends`);
    else extend(base, more, depth + 1);
  };
  const baselines: DetectSecretsBaseline[] = [];
  const ignored = new Map<string, { name: string; line: number; rules: Set<string> }[]>();
  const left: { name: string; matches: (path: string) => boolean }[] = [];
  const secretlint: string[] = [];
  const secretlintFiles: SecretlintConfiguration[] = [];
  for (const [name, text] of files) {
    if (name.endsWith('leaks.toml')) extend(name, text, 0);
    else if (name.endsWith('leaksignore')) {
      const converted = convertGitleaksIgnore(name, text);
      notes.push(...converted.notes);
      for (const { path, line, rule } of converted.accepted) ignored.set(path, [...(ignored.get(path) ?? []), { name, line, rules: new Set(rule === undefined ? [] : [rule]) }]);
    } else if (name === '.secrets.baseline') baselines.push(readDetectSecrets(name, text));
    else if (name === '.secretlintignore') {
      const converted = convertSecretlintIgnore(name, text);
      notes.push(...converted.notes);
      if (converted.paths.length > 0) left.push({ name, matches: matcher(converted.paths) });
    } else {
      const configuration = readSecretlint(name, text);
      secretlintFiles.push(configuration);
      notes.push(...configuration.notes);
      secretlint.push(...convertSecretlint(name, text).secretlint);
    }
  }
  notes.push(...gitleaks.flatMap((one) => one.notes), ...baselines.flatMap((one) => one.notes));
  return {
    checks: distinct(gitleaks.flatMap((one) => one.checks)),
    secretlint: [...new Set(secretlint)],
    notes,
    excuse(candidate) {
      const one: Allowable = { path: candidate.path, secret: candidate.secret, line: candidate.line(), match: candidate.line() };
      const ids = idsOf(candidate);
      const reason =
        gitleaks.map((configuration) => byGitleaks(configuration, one, ids)).find((found) => found !== undefined) ??
        baselines.flatMap((baseline) => said(baseline.name, baseline.reasonFor(one)))[0] ??
        ignored.get(one.path)?.flatMap((entry) => (entry.line === candidate.startLine && (ids.size === 0 || [...entry.rules].some((rule) => ids.has(rule) || rule === anyRule)) ? said(entry.name, 'names this finding') : []))[0] ??
        secretlintFiles.flatMap((file) => bySecretlint(file, one, candidate))[0] ??
        left.flatMap(({ name, matches }) => (matches(one.path) ? said(name, 'leaves this path out') : []))[0];
      return reason === undefined ? undefined : { kind: 'suppressed', ...reason };
    },
  };
}

/** gitleaks' rule for what no other rule knows; here a provider's own check may know it. */
const anyRule = 'generic-api-key';

interface Reason {
  readonly reason: string;
  readonly where: string;
}

function said(where: string, reason: string | undefined): readonly Reason[] {
  return reason === undefined ? [] : [{ reason, where }];
}

/** The ids of gitleaks' rules that a check stands for. */
function idsOf({ aliases }: ForeignCandidate): ReadonlySet<string> {
  return new Set(aliases.flatMap((alias) => /^(?:gitleaks|betterleaks):(.+)$/.exec(alias)?.[1] ?? []));
}

function byGitleaks(configuration: GitleaksConfiguration, one: Allowable, ids: ReadonlySet<string>): Reason | undefined {
  const { name } = configuration;
  if ([...ids].some((id) => configuration.disabled.has(id))) return { reason: 'the rule is disabled there', where: name };
  const lists = [...configuration.allowlists.filter(({ targetRules }) => targetRules.length === 0 || targetRules.some((id) => ids.has(id))), ...[...ids].flatMap((id) => configuration.byRule.get(id) ?? [])];
  return lists.some((list) => list.allows(one)) ? { reason: 'an allow-list lets it pass', where: name } : undefined;
}

function bySecretlint(file: SecretlintConfiguration, one: Allowable, { aliases }: ForeignCandidate): readonly Reason[] {
  const ids = aliases.flatMap((alias) => /^secretlint:(?:@secretlint\/)?(.+)$/.exec(alias)?.[1] ?? []);
  if (ids.some((id) => file.disabled.has(id))) return said(file.name, 'the rule is disabled there');
  return file.allows(one) ? said(file.name, '"allows" lets it pass') : [];
}

/** The first rule of each id: what extends another configuration goes before it. */
function distinct(checks: readonly CredentialCheck[]): readonly CredentialCheck[] {
  const byId = new Map<string, CredentialCheck>();
  for (const check of checks) if (!byId.has(check.id)) byId.set(check.id, check);
  return [...byId.values()];
}
