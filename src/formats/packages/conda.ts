import { eachLine } from './lines.ts';
import { eachOutlineLine } from './outline.ts';
import { plainName, pypiName } from './package-name.ts';
import { parseRequirement } from './pep508.ts';
import { finishReading, startReading, type ReadingDraft } from './reading.ts';
import type { PackageReading, PackageRecord } from './record.ts';

/** Reads conda's environment.yml, with its pip section. Source: conda docs, managing environments. */
export function readCondaEnvironment(text: string): PackageReading {
  const draft = startReading(text);
  eachOutlineLine(text, (path, line) => {
    if (path[0] !== 'dependencies' || line.key !== undefined || !line.dash) return;
    if (path.length >= 4 && path[2] === 'pip') {
      const found = parseRequirement(line.value);
      if (found !== undefined) draft.packages.push({ ...pypiName(found.written), version: found.version, range: found.range, resolved: found.url, start: line.start, end: line.end, direct: true, scope: 'runtime' });
      return;
    }
    const spec = matchSpec(line.value);
    if (spec !== undefined) draft.packages.push({ ...spec, start: line.start, end: line.end, direct: true, scope: 'runtime' });
  });
  return finishReading(draft, 'manifest', 'conda');
}

/** `channel::name=1.0=build`, `name >=1`, `name[version='>=1']`. */
function matchSpec(written: string): Pick<PackageRecord, 'ecosystem' | 'namespace' | 'name' | 'version' | 'range' | 'qualifiers'> | undefined {
  const found = /^(?:([\w./:-]{1,200})::)?([A-Za-z0-9_][\w.-]{0,200})\s{0,20}(.{0,300})$/.exec(written.trim());
  if (found === null) return undefined;
  const [, channel, name = '', rest = ''] = found;
  const pinned = /^={1,2}\s?(\d[\w.!+]{0,100})(?:=([\w.*]{1,100}))?$/.exec(rest);
  const qualifiers = new Map<string, string>();
  if (channel !== undefined) qualifiers.set('channel', channel);
  if (pinned?.[2] !== undefined) qualifiers.set('build', pinned[2]);
  return { ...plainName('conda', name.toLowerCase()), version: pinned?.[1], range: rest === '' ? undefined : rest, qualifiers };
}

/** Reads conda-lock.yml. Source: conda/conda-lock, lockfile v1. */
export function readCondaLock(text: string): PackageReading {
  const draft = startReading(text);
  let open: { -readonly [K in keyof PackageRecord]: PackageRecord[K] } | undefined;
  const close = (): void => {
    if (open !== undefined && open.name !== '') draft.packages.push(open);
    open = undefined;
  };
  eachOutlineLine(text, (path, line) => {
    if (path[0] !== 'package' || path[1] !== '-') return;
    if (line.dash && path.length === 2) {
      close();
      open = { ...plainName('conda', ''), start: line.start, end: line.end };
    }
    if (open === undefined || line.key === undefined) return;
    if (path.length === 2) {
      if (line.key === 'name') {
        open.name = line.value;
        open.start = line.valueStart;
        open.end = line.valueStart + line.value.length;
      } else if (line.key === 'version') open.version = line.value;
      else if (line.key === 'manager' && line.value === 'pip') open = { ...open, ...pypiName(open.name) };
      else if (line.key === 'url') open.resolved = line.value;
      else if (line.key === 'category') open.scope = line.value === 'main' ? 'runtime' : 'dev';
    } else if (path[2] === 'hash' && (line.key === 'sha256' || open.integrity === undefined)) open.integrity = `${line.key}:${line.value}`;
  });
  close();
  return finishReading(draft, 'lockfile', 'conda');
}

/** Reads a list of conda package URLs (`@EXPLICIT`). Source: conda docs, explicit specifications. */
export function readCondaExplicit(text: string): PackageReading {
  const draft: ReadingDraft = startReading(text);
  eachLine(text, (line, start) => {
    const found = /^(https?:\/\/\S{1,500}\/)([\w.-]{1,200})-([^\s/-]{1,100})-([^\s/-]{1,100})\.(?:conda|tar\.bz2)(?:#(\w{1,128}))?\s{0,50}$/.exec(line);
    if (found === null) return;
    const [, , name = '', version, build = '', hash] = found;
    draft.packages.push({ ...plainName('conda', name), version, start, end: start + line.length, resolved: line.trim(), integrity: hash === undefined ? undefined : `md5:${hash}`, qualifiers: new Map([['build', build]]) });
  });
  return finishReading(draft, 'lockfile', 'conda');
}
