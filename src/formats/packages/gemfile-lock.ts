import { isMarkerLine } from './conflict-markers.ts';
import { eachLine } from './lines.ts';
import { finishReading, reportProblem, startReading } from './reading.ts';
import type { PackageReading, PackageRecord } from './record.ts';
import { invertNeeds } from './toml-lock.ts';

type Open = { -readonly [K in keyof PackageRecord]: PackageRecord[K] };

/** Reads Gemfile.lock and gems.locked. Source: bundler, lockfile_parser.rb. */
export function readGemfileLock(text: string): PackageReading {
  const draft = startReading(text);
  const found: Open[] = [];
  const needs: [string, string][] = [];
  const direct = new Set<string>();
  const hashes = new Map<string, string>();
  let section = '';
  let remote = '';
  let revision = '';
  let current = '';
  eachLine(text, (line, start) => {
    if (line === '' || isMarkerLine(text, start)) return;
    if (line.charCodeAt(0) !== 32) {
      section = line.trim();
      remote = revision = '';
      return;
    }
    const indent = line.search(/[^ ]/);
    const bare = line.slice(indent);
    if (section === 'DEPENDENCIES') direct.add((/^[^\s!(]{1,200}/.exec(bare)?.[0] ?? ''));
    else if (section === 'CHECKSUMS') {
      const sum = /^(\S{1,200}) \(([^)\s]{1,100})\) (\S{1,200})/.exec(bare);
      if (sum !== null) hashes.set(`${sum[1] ?? ''} ${sum[2] ?? ''}`, sum[3] ?? '');
    } else if (/^(?:GEM|GIT|PATH|PLUGIN SOURCE)$/.test(section)) {
      if (bare.startsWith('remote: ')) remote = bare.slice(8).trim();
      else if (bare.startsWith('revision: ')) revision = bare.slice(10).trim();
      else if (indent === 4) {
        const spec = /^(\S{1,200})(?: \(([^)\s]{1,100})\))?!?$/.exec(bare);
        if (spec === null) {
          reportProblem(draft, 'not a gem with its version: the file is truncated or was edited', start + indent, start + line.length);
          return;
        }
        current = spec[1] ?? '';
        const written = spec[2] ?? '';
        // A gem version holds no dash: what follows one is the platform.
        const dash = written.indexOf('-');
        const version = dash < 0 ? written : written.slice(0, dash);
        found.push({
          ecosystem: 'gem',
          namespace: undefined,
          name: current,
          version: version === '' ? undefined : version,
          start: start + indent,
          end: start + indent + current.length,
          resolved: revision === '' ? remote || undefined : `${remote}#${revision}`,
          qualifiers: dash < 0 ? undefined : new Map([['platform', written.slice(dash + 1)]]),
          alias: undefined,
          project: section === 'PATH' ? true : undefined,
          integrity: written,
          direct: undefined,
          parents: undefined,
        });
      } else if (indent === 6) needs.push([current, /^[^\s(!]{1,200}/.exec(bare)?.[0] ?? '']);
    }
  });
  const parents = invertNeeds(needs);
  for (const one of found) {
    // The version as written, platform included, is the key of the checksum that stands further down.
    one.integrity = hashes.get(`${one.name} ${one.integrity ?? ''}`);
    one.direct = direct.size > 0 ? direct.has(one.name) : undefined;
    one.parents = parents.get(one.name);
    draft.packages.push(one);
  }
  return finishReading(draft, 'lockfile', 'bundler');
}
