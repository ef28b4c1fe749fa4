import type { Ask } from '../model/ask.ts';
import type { FamilyPolicy, LocatedReport, Project, ProjectFamily } from '../model/family.ts';
import type { FamilyName } from '../model/finding.ts';
import type { GatePolicy } from '../model/gate-policy.ts';
import type { Source } from '../model/source.ts';
import type { IndexRow, Registry } from './registry.ts';

export interface FamilyRun {
  readonly registries: readonly Registry[];
  readonly policy: GatePolicy;
  readonly project: Project;
  readonly ask?: Ask;
}

/** Runs a family that judges sources together. It is loaded now. Throws BrokenCheck. */
export async function runFamily(family: FamilyName, sources: readonly Source[], run: FamilyRun): Promise<readonly LocatedReport[]> {
  const module = await loadFamily(family);
  if (module === undefined) return [];
  return module.examine(sources, run.project, familyPolicy(family, run));
}

async function loadFamily(family: FamilyName): Promise<ProjectFamily | undefined> {
  switch (family) {
    case 'containers':
      return import('../families/containers/family.ts');
    case 'infrastructure':
      return import('../families/infrastructure/family.ts');
    case 'libraries':
      return import('../families/libraries/family.ts');
    default:
      return undefined;
  }
}

function familyPolicy(family: FamilyName, { registries, policy, ask }: FamilyRun): FamilyPolicy {
  const switches = registries.map(() => new Map<number, boolean>());
  const isOn = (row: IndexRow, registry: number): boolean => {
    const known = switches[registry]?.get(row.number) ?? policy.isOn(row);
    switches[registry]?.set(row.number, known);
    return known;
  };
  return {
    checks(applies, heard) {
      // every registry is asked for all of them: what is handed over may be read but once (the keys of a map)
      const words = applies === undefined ? undefined : [...applies];
      return registries.flatMap((registry, place) => {
        const rows = words === undefined ? registry.index(family) : registry.applying(family, words);
        return rows.filter((row) => isOn(row, place) && (heard !== true || policy.isHeard(row))).map((row) => registry.check(row.number));
      });
    },
    parameters: (check) => policy.parameters(check),
    settings: policy.settings(family),
    ...(policy.data === undefined ? {} : { data: policy.data }),
    foreign: policy.inline.foreign,
    ...(ask === undefined ? {} : { ask }),
  };
}
