import { fullNameOf, githubName } from '../../formats/packages/package-name.ts';
import type { PackageName, PackageRecord } from '../../formats/packages/record.ts';

/** Where a package comes from, as far as its document says. */
export interface PackageSource {
  /** `registry`: an index that hands out versions; `archive`: one file by its address; `local`: a path. */
  readonly kind: 'registry' | 'git' | 'archive' | 'local' | 'unsaid';
  /** The address without what pins it; empty for local and unsaid ones. */
  readonly url: string;
  /** Lower case; empty where there is none. */
  readonly host: string;
  /** Path below the host without slashes at its ends. */
  readonly path: string;
  /** True when what it says is carried in the clear: `http:` and `git:`. */
  readonly isInsecure: boolean;
  /** What a git source is held at. */
  readonly pin: 'commit' | 'tag' | 'branch' | 'none';
}

const unsaid: PackageSource = { kind: 'unsaid', url: '', host: '', path: '', isInsecure: false, pin: 'none' };
const local: PackageSource = { ...unsaid, kind: 'local' };

/** Hosts that `github:owner/name` and its like stand for. Source: npm docs, package-spec; hosted-git-info. */
const shorthands: ReadonlyMap<string, string> = new Map([['github', 'github.com'], ['gitlab', 'gitlab.com'], ['bitbucket', 'bitbucket.org'], ['gist', 'gist.github.com']]);

/** Ecosystems whose lockfiles name an archive for every package of the registry. */
const archiveRegistries = new Set(['conda', 'composer', 'maven', 'nuget', 'cran']);
const archiveEnding = /\.(?:tgz|tar|tar\.\w{1,4}|zip|whl|gem|jar|crate|conda|nupkg|7z)$/i;

/** Classifies what a record says of its source. Never throws. */
export function sourceOf(record: PackageRecord): PackageSource {
  const written = record.resolved?.trim() ?? '';
  if (written === '') return unsaid;
  if (/^(?:registry|sparse)\+/.test(written)) return remote(written.slice(written.indexOf('+') + 1), 'registry');
  const shorthand = /^(github|gitlab|bitbucket|gist):(?!\/)([^#\s]{1,400})(?:#(\S{1,300}))?$/.exec(written);
  if (shorthand !== null) return { ...remote(`https://${shorthands.get(shorthand[1] ?? '') ?? ''}/${shorthand[2] ?? ''}`, 'git'), pin: pinOf(shorthand[3] ?? '') };
  if (/^(?:file|link|portal|workspace|path\+file|patch):/.test(written) || /^(?:\.{0,2}[\\/]|~\/|[A-Za-z]:[\\/])/.test(written)) return local;
  const isGit = /^(?:git\+|git:|git@|ssh:)/.test(written) || /^https?:\/\/(?:github\.com|gitlab\.com|bitbucket\.org|codeberg\.org)\/[\w.-]{1,200}\/[\w.-]{1,200}\/?(?:[#?]|$)/i.test(written) || /^(?:https?:)\/\/[^#?\s]{1,600}\.git(?:[#?@]|$)/i.test(written);
  if (isGit) return gitSource(written);
  if (/^(?:https?|oci|s3|gs|ftp):\/\//i.test(written)) {
    const url = written.replace(/[#?].*$/s, '');
    const isCommit = /#[0-9a-f]{40}/i.test(written) && !archiveEnding.test(url);
    if (isCommit) return gitSource(written);
    const isArchive = archiveEnding.test(url) || /\/(?:tarball|zipball|archive|tar\.gz)\//.test(url) || /^https?:\/\/codeload\./i.test(url);
    return remote(url, isArchive && !archiveRegistries.has(record.ecosystem) && registryBase(record, url) === undefined ? 'archive' : 'registry');
  }
  // a name of a registry that is set up elsewhere, or a bare path
  return /[\\/]/.test(written) && !/^[\w.-]+\.[a-z]{2,}\//i.test(written) ? local : unsaid;
}

/** The repository at GitHub that a package is fetched from, by git or as an archive. */
export function repositoryAtGithub(record: PackageRecord): PackageName | undefined {
  const { host, path } = sourceOf(record);
  if (!/^(?:github\.com|codeload\.github\.com|api\.github\.com)$/.test(host)) return undefined;
  const [owner, name] = path.replace(/^repos\//, '').split('/', 2);
  return owner === undefined || name === undefined ? undefined : githubName(`${owner}/${name.replace(/\.git$/, '')}`);
}

function gitSource(written: string): PackageSource {
  const bare = written.replace(/^git\+/, '').replace(/^git@([\w.-]{1,200}):/, 'ssh://git@$1/');
  const query = /[?&](rev|tag|branch)=([^&#]{1,300})/.exec(bare);
  const fragment = /#(?:egg=[^&]*|subdirectory=[^&]*|&|workspace=[^&]*|commit=)*([^&#]{0,300})$/.exec(bare)?.[1] ?? '';
  const at = /\.git@([^#?@/]{1,300})(?:[#?]|$)/.exec(bare)?.[1] ?? /^[a-z]+:\/\/[^@#?]{0,400}@?[^@#?]{1,400}@([^#?@/]{1,300})(?:[#?]|$)/.exec(bare)?.[1];
  const pin = [fragment, at ?? '', query?.[2] ?? ''].map(pinOf).find((one) => one === 'commit') ?? (query?.[1] === 'tag' ? 'tag' : query?.[1] === 'branch' ? 'branch' : pinOf(fragment || at || query?.[2] || ''));
  const url = bare.replace(/[#?].*$/s, '').replace(/(\.git)@[^/]*$/, '$1');
  return { ...remote(url, 'git'), isInsecure: /^(?:git|http):/i.test(bare), pin };
}

/** A full object id is a commit; what looks like a version is a tag; any other name is taken for a branch. */
function pinOf(reference: string): PackageSource['pin'] {
  if (reference === '') return 'none';
  if (/^[0-9a-f]{40}(?:[0-9a-f]{24})?$/i.test(reference)) return 'commit';
  return /^(?:refs\/tags\/|semver:|v?\d+(?:\.\d+)*)/.test(reference) ? 'tag' : 'branch';
}

function remote(url: string, kind: PackageSource['kind']): PackageSource {
  const parts = /^([a-z][a-z0-9+.-]{0,20}):\/\/(?:[^@/\s]{1,400}@)?([^/:\s]{1,255})(?::\d{1,5})?\/?(\S*)$/i.exec(url);
  const scheme = parts?.[1]?.toLowerCase() ?? '';
  return { kind, url, host: parts?.[2]?.toLowerCase() ?? '', path: (parts?.[3] ?? '').replace(/^\/+|(?<!\/)\/+$/g, ''), isInsecure: scheme === 'http' || scheme === 'ftp', pin: 'none' };
}

/** What an npm registry's address of an archive says: `https://host/path/NAME/-/BASE-VERSION.tgz`. */
export interface NpmArchive {
  readonly registry: string;
  readonly name: string;
  readonly version: string;
}

/** Reads the address of an archive as npm's registries make it; undefined for any other. */
export function npmArchive(url: string): NpmArchive | undefined {
  const cut = url.indexOf('/-/');
  if (cut < 0 || url.length > 3000) return undefined;
  const before = decodeSlash(url.slice(0, cut));
  const name = /(?:^|\/)((?:@[^/]{1,214}\/)?[^/]{1,214})$/.exec(before)?.[1];
  const file = url.slice(url.lastIndexOf('/') + 1).replace(/[?#].*$/s, '');
  if (name === undefined || !file.endsWith('.tgz')) return undefined;
  const base = `${name.slice(name.indexOf('/') + 1)}-`;
  const stem = file.slice(0, -4);
  if (!decodeSlash(stem).startsWith(base)) return undefined;
  return { registry: before.slice(0, before.length - name.length), name, version: decodeSlash(stem).slice(base.length) };
}

function registryBase(record: PackageRecord, url: string): string | undefined {
  if (record.ecosystem === 'npm') return npmArchive(url)?.registry ?? (/^https?:\/\/npm\.pkg\.github\.com\/download\//.test(url) ? 'https://npm.pkg.github.com/' : undefined);
  if (record.ecosystem === 'pypi') return /^https?:\/\/files\.pythonhosted\.org\//.test(url) ? 'https://pypi.org/simple' : undefined;
  if (record.ecosystem === 'cargo') return /^https?:\/\/(?:static\.)?crates\.io\//.test(url) ? 'https://crates.io' : undefined;
  return undefined;
}

function decodeSlash(text: string): string {
  return text.replace(/%2f/gi, '/').replace(/%40/g, '@').replace(/%2b/gi, '+');
}

/** Name and version of the archive where they are others than the record's: the mark of an edited lockfile. */
export function disguised(record: PackageRecord): NpmArchive | undefined {
  if (record.ecosystem !== 'npm' || record.resolved === undefined || record.version === undefined) return undefined;
  // nearly all: the address that the registry makes of name and version
  const { namespace, name } = record;
  if (record.resolved.endsWith(`/${name}/-/${name}-${record.version}.tgz`) && (namespace === undefined ? !record.resolved.includes('/@') : record.resolved.includes(`/${namespace}/`))) return undefined;
  const archive = npmArchive(record.resolved);
  if (archive === undefined) return undefined;
  // Yarn 1 writes the hash after a #; a pre-release's build is left out of the address
  const version = record.version.replace(/\+.*$/, '');
  const isSame = archive.name.toLowerCase() === fullNameOf(record).toLowerCase() && archive.version.replace(/\+.*$/, '') === version;
  return isSame ? undefined : archive;
}
