import { posix } from 'node:path';
import { readDockerfile } from '../dockerfile/read-dockerfile.ts';
import type { Instruction } from '../dockerfile/syntax.ts';
import { commandsOf, type Variables } from './install-commands.ts';
import { npmWord, type Distribution } from './install-words.ts';
import { archiveName } from './npm-specifier.ts';
import { detectPackageFile } from './detect.ts';
import { listsInstalledIn } from './dockerfile-lists.ts';
import { addRequirementsFile } from './requirements.ts';
import { finishReading, startReading } from './reading.ts';
import type { PackageReading, SiblingFiles } from './record.ts';
import { installedBy } from './shell-installs.ts';

/** Reads what the RUN instructions of a Dockerfile install with the package managers of systems and languages. Source: docs.docker.com, Dockerfile reference. */
export function readDockerfileInstalls(text: string, path = 'Dockerfile', files?: SiblingFiles): PackageReading {
  const draft = startReading(text);
  let distribution: Distribution = { name: undefined };
  const variables: Variables = new Map();
  for (const written of readDockerfile(text).instructions) {
    const instruction = written.trigger ?? written;
    if (instruction.name === 'FROM') distribution = distributionOf(instruction.body.text) ?? distribution;
    else if (instruction.name === 'ENV' || instruction.name === 'ARG') declare(instruction, variables);
    else if (instruction.name === 'RUN') for (const words of commandsOf(instruction, text, new Map(variables))) for (const one of installedBy(words, distribution)) draft.packages.push(one);
    else if (instruction.name === 'ADD') {
      for (const { text: word, start, end } of instruction.arguments) if (archiveName(word) !== undefined) draft.packages.push({ ecosystem: 'npm', name: '', ...npmWord(word), start, end, direct: true, scope: 'runtime' });
    }
  }
  // a list that is called as lists are is read by itself
  for (const { paths, ...at } of files === undefined ? [] : listsInstalledIn(path, text)) {
    for (const list of paths) if (detectPackageFile(list, '') === undefined && files?.readText(list) !== undefined) addRequirementsFile(draft, posix.relative(posix.dirname(path), list), { path, files, at });
  }
  return finishReading(draft, 'manifest', 'docker');
}

/** Keeps the values that ENV sets, and those that ARG has where nothing else is said. */
function declare({ pairs }: Instruction, variables: Variables): void {
  for (const { key, value } of pairs) {
    const plain = value?.replace(/^(["'])(.{0,1000})\1$/s, '$2');
    if (plain !== undefined && !plain.includes('$')) variables.set(key, [plain]);
  }
}

/** Releases by the names that tags of images have them under. Source: wiki.debian.org/DebianReleases, wiki.ubuntu.com/Releases. */
const codenames: ReadonlyMap<string, readonly [name: string, release: string]> = new Map<string, readonly [string, string]>([
  ['buster', ['debian', '10']], ['bullseye', ['debian', '11']], ['bookworm', ['debian', '12']], ['trixie', ['debian', '13']],
  ['bionic', ['ubuntu', '18.04']], ['focal', ['ubuntu', '20.04']], ['jammy', ['ubuntu', '22.04']], ['noble', ['ubuntu', '24.04']],
]);

function distributionOf(from: string): Distribution | undefined {
  const image = from.slice(0, 1000).toLowerCase();
  const codename = /\b(buster|bullseye|bookworm|trixie|bionic|focal|jammy|noble)\b/.exec(image)?.[1];
  const [name, release] = codenames.get(codename ?? '') ?? [];
  if (name !== undefined) return { name, release };
  const found = /(alpine|ubuntu|debian|fedora|centos|rockylinux|almalinux|amazonlinux|ubi\d|redhat|opensuse|photon|mariner)(?:\/[a-z]{1,20})?:?(\d{1,2}(?:\.\d{1,2})?)?/.exec(image);
  if (found === null) return undefined;
  const [, word = '', number] = found;
  if (word === 'debian') return { name: word, release: number?.split('.', 1)[0] };
  if (word === 'ubuntu' || word === 'alpine') return { name: word, release: number?.includes('.') === true ? number : undefined };
  return { name: /^ubi|redhat/.test(word) ? 'redhat' : word };
}
