import { eachEntry, jsonCursor, kindHere, takeText, takeTexts } from './json-cursor.ts';
import { eachLine } from './lines.ts';
import { plainName } from './package-name.ts';
import { finishReading, startReading } from './reading.ts';
import type { PackageName, PackageReading, PackageScope } from './record.ts';
import { invertNeeds } from './toml-lock.ts';

/** Reads renv.lock: packages of CRAN, Bioconductor and repositories. Source: rstudio.github.io/renv, lockfile. */
export function readRenvLock(text: string): PackageReading {
  const draft = startReading(text);
  const cursor = jsonCursor(text, draft.problems);
  const needs: (readonly [string, string])[] = [];
  eachEntry(cursor, (key) => {
    if (key !== 'Packages') return;
    eachEntry(cursor, (name, start, end) => {
      const fields = new Map<string, string>();
      eachEntry(cursor, (field) => {
        if (field === 'Requirements' && kindHere(cursor) === 'list') for (const need of takeTexts(cursor)) needs.push([name, need]);
        else if (kindHere(cursor) === 'string') fields.set(field, takeText(cursor) ?? '');
      });
      const remote = fields.get('RemoteUsername') === undefined ? undefined : `https://${(fields.get('RemoteHost') ?? 'github.com').replace(/^api\./, '')}/${fields.get('RemoteUsername') ?? ''}/${fields.get('RemoteRepo') ?? ''}#${fields.get('RemoteSha') ?? ''}`;
      const hash = fields.get('Hash');
      draft.packages.push({
        ...nameOf(fields, fields.get('Package') ?? name),
        version: fields.get('Version'),
        start,
        end,
        resolved: remote ?? fields.get('Repository') ?? fields.get('Source'),
        integrity: hash === undefined ? undefined : `md5:${hash}`,
      });
    });
  });
  const parents = invertNeeds(needs);
  for (const [index, one] of draft.packages.entries()) {
    const list = parents.get(one.name);
    if (list !== undefined) draft.packages[index] = { ...one, parents: list };
  }
  return finishReading(draft, 'lockfile', 'renv');
}

function nameOf(fields: ReadonlyMap<string, string>, name: string): PackageName {
  const source = fields.get('Source');
  if (source === 'GitHub') return { ecosystem: 'github', namespace: fields.get('RemoteUsername')?.toLowerCase(), name: (fields.get('RemoteRepo') ?? name).toLowerCase() };
  return plainName(source === 'Bioconductor' ? 'bioconductor' : 'cran', name);
}

const fields: ReadonlyMap<string, PackageScope> = new Map([
  ['Depends', 'runtime'],
  ['Imports', 'runtime'],
  ['LinkingTo', 'build'],
  ['Suggests', 'optional'],
  ['Enhances', 'optional'],
]);

/** Reads the DESCRIPTION of an R package. Source: R project, writing R extensions, section 1.1.1. */
export function readRDescription(text: string): PackageReading {
  const draft = startReading(text);
  let scope: PackageScope | undefined;
  eachLine(text, (line, start) => {
    const field = /^([A-Za-z@/]{1,60}):/.exec(line);
    if (field !== null) scope = fields.get(field[1] ?? '');
    if (scope === undefined) return;
    let offset = field?.[0].length ?? 0;
    for (const piece of line.slice(offset).split(',')) {
      const found = /^\s{0,100}([A-Za-z][A-Za-z0-9.]{0,100})\s{0,20}(?:\(([^)]{1,100})\))?/.exec(piece);
      if (found !== null && found[1] !== 'R') {
        const at = start + offset + piece.indexOf(found[1] ?? '');
        draft.packages.push({ ...plainName('cran', found[1] ?? ''), range: found[2], version: /^==\s?(\S{1,60})$/.exec(found[2] ?? '')?.[1], start: at, end: at + (found[1] ?? '').length, direct: true, scope });
      }
      offset += piece.length + 1;
    }
  });
  return finishReading(draft, 'manifest', 'r');
}
