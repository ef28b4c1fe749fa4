import type { Place, SourceText } from '../../formats/place.ts';
import type { MapValue, TemplateProblem } from '../value.ts';

/** A service of a Compose project with everything that `extends`, anchors and override files give it. Values keep their places. */
export interface ComposeService {
  readonly name: string;
  readonly value: MapValue;
  /** The key that names it. */
  readonly head: Place;
  /** From its key to its end, in the file that holds it. */
  readonly at: Place;
  /**
   * True when only a part of it stands here: it has no image, no build and no model of its own, because it is meant to be
   * laid over another file. What is absent may be set there.
   */
  readonly partial: boolean;
}

/** What one Compose file, with its override file, stands for. */
export interface ComposeProject {
  readonly path: string;
  readonly source: SourceText;
  readonly services: readonly ComposeService[];
  /** The whole document, interpolated, override file laid over it. */
  readonly document: MapValue;
  readonly problems: readonly TemplateProblem[];
  /** Every file that was read for it. */
  readonly inputs: readonly string[];
  /** Files taken in by `include`, also through others. */
  readonly includes: readonly string[];
  /** Names that files taken in by `include` define, by the kind of thing. */
  readonly included: ReadonlyMap<ComposeKind, ReadonlySet<string>>;
  /** False when a file that it takes in could not be read: a name that is missing here may be defined there. */
  readonly complete: boolean;
}

/** Kinds of things that services refer to by name. */
export type ComposeKind = 'services' | 'networks' | 'volumes' | 'secrets' | 'configs' | 'models';
