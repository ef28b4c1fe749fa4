import { eachOutlineLine } from './outline.ts';
import { plainName } from './package-name.ts';
import { finishReading, startReading } from './reading.ts';
import type { PackageReading, PackageRecord } from './record.ts';

type Open = { -readonly [K in keyof PackageRecord]: PackageRecord[K] };

/** Reads the dependencies of Chart.yaml, Chart.lock and the older requirements.yaml and requirements.lock. Source: helm.sh/docs, charts. */
export function readHelmChart(text: string, path: string): PackageReading {
  const draft = startReading(text);
  const isLock = path.endsWith('.lock');
  let open: Open | undefined;
  const own = { name: '', version: '', start: 0, end: 0 };
  eachOutlineLine(text, (at, line) => {
    if (at.length === 0) {
      if (line.key === 'name') {
        own.name = line.value;
        own.start = line.valueStart;
        own.end = line.valueStart + line.value.length;
      } else if (line.key === 'version') own.version = line.value;
      return;
    }
    if (at[0] !== 'dependencies' || at.length !== 2 || line.key === undefined) return;
    if (line.dash) {
      open = { ...plainName('helm', ''), start: line.start, end: line.end, direct: true, scope: 'runtime' };
      draft.packages.push(open);
    }
    if (open === undefined) return;
    if (line.key === 'name') {
      open.name = line.value;
      open.start = line.valueStart;
      open.end = line.valueStart + line.value.length;
    } else if (line.key === 'version') {
      if (isLock || /^v?\d+\.\d+\.\d+[\w.+-]{0,60}$/.test(line.value)) open.version = line.value;
      if (!isLock) open.range = line.value;
    } else if (line.key === 'repository' && line.value !== '') {
      open.resolved = line.value;
      if (/^(?:https?|oci):/.test(line.value)) open.qualifiers = new Map([['repository_url', line.value]]);
    } else if (line.key === 'alias') open.alias = line.value;
  });
  const packages: PackageRecord[] = draft.packages.filter((one) => one.name !== '');
  if (own.name !== '' && !isLock) packages.push({ ...plainName('helm', own.name), version: own.version || undefined, start: own.start, end: own.end, project: true });
  return finishReading({ ...draft, packages }, isLock ? 'lockfile' : 'manifest', 'helm');
}
