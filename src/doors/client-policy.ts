import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { HostedExaminer } from '../engine/engine.ts';
import type { Registry } from '../engine/registry.ts';
import { readObjects } from '../git/batch.ts';
import { git } from '../git/run.ts';
import { isBare, repositoryFolder } from '../git/top-level.ts';
import type { Excuse, Finding } from '../model/finding.ts';
import type { GatePolicy } from '../model/gate-policy.ts';
import { baselineExcuse, baselineName, parseBaseline } from '../policy/baseline.ts';
import type { Configuration } from '../policy/configuration.ts';
import { PolicyError } from '../policy/errors.ts';
import { foreignNames } from '../policy/foreign/names.ts';
import { resolvePolicy, type PathMatcher } from '../policy/resolve.ts';
import { advisoryReader } from './advisory-file.ts';
import { cachedConfiguration, keepConfiguration } from './configuration-cache.ts';
import { packageRegistry } from './installation.ts';
import type { ForeignConfig } from './foreign-config.ts';
import { readIfThere } from './read-if-there.ts';
import { today } from './today.ts';
import { version } from '../model/version.ts';

/** Name of the configuration at the top of a repository. */
export const configurationName = 'portcullis.yaml';

export interface ClientPolicy {
  readonly gate: GatePolicy;
  /** Registries of the user's own check files. */
  ownChecks(): readonly Registry[];
  /** Rules of other tools that the configuration names; their checks are among `ownChecks`. */
  readonly hosted?: readonly HostedExaminer[];
  /** False where the configuration lets no standby answer for the hook. */
  readonly standby: boolean;
  /** Says which findings the baseline holds; read only when there are findings. */
  baseline(): Promise<(finding: Finding) => Excuse | undefined>;
}

export interface ClientPolicyOptions {
  readonly cwd?: string;
  /** A policy file named on the command line: it replaces the repository's own. */
  readonly file?: string;
  /** The configuration as the index has it, when it has one. */
  readonly committed: string | undefined;
  /** Oid of that text, where it is known. */
  readonly oid?: string;
  /** The configuration itself, when the cache had it. */
  readonly known?: Configuration;
  /** True in a hook. */
  readonly hook?: boolean;
  /** Full names of the refs that a push goes to; the current branch when absent. */
  readonly refs?: readonly string[];
  /** False where the files of other scanners do not count, whatever the configuration says. */
  readonly foreign?: boolean;
  /** False where no code of the repository may run: a configuration that names rule packages is refused. */
  readonly programs?: boolean;
  /** False outside a repository: then nothing is asked of git. */
  readonly repository?: boolean;
}

/**
 * The policy of a developer's machine: the staged `portcullis.yaml`, or the one in the work tree while it is untracked,
 * or the defaults. Throws PolicyError.
 */
export async function clientPolicy(options: ClientPolicyOptions): Promise<ClientPolicy> {
  const text = options.known !== undefined ? undefined : options.file === undefined ? (options.committed ?? readIfThere(join(options.cwd ?? '.', configurationName))) : readNamed(options.file);
  const name = options.file ?? configurationName;
  const configurations: Configuration[] = [];
  let own: readonly Registry[] = [];
  if (options.known !== undefined) configurations.push(options.known);
  else if (text !== undefined) {
    // a commit never loads a YAML parser while the configuration is what it was
    const folder = options.cwd ?? '.';
    const kept = options.file === undefined ? cachedConfiguration(folder, text) : undefined;
    if (kept === undefined) {
      const loader = await import('./load-configuration.ts');
      const loaded = await loader.loadConfiguration(name, text, folder);
      configurations.push(...loaded.configurations);
      own = loaded.registries;
      const [only, ...others] = loaded.configurations;
      if (only !== undefined && others.length === 0 && own.length === 0 && options.file === undefined && options.repository !== false) keepConfiguration(folder, options.oid === undefined ? [text] : [text, options.oid], only);
    } else configurations.push(kept);
  }
  const foreign = await foreignConfig(options, configurations);
  if (foreign?.registry !== undefined) own = [...own, foreign.registry];
  const secretlint = [...new Set([...configurations.flatMap((one) => secretlintModules(one)), ...(foreign?.secretlint ?? [])])];
  if (secretlint.length > 0 && options.programs === false) throw new PolicyError(name, undefined, 'rules of the repository are programs, which do not run here');
  const hosted = secretlint.length === 0 ? undefined : await (await import('./secretlint.ts')).loadSecretlint(secretlint, options.cwd ?? '.');
  if (hosted !== undefined) own = [...own, hosted.registry];
  const matcher: PathMatcher = configurations.some((one) => one.paths.length > 0 || one.branches.length > 0) ? (await import('./path-patterns.ts')).pathPatterns : () => () => false;
  const gate: GatePolicy = resolvePolicy({
    configurations,
    data: advisoryReader(() => gate.settings('libraries'), options.cwd ?? '.'),
    // only reports ask for it
    get digestOf() {
      return [version, packageRegistry().digest, ...own.map((one) => one.digest), ...(foreign?.texts ?? [])];
    },
    ...(foreign === undefined ? {} : { foreign: foreign.excuse, foreignNotes: foreign.notes }),
    // the first date of a process costs two milliseconds: asked only when a suppression has an expiry
    get today() {
      return today();
    },
    matcher,
    ...(options.hook === undefined ? {} : { hook: options.hook }),
    refs: () => options.refs ?? (options.repository === false ? [] : currentBranch(options.cwd)),
  });
  return {
    gate,
    ownChecks: () => own,
    standby: configurations.reduce((last, one) => one.standby ?? last, true),
    ...(hosted === undefined ? {} : { hosted: hosted.rules }),
    baseline: async () => {
      const baseline = options.repository === false ? undefined : readBaseline(options.cwd);
      return baselineExcuse(baseline === undefined ? undefined : parseBaseline(baselineName, baseline));
    },
  };
}

/** The files of other scanners for secrets, where they count: on a client unless the configuration says otherwise. */
async function foreignConfig(options: ClientPolicyOptions, configurations: readonly Configuration[]): Promise<(ForeignConfig & { texts: readonly string[] }) | undefined> {
  const asked = configurations.reduce<boolean | undefined>((last, one) => one.foreignConfig ?? last, undefined);
  if (options.foreign === false || asked === false) return undefined;
  const folder = options.cwd ?? '.';
  const files = new Map<string, string>();
  for (const name of foreignNames) {
    if (statSync(join(folder, name), { throwIfNoEntry: false })?.isFile() === true) files.set(name, readIfThere(join(folder, name)) ?? '');
  }
  if (files.size === 0) return undefined;
  const { readForeignConfig } = await import('./foreign-config.ts');
  return { ...readForeignConfig(folder, files, asked === true), texts: [...files.values()] };
}

/** `credentials: {secretlint: [MODULE…]}`: packages of the repository whose rules run here. */
function secretlintModules(configuration: Configuration): readonly string[] {
  const section = configuration.sections.get('credentials');
  if (typeof section !== 'object' || section === null || !('secretlint' in section) || !Array.isArray(section.secretlint)) return [];
  return section.secretlint.map(String);
}

function readBaseline(cwd: string | undefined): string | undefined {
  const top = repositoryFolder(cwd);
  // a bare repository has no index
  const staged = readObjects([`${isBare(top) ? 'HEAD' : ''}:${baselineName}`], 64 * 1024 * 1024, top)[0];
  if (staged !== undefined && 'bytes' in staged) return staged.bytes.toString('utf8');
  return readIfThere(join(top, baselineName));
}

function currentBranch(cwd: string | undefined): readonly string[] {
  // a detached HEAD is on no branch; outside a repository there is none
  const name = git(['symbolic-ref', '--quiet', 'HEAD'], { ...(cwd === undefined ? {} : { cwd }), accept: [0, 1, 128] }).toString('utf8').trim();
  return name === '' ? [] : [name];
}

function readNamed(path: string): string {
  const text = readIfThere(path);
  if (text === undefined) throw new PolicyError(path, undefined, 'there is no such policy file');
  return text;
}
