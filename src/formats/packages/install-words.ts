import { composerName, golangName, npmName, plainName, pypiName, repositoryName } from './package-name.ts';
import { archiveName, parseNpmSpecifier } from './npm-specifier.ts';
import { parseRequirement } from './pep508.ts';
import type { PackageRecord } from './record.ts';

/** What the name of the base image tells of its packages. */
export interface Distribution {
  /** `debian`, `ubuntu`, `alpine`, `fedora` …; undefined when it does not say. */
  readonly name: string | undefined;
  /** `12`, `22.04`, `3.20`; undefined when it does not say. */
  readonly release?: string | undefined;
}

export function debianWord(word: string, distribution: Distribution): Partial<PackageRecord> | undefined {
  const found = /^([a-z0-9][a-z0-9+.-]{0,100})(?::[a-z0-9]{1,20})?(?:=([^\s/$]{1,100})|\/[\w-]{1,50})?[+-]?$/.exec(word);
  const name = distribution.name === 'ubuntu' ? 'ubuntu' : 'debian';
  return found === null ? undefined : { ...plainName('deb', found[1] ?? ''), namespace: name, version: wild(found[2]), range: found[2], qualifiers: releaseOf(name, distribution) };
}

export function alpineWord(word: string, distribution: Distribution): Partial<PackageRecord> | undefined {
  const found = /^([a-z0-9][\w+.-]{0,100}?)(?:@[\w-]{1,50})?(?:(=|~=|[<>]=?|~)([^\s$]{1,100}))?$/i.exec(word);
  return found === null ? undefined : { ...plainName('apk', (found[1] ?? '').toLowerCase()), namespace: 'alpine', version: found[2] === '=' ? found[3] : undefined, range: found[3] === undefined ? undefined : `${found[2] ?? ''}${found[3]}`, qualifiers: releaseOf('alpine', distribution) };
}

/** The qualifier `distro` of package URLs of distributions. Source: purl-spec, types deb and apk. */
function releaseOf(name: string, distribution: Distribution): ReadonlyMap<string, string> | undefined {
  return distribution.name !== name || distribution.release === undefined ? undefined : new Map([['distro', `${name}-${distribution.release}`]]);
}

export function rpmWord(word: string, distribution: Distribution): Partial<PackageRecord> | undefined {
  if (/^(?:https?:|\/|\.{1,2}\/|@|\$)/.test(word) || word.includes('$')) return undefined;
  const found = /^([A-Za-z0-9][\w+.]{0,60}(?:-[A-Za-z][\w+.]{0,60}){0,8})(?:-(\d[\w.:~^]{0,60}(?:-[\w.]{1,60})?))?$/.exec(word);
  return found === null ? undefined : { ...plainName('rpm', found[1] ?? ''), namespace: /^(?:alpine|debian|ubuntu)$/.test(distribution.name ?? '') ? undefined : distribution.name, version: wild(found[2]) };
}

function wild(version: string | undefined): string | undefined {
  return version?.includes('*') === true ? undefined : version;
}

export function pythonWord(word: string): Partial<PackageRecord> | undefined {
  if (word.includes('$')) {
    const found = parseRequirement(word.slice(0, word.indexOf('$')).replace(/[=<>!~]{1,3}$/, ''));
    return found === undefined ? undefined : pypiName(found.written);
  }
  if (/^(?:\.{0,2}\/|\.$|\.\[|file:)/.test(word)) return undefined;
  if (/^(?:git|hg)\+|^https?:/.test(word)) {
    const egg = /[#&]egg=([\w.-]{1,100})/.exec(word)?.[1];
    return { ...(egg === undefined ? repositoryName(word.replace(/@[^/@]{1,100}$/, '')) : pypiName(egg)), resolved: word };
  }
  if (/\.(?:whl|txt|tar\.gz|zip)$/.test(word)) return undefined;
  const found = parseRequirement(word);
  return found === undefined ? undefined : { ...pypiName(found.written), version: found.version, range: found.range, resolved: found.url };
}

export function npmWord(word: string): Partial<PackageRecord> | undefined {
  if (/^(?:\.{0,2}\/|\.$|file:|\$)/.test(word) || /^[^:@/]{1,300}\.(?:tgz|tar|tar\.gz)$/.test(word)) return undefined;
  const archive = archiveName(word);
  if (archive !== undefined) return { ...npmName(archive), resolved: word };
  const at = word.indexOf('@', 1);
  const name = at < 0 ? word : word.slice(0, at);
  if (!/^(?:@[\w.~-]{1,100}\/)?[\w.~-]{1,214}$/.test(name)) {
    const source = parseNpmSpecifier(word).source;
    return source === undefined ? undefined : { ...repositoryName(source.replace(/^github:/, 'https://github.com/').replace(/#.{0,300}$/, '')), resolved: word };
  }
  const written = at < 0 ? undefined : word.slice(at + 1);
  const wanted = written === undefined || written.includes('$') ? {} : parseNpmSpecifier(written);
  return { ...npmName(wanted.name ?? name), version: wanted.version, range: wanted.range, resolved: wanted.source };
}

export function goWord(word: string): Partial<PackageRecord> | undefined {
  const found = /^([a-z0-9.-]{1,100}\.[a-z]{2,20}\/[^@\s$]{1,300})(?:@([^\s$]{1,100}))?$/i.exec(word);
  if (found === null) return undefined;
  // The command's package is below its module; where the module ends cannot be read off the path, but for the usual `/cmd/…`.
  const module = (found[1] ?? '').replace(/\/cmd\/.{0,200}$|\/\.\.\.$/, '');
  const version = found[2];
  return { ...golangName(module), version: version === undefined || version === 'latest' ? undefined : version.replace(/^v(?=\d)/, ''), range: version };
}

export function composerWord(word: string): Partial<PackageRecord> | undefined {
  const found = /^([\w.-]{1,100}\/[\w.-]{1,100})(?:[:=]([^\s$]{1,100}))?$/.exec(word);
  return found === null ? undefined : { ...composerName(found[1] ?? ''), range: found[2], version: /^v?(\d+\.\d+[\w.-]{0,50})$/.exec(found[2] ?? '')?.[1] };
}

export function condaWord(word: string): Partial<PackageRecord> | undefined {
  const found = /^(?:([\w.-]{1,100})::)?([A-Za-z0-9_][\w.-]{0,100})(?:={1,2}([^\s=$]{1,100})|([<>!~].{1,100}))?(?:=\S{1,60})?$/.exec(word);
  return found === null ? undefined : { ...plainName('conda', (found[2] ?? '').toLowerCase()), version: wild(found[3]), range: found[3] ?? found[4], qualifiers: found[1] === undefined ? undefined : new Map([['channel', found[1]]]) };
}
