import type { FileReader } from '../templates/value.ts';
import type { Ask } from './ask.ts';
import type { Check } from './check.ts';
import type { FamilyName, Report } from './finding.ts';
import type { Source } from './source.ts';

/** What policy gives a family: its checks that are on, and how they are set. */
export interface FamilyPolicy<C extends Check = Check> {
  /**
   * The checks that are on and apply to any of these things (resource types, formats, ecosystems); loaded only now.
   * Without an argument, all of the family's checks that are on. `heard` leaves out those whose findings policy would
   * neither tell nor block at the check's own severity: in a hook, the low ones.
   */
  checks(applies?: Iterable<string>, heard?: boolean): readonly C[];
  /** The check's parameters: its own defaults with what `portcullis.yaml` sets over them. */
  parameters(check: C): Readonly<Record<string, unknown>>;
  /** The family's own section of `portcullis.yaml` as plain data (`libraries:`), or undefined. */
  readonly settings: unknown;
  /** Bytes of a data package that stands outside the repository (`advisories`), where there is one. */
  data?(name: string): Buffer | undefined;
  /** Whether what other tools' configuration files say about severities counts. */
  readonly foreign?: boolean;
  /** Asked for each file, and for each thing that a check is asked of; what it throws is handed on as it is. */
  readonly ask?: Ask;
}

/** The repository around the sources, as the door sees it: the index, a commit's tree, or a folder. Never the network. */
export interface Project {
  readonly files: FileReader;
  /** The files before the change, where there is a before. */
  readonly previous?: FileReader;
  /** The files before the change, where only what is new is asked for: what a family would have reported of them too may be left out. */
  readonly settled?: FileReader;
  /** Today as `2026-11-24`, for rules with a date; handed in because a family reads no clock. */
  readonly today: string;
  /** True where nobody waits for a commit or push: then what takes long to know is asked as well. */
  readonly isThorough?: boolean;
}

/** A report and the file it is about. */
export interface LocatedReport extends Report {
  readonly path: string;
}

/**
 * A family that judges files together (a Terraform module, a Compose file with what it includes).
 * A check that throws is caught by the family and named: it throws `BrokenCheck`.
 */
export interface ProjectFamily {
  readonly name: FamilyName;
  /**
   * Examines all sources that were routed to it.
   * A file that belongs to a wanted one but did not change is read through `project.files`.
   */
  examine(sources: readonly Source[], project: Project, policy: FamilyPolicy): Promise<readonly LocatedReport[]>;
}

/** A check failed to run: the change was not judged by it. The verdict becomes `broken` and names it. */
export class BrokenCheck extends Error {
  override readonly name = 'BrokenCheck';
  readonly check: string;

  constructor(check: string, cause: unknown) {
    super(`check ${check} failed: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    this.check = check;
  }
}
