import { alpineWord, composerWord, condaWord, debianWord, goWord, npmWord, pythonWord, rpmWord, type Distribution } from './install-words.ts';
import { archiveName } from './npm-specifier.ts';
import { plainName } from './package-name.ts';
import type { PackageRecord } from './record.ts';

/** A word of a command and where it stands in the source. */
export interface InstallWord {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Options that take the next word as their value, by tool: that word is no package. Sources: each tool's help. */
const withValue = {
  apt: /^(?:-[otca]|--option|--target-release|--default-release|--config-file|--host-architecture)$/,
  apk: /^(?:-[tXp]|--virtual|--repository|--root|--keys-dir|--repositories-file|--cache-dir|--wait)$/,
  rpm: /^(?:-[cxdR]|--config|--enablerepo|--disablerepo|--repo|--repoid|--setopt|--releasever|--installroot|--exclude|--from|--forcearch)$/,
  pip: /^(?:-[crifteCn]|--constraint|--requirement|--index-url|--extra-index-url|--find-links|--target|--platform|--python-version|--implementation|--abi|--root|--prefix|--src|--upgrade-strategy|--config-settings|--global-option|--no-binary|--only-binary|--report|--python|--log|--proxy|--retries|--timeout|--exists-action|--trusted-host|--cert|--client-cert|--cache-dir|--progress-bar|--pip-args|--suffix|--index|--default-index|--group|--extra|-p|--dest|--wheel-dir|-w|-d|--platforms)$/,
  npm: /^(?:-[CwF]|--prefix|--registry|--loglevel|--cache|--cwd|--dir|--filter|--workspace|--tag|--omit|--include|--userconfig)$/,
  gem: /^(?:-[vinsPg]|--version|--install-dir|--bindir|--source|--platform|--trust-policy|--file)$/,
  go: /^(?:-[Cop]|-tags|-ldflags|-gcflags|-asmflags|-mod|-exec|-overlay)$/,
  cargo: /^(?:--version|--vers|--git|--branch|--tag|--rev|--path|--root|--features|-F|--target|--target-dir|--profile|--index|--registry|-j|--jobs|-Z|--config)$/,
  conda: /^(?:-[ncp]|--name|--channel|--prefix|--file)$/,
  dotnet: /^(?:-v|--version|-f|--framework|-s|--source|--add-source|--tool-path|--configfile|--package-directory|--project)$/,
  luarocks: /^(?:--server|--tree|--lua-version|--lua-dir|--only-server)$/,
  none: /^(?!)/,
} as const;

type Operands = (skip: number) => readonly InstallWord[];

interface Call {
  readonly tool: string;
  readonly rest: readonly InstallWord[];
  readonly distribution: Distribution;
}

/** npm's own names of `install`, typing errors included. Source: docs.npmjs.com, npm-install. */
const npmInstall = /^(?:add|i|in|ins|inst|insta|instal|install|isnt|isnta|isntal|isntall|install-test|it)$/;

/** The packages that one simple command installs or runs from their registry; none when it is no such command. Its first word is the program. */
export function installedBy(words: readonly InstallWord[], distribution: Distribution): PackageRecord[] {
  const tool = (words[0]?.text ?? '').replace(/^.{0,200}[\\/]/, '');
  const call: Call = { tool, rest: words.slice(1), distribution };
  if (/^(?:apt|apt-get|aptitude|apk|yum|dnf|microdnf|tdnf|zypper)$/.test(tool)) return ofSystem(call);
  if (/^(?:pip[\d.]{0,6}|python[\d.]{0,6}|pypy[\d.]{0,6}|uv|uvx|pipx|pipenv|poetry|pdm|easy_install[\d.-]{0,6})$/.test(tool)) return ofPython(call);
  if (/^(?:npm|pnpm|bun|yarn|npx|pnpx|bunx)$/.test(tool)) return ofNode(call);
  return ofOthers(call);
}

function ofSystem({ tool, rest, distribution }: Call): PackageRecord[] {
  const isApt = tool.startsWith('apt');
  const operands = operandsOf(rest, isApt ? withValue.apt : tool === 'apk' ? withValue.apk : withValue.rpm);
  const verb = operands[0]?.text ?? '';
  if (isApt) return /^(?:install|build-dep|download|reinstall)$/.test(verb) ? each(operands.slice(1), (word) => debianWord(word, distribution)) : [];
  if (tool === 'apk') return verb === 'add' ? each(operands.slice(1), (word) => alpineWord(word, distribution)) : [];
  if (!/^(?:install|localinstall|reinstall|in)$/.test(verb)) return [];
  return each(operands.slice(1), (word) => rpmWord(word, tool === 'zypper' && distribution.name === undefined ? { name: 'opensuse' } : distribution));
}

function ofPython({ tool, rest }: Call): PackageRecord[] {
  const operands: Operands = (skip) => operandsOf(rest, withValue.pip).slice(skip);
  const [first = '', second = '', third = ''] = operands(0).map((word) => word.text);
  if (/^(?:python|pypy)/.test(tool)) {
    const module = rest.findIndex((word) => /^-[a-zA-Z]{0,5}m(?:pip|pipx|uv)?$/.test(word.text));
    // what stands before is an option of the interpreter, or this is a script of its own
    if (module < 0 || rest.slice(0, module).some((word) => !word.text.startsWith('-'))) return [];
    const joined = /m(pip|pipx|uv)$/.exec(rest[module]?.text ?? '')?.[1];
    const name = joined ?? rest[module + 1]?.text ?? '';
    return /^(?:pip|pipx|uv)$/.test(name) ? ofPython({ tool: name, rest: rest.slice(module + (joined === undefined ? 2 : 1)), distribution: { name: undefined } }) : [];
  }
  if (tool.startsWith('easy_install')) return each(operands(0), pythonWord);
  if (tool.startsWith('pip') && /^pip[\d.]{0,6}$/.test(tool)) return /^(?:install|download|wheel)$/.test(first) ? [...each(operands(1), pythonWord), ...editables(rest)] : [];
  if (tool === 'uvx') return [...each(operands(0).slice(0, 1), pythonWord), ...valuesOf(rest, /^--(?:with|from)$/)];
  if (tool === 'uv') {
    if ((first === 'pip' || first === 'tool') && second === 'install') return [...each(operands(2), pythonWord), ...editables(rest), ...valuesOf(rest, /^--with$/)];
    if (first === 'tool' && second === 'run') return [...each(operands(2).slice(0, third === '' ? 0 : 1), pythonWord), ...valuesOf(rest, /^--(?:with|from)$/)];
    if (first === 'run') return valuesOf(rest, /^--with$/);
    return first === 'add' ? each(operands(1), pythonWord) : [];
  }
  if (tool === 'pipx') return first === 'install' ? each(operands(1), pythonWord) : first === 'run' ? [...each(operands(1).slice(0, 1), pythonWord), ...valuesOf(rest, /^--(?:spec|with)$/)] : first === 'inject' ? each(operands(2), pythonWord) : [];
  if (tool === 'pipenv') return first === 'install' ? [...each(operands(1), pythonWord), ...editables(rest)] : [];
  return first === 'add' ? each(operands(1), pythonWord) : [];
}

/** What `-e` installs, where that is no folder. */
function editables(rest: readonly InstallWord[]): PackageRecord[] {
  return each(rest.filter((_, index) => /^(?:-e|--editable)$/.test(rest[index - 1]?.text ?? '')), pythonWord);
}

function valuesOf(rest: readonly InstallWord[], option: RegExp): PackageRecord[] {
  const values = rest.flatMap((word, index): InstallWord[] => {
    const equals = word.text.indexOf('=');
    if (equals > 0 && option.test(word.text.slice(0, equals))) return [{ ...word, text: word.text.slice(equals + 1) }];
    return option.test(rest[index - 1]?.text ?? '') ? [word] : [];
  });
  return each(values.flatMap((word) => word.text.split(',').map((text) => ({ ...word, text }))), pythonWord);
}

function ofNode({ tool, rest }: Call): PackageRecord[] {
  const operands: Operands = (skip) => operandsOf(rest, withValue.npm).slice(skip);
  const [verb = '', second = ''] = operands(0).map((word) => word.text);
  const runs = (skip: number): PackageRecord[] => {
    // `-p` and `--package` name what is installed; what is run is then a command of it
    const named = rest.flatMap((word, index) => (/^(?:-p|--package)$/.test(rest[index - 1]?.text ?? '') ? [word] : /^--package=/.test(word.text) ? [{ ...word, text: word.text.slice(10) }] : []));
    return each(named.length > 0 ? named : operands(skip).slice(0, 1), npmWord);
  };
  if (tool === 'npx' || tool === 'pnpx' || tool === 'bunx') return runs(0);
  if (tool === 'yarn') return verb === 'add' ? each(operands(1), npmWord) : verb === 'global' && second === 'add' ? each(operands(2), npmWord) : verb === 'dlx' ? runs(1) : [];
  if (npmInstall.test(verb)) return each(operands(1), npmWord);
  return (tool === 'npm' && /^(?:exec|x)$/.test(verb)) || (tool === 'pnpm' && verb === 'dlx') || (tool === 'bun' && verb === 'x') ? runs(1) : [];
}

function ofOthers({ tool, rest }: Call): PackageRecord[] {
  const operands = (values: RegExp, skip: number): readonly InstallWord[] => operandsOf(rest, values).slice(skip);
  const [verb = '', second = ''] = rest.filter((word) => !word.text.startsWith('-')).map((word) => word.text);
  switch (tool) {
    case 'curl':
    case 'wget': return each(rest, (word) => (archiveName(word) === undefined ? undefined : npmWord(word)));
    case 'gem': return verb === 'install' || verb === 'i' ? gems(rest) : [];
    case 'go': return /^(?:install|get)$/.test(verb) ? each(operands(withValue.go, 1), goWord) : verb === 'run' ? each(operands(withValue.go, 1).slice(0, 1), goWord) : [];
    case 'cargo': return verb === 'install' || verb === 'binstall' ? cargo(rest) : [];
    case 'composer': return verb === 'require' ? each(operands(withValue.none, 1), composerWord) : verb === 'global' && second === 'require' ? each(operands(withValue.none, 2), composerWord) : [];
    case 'conda':
    case 'mamba':
    case 'micromamba': return verb === 'install' || verb === 'create' ? each(operands(withValue.conda, 1), condaWord) : [];
    case 'dotnet': return verb === 'tool' && /^(?:install|update)$/.test(second) ? nuget(operands(withValue.dotnet, 2), rest) : verb === 'add' && rest.some(({ text }) => text === 'package') ? nuget(rest.slice(rest.findIndex(({ text }) => text === 'package') + 1, rest.length), rest) : [];
    case 'luarocks': return verb === 'install' ? each(operands(withValue.luarocks, 1).slice(0, 1), (word) => (/^[\w./-]{1,100}$/.test(word) ? plainName('luarocks', word.toLowerCase()) : undefined)) : [];
    case 'cpan':
    case 'cpanm': return each(operands(withValue.none, 0), (word) => (/^[A-Z]\w{0,100}(?:::\w{1,100}){0,10}(?:[@~][\w.]{1,40})?$/i.test(word) ? plainName('cpan', word.replace(/[@~].*$/, '')) : undefined));
    default: return [];
  }
}

function operandsOf(rest: readonly InstallWord[], values: RegExp): InstallWord[] {
  const operands: InstallWord[] = [];
  for (let i = 0; i < rest.length; i++) {
    const word = rest[i];
    if (word === undefined) break;
    if (!word.text.startsWith('-')) operands.push(word);
    else if (values.test(word.text)) i++;
  }
  return operands;
}

function each(words: readonly InstallWord[], read: (word: string) => Partial<PackageRecord> | undefined): PackageRecord[] {
  return words.flatMap((word) => {
    if (word.text === '' || word.text.length > 500) return [];
    const found = read(word.text);
    if (found?.name === undefined || found.name === '' || found.ecosystem === undefined) return [];
    return [{ ...found, ecosystem: found.ecosystem, name: found.name, start: word.start, end: word.end, direct: true, scope: 'runtime' } satisfies PackageRecord];
  });
}

function gems(rest: readonly InstallWord[]): PackageRecord[] {
  const flag = rest.findIndex((word) => /^(?:-v|--version)$/.test(word.text));
  const inline = rest.find((word) => /^--version=/.test(word.text))?.text.slice(10);
  const version = flag < 0 ? inline : rest[flag + 1]?.text;
  const exact = /^\d[\w.]{0,50}$/.test(version ?? '') ? version : undefined;
  // what stands behind `--` is for the compiler of the gem
  const end = rest.findIndex((word) => word.text === '--');
  return each(operandsOf(end < 0 ? rest : rest.slice(0, end), withValue.gem).slice(1), (word) => {
    const [name = '', own] = word.split(':', 2);
    return /^[\w.-]{1,100}$/.test(name) ? { ...plainName('gem', name), version: own ?? exact, range: own ?? version } : undefined;
  });
}

function cargo(rest: readonly InstallWord[]): PackageRecord[] {
  const valueOf = (name: string): string | undefined => {
    const flag = rest.findIndex((word) => word.text === name);
    return flag < 0 ? rest.find((word) => word.text.startsWith(name + '='))?.text.slice(name.length + 1) : rest[flag + 1]?.text;
  };
  const version = valueOf('--version') ?? valueOf('--vers');
  const git = valueOf('--git');
  return each(operandsOf(rest, withValue.cargo).slice(1), (word) => {
    const [name = '', own] = word.split('@', 2);
    const wanted = own ?? version;
    return /^[\w-]{1,100}$/.test(name) ? { ...plainName('cargo', name), version: /^=?\d+\.\d+\.\d+/.test(wanted ?? '') ? wanted?.replace('=', '') : undefined, range: wanted, resolved: git } : undefined;
  });
}

function nuget(words: readonly InstallWord[], rest: readonly InstallWord[]): PackageRecord[] {
  const flag = rest.findIndex((word) => /^(?:-v|--version)$/.test(word.text));
  const version = flag < 0 ? undefined : rest[flag + 1]?.text;
  return each(words.slice(0, 1), (word) => (/^[\w.-]{1,100}$/.test(word) ? { ...plainName('nuget', word), version: /^\d[\w.-]{0,60}$/.test(version ?? '') ? version : undefined, range: version } : undefined));
}
