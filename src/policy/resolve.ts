import { isRecord } from '../formats/record.ts';
import type { Check } from '../model/check.ts';
import { severities, type Action, type Excuse, type FamilyName, type NotChecked, type Severity } from '../model/finding.ts';
import type { ForeignCandidate, GatePolicy, ReportKey } from '../model/gate-policy.ts';
import { sha256 } from '../model/sha256.ts';
import type { CheckSetting, Configuration, FamilySetting, ScopedSetting } from './configuration.ts';

/** A hundred megabytes: larger blobs are reported as not checked unless a policy raises it. */
const defaultMaxFileBytes = 100 * 1024 * 1024;
const defaultMaxFindings = 1000;

/** Matches a path against patterns; made by the caller, because the glob library is loaded only when patterns exist. */
export type PathMatcher = (patterns: readonly string[]) => (path: string) => boolean;

export interface ResolveOptions {
  /** The configurations from the most general (presets) to the most specific. */
  readonly configurations: readonly Configuration[];
  /** Everything that the digest covers beyond the configurations' texts: version, registry, own policy files. */
  readonly digestOf: readonly (string | Uint8Array)[];
  readonly today: string;
  /** Data packages that stand outside the repository, by name. */
  readonly data?: (name: string) => Buffer | undefined;
  readonly matcher: PathMatcher;
  /** Full names of the refs that the change goes to, asked only where a policy speaks of branches. Several: the strictest answer counts. */
  readonly refs?: () => readonly string[];
  /** True where somebody waits who did not ask: what neither blocks nor matters much is left out unless policy wants it. */
  readonly hook?: boolean;
  /** What other tools' files in the repository let pass. */
  readonly foreign?: (candidate: ForeignCandidate) => Excuse | undefined;
  /** What could not be applied of them. */
  readonly foreignNotes?: readonly string[];
  /** The server's stance: suppressions in what was pushed do not count unless policy says so. */
  readonly server?: boolean;
}

const defaultFamily: Required<FamilySetting> = { on: true, block: 'high', report: 'low', unsure: 'warn' };

/** In a hook, a low finding is no news: `portcullis scan` tells it to whoever asks. */
const hookFamily: Required<FamilySetting> = { ...defaultFamily, report: 'medium' };

/**
 * Defaults by family: any credential blocks from medium on; what a rule of change control asks for always counts; the
 * others block what is high or critical and report the rest.
 */
const familyDefaults: ReadonlyMap<FamilyName, Required<FamilySetting>> = new Map([
  ['credentials', { ...defaultFamily, block: 'medium' }],
  ['change-control', { ...defaultFamily, block: 'low' }],
]);

/** What holds for a family that no configuration speaks of. */
export function familyDefault(name: FamilyName, isHook: boolean): Required<FamilySetting> {
  return familyDefaults.get(name) ?? (isHook ? hookFamily : defaultFamily);
}

/** Turns configurations into the policy that the engine asks. Later configurations override earlier ones. */
export function resolvePolicy(options: ResolveOptions): GatePolicy {
  const { configurations } = options;
  const families = mergeMaps(configurations.map((one) => one.families));
  const checks = mergeMaps(configurations.map((one) => one.checks));
  const scopes = configurations.flatMap((one) => one.paths).map((scope) => ({ ...scope, matches: options.matcher(scope.match) }));
  const variants = branchVariants(options);
  const limits = Object.assign({}, ...configurations.map((one) => one.limits));
  const inline = Object.assign({ own: options.server !== true, foreign: options.server !== true }, ...configurations.map((one) => one.inline ?? {}));
  const sections = mergeSections(configurations);
  const suppressions = configurations.flatMap((one) => one.suppressions);
  let digest: string | undefined;
  const used = new Set<number>();
  const expired = new Set<number>();

  const family = (name: FamilyName): Required<FamilySetting> => ({ ...familyDefault(name, options.hook === true), ...families.get(name) });
  const scopedFor = (path: string): typeof scopes => scopes.filter((scope) => scope.matches(path));
  /** What holds of a family and a check under some scopes, the last one over those before. */
  const settingsIn = (within: readonly ScopedSetting[], name: FamilyName, check: string): { own: Required<FamilySetting>; setting: CheckSetting | undefined } => {
    let own = family(name);
    let setting = settingFor(checks, check);
    for (const scope of within) {
      own = { ...own, ...scope.families.get(name) };
      setting = merged(setting, settingFor(scope.checks, check));
    }
    return { own, setting };
  };

  return {
    get digest() {
      return (digest ??= digestOf(options));
    },
    limits: { maxFileBytes: limits.maxFileBytes ?? defaultMaxFileBytes, isSet: limits.maxFileBytes !== undefined, maxFindings: limits.maxFindings ?? defaultMaxFindings },
    inline,
    isOn: (check) =>
      variants().some((branches) => {
        const { own, setting } = settingsIn(branches, check.family, check.id);
        return own.on && (setting === undefined ? check.on : setting.action !== 'off');
      }),
    isHeard: (check) =>
      scopes.length > 0 ||
      variants().some((branches) => {
        const { own, setting } = settingsIn(branches, check.family, check.id);
        return certainties.some((certainty) => actionOf({ certainty }, setting?.severity ?? check.severity, own, setting) !== 'off');
      }),
    decide(report) {
      const inPath = scopes.length === 0 ? [] : scopedFor(report.path);
      const answers = variants().map((branches) => {
        const { own, setting } = settingsIn([...branches, ...inPath], report.family, report.check);
        const severity = setting?.severity ?? report.severity;
        return { severity, action: actionOf(report, severity, own, setting) };
      });
      return answers.reduce((a, b) => (strictness[b.action] > strictness[a.action] ? b : a));
    },
    parameters: (check) => ({ ...parametersOf(check), ...settingFor(checks, check.id)?.parameters }),
    settings: (name) => sections.get(name),
    ...(options.data === undefined ? {} : { data: options.data }),
    ...(options.foreign === undefined ? {} : { foreign: options.foreign }),
    onNotChecked: (reason) => limits.notChecked ?? notCheckedDefault(reason, options.server === true),
    suppression(finding) {
      for (const [number, entry] of suppressions.entries()) {
        if (!finding.fingerprint.startsWith(entry.fingerprint)) continue;
        if (entry.check !== undefined && entry.check !== finding.check) continue;
        if (entry.path !== undefined && entry.path !== finding.path) continue;
        used.add(number);
        if (entry.expires !== undefined && entry.expires < options.today) {
          expired.add(number);
          continue;
        }
        const excuse: Excuse = {
          kind: 'suppressed',
          reason: entry.reason,
          where: entry.where,
          ...(entry.owner === undefined ? {} : { owner: entry.owner }),
          ...(entry.expires === undefined ? {} : { expires: entry.expires }),
        };
        return excuse;
      }
      return undefined;
    },
    remarks: (whole) => [
      ...(whole ? (options.foreignNotes ?? []) : []),
      ...suppressions.flatMap((entry, number) => {
        if (expired.has(number)) return [`${entry.where}: the suppression of ${entry.fingerprint} expired on ${entry.expires ?? ''} and no longer counts`];
        return used.has(number) || !whole ? [] : [`${entry.where}: the suppression of ${entry.fingerprint} matches nothing any more; remove it`];
      }),
    ],
  };
}

const certainties = ['fail', 'unsure'] as const;

const strictness: Readonly<Record<Action, number>> = { off: 0, warn: 1, block: 2 };

function merged(below: CheckSetting | undefined, above: CheckSetting | undefined): CheckSetting | undefined {
  return below === undefined ? above : above === undefined ? below : { ...below, ...above };
}

/** For each ref that the change goes to, the settings for branches that hold there; one empty list where there are none. */
function branchVariants({ configurations, matcher, refs }: ResolveOptions): () => readonly [readonly ScopedSetting[], ...(readonly ScopedSetting[])[]] {
  const scopes = configurations.flatMap((one) => one.branches).map((scope) => ({ scope, matches: matcher(scope.match) }));
  let known: readonly [readonly ScopedSetting[], ...(readonly ScopedSetting[])[]] | undefined = scopes.length === 0 ? [[]] : undefined;
  return () => {
    if (known !== undefined) return known;
    const lists = new Map((refs?.() ?? []).map((ref): [string, readonly ScopedSetting[]] => {
      const numbers = scopes.flatMap(({ matches }, number) => (matches(ref) ? [number] : []));
      return [numbers.join(), numbers.flatMap((number) => scopes[number]?.scope ?? [])];
    }));
    const [first = [], ...others] = lists.values();
    return (known = [first, ...others]);
  };
}

function mergeMaps<K, V extends object>(maps: readonly ReadonlyMap<K, V>[]): Map<K, V> {
  const merged = new Map<K, V>();
  for (const map of maps) for (const [key, value] of map) merged.set(key, { ...merged.get(key), ...value });
  return merged;
}

/** Sections by name. Of `libraries` the lists of entries of every configuration count together, so that a base's bans stay; all else is the last one's. */
function mergeSections(configurations: readonly Configuration[]): ReadonlyMap<string, unknown> {
  const merged = new Map<string, unknown>();
  for (const { sections } of configurations) {
    for (const [name, section] of sections) {
      const before = merged.get(name);
      merged.set(name, name === 'libraries' && isRecord(before) && isRecord(section) ? mergeLibraries(before, section) : section);
    }
  }
  return merged;
}

function mergeLibraries(base: Readonly<Record<string, unknown>>, over: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const both = (key: string): readonly unknown[] => [base[key], over[key]].flatMap((list) => (Array.isArray(list) ? list : []));
  return { ...base, ...over, deny: both('deny'), allow: both('allow') };
}

/** A check's own setting, else that of the folder it lies in (`credentials/aws`), the nearest first. */
function settingFor(checks: ReadonlyMap<string, CheckSetting>, id: string): CheckSetting | undefined {
  if (checks.size === 0) return undefined;
  for (let key = id; key !== ''; key = key.includes('/') ? key.slice(0, key.lastIndexOf('/')) : '') {
    const setting = checks.get(key);
    if (setting !== undefined) return setting;
  }
  return undefined;
}

function actionOf(report: Pick<ReportKey, 'certainty'>, severity: Severity, family: Required<FamilySetting>, setting: CheckSetting | undefined): Action {
  if (!family.on || setting?.action === 'off') return 'off';
  const rank = severities.indexOf(severity);
  if (setting?.action !== undefined) return setting.action;
  if (rank < severities.indexOf(family.report)) return 'off';
  const blocks = family.block !== 'never' && rank >= severities.indexOf(family.block);
  if (report.certainty === 'unsure') return family.unsure === 'block' && !blocks ? 'warn' : family.unsure;
  return blocks ? 'block' : 'warn';
}

function notCheckedDefault(reason: NotChecked['reason'], server: boolean): Action {
  // an LFS pointer's content never came here, so refusing it would refuse LFS itself
  if (reason === 'lfs-pointer') return 'warn';
  return server ? 'block' : 'warn';
}

function parametersOf(check: Check): Readonly<Record<string, unknown>> {
  return 'parameters' in check && typeof check.parameters === 'object' && check.parameters !== null ? { ...check.parameters } : {};
}

function digestOf(options: ResolveOptions): string {
  const configurations = JSON.stringify(options.configurations, (_key, value: unknown) => (value instanceof Map ? [...value] : value));
  return sha256([...options.digestOf.flatMap((part) => [part, '\0']), configurations]);
}
