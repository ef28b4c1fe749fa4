import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openRegistry, type Registry } from '../../engine/registry.ts';
import { readObjects } from '../../git/batch.ts';
import type { Excuse, Finding } from '../../model/finding.ts';
import type { GatePolicy } from '../../model/gate-policy.ts';
import { baselineExcuse, baselineName, parseBaseline } from '../../policy/baseline.ts';
import type { Configuration } from '../../policy/configuration.ts';
import { sha256 } from '../../model/sha256.ts';
import { PolicyError } from '../../policy/errors.ts';
import type { BranchStrictness } from '../../policy/branch-strictness.ts';
import { resolvePolicy } from '../../policy/resolve.ts';
import { advisoryReader } from '../advisory-file.ts';
import { configurationName } from '../client-policy.ts';
import { registryPath } from '../installation.ts';
import { readIfThere } from '../read-if-there.ts';
import { version } from '../../model/version.ts';
import type { ServerClock } from './server-clock.ts';
import { serverSettings, type ServerSettings } from './server-settings.ts';
import { folderPrefix } from '../../formats/repository-path.ts';

/** The policy of a server, from places that no push can write. */
export interface ServerPolicy {
  readonly gate: GatePolicy;
  readonly registries: readonly Registry[];
  readonly settings: ServerSettings;
  /** The gate's own time for a push, in milliseconds. */
  readonly deadlineMs: number;
  /** SHA-256 over everything that a lock holds fast: the policy, the baselines, the allowed signers. */
  readonly lockDigest: string;
  /** Whether the policy treats paths differently. */
  readonly pathsMatter: boolean;
  /** Compares refs, where the policy treats branches differently. */
  readonly strictness: BranchStrictness | undefined;
  readonly baseline: (finding: Finding) => Excuse | undefined;
  readonly clock: ServerClock;
}

/** Below the five seconds that GitHub Enterprise Server allows all hooks of a push together. */
const defaultDeadlineMs = 4000;
const maxPolicyBytes = 16 * 1024 * 1024;

/**
 * Reads the policy: `portcullis.yaml`, `.portcullis-baseline` and check files in the administrator's folder, and, where
 * that says so, the policy at a protected ref's tip as it is before the push. The administrator's word stands over the
 * ref's. `explicit` says that the folder was named, so that it must be there; `clockOf` tells the time by the log of these
 * settings. Throws PolicyError, GitError.
 */
export async function serverPolicy(folder: string, explicit: boolean, clockOf: (settings: ServerSettings) => ServerClock, refs: () => readonly string[] = () => []): Promise<ServerPolicy> {
  const path = join(folder, configurationName);
  const text = readIfThere(path);
  if (text === undefined && explicit && !existsSync(folder)) throw new PolicyError(folder, undefined, 'the folder of the server\'s policy is missing');
  const own = text === undefined ? { configurations: [], registries: [] } : await (await import('../load-configuration.ts')).loadConfiguration(path, text, folder);
  const settings = serverSettings(path, own.configurations.findLast((one) => one.sections.has('server'))?.sections.get('server'));
  const clock = clockOf(settings);
  const pinned = settings.policyRef === undefined ? { configurations: [], baseline: undefined } : await policyAtRef(settings.policyRef, settings.policyPath);
  const configurations = [...pinned.configurations, ...own.configurations];
  const pathsMatter = configurations.some((one) => one.paths.length > 0);
  const matcher = pathsMatter || configurations.some((one) => one.branches.length > 0) ? (await import('../path-patterns.ts')).pathPatterns : () => () => false;
  const registries = [openRegistry(registryPath()), ...own.registries];
  const gate: GatePolicy = resolvePolicy({ configurations, data: advisoryReader(() => gate.settings('libraries'), folder), digestOf: [version, ...registries.map((one) => one.digest)], today: clock.today, matcher, refs, server: true, hook: true });
  if (settings.policyDigest !== undefined && settings.policyDigest !== gate.digest) {
    throw new PolicyError(path, undefined, `the policy is not the one that was locked: its digest is ${gate.digest}, "policy-digest" is ${settings.policyDigest}`);
  }
  const baselineTexts = [readIfThere(join(folder, baselineName)), pinned.baseline];
  const baselines = baselineTexts.flatMap((one) => (one === undefined ? [] : [baselineExcuse(parseBaseline(baselineName, one))]));
  return {
    gate,
    registries,
    settings,
    pathsMatter,
    clock,
    strictness: configurations.some((one) => one.branches.length > 0) ? (await import('../../policy/branch-strictness.ts')).branchStrictness(configurations, matcher) : undefined,
    deadlineMs: own.configurations.findLast((one) => one.limits.deadlineMs !== undefined)?.limits.deadlineMs ?? defaultDeadlineMs,
    lockDigest: sha256([gate.digest, ...baselineTexts.map((one) => `\0${one ?? ''}`), `\0${signersOf(gate.settings('change-control'), folder)}`]),
    baseline: (finding) => baselines.map((one) => one(finding)).find((one) => one !== undefined),
  };
}

/** Text of the file of allowed signers that the policy names. */
function signersOf(section: unknown, folder: string): string {
  const name = typeof section === 'object' && section !== null && 'allowed-signers' in section ? section['allowed-signers'] : undefined;
  return typeof name === 'string' ? (readIfThere(join(folder, name)) ?? '') : '';
}

async function policyAtRef(ref: string, path: string): Promise<{ configurations: readonly Configuration[]; baseline: string | undefined }> {
  const folder = folderPrefix(path);
  const [policy, baseline] = readObjects([`${ref}:${path}`, `${ref}:${folder}${baselineName}`], maxPolicyBytes).map((one) => (one !== undefined && 'bytes' in one ? one.bytes.toString('utf8') : undefined));
  if (policy === undefined) return { configurations: [], baseline };
  const name = `${ref}:${path}`;
  const { loadConfiguration } = await import('../load-configuration.ts');
  const { parseConfiguration } = await import('../../policy/configuration.ts');
  const parsed = parseConfiguration(name, policy);
  // what a ref holds must not make the server read its own files
  if (parsed.policies.length > 0) throw new PolicyError(name, undefined, '"policies" counts only in the administrator\'s folder on a server');
  const base = parsed.extends.find((one) => one.includes('/') || /\.ya?ml$/.test(one));
  if (base !== undefined) throw new PolicyError(name, undefined, `"extends": only presets count in a ref's policy on a server, "${base}" is a file`);
  if (parsed.sections.has('server')) throw new PolicyError(name, undefined, '"server" counts only in the administrator\'s folder');
  return { configurations: (await loadConfiguration(name, policy, '.')).configurations, baseline };
}
