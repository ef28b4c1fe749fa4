import { golangName, npmName, plainName, pypiName, composerName, repositoryName } from './package-name.ts';
import { parseNpmSpecifier } from './npm-specifier.ts';
import { parseRequirement } from './pep508.ts';
import type { PackageRecord } from './record.ts';

/** A word of a command and where it stands. */
export interface ShellWord {
  readonly text: string;
  readonly start: number;
}

/** What the name of the base image tells of its packages. */
export interface Distribution {
  /** `debian`, `ubuntu`, `alpine`, `fedora` …; undefined when it does not say. */
  readonly name: string | undefined;
  /** `12`, `22.04`, `3.20`; undefined when it does not say. */
  readonly release?: string | undefined;
}

/** Options that take the next word as their value, by tool: that word is no package. */
const withValue = /^(?:-t|--virtual|-X|--repository|-p|--root|-o|--option|--target-release|--default-release|-c|--constraint|-r|--requirement|-i|--index-url|--extra-index-url|--find-links|-f|--trusted-host|--prefix|--registry|--target|--platform|--python|--version|-v|--path|--git|--rev|--branch|--tag|--features|-F|--source|-n|--name|--channel|--repo|--enablerepo|--setopt|--install-dir|--bindir|--log-level|--upgrade-strategy|--python-version|--config-settings|--loglevel|--cache-dir|--keys-dir)$/;

/** The packages that one simple command installs; none when it is not an install command. */
export function installedBy(words: readonly ShellWord[], distribution: Distribution): PackageRecord[] {
  const at = skipPrefixes(words);
  const tool = (words[at]?.text ?? '').replace(/^.{0,200}\//, '');
  const rest = words.slice(at + 1);
  const plain = rest.filter((word) => !word.text.startsWith('-'));
  const verb = plain[0]?.text ?? '';
  const operands = (skip: number): ShellWord[] => operandsOf(rest, skip);
  if (/^(?:apt|apt-get|aptitude)$/.test(tool) && verb === 'install') return each(operands(1), (word) => debian(word, distribution));
  if (tool === 'apk' && verb === 'add') return each(operands(1), (word) => alpine(word, distribution));
  if (/^(?:yum|dnf|microdnf|tdnf)$/.test(tool) && /^(?:install|localinstall)$/.test(verb)) return each(operands(1), (word) => rpm(word, distribution));
  if (tool === 'zypper' && /^(?:install|in)$/.test(verb)) return each(operands(1), (word) => rpm(word, distribution.name === undefined ? { name: 'opensuse' } : distribution));
  if (/^pip[\d.]{0,6}$/.test(tool) && verb === 'install') return each(operands(1), python);
  if (/^python[\d.]{0,6}$/.test(tool) && rest[0]?.text === '-m' && rest[1]?.text === 'pip' && rest.some((word) => word.text === 'install')) return each(operandsOf(rest.slice(2), 1), python);
  if (tool === 'uv' && ((verb === 'pip' && plain[1]?.text === 'install') || (verb === 'tool' && plain[1]?.text === 'install'))) return each(operands(2), python);
  if (tool === 'uv' && verb === 'add') return each(operands(1), python);
  if (tool === 'pipx' && verb === 'install') return each(operands(1), python);
  if ((tool === 'npm' || tool === 'pnpm' || tool === 'bun') && /^(?:install|i|add|ci)$/.test(verb)) return verb === 'ci' ? [] : each(operands(1), npm);
  if (tool === 'yarn' && verb === 'add') return each(operands(1), npm);
  if (tool === 'yarn' && verb === 'global' && plain[1]?.text === 'add') return each(operands(2), npm);
  if (tool === 'npx' || (tool === 'pnpm' && verb === 'dlx')) return each(operands(tool === 'npx' ? 0 : 1).slice(0, 1), npm);
  if (tool === 'gem' && (verb === 'install' || verb === 'i')) return gems(rest);
  if (tool === 'go' && (verb === 'install' || verb === 'get')) return each(operands(1), go);
  if (tool === 'cargo' && (verb === 'install' || verb === 'binstall')) return cargo(rest);
  if (tool === 'composer' && verb === 'require') return each(operands(1), composer);
  if (tool === 'composer' && verb === 'global' && plain[1]?.text === 'require') return each(operands(2), composer);
  if (/^(?:conda|mamba|micromamba)$/.test(tool) && verb === 'install') return each(operands(1), conda);
  return [];
}

/** After variable assignments and the commands that run another: sudo, env, exec, time. */
function skipPrefixes(words: readonly ShellWord[]): number {
  let at = 0;
  while (at < words.length && at < 20) {
    const word = words[at]?.text ?? '';
    if (/^[A-Za-z_]\w{0,100}=/.test(word) || /^(?:sudo|env|exec|time|command|eatmydata|then|do|else|if|!|\{|\()$/.test(word) || (at > 0 && word.startsWith('-'))) at++;
    else break;
  }
  return at;
}

function operandsOf(rest: readonly ShellWord[], skip: number): ShellWord[] {
  const operands: ShellWord[] = [];
  for (let i = 0; i < rest.length; i++) {
    const word = rest[i];
    if (word === undefined) break;
    if (word.text.startsWith('-')) {
      if (withValue.test(word.text)) i++;
    } else if (/^(?:[<>&|]|\d?>)/.test(word.text)) {
      if (/^\d?[<>]{1,2}$/.test(word.text)) i++;
    } else operands.push(word);
  }
  return operands.slice(skip);
}

function each(words: readonly ShellWord[], read: (word: string) => Partial<PackageRecord> | undefined): PackageRecord[] {
  return words.flatMap((word) => {
    if (word.text === '' || word.text.length > 500) return [];
    const found = read(word.text);
    if (found?.name === undefined || found.name === '' || found.ecosystem === undefined) return [];
    return [{ ...found, ecosystem: found.ecosystem, name: found.name, start: word.start, end: word.start + word.text.length, direct: true, scope: 'runtime' } satisfies PackageRecord];
  });
}

function debian(word: string, distribution: Distribution): Partial<PackageRecord> | undefined {
  const found = /^([a-z0-9][a-z0-9+.-]{0,100})(?::[a-z0-9]{1,20})?(?:=([^\s/$]{1,100})|\/[\w-]{1,50})?[+-]?$/.exec(word);
  const name = distribution.name === 'ubuntu' ? 'ubuntu' : 'debian';
  return found === null ? undefined : { ...plainName('deb', found[1] ?? ''), namespace: name, version: wild(found[2]), range: found[2], qualifiers: releaseOf(name, distribution) };
}

function alpine(word: string, distribution: Distribution): Partial<PackageRecord> | undefined {
  const found = /^([a-z0-9][\w+.-]{0,100}?)(?:@[\w-]{1,50})?(?:(=|~=|[<>]=?|~)([^\s$]{1,100}))?$/i.exec(word);
  return found === null ? undefined : { ...plainName('apk', (found[1] ?? '').toLowerCase()), namespace: 'alpine', version: found[2] === '=' ? found[3] : undefined, range: found[3] === undefined ? undefined : `${found[2] ?? ''}${found[3]}`, qualifiers: releaseOf('alpine', distribution) };
}

/** The qualifier `distro` of package URLs of distributions. Source: purl-spec, types deb and apk. */
function releaseOf(name: string, distribution: Distribution): ReadonlyMap<string, string> | undefined {
  return distribution.name !== name || distribution.release === undefined ? undefined : new Map([['distro', `${name}-${distribution.release}`]]);
}

function rpm(word: string, distribution: Distribution): Partial<PackageRecord> | undefined {
  if (/^(?:https?:|\/|\.{1,2}\/|@|\$)/.test(word) || word.includes('$')) return undefined;
  const found = /^([A-Za-z0-9][\w+.]{0,60}(?:-[A-Za-z][\w+.]{0,60}){0,8})(?:-(\d[\w.:~^]{0,60}(?:-[\w.]{1,60})?))?$/.exec(word);
  return found === null ? undefined : { ...plainName('rpm', found[1] ?? ''), namespace: /^(?:alpine|debian|ubuntu)$/.test(distribution.name ?? '') ? undefined : distribution.name, version: wild(found[2]) };
}

function wild(version: string | undefined): string | undefined {
  return version?.includes('*') === true ? undefined : version;
}

function python(word: string): Partial<PackageRecord> | undefined {
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

function npm(word: string): Partial<PackageRecord> | undefined {
  if (/^(?:\.{0,2}\/|\.$|file:|\$)/.test(word)) return undefined;
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

function go(word: string): Partial<PackageRecord> | undefined {
  const found = /^([a-z0-9.-]{1,100}\.[a-z]{2,20}\/[^@\s$]{1,300})(?:@([^\s$]{1,100}))?$/i.exec(word);
  if (found === null) return undefined;
  // The command's package is below its module; where the module ends cannot be read off the path, but for the usual `/cmd/…`.
  const module = (found[1] ?? '').replace(/\/cmd\/.{0,200}$|\/\.\.\.$/, '');
  const version = found[2];
  return { ...golangName(module), version: version === undefined || version === 'latest' ? undefined : version.replace(/^v(?=\d)/, ''), range: version };
}

function composer(word: string): Partial<PackageRecord> | undefined {
  const found = /^([\w.-]{1,100}\/[\w.-]{1,100})(?:[:=]([^\s$]{1,100}))?$/.exec(word);
  return found === null ? undefined : { ...composerName(found[1] ?? ''), range: found[2], version: /^v?(\d+\.\d+[\w.-]{0,50})$/.exec(found[2] ?? '')?.[1] };
}

function conda(word: string): Partial<PackageRecord> | undefined {
  const found = /^(?:([\w.-]{1,100})::)?([A-Za-z0-9_][\w.-]{0,100})(?:={1,2}([^\s=$]{1,100})|([<>!~].{1,100}))?(?:=\S{1,60})?$/.exec(word);
  return found === null ? undefined : { ...plainName('conda', (found[2] ?? '').toLowerCase()), version: wild(found[3]), range: found[3] ?? found[4], qualifiers: found[1] === undefined ? undefined : new Map([['channel', found[1]]]) };
}

function gems(rest: readonly ShellWord[]): PackageRecord[] {
  const flag = rest.findIndex((word) => /^(?:-v|--version)$/.test(word.text));
  const inline = rest.find((word) => /^--version=/.test(word.text))?.text.slice(10);
  const version = flag < 0 ? inline : rest[flag + 1]?.text;
  const exact = /^\d[\w.]{0,50}$/.test(version ?? '') ? version : undefined;
  return each(operandsOf(rest, 1), (word) => {
    const [name = '', own] = word.split(':', 2);
    return /^[\w.-]{1,100}$/.test(name) ? { ...plainName('gem', name), version: own ?? exact, range: own ?? version } : undefined;
  });
}

function cargo(rest: readonly ShellWord[]): PackageRecord[] {
  const valueOf = (name: string): string | undefined => {
    const flag = rest.findIndex((word) => word.text === name);
    return flag < 0 ? rest.find((word) => word.text.startsWith(name + '='))?.text.slice(name.length + 1) : rest[flag + 1]?.text;
  };
  const version = valueOf('--version') ?? valueOf('--vers');
  const git = valueOf('--git');
  return each(operandsOf(rest, 1), (word) => {
    const [name = '', own] = word.split('@', 2);
    const wanted = own ?? version;
    return /^[\w-]{1,100}$/.test(name) ? { ...plainName('cargo', name), version: /^=?\d+\.\d+\.\d+/.test(wanted ?? '') ? wanted?.replace('=', '') : undefined, range: wanted, resolved: git } : undefined;
  });
}
