import type { Ask } from '../model/ask.ts';
import type { NotChecked, Report } from '../model/finding.ts';
import type { GatePolicy } from '../model/gate-policy.ts';
import type { Source } from '../model/source.ts';
import { maxHits, prefilter, type KeywordHit } from './keyword-hits.ts';
import type { Span } from './layers/spans.ts';
import { loaded, type Credentials, type Layers } from './loaded.ts';
import type { Registry } from './registry.ts';

/** A source, the keywords and the signs of layers in it, and the parts in which these are to be decoded. */
export interface Prefiltered {
  readonly source: Source;
  readonly hits: readonly KeywordHit[];
  readonly signs: number;
  readonly focus: readonly Span[];
  /** The keywords in those parts, where they are more than what changed. */
  readonly hitsAround?: readonly KeywordHit[];
}

type LayerReport = ReturnType<Layers['examineLayers']>[number];

/** Says what could not be looked at in the source that is examined. */
export type Say = (reason: NotChecked['reason'], detail: string) => void;

export interface ReporterOptions {
  readonly registries: readonly Registry[];
  readonly policy: Pick<GatePolicy, 'limits'>;
  readonly isOn: (registry: number, check: number) => boolean;
  readonly report: (report: Report, source: Source, siblings: readonly Report[]) => void;
  readonly ask: Ask;
}

/** Makes reports of what the prefilter found. */
export interface Reporter {
  /** All reports of a source: as it stands, and in what it holds in encoded or packed form. */
  reportsOf(family: Credentials, prefiltered: Prefiltered, say: Say): readonly LayerReport[];
  /** Hands the reports of a source over, as many as policy lets, and returns how many there are. */
  examineHits(family: Credentials, prefiltered: Prefiltered, say: Say): number;
}

/** What is said of a text with more keywords than are looked at. */
export function sayFull(say: Say): void {
  say('limit', `more than ${maxHits} words that stand beside credentials; what follows them was not looked at`);
}

/** Opens a reporter. It holds nothing of a source once that is reported on. */
export function openReporter({ registries, policy, isOn, report, ask }: ReporterOptions): Reporter {
  const reportsOf: Reporter['reportsOf'] = (family, prefiltered, say) => {
    const { source, hits, signs, hitsAround = hits } = prefiltered;
    const reports = hits.length === 0 ? [] : family.examineCredentials(source, hits, ask);
    if (signs === 0 || loaded.layers === undefined) return reports.map((one) => ({ report: one }));
    return loaded.layers.examineLayers(
      { ...prefiltered, hits: hitsAround, reports },
      {
        search: (bytes) => {
          const { hits: inner, isFull } = prefilter(registries, bytes, isOn, undefined);
          if (isFull) sayFull(say);
          return inner;
        },
        examine: (inner, found) => family.examineCredentials(inner, found, ask),
        skip: say,
        ask,
      },
    );
  };

  return {
    reportsOf,
    examineHits(family, prefiltered, say) {
      const { source } = prefiltered;
      const reports = reportsOf(family, prefiltered, say);
      const shown = reports.slice(0, policy.limits.maxFindings);
      if (reports.length > shown.length) say('limit', `${reports.length} findings, the first ${shown.length} are reported`);
      // lines of a packed file are counted, shown and masked in that file
      const texts = new Map<Buffer, { source: Source; siblings: Report[] }>();
      for (const { report: one, inner = source.bytes } of shown) {
        const text = texts.get(inner) ?? { source: inner === source.bytes ? source : { ...source, bytes: inner }, siblings: [] };
        text.siblings.push(one);
        texts.set(inner, text);
      }
      for (const text of texts.values()) {
        for (const one of text.siblings) {
          ask(source.path);
          report(one, text.source, text.siblings);
        }
      }
      return reports.length;
    },
  };
}
