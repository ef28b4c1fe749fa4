import { eachOutlineLine } from './outline.ts';
import { plainName, pypiName } from './package-name.ts';
import { finishReading, startReading } from './reading.ts';
import type { PackageReading, PackageRecord } from './record.ts';

type Open = { -readonly [K in keyof PackageRecord]: PackageRecord[K] };

/** Reads pixi.lock. Source: pixi.sh, lockfile; rattler_lock. */
export function readPixiLock(text: string): PackageReading {
  const draft = startReading(text);
  let open: Open | undefined;
  eachOutlineLine(text, (path, line) => {
    if (path.length === 0 && line.key === 'version') draft.formatVersion = line.value;
    if (path[0] !== 'packages' || path.length !== 2 || line.key === undefined) return;
    if (line.dash && (line.key === 'conda' || line.key === 'pypi')) {
      const file = /([^/\s]{1,200}?)-(\d[^-/\s]{0,100})-([^-/\s]{1,150})\.(?:conda|tar\.bz2)$/.exec(line.value.slice(-500));
      open = {
        ...(line.key === 'conda' ? plainName('conda', file?.[1] ?? '') : pypiName('')),
        version: file?.[2],
        start: line.valueStart,
        end: line.valueStart + line.value.length,
        resolved: line.value,
        qualifiers: file === null || line.key === 'pypi' ? undefined : new Map([['build', file[3] ?? '']]),
      };
      draft.packages.push(open);
    } else if (open !== undefined) {
      if (line.key === 'name') open.name = open.ecosystem === 'pypi' ? pypiName(line.value).name : line.value;
      else if (line.key === 'version') open.version = line.value;
      else if (line.key === 'sha256') open.integrity = `sha256:${line.value}`;
      else if (line.key === 'license') open.licence = line.value;
    }
  });
  const packages: PackageRecord[] = draft.packages.filter((one) => one.name !== '');
  return finishReading({ ...draft, packages }, 'lockfile', 'pixi');
}
