import { memoryRegistry, type Registry } from '../engine/registry.ts';
import { foreignPolicy, type ForeignPolicy } from '../policy/foreign/foreign.ts';
import { pathPatterns } from './path-patterns.ts';
import { folderReader } from './scan/files.ts';

/** What the files of other tools in a folder say, and the registry of their rules. */
export interface ForeignConfig extends ForeignPolicy {
  readonly registry?: Registry;
}

/**
 * Reads the files of other scanners for secrets. The rules that `.secretlintrc` names are programs of the repository's own
 * dependencies: with `mayRun` false, which is where nobody asked for them, they are left out and that is said.
 */
export function readForeignConfig(folder: string, files: ReadonlyMap<string, string>, mayRun: boolean): ForeignConfig {
  const whole = foreignPolicy({ files, read: (path) => folderReader(folder).readText(path), matcher: pathPatterns });
  const unrun = mayRun ? [] : whole.secretlint;
  const policy = unrun.length === 0 ? whole : { ...whole, secretlint: [], notes: [...whole.notes, `.secretlintrc: rules are programs, so ${unrun.join(', ')} run only where portcullis.yaml says "foreign-config: true"`] };
  return policy.checks.length === 0 ? policy : { ...policy, registry: memoryRegistry(policy.checks) };
}
