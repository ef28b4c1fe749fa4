import { doubtIn, isList, isMap, isUnknown, itemsOf, list, termOf, truthOf, unknown, type Item, type Term, type UnknownTerm } from './term.ts';

export type MacroName = 'all' | 'exists' | 'exists_one' | 'filter' | 'map';

export const macroNames: ReadonlySet<string> = new Set<MacroName>(['all', 'exists', 'exists_one', 'filter', 'map']);

interface Macro {
  /** The bodies, each a function of the bound item. */
  readonly bodies: readonly ((item: Term) => Term)[];
  /** Collects the items that made `all` false or `exists` true, or left it open. */
  readonly witnesses: Item[] | undefined;
}

/**
 * Runs a macro over a list, or over the keys of a map. Null is an empty list and a lone value a list of one, because
 * templates may leave a list out, or leave its brackets out. An unknown list, or one that may hold more, decides only
 * what its known items decide.
 */
export function runMacro(name: MacroName, container: Term, macro: Macro): Term {
  if (isUnknown(container)) return unknown(container.why);
  const items: readonly Item[] = isMap(container) ? [...container.entries.keys()] : itemsOf(container);
  const open = (isList(container) || isMap(container)) && container.open === true ? doubtIn(container) : undefined;
  switch (name) {
    case 'all':
      return decide(items, open, macro, false);
    case 'exists':
      return decide(items, open, macro, true);
    case 'exists_one':
      return one(items, open, macro);
    case 'filter':
      return filter(items, open, macro);
    case 'map': {
      const [first, second] = macro.bodies;
      if (first === undefined) return null;
      if (second === undefined) return list(items.map((item) => first(termOf(item))), open !== undefined, open?.why);
      const kept = filter(items, open, macro);
      return isList(kept) ? list(kept.items.map((item) => second(termOf(item))), kept.open === true, kept.openBy) : kept;
    }
    default:
      return name satisfies never;
  }
}

function decide(items: readonly Item[], open: UnknownTerm | undefined, { bodies, witnesses }: Macro, deciding: boolean): Term {
  let decided = false;
  let doubt: UnknownTerm | undefined;
  const doubtful: Item[] = [];
  for (const item of items) {
    const truth = truthOf(bodies[0]?.(termOf(item)) ?? null);
    if (truth === deciding) {
      decided = true;
      witnesses?.push(item);
      // without a collector of witnesses the first one settles it
      if (witnesses === undefined) return deciding;
    } else if (typeof truth !== 'boolean') {
      doubt ??= truth;
      doubtful.push(item);
    }
  }
  if (decided) return deciding;
  if (doubt !== undefined) witnesses?.push(...doubtful);
  return doubt ?? open ?? !deciding;
}

function one(items: readonly Item[], open: UnknownTerm | undefined, { bodies }: Macro): Term {
  let count = 0;
  let doubt = open;
  for (const item of items) {
    const truth = truthOf(bodies[0]?.(termOf(item)) ?? null);
    if (truth === true) count++;
    else if (truth !== false) doubt ??= truth;
  }
  if (count > 1) return false;
  return doubt ?? count === 1;
}

function filter(items: readonly Item[], open: UnknownTerm | undefined, { bodies }: Macro): Term {
  const kept: Item[] = [];
  let doubt = open;
  for (const item of items) {
    const truth = truthOf(bodies[0]?.(termOf(item)) ?? null);
    if (truth === true) kept.push(item);
    else if (truth !== false) doubt ??= truth;
  }
  return list(kept, doubt !== undefined, doubt?.why);
}
