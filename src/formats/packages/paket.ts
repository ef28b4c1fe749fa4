import { isMarkerLine } from './conflict-markers.ts';
import { eachLine } from './lines.ts';
import { githubName, plainName } from './package-name.ts';
import { finishReading, reportProblem, startReading } from './reading.ts';
import type { PackageReading } from './record.ts';
import { invertNeeds } from './toml-lock.ts';

/** Reads paket.dependencies. Source: fsprojects.github.io/Paket, dependencies file. */
export function readPaketDependencies(text: string): PackageReading {
  const draft = startReading(text);
  let group = '';
  eachLine(text, (line, start) => {
    const comment = line.search(/(?:^|\s|\w)(?:\/\/(?!\S{0,200}\.)|#)/);
    const bare = (comment < 0 || /https?:\/\//.test(line) ? line : line.slice(0, comment + 1)).trim();
    const entry = /^(nuget|clitool|github|gist|git|http)\s{1,20}(\S{1,300})(?:\s{1,50}(.{1,200}))?$/.exec(bare);
    if (bare.startsWith('group ')) group = bare.slice(6).trim();
    if (entry === null) return;
    const [, kind = '', written = '', rest = ''] = entry;
    const start2 = start + line.indexOf(written);
    const place = { start: start2, end: start2 + written.length, direct: true, scope: /test/i.test(group) ? 'test' : /build/i.test(group) ? 'build' : 'runtime' } as const;
    if (kind === 'nuget' || kind === 'clitool') {
      const range = /^(?:[~><=!@]{0,3}\s{0,20}\d[\w.-]{0,60}\s{0,5}){1,4}/.exec(rest)?.[0].trim();
      draft.packages.push({ ...plainName('nuget', written), range, version: /^(?:={0,2}\s{0,20})(\d[\w.-]{0,60})$/.exec(range ?? '')?.[1], ...place });
    } else if (kind === 'github') {
      const [repository = '', version] = written.split(':', 2);
      draft.packages.push({ ...githubName(repository), version, resolved: `https://github.com/${repository}`, ...place });
    } else draft.packages.push({ ...plainName('generic', written.slice(written.lastIndexOf('/') + 1)), resolved: written, ...place });
  });
  return finishReading(draft, 'manifest', 'paket');
}

/** Reads paket.lock. Source: fsprojects.github.io/Paket, lock file. */
export function readPaketLock(text: string): PackageReading {
  const draft = startReading(text);
  let section = '';
  let remote = '';
  let parent = '';
  const needs: [string, string][] = [];
  eachLine(text, (line, start) => {
    const bare = line.trim();
    if (bare === '' || isMarkerLine(text, start)) return;
    const indent = line.search(/\S/);
    if (indent === 0) {
      section = bare;
      return;
    }
    if (bare.startsWith('remote:')) {
      remote = bare.slice(7).trim();
      return;
    }
    const entry = /^(\S{1,300}) \(([^)\s]{1,100})\)/.exec(bare);
    const place = { start: start + indent, end: start + indent + (entry?.[1]?.length ?? 0) };
    if (section === 'NUGET' && indent === 4 && entry !== null) {
      parent = entry[1] ?? '';
      draft.packages.push({ ...plainName('nuget', parent), version: entry[2], resolved: remote, ...place });
    } else if (section === 'NUGET' && indent > 4) needs.push([parent, /^\S{1,300}/.exec(bare)?.[0].toLowerCase() ?? '']);
    else if (section === 'GITHUB' && indent === 4 && entry !== null) draft.packages.push({ ...githubName(remote), version: entry[2], resolved: `https://github.com/${remote}`, ...place });
    else if (/^(?:HTTP|GIT)$/.test(section) && indent === 4 && entry !== null) draft.packages.push({ ...plainName('generic', entry[1] ?? ''), version: entry[2], resolved: remote, ...place });
    else if (!/^(?:NUGET|GITHUB|HTTP|GIT|GROUP .*|RESTRICTION.*|STORAGE.*|STRATEGY.*|REFERENCES.*|CONTENT.*|IMPORT.*|LOWEST.*|COPY.*|FRAMEWORK.*)$/.test(section)) reportProblem(draft, 'not a line of a paket.lock', start, start + line.length);
  });
  const parents = invertNeeds(needs);
  for (const [index, one] of draft.packages.entries()) {
    const list = one.ecosystem === 'nuget' ? parents.get(one.name.toLowerCase()) : undefined;
    if (list !== undefined) draft.packages[index] = { ...one, parents: list };
  }
  return finishReading(draft, 'lockfile', 'paket');
}
