import { parseNpmSpecifier } from './npm-specifier.ts';
import { eachOutlineLine } from './outline.ts';
import { npmName } from './package-name.ts';
import { finishReading, reportProblem, startReading } from './reading.ts';
import type { PackageReading } from './record.ts';

/** Reads the catalogues and overrides of pnpm-workspace.yaml (and of .yarnrc.yml, which writes catalogues the same way). Source: pnpm docs, catalogs. */
export function readPnpmWorkspace(text: string): PackageReading {
  const draft = startReading(text);
  eachOutlineLine(text, (path, line) => {
    const isCatalogue = (path.length === 1 && path[0] === 'catalog') || (path.length === 2 && path[0] === 'catalogs');
    const isOverride = path.length === 1 && path[0] === 'overrides';
    // what is added to the manifests of others: packageExtensions, a package, dependencies
    const isExtension = path.length === 3 && path[0] === 'packageExtensions' && /^(?:d|optionalD|peerD)ependencies$/.test(path[2] ?? '');
    if ((!isCatalogue && !isOverride && !isExtension) || line.key === undefined || line.value === '') return;
    const wanted = parseNpmSpecifier(line.value);
    const last = line.key.slice(line.key.lastIndexOf('>') + 1).trim();
    const at = last.indexOf('@', 1);
    const name = wanted.name ?? (at < 0 ? last : last.slice(0, at));
    if (name === '') return;
    draft.packages.push({
      ...npmName(name),
      version: wanted.version,
      range: wanted.range,
      resolved: wanted.source,
      start: line.start,
      end: line.end,
      direct: isCatalogue,
      scope: 'runtime',
      alias: wanted.name === undefined ? undefined : at < 0 ? last : last.slice(0, at),
    });
  });
  const flow = /^(?:\s{0,20}\{|(?:catalogs?|overrides|packageExtensions):\s{0,20}\{\s{0,20}[^\s}])/m.exec(text);
  if (flow !== null) reportProblem(draft, 'catalogues and overrides in braces are not read: write each in a line of its own', flow.index, flow.index + flow[0].length);
  return finishReading(draft, 'manifest', 'pnpm');
}
