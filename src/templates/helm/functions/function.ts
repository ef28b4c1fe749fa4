import { isUnknown, truth, type Data, type Holes, type Unknown } from '../data.ts';

/** What functions may ask of the rendering that calls them. */
export interface Rendering {
  readonly holes: Holes;
  /** The text of a named template. */
  include(name: string, dot: Data): Data;
  /** The text of a template given as a value. */
  render(text: string, dot: Data): Data;
}

/** A function of templates, with its arguments in order: what stands before a `|` is the last. */
export interface TemplateFunction {
  /** True when it deals with unknown arguments itself; otherwise one of them makes the result unknown. */
  readonly lenient?: boolean;
  readonly call: (args: readonly Data[], rendering: Rendering) => Data;
}

export type FunctionEntry = readonly [string, TemplateFunction];

/** A function that is unknown as soon as one of its arguments is, or has a hole. */
export function strict(name: string, call: TemplateFunction['call']): FunctionEntry {
  return [
    name,
    {
      call: (args, rendering) => {
        const doubt = args.map((one) => doubtOf(one, rendering.holes)).find((one) => one !== undefined);
        return doubt ?? call(args, rendering);
      },
    },
  ];
}

export function lenient(name: string, call: TemplateFunction['call']): FunctionEntry {
  return [name, { lenient: true, call }];
}

/** Why a value is not wholly known; undefined when it is. Lists and maps are not looked into. */
function doubtOf(data: Data, holes: Holes): Unknown | undefined {
  if (isUnknown(data)) return data;
  const reason = typeof data === 'string' ? holes.reason(data) : undefined;
  return reason === undefined ? undefined : { unknown: reason };
}

/** Whether Helm's `empty` takes a value for empty: as a condition does, with zero and false. */
export function isEmpty(data: Data, holes: Holes): boolean | Unknown {
  const answer = truth(data, holes);
  return typeof answer === 'boolean' ? !answer : answer;
}

export function numberOf(data: Data): number {
  if (typeof data === 'number') return data;
  if (typeof data === 'boolean') return data ? 1 : 0;
  const parsed = typeof data === 'string' ? Number(data) : 0;
  return Number.isFinite(parsed) ? parsed : 0;
}
