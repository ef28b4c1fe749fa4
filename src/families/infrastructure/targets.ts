import { isMap, isUnknown, termOf, textOf } from '../../expressions/term.ts';
import { isRecord } from '../../formats/record.ts';
import type { CanonicalResource } from './canonical.ts';
import { tagsOf } from './environment.ts';
import { matchesWildcard } from './iam/wildcard.ts';

/** A rule of `infrastructure.targets` in `portcullis.yaml`: its checks are asked only of resources that fit it. */
interface Target {
  /** Patterns with `*`, as are all lists below. */
  readonly checks: readonly string[];
  readonly tags: ReadonlyMap<string, readonly string[]>;
  readonly paths: readonly string[];
  readonly types: readonly string[];
  readonly names: readonly string[];
}

/** Says whether a check is asked of a resource. */
export type Targeting = (check: string, resource: CanonicalResource) => boolean;

/**
 * Reads `targets` from the family's settings:
 *
 *     infrastructure:
 *       targets:
 *         - checks: ["infrastructure/aws/rds/*"]
 *           tags: {Environment: [prod, "live-*"]}
 *           paths: ["stacks/*"]
 *
 * A check that no entry names is asked of every resource; one that entries name, of resources that fit one of them.
 * A tag whose value is unknown fits. Throws Error for what cannot be read, naming it.
 */
export function targetingOf(settings: unknown): Targeting {
  const list = isRecord(settings) ? settings['targets'] : undefined;
  if (list === undefined || list === null) return () => true;
  if (!Array.isArray(list)) throw new Error('infrastructure.targets must be a list');
  const targets = list.map((entry: unknown) => targetOf(entry));
  return (check, resource) => {
    const named = targets.filter((target) => target.checks.some((pattern) => matchesWildcard(pattern, check)));
    return named.length === 0 || named.some((target) => fits(target, resource));
  };
}

const keys = ['checks', 'tags', 'paths', 'types', 'names'];

function targetOf(entry: unknown): Target {
  if (!isRecord(entry)) throw new Error('an entry of infrastructure.targets must be a map');
  for (const key of Object.keys(entry)) if (!keys.includes(key)) throw new Error(`infrastructure.targets: unknown key "${key}" (there are: ${keys.join(', ')})`);
  const checks = textsOf(entry['checks']);
  if (checks.length === 0) throw new Error('infrastructure.targets: "checks" is missing: the checks that the entry is about');
  const tags = isRecord(entry['tags']) ? Object.entries(entry['tags']) : [];
  return {
    checks,
    tags: new Map(tags.map(([name, values]) => [name, textsOf(values)])),
    paths: textsOf(entry['paths']),
    types: textsOf(entry['types']),
    names: textsOf(entry['names']),
  };
}

function fits(target: Target, resource: CanonicalResource): boolean {
  const any = (patterns: readonly string[], text: string): boolean => patterns.length === 0 || patterns.some((pattern) => matchesWildcard(pattern, text));
  if (!any(target.paths, resource.origin.head.source.path) || !any(target.types, resource.type) || !any(target.names, resource.name)) return false;
  if (target.tags.size === 0) return true;
  const tags = tagsOf(resource.properties);
  if (isUnknown(tags)) return true;
  if (!isMap(tags)) return false;
  return [...target.tags].every(([name, values]) => {
    const tag = termOf(tags.entries.get(name));
    if (isUnknown(tag)) return true;
    const text = textOf(tag);
    return text === undefined ? tags.open === true : any(values, text);
  });
}

function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.map(String) : [];
}
