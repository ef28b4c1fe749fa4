import { eachLine } from './lines.ts';
import { golangName } from './package-name.ts';
import { finishReading, startReading } from './reading.ts';
import type { PackageReading, PackageRecord } from './record.ts';

/**
 * Reads vendor/modules.txt: `# module version [=> replacement version]`, `## explicit` for what go.mod asks for, then the
 * packages whose code is there. A module without packages is not vendored: it is one of the build list that nothing is taken
 * of, or repeats a `replace` of go.mod. Source: cmd/go, modload/vendor.go.
 */
export function readGoVendor(text: string): PackageReading {
  const draft = startReading(text);
  let module: PackageRecord | undefined;
  eachLine(text, (line, start) => {
    if (line.startsWith('## ')) {
      if (module !== undefined && line.startsWith('## explicit')) module = { ...module, direct: true };
    } else if (line.startsWith('# ')) module = moduleOf(line, start);
    else if (module !== undefined && /^[\w.~-]/.test(line)) {
      draft.packages.push(module);
      module = undefined;
    }
  });
  return finishReading(draft, 'lockfile', 'go');
}

function moduleOf(line: string, start: number): PackageRecord | undefined {
  const words = line.slice(2).trim().split(/\s{1,20}/, 6);
  const arrow = words.indexOf('=>');
  const name = words[arrow < 0 ? 0 : arrow + 1];
  const version = words[arrow < 0 ? 1 : arrow + 2];
  const place = { start: start + 2, end: start + line.length, direct: false };
  // replaced by a folder, as go.mod is read: the module, and nobody's version of it
  if (name !== undefined && /^\.{0,2}\//.test(name)) return { ...golangName(words[0] ?? ''), resolved: name, ...place };
  if (name === undefined || version === undefined) return undefined;
  return { ...golangName(name), version: version.replace(/^v(?=\d)/, ''), alias: arrow < 0 ? undefined : words[0], ...place };
}
