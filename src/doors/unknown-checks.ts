import { openRegistry, type Registry } from '../engine/registry.ts';
import { familyNames } from '../model/finding.ts';
import type { Configuration } from '../policy/configuration.ts';
import { nearest } from '../policy/errors.ts';
import { registryPath } from './installation.ts';

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
