import type { NotChecked } from '../model/finding.ts';
import type { Source } from '../model/source.ts';
import { piecesAsUtf8 } from './decode.ts';
import { maxWindowHits, prefilter } from './keyword-hits.ts';
import { sign } from './layers/sign.ts';
import { layerSigns } from './layers/signs.ts';
import type { Credentials } from './loaded.ts';
import type { Reporter, ReporterOptions, Say } from './reporter.ts';
import { windowPlaces, windowsOf } from './windows.ts';

/** Most remarks on what was not looked into, for one file. */
const maxRemarks = 20;

/**
 * Looks for credentials in a large text window by window; without the family it only looks for the markers. Returns what
 * those of the whole text say.
 */
export function examineWindows(source: Omit<Source, 'bytes'>, pieces: Iterable<Buffer>, family: Credentials | undefined, { registries, policy, isOn, report, reporter, ask, skip }: ReporterOptions & { readonly reporter: Reporter; readonly skip: Say }): number {
  const said = new Set<string>();
  const say = (reason: NotChecked['reason'], detail: string): void => {
    if (said.size < maxRemarks && !said.has(detail)) skip(reason, detail);
    said.add(detail);
  };
  let marked = 0;
  let count = 0;
  let isBinary: boolean | undefined;
  for (const window of windowsOf(piecesAsUtf8(pieces))) {
    const { bytes: text, before } = window;
    ask(source.path);
    isBinary ??= text.subarray(0, 8192).includes(0);
    const { hits, marked: more, isFull } = prefilter(registries, text, isOn, undefined, maxWindowHits);
    marked |= more;
    if (isFull) say('limit', 'words that stand beside credentials, more than can be looked at one by one');
    if (family === undefined) continue;
    const focus = [{ start: 0, end: text.length }];
    // a window is no file: what its first bytes look like says nothing
    const signs = layerSigns(source.path, text, hits, focus) & ~(sign.packed | sign.key);
    if (hits.length === 0 && signs === 0) continue;
    const part: Source = { ...source, bytes: text, part: { before, isBinary } };
    const places = windowPlaces(window);
    const reports = reporter.reportsOf(family, { source: part, hits, signs, focus }, say).map(({ report: one }) => ({ isOwn: places.isOwn(one.range), report: { ...one, range: places.inFile(one.range), ...(one.alsoSecret === undefined ? {} : { alsoSecret: one.alsoSecret.map(places.inFile) }) } }));
    const siblings = reports.map((one) => one.report);
    for (const one of reports) {
      if (!one.isOwn || count++ >= policy.limits.maxFindings) continue;
      ask(source.path);
      report(one.report, part, siblings);
    }
  }
  if (count > policy.limits.maxFindings) skip('limit', `${count} findings, the first ${policy.limits.maxFindings} are reported`);
  return marked;
}
