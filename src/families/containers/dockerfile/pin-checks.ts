import type { ShellWord } from '../../../formats/shell/syntax.ts';
import type { DockerfileCheck, DockerfileFinding } from './check.ts';
import { onWord, runCommands, type RunCommand } from './commands.ts';
import { hasOption, operands, optionValue, subcommand } from './options.ts';
import { apk, apt, dnf, packageCommand, packageWords, yum, zypper, type PackageManager } from './package-managers.ts';
import { pipArguments } from './transport-checks.ts';

/** Packages of one install command without version; reported at each word. */
function* unpinned(run: RunCommand, words: readonly ShellWord[], isPinned: (text: string) => boolean): Generator<DockerfileFinding> {
  for (const word of words) {
    if (!isPinned(word.text)) yield onWord(run, word, `${word.text.slice(0, 60)} has no version`);
  }
}

/** Install commands whose packages have no version; a group of packages has none to name. */
function systemPins(manager: PackageManager, fileEnding: RegExp, isPinned: (text: string) => boolean): DockerfileCheck {
  return function* (dockerfile) {
    for (const run of runCommands(dockerfile, ...manager.names)) {
      const command = packageCommand(run, manager);
      if (command === undefined || !manager.install.has(command.name) || command.name === 'groupinstall') continue;
      yield* unpinned(run, packageWords(command.operands, fileEnding), isPinned);
    }
  };
}

/** apt-get install without `=version`; `package/release` and .deb files are exempt. */
export const aptPin: DockerfileCheck = systemPins(apt, /\.deb$|^\//, (text) => /[=/]/.test(text) || text.endsWith('-'));

/** apk add without `=version` (or `~`, `<`, `>`, `@tag`). */
export const apkPin: DockerfileCheck = systemPins(apk, /\.apk$|^\//, (text) => /[=~<>@]/.test(text) || text.startsWith('!'));

/** yum install without `-version`. */
export const yumPin: DockerfileCheck = systemPins(yum, /\.rpm$|^\//, isRpmPinned);

/** dnf install without `-version`; modules carry theirs behind a colon. */
export const dnfPin: DockerfileCheck = systemPins(dnf, /\.rpm$|^\//, (text) => isRpmPinned(text) || text.includes(':'));

/** zypper install without `=version` or another comparison. */
export const zypperPin: DockerfileCheck = systemPins(zypper, /\.rpm$|^\//, (text) => /[=<>~]/.test(text));

function isRpmPinned(text: string): boolean {
  return /-[v\d$*]/.test(text) || text.startsWith('@') || /[=<>]/.test(text);
}

/** pip or pipx install without `==version`; files, paths, addresses and constraint files are exempt. */
export const pipPin: DockerfileCheck = function* (dockerfile) {
  for (const run of runCommands(dockerfile)) {
    const texts = run.name === 'pipx' ? run.texts : pipArguments(run);
    if (texts === undefined) continue;
    const args = run.args.slice(run.args.length - texts.length);
    const command = subcommand({ args }, pipValues);
    if (command.name !== 'install') continue;
    if (hasOption({ texts }, '-r', '--requirement', '-c', '--constraint', '--require-hashes', '--build')) continue;
    yield* unpinned(run, packageWords(command.operands, /\.(?:whl|zip|tar(?:\.\w+)?|tgz|txt)$|^[/~]|^git\+/), (text) => /===?|[~<>!]=|[<>]|\s@\s|@\s?\w+(?:\+\w+)?:|\/|^\$/.test(text));
  }
};

const pipValues = ['-r', '--requirement', '-c', '--constraint', '-i', '--index-url', '--extra-index-url', '-f', '--find-links', '-t', '--target', '--prefix', '--root', '--proxy', '--timeout', '--retries', '--trusted-host', '--cert', '--client-cert', '--cache-dir', '-e', '--editable', '--no-binary', '--only-binary', '--platform', '--python-version', '--abi', '--implementation', '--upgrade-strategy', '--src', '--log', '--progress-bar', '--root-user-action', '--use-feature', '--config-settings', '-C', '--global-option', '--install-option', '--exists-action', '--python', '-p', '--pip-args', '--suffix', '--preinstall'];

/** npm install of a package without a version; folders, archives and git with a commit are exempt. */
export const npmPin: DockerfileCheck = function* (dockerfile) {
  for (const run of runCommands(dockerfile, 'npm')) {
    const command = subcommand(run, ['--loglevel', '--registry', '--prefix', '-C', '--cache', '--tag', '--userconfig', '--omit', '--include', '-w', '--workspace', '--fetch-timeout', '--cafile']);
    if (!['install', 'i', 'in', 'ins', 'add', 'isntall'].includes(command.name)) continue;
    yield* unpinned(run, command.operands.filter((word) => !word.text.startsWith('$')), isNpmPinned);
  }
};

function isNpmPinned(text: string): boolean {
  if (/^(?:git\+|git:|github:|gitlab:|bitbucket:)/.test(text)) return text.includes('#');
  if (/^[./~]/.test(text) || /\.(?:tar|tgz|tar\.gz)$/.test(text) || /^https?:\/\//.test(text) || text.startsWith('file:')) return true;
  return text.lastIndexOf('@') > 0;
}

/** gem install without -v or `:version`. */
export const gemPin: DockerfileCheck = function* (dockerfile) {
  for (const run of runCommands(dockerfile, 'gem')) {
    const end = run.texts.indexOf('--');
    const args = end < 0 ? run.args : run.args.slice(0, end);
    const texts = args.map((word) => word.text);
    const command = subcommand({ args }, ['-v', '--version', '-i', '--install-dir', '-n', '--bindir', '-s', '--source', '-P', '--trust-policy', '-p', '--http-proxy', '-B', '--build-root', '--platform', '-g', '--file', '--use-system-libraries']);
    if (command.name !== 'install' && command.name !== 'i') continue;
    if (optionValue({ texts }, '-v', '--version') !== undefined || hasOption({ texts }, '-g', '--file')) continue;
    yield* unpinned(run, command.operands.filter((word) => !word.text.startsWith('$') && !/\.gem$|^[./]/.test(word.text)), (text) => /[:]\D?\d|:\$|:[<>~=]/.test(text) || text.includes(':'));
  }
};

/** go install, get or run of a module without `@version`, or with `@latest`. */
export const goPin: DockerfileCheck = function* (dockerfile) {
  for (const run of runCommands(dockerfile, 'go')) {
    const { name, operands: words } = subcommand(run, ['-o', '-p', '-mod', '-modfile', '-tags', '-ldflags', '-gcflags', '-asmflags', '-C', '-buildmode', '-pkgdir', '-toolexec', '-exec']);
    if (name !== 'install' && name !== 'get' && name !== 'run') continue;
    // A program's own arguments follow its name.
    const modules = name === 'run' ? words.slice(0, 1) : words;
    for (const word of modules) {
      const { text } = word;
      const isLocal = /^[./]/.test(text) || text === 'std' || text === 'cmd' || text === 'all' || text.endsWith('.go') || text.startsWith('$');
      const isNamed = text.includes('.') || hasOption(run, '-tool') || name === 'get' || name === 'run';
      if (isLocal || (!isNamed && !text.includes('@'))) continue;
      if (!/@(?!latest$|none$|upgrade$|patch$|master$|main$)./.test(text)) yield onWord(run, word, `${text.slice(0, 80)} has no fixed version`);
    }
  }
};

/** npm install where the lockfile was copied: `npm ci` takes what it says. */
export const npmInstallNotCi: DockerfileCheck = function* (dockerfile) {
  for (const run of runCommands(dockerfile, 'npm', 'yarn', 'pnpm')) {
    const command = subcommand(run, ['--registry', '--prefix', '--loglevel', '--cache-folder', '--cwd', '--omit', '-C', '--dir', '--filter']);
    if (run.name === 'npm') {
      if (!['install', 'i'].includes(command.name) || command.operands.length > 0 || hasOption(run, '-g', '--global')) continue;
    } else if (run.name === 'yarn') {
      if ((command.name !== 'install' && command.name !== '') || hasOption(run, '--frozen-lockfile', '--immutable', '--version', '-v') || command.operands.length > 0) continue;
      if (command.name === '' && operands(run).length > 0) continue;
    } else if (command.name !== 'install' || command.operands.length > 0 || hasOption(run, '--frozen-lockfile')) continue;
    if (copiesLockfile(run, run.name)) yield onWord(run, run.word, `${run.name} ${command.name} may change what the lockfile says`);
  }
};

const lockfiles: ReadonlyMap<string, RegExp> = new Map([
  ['npm', /(?:^|\/)(?:package-lock\.json|npm-shrinkwrap\.json|package\*\.json|package-lock\*\.json|package\*)$/],
  ['yarn', /(?:^|\/)yarn\.lock\*?$/],
  ['pnpm', /(?:^|\/)pnpm-lock\.ya?ml\*?$/],
]);

function copiesLockfile(run: RunCommand, program: string): boolean {
  let known = lockfileCopies.get(run.stage);
  if (known === undefined) {
    known = new Map();
    for (const one of run.stage.instructions) {
      if (one.name !== 'COPY' && one.name !== 'ADD') continue;
      for (const [name, pattern] of lockfiles) {
        if (!known.has(name) && one.arguments.slice(0, -1).some((word) => pattern.test(word.value.text ?? ''))) known.set(name, one.syntax.start);
      }
    }
    lockfileCopies.set(run.stage, known);
  }
  const at = known.get(program);
  return at !== undefined && at < run.word.start;
}

/** Offset of the first copy of each program's lockfile in a stage; remembered, as every install asks. */
const lockfileCopies = new WeakMap<RunCommand['stage'], Map<string, number>>();
