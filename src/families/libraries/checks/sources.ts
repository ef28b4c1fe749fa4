import type { PackageReaderName } from '../../../formats/packages/detect.ts';
import { dependenciesOf, type Batch, type LibraryCheck, type LibraryFinding, type Named } from '../check.ts';
import type { PackageDocument } from '../document.ts';
import { mapAt, textAt, textsAt, type Plain } from '../policy/plain.ts';
import { clip, findingAt, sayList, sayPackage } from '../say.ts';
import { sourceOf, type PackageSource } from '../source-of.ts';
import { folderPrefix } from '../../../formats/repository-path.ts';

/** Documents of ecosystems that have no registry: their packages are repositories, and bills of materials are reports. */
const withoutRegistry: ReadonlySet<PackageReaderName> = new Set<PackageReaderName>([
  'github-actions', 'pre-commit', 'terraform', 'terraform-lock', 'swift-manifest', 'swift-lock', 'julia-manifest', 'julia-lock', 'go-mod', 'go-sum', 'go-vendor', 'cartfile', 'cyclonedx', 'spdx', 'renv-lock', 'r-description',
]);

/** Sources whose bytes anyone on the way can change. */
export const insecure: LibraryCheck = async (batch, section) => {
  const rule = textAt(mapAt(section, 'sources'), 'http');
  if (rule === 'allow') return [];
  // most documents hold no such address, and searching the text is quicker than reading every address
  const documents = batch.documents.filter(({ source: { text } }) => text.includes('http://') || text.includes('git://') || text.includes('ftp://'));
  return sourcesOf({ documents }).flatMap(({ named, source }): LibraryFinding[] => {
    if (!source.isInsecure || isLoopback(source.host)) return [];
    const isHeld = isStrong(named.record.integrity) || source.pin === 'commit';
    const what = source.kind === 'git' ? 'is fetched' : 'is downloaded';
    return [findingAt(named, `insecure ${source.host}`, `${sayPackage(named.record)} ${what} over an unencrypted connection from ${clip(source.host)}`, { severity: rule === 'deny' || !isHeld ? 'high' : 'medium' })];
  });
};

/** Registries, hosts and git organisations that the policy does not name. */
export const notAllowedSource: LibraryCheck = async (batch, section) => {
  const allowed = allowedSources(mapAt(section, 'sources'));
  if (allowed === undefined) return [];
  return sourcesOf(batch).flatMap(({ named, source }): LibraryFinding[] => {
    const why = allowed.refuse(source);
    return why === undefined ? [] : [findingAt(named, `source ${source.host}/${source.path}`, `${sayPackage(named.record)} comes from ${clip(source.url)}: ${why}`)];
  });
};

/** Git sources where the policy wants none, or wants them held more firmly. */
export const gitSource: LibraryCheck = async (batch, section) => {
  const rules = mapAt(section, 'sources');
  const least = ranks.get(textAt(rules, 'git-pin') ?? 'any') ?? 0;
  const isDenied = textAt(rules, 'git') === 'deny';
  if (!isDenied && least === 0) return [];
  const organisations = textsAt(rules, 'git-organisations') ?? [];
  return sourcesOf(batch).flatMap(({ named, source }): LibraryFinding[] => {
    if (source.kind !== 'git' || withoutRegistry.has(named.document.reader)) return [];
    if (isDenied && !organisations.some((one) => isBelow(source, one))) return [findingAt(named, 'git', `${sayPackage(named.record)} comes from a git repository, ${clip(source.url)}, and not from a registry`)];
    const held = ranks.get(source.pin) ?? 0;
    if (held >= least) return [];
    return [findingAt(named, `git pin ${source.pin}`, `${sayPackage(named.record)} comes from a git repository and is held by ${source.pin === 'none' ? 'nothing' : `a ${source.pin}`}; the policy wants a ${textAt(rules, 'git-pin') ?? ''}`)];
  });
};

const ranks: ReadonlyMap<string, number> = new Map([['any', 0], ['none', 0], ['branch', 1], ['tag', 2], ['commit', 3]]);

/** Archives by their address, where the policy wants registries. */
export const archiveSource: LibraryCheck = async (batch, section) => {
  if (textAt(mapAt(section, 'sources'), 'tarballs') !== 'deny') return [];
  return sourcesOf(batch).flatMap(({ named, source }) => (source.kind === 'archive' ? [findingAt(named, 'archive', `${sayPackage(named.record)} is an archive at ${clip(source.url)}, not a version of a registry`)] : []));
};

/** Paths that leave the repository, where the policy wants none. */
export const localSource: LibraryCheck = async (batch, section) => {
  if (textAt(mapAt(section, 'sources'), 'local') !== 'deny') return [];
  return sourcesOf(batch).flatMap(({ named, source }) =>
    source.kind === 'local' && leavesTree(named) ? [findingAt(named, 'local', `${sayPackage(named.record)} is a path outside the repository: ${clip(named.record.resolved ?? '')}`)] : [],
  );
};

function leavesTree({ record, document }: Named): boolean {
  const path = (record.resolved ?? '').replace(/^(?:file|link|portal|path\+file|workspace):(?:\/\/(?=\/))?/, '').replaceAll('\\', '/');
  if (/^(?:\/|~|[A-Za-z]:)/.test(path)) return true;
  let depth = (record.path ?? document.source.path).split('/').length - 1;
  for (const part of path.split('/')) {
    if (part === '..') depth--;
    else if (part !== '' && part !== '.') depth++;
    if (depth < 0) return true;
  }
  return false;
}

/** Hosts that a lockfile names for a few of its packages only, and that nothing in the project explains. */
export const oddHost: LibraryCheck = async (batch, section) => {
  if (allowedSources(mapAt(section, 'sources')) !== undefined) return [];
  const findings: LibraryFinding[] = [];
  for (const document of batch.documents) {
    if (document.reading.kind !== 'lockfile' || withoutRegistry.has(document.reader)) continue;
    if (hasOneHost(document)) continue;
    const mine = sourcesOf({ documents: [document] }).filter(({ source }) => source.host !== '' && source.kind !== 'git');
    const counts = new Map<string, number>();
    for (const { source } of mine) counts.set(source.host, (counts.get(source.host) ?? 0) + 1);
    if (counts.size < 2) continue;
    const isExplained = await explainedHosts(batch, document.source.path);
    for (const { named, source } of mine) {
      const count = counts.get(source.host) ?? 0;
      if (publicHosts.has(source.host) || isExplained(source.host) || count * 10 > mine.length) continue;
      findings.push(findingAt(named, `odd host ${source.host}`, `${sayPackage(named.record)} comes from ${clip(source.host)}; ${mine.length - count} other packages of this lockfile do not, and nothing beside it names that host`, { certainty: 'unsure' }));
    }
  }
  return findings;
};

/** Whether every address of a document begins alike: then nothing is odd, and no address need be read. */
function hasOneHost({ reading }: PackageDocument): boolean {
  let first: string | undefined;
  for (const { resolved } of reading.packages) {
    if (resolved === undefined || !resolved.startsWith('http')) continue;
    const slash = resolved.indexOf('/', 8);
    first ??= slash < 0 ? resolved : resolved.slice(0, slash + 1);
    if (!resolved.startsWith(first)) return false;
  }
  return true;
}

/** The public registries and what they hand their archives out from. */
const publicHosts = new Set(['registry.npmjs.org', 'registry.yarnpkg.com', 'npm.pkg.github.com', 'npm.jsr.io', 'registry.npmmirror.com', 'codeload.github.com', 'pypi.org', 'files.pythonhosted.org', 'github.com', 'index.crates.io', 'static.crates.io', 'rubygems.org', 'repo.packagist.org', 'api.github.com', 'pub.dev', 'pub.dartlang.org', 'conda.anaconda.org', 'repo.anaconda.com', 'api.nuget.org', 'www.nuget.org', 'repo.maven.apache.org', 'repo1.maven.org', 'deno.land', 'jsr.io', 'esm.sh']);

/** Hosts that settings and manifests beside a lockfile name, in any way. */
async function explainedHosts(batch: Batch, path: string): Promise<(host: string) => boolean> {
  const folder = folderPrefix(path);
  const texts = [...new Set([folder, ''])].flatMap((at) => ['.npmrc', '.yarnrc', '.yarnrc.yml', 'package.json', 'pyproject.toml', 'Pipfile', 'uv.toml', 'pip.conf', 'Gemfile', 'composer.json', 'bunfig.toml', 'pnpm-workspace.yaml', 'pubspec.yaml', '.cargo/config.toml'].flatMap((name) => batch.project.files.readText(at + name) ?? []));
  return (host) => texts.some((text) => text.includes(host));
}

interface AllowedSources {
  /** Why a source is refused; undefined when it is allowed. */
  refuse(source: PackageSource): string | undefined;
}

function allowedSources(rules: Plain): AllowedSources | undefined {
  const registries = textsAt(rules, 'registries');
  const hosts = textsAt(rules, 'hosts');
  const organisations = textsAt(rules, 'git-organisations');
  if (registries === undefined && hosts === undefined && organisations === undefined) return undefined;
  const isHost = (host: string): boolean => (hosts ?? []).some((one) => (one.startsWith('*.') ? host.endsWith(one.slice(1).toLowerCase()) : host === one.toLowerCase()));
  return {
    refuse(source) {
      if (source.host === '') return undefined;
      if (isHost(source.host)) return undefined;
      if (source.kind === 'git') {
        if (organisations === undefined) return hosts === undefined ? undefined : 'its host is not among the allowed ones';
        return organisations.some((one) => isBelow(source, one)) ? undefined : `the allowed git organisations are ${sayList(organisations)}`;
      }
      if (registries === undefined && hosts === undefined) return undefined;
      if ((registries ?? []).some((one) => isOfRegistry(source, one))) return undefined;
      return `the allowed sources are ${sayList([...(registries ?? []), ...(hosts ?? [])])}`;
    },
  };
}

function isBelow({ host, path }: PackageSource, organisation: string): boolean {
  return `${host}/${path}/`.toLowerCase().startsWith(`${organisation.toLowerCase().replace(/\/$/, '')}/`);
}

/** Hosts that a registry hands its archives out from under another name. */
const aliases: ReadonlyMap<string, readonly string[]> = new Map([
  ['pypi.org', ['files.pythonhosted.org']],
  ['registry.npmjs.org', ['registry.yarnpkg.com']],
  ['crates.io', ['index.crates.io', 'static.crates.io', 'github.com/rust-lang/crates.io-index']],
  ['index.crates.io', ['static.crates.io', 'github.com/rust-lang/crates.io-index']],
  ['repo.packagist.org', ['api.github.com/repos', 'codeload.github.com']],
  ['packagist.org', ['api.github.com/repos', 'codeload.github.com']],
]);

function isOfRegistry({ host, path, isInsecure }: PackageSource, registry: string): boolean {
  const parts = /^(https?):\/\/(?:[^@/]{1,400}@)?([^/:]{1,255})(?::\d{1,5})?(?:\/(.*))?$/i.exec(registry);
  if (parts === null) return false;
  const [, scheme = '', own = '', below = ''] = parts;
  if (isInsecure && scheme.toLowerCase() === 'https') return false;
  const place = `${host}/${path}/`;
  const prefix = `${own.toLowerCase()}/${below.replace(/\/+$/, '')}`.replace(/\/+$/, '');
  return place.startsWith(`${prefix}/`) || (aliases.get(own.toLowerCase()) ?? []).some((one) => place.startsWith(`${one}/`));
}

interface Sourced {
  readonly named: Named;
  readonly source: PackageSource;
}

const known = new WeakMap<PackageDocument, readonly Sourced[]>();

/** The packages that say where they come from; read once a document, however many checks ask. */
function sourcesOf({ documents }: Pick<Batch, 'documents'>): readonly Sourced[] {
  return documents.flatMap((document) => {
    let found = known.get(document);
    if (found === undefined) known.set(document, (found = readSources(document)));
    return found;
  });
}

function readSources(document: PackageDocument): readonly Sourced[] {
  const found: Sourced[] = [];
  for (const named of dependenciesOf([document])) {
    if (named.record.resolved === undefined) continue;
    const source = sourceOf(named.record);
    if (source.kind !== 'unsaid') found.push({ named, source });
  }
  return found;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || /^127\.\d+\.\d+\.\d+$/.test(host) || host === '[::1]';
}

function isStrong(integrity: string | undefined): boolean {
  return integrity !== undefined && !/^(?:sha1|md5)[-:]/i.test(integrity);
}
