import { isMarkerLine } from './conflict-markers.ts';
import { eachLine } from './lines.ts';
import { golangName } from './package-name.ts';
import { finishReading, reportProblem, startReading } from './reading.ts';
import type { PackageReading } from './record.ts';

/** Reads go.sum: modules whose content is hashed (a hash of a go.mod alone only says that it was looked at). Source: go.dev/ref/mod, go-sum-files. */
export function readGoSum(text: string): PackageReading {
  const draft = startReading(text);
  eachLine(text, (line, start) => {
    if (line === '' || isMarkerLine(text, start)) return;
    const [module, version, hash, extra] = line.trim().split(' ', 5);
    if (module === undefined || version === undefined || hash === undefined || extra !== undefined || module.endsWith('/')) {
      reportProblem(draft, 'not a line of a go.sum: module, version and hash are expected', start, start + line.length);
      return;
    }
    if (version.endsWith('/go.mod')) return;
    const { ecosystem, namespace, name } = golangName(module);
    draft.packages.push({ ecosystem, namespace, name, version: version.replace(/^v(?=\d)/, ''), start, end: start + module.length + 1 + version.length, integrity: hash });
  });
  return finishReading(draft, 'lockfile', 'go');
}
