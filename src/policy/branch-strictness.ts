import { severities, type Action, type FamilyName } from '../model/finding.ts';
import type { CheckSetting, Configuration, FamilySetting, ScopedSetting } from './configuration.ts';
import { familyDefault, type PathMatcher } from './resolve.ts';

/** How strict a policy is with refs, given by their full names. */
export interface BranchStrictness {
  /** Whether nothing passes on one ref that would not pass on another. */
  readonly isAsStrict: (ref: string, as: string) => boolean;
  /** Refs that the same settings are for have the same kind: of a hundred thousand there are a few. */
  readonly kindOf: (ref: string) => string;
}

/**
 * Compares refs by the settings for branches; undefined where policy speaks of none. What was judged for a branch that is
 * as strict need not be judged again, all else must be: it came to the server under rules that let more pass.
 * Where two settings cannot be compared the answer is no.
 */
export function branchStrictness(configurations: readonly Configuration[], matcher: PathMatcher): BranchStrictness | undefined {
  const scopes = configurations.flatMap((one) => one.branches).map((scope) => ({ scope, matches: matcher(scope.match) }));
  if (scopes.length === 0) return undefined;
  const families = new Map<FamilyName, FamilySetting>();
  for (const one of configurations) for (const [name, setting] of one.families) families.set(name, { ...families.get(name), ...setting });
  const known = new Map<string, boolean>();
  const numbers = (ref: string): readonly number[] => scopes.flatMap(({ matches }, number) => (matches(ref) ? [number] : []));
  const settings = (list: readonly number[]): readonly ScopedSetting[] => list.flatMap((number) => scopes[number]?.scope ?? []);
  return {
    isAsStrict(ref, as) {
      const [own, other] = [numbers(ref), numbers(as)];
      const key = `${own.join()} ${other.join()}`;
      const answer = known.get(key) ?? (own.join() === other.join() || isAsStrict(settings(own), settings(other), families));
      known.set(key, answer);
      return answer;
    },
    kindOf: (ref) => numbers(ref).join(),
  };
}

function isAsStrict(own: readonly ScopedSetting[], other: readonly ScopedSetting[], families: ReadonlyMap<FamilyName, FamilySetting>): boolean {
  const names = new Set([...own, ...other].flatMap((scope) => [...scope.families.keys()]));
  const family = (scopes: readonly ScopedSetting[], name: FamilyName): Required<FamilySetting> => scopes.reduce((all, scope) => ({ ...all, ...scope.families.get(name) }), { ...familyDefault(name, true), ...families.get(name) });
  for (const name of names) if (!isFamilyAsStrict(family(own, name), family(other, name))) return false;
  const ids = new Set([...own, ...other].flatMap((scope) => [...scope.checks.keys()]));
  const check = (scopes: readonly ScopedSetting[], id: string): CheckSetting | undefined => scopes.reduce<CheckSetting | undefined>((all, scope) => (scope.checks.has(id) ? { ...all, ...scope.checks.get(id) } : all), undefined);
  for (const id of ids) if (!isCheckAsStrict(check(own, id), check(other, id))) return false;
  return true;
}

const rank: Readonly<Record<Action, number>> = { off: 0, warn: 1, block: 2 };

function isFamilyAsStrict(own: Required<FamilySetting>, other: Required<FamilySetting>): boolean {
  if (!other.on) return true;
  const least = (severity: FamilySetting['block']): number => (severity === undefined || severity === 'never' ? severities.length : severities.indexOf(severity));
  return own.on && least(own.block) <= least(other.block) && least(own.report) <= least(other.report) && rank[own.unsure] >= rank[other.unsure];
}

function isCheckAsStrict(own: CheckSetting | undefined, other: CheckSetting | undefined): boolean {
  if (JSON.stringify(own) === JSON.stringify(other) || other?.action === 'off') return true;
  if (own?.parameters !== undefined || other?.parameters !== undefined || own?.action === undefined) return false;
  return own.action === 'block' || (other?.action !== undefined && rank[own.action] >= rank[other.action] && own.severity === other.severity);
}
