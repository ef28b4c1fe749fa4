import { linesOf } from './lines.ts';
import { finishReading, startReading } from './reading.ts';
import type { PackageReading } from './record.ts';
import { installedBy, type Distribution, type ShellWord } from './shell-installs.ts';

/** Longest run of joined lines that is read as one instruction, in lines. */
const maxJoined = 2000;

/** Reads what the RUN instructions of a Dockerfile install with the package managers of systems and languages. Source: docs.docker.com, Dockerfile reference. */
export function readDockerfileInstalls(text: string): PackageReading {
  const draft = startReading(text);
  const lines = linesOf(text);
  let distribution: Distribution = { name: undefined };
  const escape = /^#\s{0,20}escape\s{0,20}=\s{0,20}`/im.test(text.slice(0, 500)) ? '`' : '\\';
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i];
    if (line === undefined) break;
    const instruction = /^\s{0,200}([A-Za-z]{1,20})\s/.exec(line.text)?.[1]?.toUpperCase();
    if (instruction === 'FROM') {
      distribution = distributionOf(line.text) ?? distribution;
      continue;
    }
    if (instruction !== 'RUN') {
      // A continued COPY or LABEL may hold a line that starts with RUN.
      while (lines[i]?.text.trimEnd().endsWith(escape) === true && i + 1 < lines.length) i++;
      continue;
    }
    const body = line.text.search(/\bRUN\b/i) + 3;
    let command = '';
    const offsets: number[] = [];
    let joined = 0;
    const take = (piece: string, start: number): void => {
      for (let c = 0; c < piece.length; c++) offsets.push(start + c);
      command += piece;
    };
    let piece = line.text.slice(body);
    let start = line.start + body;
    const heredoc = /<<-?\s{0,5}["']?(\w{1,50})["']?/.exec(piece)?.[1];
    for (;;) {
      const trimmed = piece.trimEnd();
      const continues = trimmed.endsWith(escape);
      if (joined === 0 || !/^\s{0,200}#/.test(piece)) take(continues ? trimmed.slice(0, -1) + ' ' : piece, start);
      const goesOn = heredoc === undefined ? continues || (joined > 0 && /^\s{0,200}#/.test(piece)) : lines[i + 1] !== undefined && lines[i + 1]?.text.trim() !== heredoc;
      const next = lines[i + 1];
      if (!goesOn || next === undefined || joined++ > maxJoined) break;
      if (heredoc !== undefined && !continues) take('\n', start + piece.length);
      i++;
      piece = next.text;
      start = next.start;
    }
    for (const words of commandsOf(command, offsets)) for (const one of installedBy(words, distribution)) draft.packages.push(one);
  }
  return finishReading(draft, 'manifest', 'docker');
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

/** Splits a shell command line at its operators and its words at space; quotes and backslashes are taken off. */
export function commandsOf(command: string, offsets: readonly number[]): ShellWord[][] {
  const commands: ShellWord[][] = [];
  let words: ShellWord[] = [];
  let word = '';
  let wordStart = -1;
  const endWord = (): void => {
    if (wordStart >= 0) words.push({ text: word, start: wordStart });
    word = '';
    wordStart = -1;
  };
  const endCommand = (): void => {
    endWord();
    if (words.length > 0) commands.push(words);
    words = [];
  };
  for (let i = 0; i < command.length; i++) {
    const c = command.charAt(i);
    const at = offsets[i] ?? 0;
    if (c === ' ' || c === '\t') endWord();
    else if (c === '\n' || c === ';' || c === '|' || c === '&' || c === '(' || c === ')') endCommand();
    else if (c === '"' || c === "'") {
      const close = command.indexOf(c, i + 1);
      if (wordStart < 0) wordStart = (offsets[i + 1] ?? at);
      const stop = close < 0 ? command.length : close;
      word += command.slice(i + 1, stop);
      i = stop;
    } else if (c === '[' && words.length === 0 && wordStart < 0) {
      // Exec form: its strings and commas read as words.
      continue;
    } else if ((c === ',' || c === ']') && command.charAt(i - 1) === '"') endWord();
    else if (c === '#' && wordStart < 0) {
      const newline = command.indexOf('\n', i);
      if (newline < 0) break;
      i = newline - 1;
    } else {
      if (wordStart < 0) wordStart = at;
      word += c;
    }
  }
  endCommand();
  return commands;
}
