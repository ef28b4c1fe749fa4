import { eachLine } from './lines.ts';
import { golangName } from './package-name.ts';
import { finishReading, startReading } from './reading.ts';
import type { PackageReading } from './record.ts';

/** Reads vendor/modules.txt: `# module version [=> replacement version]`, then `## explicit` for what go.mod asks for. Source: cmd/go, modload/vendor.go. */
export function readGoVendor(text: string): PackageReading {
  const draft = startReading(text);
  eachLine(text, (line, start) => {
    if (line.startsWith('## explicit')) {
      const last = draft.packages.at(-1);
      if (last !== undefined) draft.packages[draft.packages.length - 1] = { ...last, direct: true };
      return;
    }
    if (!line.startsWith('# ')) return;
    const words = line.slice(2).trim().split(/\s{1,20}/, 6);
    const arrow = words.indexOf('=>');
    const module = words[arrow < 0 ? 0 : arrow + 1];
    const version = words[arrow < 0 ? 1 : arrow + 2];
    const place = { start: start + 2, end: start + line.length, direct: false };
    // replaced by a folder, as go.mod is read: the module, and nobody's version of it
    if (module !== undefined && /^\.{0,2}\//.test(module)) draft.packages.push({ ...golangName(words[0] ?? ''), resolved: module, ...place });
    else if (module !== undefined && version !== undefined) draft.packages.push({ ...golangName(module), version: version.replace(/^v(?=\d)/, ''), alias: arrow < 0 ? undefined : words[0], ...place });
  });
  return finishReading(draft, 'lockfile', 'go');
}
