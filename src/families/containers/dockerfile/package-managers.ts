import type { ShellWord } from '../../../formats/shell/syntax.ts';
import type { RunCommand } from './commands.ts';
import { subcommand } from './options.ts';

/** What the checks need to know of a system package manager. */
export interface PackageManager {
  readonly names: readonly string[];
  /** Options whose value is the next word. */
  readonly valueOptions: readonly string[];
  readonly install: ReadonlySet<string>;
  /** Sub-commands that only fetch the index. */
  readonly refresh: ReadonlySet<string>;
  /** Sub-commands that upgrade what is installed. */
  readonly upgrade: ReadonlySet<string>;
  /** Sub-commands that fill the cache. */
  readonly fills: ReadonlySet<string>;
}

const set = (words: string): ReadonlySet<string> => new Set(words.split(' '));

/** apt-get, apt and aptitude. */
export const apt: PackageManager = {
  names: ['apt-get', 'apt', 'aptitude'],
  valueOptions: ['-t', '--target-release', '--default-release', '-o', '--option', '-c', '--config-file', '-a', '--host-architecture', '-P'],
  install: set('install reinstall'),
  refresh: set('update'),
  upgrade: set('upgrade dist-upgrade full-upgrade safe-upgrade'),
  fills: set('install upgrade dist-upgrade full-upgrade'),
};

/** Alpine's apk. */
export const apk: PackageManager = {
  names: ['apk'],
  valueOptions: ['-t', '--virtual', '-X', '--repository', '-p', '--root', '--arch', '--keys-dir', '--repositories-file', '--cache-dir', '--wait', '--cache-max-age', '--progress-fd'],
  install: set('add'),
  refresh: set('update'),
  upgrade: set('upgrade'),
  fills: set('add upgrade update'),
};

/** yum. */
export const yum: PackageManager = {
  names: ['yum'],
  valueOptions: ['-c', '--config', '-d', '-e', '-x', '--exclude', '--enablerepo', '--disablerepo', '--installroot', '--setopt', '--releasever', '-R'],
  install: set('install localinstall reinstall groupinstall'),
  refresh: set('update makecache check-update'),
  upgrade: set('upgrade distro-sync'),
  fills: set('install localinstall reinstall groupinstall update upgrade'),
};

/** dnf and its small kin. */
export const dnf: PackageManager = {
  names: ['dnf', 'microdnf', 'dnf5', 'tdnf'],
  valueOptions: ['-c', '--config', '-d', '-e', '-x', '--exclude', '--enablerepo', '--disablerepo', '--repo', '--repoid', '--installroot', '--setopt', '--releasever', '--forcearch'],
  install: set('install in reinstall rei localinstall groupinstall'),
  refresh: set('update makecache check-update'),
  upgrade: set('upgrade up upgrade-minimal up-min distro-sync dsync system-upgrade'),
  fills: set('install in reinstall rei localinstall groupinstall upgrade up update upgrade-minimal up-min distro-sync'),
};

/** zypper. */
export const zypper: PackageManager = {
  names: ['zypper'],
  valueOptions: ['-r', '--repo', '--from', '-t', '--type', '--root', '-R', '--installroot', '-c', '--config', '--reposd-dir', '--cache-dir', '-p', '--plus-repo', '--releasever', '-D'],
  install: set('install in source-install si'),
  refresh: set('refresh ref update up'),
  upgrade: set('dist-upgrade dup patch'),
  fills: set('install in remove rm source-install si patch update up dist-upgrade dup'),
};

/** A package manager's sub-command with its operands, or undefined when the command is of another program. */
export function packageCommand(run: RunCommand, manager: PackageManager): { readonly name: string; readonly operands: readonly ShellWord[] } | undefined {
  return manager.names.includes(run.name) ? subcommand(run, manager.valueOptions) : undefined;
}

/** The words that name packages: no paths, no files, nothing that only a variable knows. */
export function packageWords(words: readonly ShellWord[], fileEnding: RegExp): ShellWord[] {
  return words.filter((word) => {
    if (word.text === '' || word.text.startsWith('-') || word.text.startsWith('.') || word.text.includes('://') || fileEnding.test(word.text)) return false;
    // `$PACKAGES` alone says nothing about its version; `python$VERSION` is read as written.
    const [first] = word.parts;
    return !(word.parts.length === 1 && first !== undefined && first.kind !== 'text');
  });
}
