import type { FamilyName, Finding, NotChecked } from '../model/finding.ts';
import type { GatePolicy } from '../model/gate-policy.ts';
import { openExaminer, type Examiner } from './examiner.ts';
import { openRecorder } from './recorder.ts';
import type { Registry } from './registry.ts';

/** What was found in some of a run's sources, as plain data: what a worker hands over. */
export interface GatePart {
  /** With the excuses of comments; those of policy are for the gate that adopts the part. */
  readonly findings: readonly Finding[];
  readonly notChecked: readonly NotChecked[];
  readonly remarks: readonly string[];
  /** Paths of sources that families beside credentials judge, and for which. */
  readonly wanted: readonly { readonly path: string; readonly families: readonly FamilyName[] }[];
  readonly sources: number;
  readonly bytes: number;
}

/** A run over some of the sources. */
export interface PartialRun extends Pick<Examiner, 'examine' | 'examinePieces' | 'mayWant'> {
  skip(path: string, reason: NotChecked['reason'], detail: string): void;
  /** Everything since it was last asked. Throws BrokenCheck. */
  take(): Promise<GatePart>;
}

export interface PartOptions {
  readonly registries: readonly Registry[];
  readonly policy: GatePolicy;
  readonly families?: ReadonlySet<FamilyName>;
  /** Today as `2026-11-24`. */
  readonly today: string;
}

/** Opens a run whose findings another gate adopts (`Gate.adopt`). */
export function openPart({ registries, policy, families, today }: PartOptions): PartialRun {
  let part = emptyPart();
  const skip: PartialRun['skip'] = (path, reason, detail) => void part.notChecked.push({ path, reason, detail, action: policy.onNotChecked(reason) });
  const findingOf = openRecorder({ registries, policy, isPart: true, project: { today }, remark: (text) => part.remarks.push(text) });
  const examiner = openExaminer(
    { registries, policy, isHosted: false, ...(families === undefined ? {} : { families }) },
    {
      report(report, source, siblings) {
        const finding = findingOf({ report, source, family: 'credentials', siblings });
        if (finding !== undefined) part.findings.push(finding);
      },
      skip,
      keep: ({ path }, wanted) => part.wanted.push({ path, families: wanted }),
      count(more, size) {
        part.sources += more;
        part.bytes += size;
      },
    },
  );
  return {
    examine: examiner.examine,
    examinePieces: examiner.examinePieces,
    mayWant: examiner.mayWant,
    skip,
    async take() {
      await examiner.finish();
      const taken = part;
      part = emptyPart();
      return taken;
    },
  };
}

interface GrowingPart {
  readonly findings: Finding[];
  readonly notChecked: NotChecked[];
  readonly remarks: string[];
  readonly wanted: { readonly path: string; readonly families: readonly FamilyName[] }[];
  sources: number;
  bytes: number;
}

function emptyPart(): GrowingPart {
  return { findings: [], notChecked: [], remarks: [], wanted: [], sources: 0, bytes: 0 };
}
