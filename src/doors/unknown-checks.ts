import { openRegistry, type Registry } from '../engine/registry.ts';
import { familyNames } from '../model/finding.ts';
import type { Configuration } from '../policy/configuration.ts';
import { nearest } from '../policy/errors.ts';
import { registryPath } from './installation.ts';

/** Parameters under `checks:` that are a slip away from one that the check has, as sentences. Others may be its function's own. */
export function slippedParameters(configurations: readonly Configuration[], own: readonly Registry[]): readonly string[] {
  const registries = [openRegistry(registryPath()), ...own];
  const set = configurations.flatMap((one) => [one, ...one.paths, ...one.branches].flatMap(({ checks }) => [...checks]));
  return set.flatMap(([id, { parameters = {} }]) => {
    const [check] = registries.flatMap((registry) => {
      const number = registry.numberOf(id);
      return number === undefined ? [] : [registry.check(number)];
    });
    const known = check !== undefined && 'parameters' in check ? Object.keys(Object(check.parameters)) : [];
    return Object.keys(parameters).flatMap((name) => {
      const near = known.includes(name) ? undefined : nearest(name, known);
      return near === undefined ? [] : [`"${name}" of ${id} (did you mean "${near}"?)`];
    });
  });
}

/** Ids and folders under `checks:` for which there is no check, each with the nearest right one. */
export function unknownChecks(configurations: readonly Configuration[], own: readonly Registry[]): readonly string[] {
  const named = new Set(configurations.flatMap((one) => [one, ...one.paths, ...one.branches].flatMap(({ checks }) => [...checks.keys()])));
  if (named.size === 0) return [];
  const known = new Set<string>(familyNames);
  for (const registry of [openRegistry(registryPath()), ...own]) {
    for (const { id } of registry.index()) {
      known.add(id);
      for (let slash = id.indexOf('/'); slash > 0; slash = id.indexOf('/', slash + 1)) known.add(id.slice(0, slash));
    }
  }
  return [...named].filter((id) => !known.has(id.replace(/\/+$/, ''))).map((id) => {
    const near = nearest(id, known);
    return near === undefined ? `"${id}"` : `"${id}" (did you mean "${near}"?)`;
  });
}
