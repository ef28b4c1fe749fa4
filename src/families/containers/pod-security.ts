import type { ExpressionFunction } from '../../expressions/compile.ts';
import { textOf } from '../../expressions/term.ts';
import { isRecord } from '../../formats/record.ts';
import type { FamilyPolicy } from '../../model/family.ts';

/** The parameter of checks whose answer goes by the version of the Pod Security Standards. */
const parameter = 'pod-security-version';

/** `v1.29` with its minor number. */
const versionForm = /^v1\.(\d{1,3})$/;

/**
 * The policy with the version of the Pod Security Standards that `portcullis.yaml` names, put into the checks that go by
 * it: `containers: {pod-security: {version: v1.29}}`; `latest`, the newest that is known here, unless it is given.
 * Throws Error for what cannot be read, naming it.
 */
export function withPodSecurityVersion(policy: FamilyPolicy): FamilyPolicy {
  const version = versionOf(policy.settings);
  if (version === undefined) return policy;
  return {
    ...policy,
    parameters(check) {
      const own = policy.parameters(check);
      return own[parameter] === undefined ? own : { ...own, [parameter]: version };
    },
  };
}

function versionOf(settings: unknown): string | undefined {
  const section = isRecord(settings) ? settings['pod-security'] : undefined;
  if (section === undefined || section === null) return undefined;
  if (!isRecord(section)) throw new Error('containers.pod-security must be a map');
  for (const key of Object.keys(section)) if (key !== 'version') throw new Error(`containers.pod-security: unknown key "${key}" (there is: version)`);
  const { version } = section;
  if (version === undefined || version === null) return undefined;
  if (typeof version !== 'string' || (version !== 'latest' && !versionForm.test(version))) throw new Error(`containers.pod-security.version is "${String(version).slice(0, 40)}"; write latest or a version such as v1.29`);
  return version;
}

/** Whether a version of the standards is a minor version of Kubernetes or a later one. */
function since(version: string, minor: number): boolean {
  const written = versionForm.exec(version)?.[1];
  return written === undefined || Number(written) >= minor;
}

/** `podSecurity.since(parameters['pod-security-version'], 29)`. */
export const podSecurityFunctions: readonly (readonly [string, ExpressionFunction<unknown>])[] = [
  ['podSecurity.since', { least: 2, most: 2, call: ([version = null, minor = null]) => since(textOf(version) ?? 'latest', typeof minor === 'number' ? minor : 0) }],
];
