import { eachLine } from './lines.ts';
import { plainName, repositoryName } from './package-name.ts';
import { eachOutlineLine } from './outline.ts';
import { finishReading, startReading } from './reading.ts';
import type { PackageReading, PackageScope } from './record.ts';

/** Reads stack.yaml.lock: the completed packages. Source: docs.haskellstack.org, lock files. */
export function readStackLock(text: string): PackageReading {
  const draft = startReading(text);
  let isCompleted = false;
  const repository = { url: '', commit: '', name: '', version: '', start: 0, end: 0 };
  const flush = (): void => {
    if (repository.name !== '') draft.packages.push({ ...plainName('hackage', repository.name), version: repository.version || undefined, resolved: `${repository.url}#${repository.commit}`, start: repository.start, end: repository.end });
    repository.url = repository.commit = repository.name = repository.version = '';
  };
  eachOutlineLine(text, (path, line) => {
    if (path[0] !== 'packages' || line.key === undefined) return;
    if (path.length === 2) {
      if (line.dash) flush();
      isCompleted = line.key === 'completed';
    }
    if (!isCompleted || path.length !== 3) return;
    if (line.key === 'hackage') {
      const found = /^([A-Za-z][\w-]{0,100}?)-(\d[\d.]{0,60})(?:@(?:sha256:(\w{64}))?(?:rev:\d{1,5})?.{0,40})?$/.exec(line.value);
      if (found !== null) draft.packages.push({ ...plainName('hackage', found[1] ?? ''), version: found[2], integrity: found[3] === undefined ? undefined : `sha256:${found[3]}`, start: line.valueStart, end: line.valueStart + line.value.length });
    } else if (line.key === 'name') {
      repository.name = line.value;
      repository.start = line.valueStart;
      repository.end = line.valueStart + line.value.length;
    } else if (line.key === 'version') repository.version = line.value;
    else if (line.key === 'git' || line.key === 'url') repository.url = line.value;
    else if (line.key === 'commit') repository.commit = line.value;
  });
  flush();
  return finishReading(draft, 'lockfile', 'stack');
}

/** Reads the extra dependencies of stack.yaml. Source: docs.haskellstack.org, stack.yaml. */
export function readStackManifest(text: string): PackageReading {
  const draft = startReading(text);
  eachOutlineLine(text, (path, line) => {
    if (path[0] !== 'extra-deps' || path.length !== 2) return;
    if (line.key === 'git' || line.key === 'url' || line.key === 'archive') {
      draft.packages.push({ ...repositoryName(line.value.slice(0, 1000)), start: line.valueStart, end: line.valueStart + line.value.length, direct: true, resolved: line.value });
      return;
    }
    const found = line.key === undefined ? /^([A-Za-z][\w-]{0,100}?)-(\d[\d.]{0,60})(?:@.{0,120})?$/.exec(line.value) : null;
    if (found !== null) draft.packages.push({ ...plainName('hackage', found[1] ?? ''), version: found[2], start: line.start, end: line.end, direct: true, scope: 'runtime' });
  });
  return finishReading(draft, 'manifest', 'stack');
}

/** Reads cabal.project.freeze: `any.name ==1.0` constraints. Source: cabal docs, freeze files. */
export function readCabalFreeze(text: string): PackageReading {
  const draft = startReading(text);
  eachLine(text, (line, start) => {
    const found = /^(?:\s{0,100}|constraints:\s{0,100})(?:any\.)?([A-Za-z][\w-]{0,100}) ==(\d[\d.]{0,60})/.exec(line);
    if (found === null) return;
    const at = start + line.indexOf(found[1] ?? '', line.indexOf('any.') + 1);
    draft.packages.push({ ...plainName('hackage', found[1] ?? ''), version: found[2], start: at, end: at + (found[1] ?? '').length });
  });
  return finishReading(draft, 'lockfile', 'cabal');
}

/** Reads `build-depends` of a .cabal file. Source: cabal docs, package description. */
export function readCabalManifest(text: string): PackageReading {
  const draft = startReading(text);
  let column = -1;
  let scope: PackageScope = 'runtime';
  eachLine(text, (line, start) => {
    const bare = line.trim();
    if (bare === '' || bare.startsWith('--')) return;
    const indent = line.length - line.trimStart().length;
    const stanza = /^(library|executable|test-suite|benchmark|custom-setup|common)\b/i.exec(bare);
    if (stanza !== null && indent === 0) scope = /^test/i.test(stanza[1] ?? '') ? 'test' : /^(?:bench|custom)/i.test(stanza[1] ?? '') ? 'build' : 'runtime';
    const field = /^(build-depends|setup-depends|build-tool-depends)\s{0,20}:/i.exec(bare);
    let from = 0;
    if (field !== null) {
      column = indent;
      from = indent + field[0].length;
    } else if (column >= 0 && indent <= column) column = -1;
    if (column < 0) return;
    let offset = from;
    for (const piece of line.slice(from).split(',')) {
      const found = /^\s{0,200}(?:[\w-]{1,100}:)?([A-Za-z][\w-]{0,100})\s{0,50}(.{0,200})$/.exec(piece);
      if (found !== null && !/^(?:if|else|elif)$/.test(found[1] ?? '')) {
        const at = start + offset + piece.indexOf(found[1] ?? '');
        const range = (found[2] ?? '').trim();
        draft.packages.push({ ...plainName('hackage', found[1] ?? ''), range: range || undefined, version: /^==\s?(\d[\d.]{0,60})$/.exec(range)?.[1], start: at, end: at + (found[1] ?? '').length, direct: true, scope });
      }
      offset += piece.length + 1;
    }
  });
  return finishReading(draft, 'manifest', 'cabal');
}
