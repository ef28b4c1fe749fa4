import { eachLine } from './lines.ts';
import { plainName } from './package-name.ts';
import { finishReading, startReading } from './reading.ts';
import type { PackageReading, PackageScope } from './record.ts';

/** Reads opam files (`depends: [ … ]`, also of *.opam.locked) and plain lists of an opam switch (`name.1.0`). Source: opam.ocaml.org/doc/Manual.html. */
export function readOpam(text: string, path: string): PackageReading {
  const draft = startReading(text);
  const isLock = path.endsWith('.locked');
  let depth = 0;
  let listed = 0;
  eachLine(text, (line, start) => {
    const comment = line.indexOf('#');
    const bare = comment < 0 ? line : line.slice(0, comment);
    if (depth === 0) {
      const entry = /^\s{0,20}([A-Za-z0-9_][\w+-]{0,100})\.(v?\d[\w.+~-]{0,60})\s{0,50}$/.exec(bare);
      if (entry !== null) {
        const at = start + bare.indexOf(entry[1] ?? '');
        draft.packages.push({ ...plainName('opam', entry[1] ?? ''), version: entry[2], start: at, end: at + (entry[1] ?? '').length });
        listed++;
        return;
      }
    }
    const open = /^(depends|depopts|pin-depends)\s{0,20}:\s{0,20}\[/.exec(bare);
    if (open !== null) depth = open[1] === 'pin-depends' ? 0 : 1;
    if (depth === 0) return;
    for (const one of bare.matchAll(/"([A-Za-z0-9_][\w+-]{0,100})"\s{0,20}(\{[^{}]{0,300}\})?/g)) {
      // Strings inside a filter are versions, not packages.
      if (/[<>=!]\s{0,5}$/.test(bare.slice(Math.max(0, one.index - 10), one.index))) continue;
      const filter = one[2] ?? '';
      const exact = /\{\s{0,10}=\s{0,5}"([^"]{1,60})"/.exec(filter)?.[1];
      const at = start + one.index + 1;
      draft.packages.push({ ...plainName('opam', one[1] ?? ''), version: exact, range: filter === '' ? undefined : filter.slice(1, -1).trim(), start: at, end: at + (one[1] ?? '').length, direct: isLock ? undefined : true, scope: scopeOf(filter) });
    }
    if (/\]\s{0,20}$/.test(bare)) depth = 0;
  });
  return finishReading(draft, isLock || listed > 0 ? 'lockfile' : 'manifest', 'opam');
}

function scopeOf(filter: string): PackageScope {
  if (/with-test/.test(filter)) return 'test';
  if (/with-doc|with-dev-setup|\bdev\b/.test(filter)) return 'dev';
  return /\bbuild\b/.test(filter) ? 'build' : 'runtime';
}
