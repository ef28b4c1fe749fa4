import type { Term } from '../../expressions/term.ts';
import type { Place } from '../../formats/place.ts';
import type { Check } from '../../model/check.ts';
import type { ComposeProject, ComposeService } from '../../templates/compose/model.ts';
import type { Value } from '../../templates/value.ts';
import type { Container } from './container.ts';
import type { NamedCheckOf } from './judge.ts';
import type { Searched } from './spots.ts';

/** What a policy is asked of: a container of any format, a service, or a whole file. */
export interface Subject extends Searched {
  /** The words of `applies` that it answers to: `container`, `container/compose`, `compose/service`. */
  readonly words: readonly string[];
  /** The value of a variable that expressions may name. */
  readonly read: (variable: string) => Term;
  /** What a finding names: `web`, `Deployment/shop/web`. */
  readonly resource: string;
  /** True when only a part of it stands here: only what is certain is said. */
  readonly partial: boolean;
  /** What its existence depends on, when that cannot be decided. */
  readonly doubt?: string;
  /** The suppression of another tool that covers a check at an offset of a file. */
  readonly skipped: (check: Check, place: Place) => { readonly reason: string; readonly line: number } | undefined;
  readonly container?: Container;
  /** The image it starts from, whatever the format. */
  readonly image?: Value;
  /** Today as `2026-11-24`. */
  readonly today?: string;
  readonly project?: ComposeProject;
  readonly service?: ComposeService;
}

/** One place that a named check found. */
export interface Hit {
  readonly place: Place;
  /** Sentence in place of the check's title. */
  readonly message?: string;
  /** Path and value that make it the same finding next time. */
  readonly path?: string;
  readonly value?: string;
  /** What the answer depends on, when it is not certain. */
  readonly doubt?: string;
}

/** A check that needs more than one thing, or more than an expression can say. */
export type NamedCheck = NamedCheckOf<Subject>;
