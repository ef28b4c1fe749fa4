import type { PackageUrl } from './purl.ts';

/** What the definition of a package-URL type adds to the general rules. */
export interface PurlType {
  readonly namespace?: 'required' | 'none';
  /** A qualifier without which the name says too little. */
  readonly requires?: string;
  readonly normalise?: (parts: PackageUrl) => PackageUrl;
  /** Why the parts are not allowed; undefined if they are. */
  readonly problem?: (parts: PackageUrl) => string | undefined;
}

type Change = (parts: PackageUrl) => PackageUrl;

const lowerName: Change = (parts) => ({ ...parts, name: parts.name.toLowerCase() });
const lowerNamespace: Change = (parts) => ({ ...parts, namespace: parts.namespace?.toLowerCase() ?? null });
const lowerVersion: Change = (parts) => ({ ...parts, version: parts.version?.toLowerCase() ?? null });
const lowerBoth: Change = (parts) => lowerNamespace(lowerName(parts));

/** PyPI treats runs of `-`, `_` and `.` in names as one dash (PEP 503). */
const pypiName: Change = (parts) => ({ ...lowerName(parts), name: parts.name.toLowerCase().replace(/[-_.]+/g, '-') });

/** Databricks ignores the case of model names, Azure ML does not. */
const mlflowName: Change = (parts) => (parts.qualifiers?.['repository_url']?.includes('databricks') === true ? lowerName(parts) : parts);

function cpanProblem({ name }: PackageUrl): string | undefined {
  return name.includes('::') ? 'the name is a distribution (URI-PackageURL), not a module (URI::PackageURL)' : undefined;
}

function chromeProblem({ name }: PackageUrl): string | undefined {
  return /^[a-p]{32}$/.test(name) ? undefined : 'the name is 32 letters from a to p';
}

function cocoapodsProblem({ name }: PackageUrl): string | undefined {
  return /^\.|[\s+]/.test(name) ? 'a pod\'s name has no space and no +, and does not begin with a dot' : undefined;
}

/** The rules of each type that has some. Source: the type definitions of the Package-URL specification (package-url/purl-spec, types/). */
export const purlTypes: ReadonlyMap<string, PurlType> = new Map<string, PurlType>([
  ['alpm', { namespace: 'required', normalise: lowerBoth }],
  ['apk', { namespace: 'required', normalise: lowerBoth }],
  ['bazel', { namespace: 'none' }],
  ['bitbucket', { namespace: 'required', normalise: lowerBoth }],
  ['bitnami', { namespace: 'none', normalise: lowerName }],
  ['brew', { normalise: lowerBoth }],
  ['cargo', { namespace: 'none' }],
  ['chrome-extension', { namespace: 'none', normalise: lowerName, problem: chromeProblem }],
  ['cocoapods', { namespace: 'none', problem: cocoapodsProblem }],
  ['composer', { normalise: lowerBoth }],
  ['conda', { namespace: 'none' }],
  ['cpan', { normalise: (parts) => ({ ...parts, namespace: parts.namespace?.toUpperCase() ?? null }), problem: cpanProblem }],
  ['cran', { namespace: 'none' }],
  ['deb', { namespace: 'required', normalise: lowerBoth }],
  ['gem', { namespace: 'none' }],
  ['gitee', { namespace: 'required', normalise: lowerBoth }],
  ['github', { namespace: 'required', normalise: lowerBoth }],
  ['githubactions', { normalise: lowerBoth }],
  ['gitlab', { namespace: 'required', normalise: lowerBoth }],
  ['golang', { normalise: lowerBoth }],
  ['hackage', { namespace: 'none' }],
  ['hex', { normalise: lowerBoth }],
  ['huggingface', { normalise: lowerVersion }],
  ['julia', { namespace: 'none', requires: 'uuid' }],
  ['luarocks', { normalise: (parts) => lowerBoth(lowerVersion(parts)) }],
  ['maven', { namespace: 'required' }],
  ['mlflow', { namespace: 'none', normalise: mlflowName }],
  ['nix', { normalise: lowerNamespace }],
  ['npm', { normalise: lowerBoth }],
  ['nuget', { namespace: 'none' }],
  ['oci', { namespace: 'none', normalise: (parts) => lowerName(lowerVersion(parts)) }],
  ['opam', { namespace: 'none' }],
  ['otp', { namespace: 'none' }],
  // only a to z, digits and underscores may stand in a name
  ['pub', { namespace: 'none', normalise: (parts) => ({ ...parts, name: parts.name.toLowerCase().replaceAll('-', '_') }) }],
  ['pypi', { namespace: 'none', normalise: pypiName }],
  ['qpkg', { namespace: 'required', normalise: lowerNamespace }],
  ['rpm', { normalise: lowerNamespace }],
  ['swid', { requires: 'tag_id' }],
  ['swift', { namespace: 'required' }],
  ['vcpkg', { namespace: 'none' }],
  ['vscode-extension', { namespace: 'required', normalise: lowerBoth }],
]);
