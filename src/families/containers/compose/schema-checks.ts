import { fieldOf } from '../../../templates/access.ts';
import { topLevelKeys } from '../../../templates/compose/detect.ts';
import type { MapValue, Value } from '../../../templates/value.ts';
import { suggester } from '../dockerfile/nearest.ts';
import type { Hit, NamedCheck, Subject } from '../subject.ts';

/** Checks of a file against the specification. */
export const schemaChecks: readonly (readonly [string, NamedCheck])[] = [['compose.schema', schema]];

/** Shapes that a key may have: scalar, list, map. */
type Shape = 's' | 'l' | 'm';

/** Keys of a service by the shapes of their values. Source: compose-spec, schema/compose-spec.json, of June 2026, and version 2.4 and 3.8 of the old format. */
const serviceKeys: ReadonlyMap<string, readonly Shape[]> = new Map(
  (
    [
      ['s', 'attach cgroup cgroup_parent container_name cpu_count cpu_percent cpu_shares cpu_quota cpu_period cpu_rt_period cpu_rt_runtime cpus cpuset domainname hostname image init ipc isolation mac_address mem_limit mem_reservation mem_swappiness memswap_limit network_mode oom_kill_disable oom_score_adj pid pids_limit platform privileged pull_policy pull_refresh_after read_only restart runtime scale shm_size stdin_open stop_grace_period stop_signal tty use_api_socket user userns_mode uts volume_driver working_dir'],
      ['l', 'cap_add cap_drop configs device_cgroup_rules devices dns_opt expose external_links group_add links ports post_start pre_start pre_stop profiles secrets security_opt volumes volumes_from'],
      ['m', 'blkio_config credential_spec deploy develop healthcheck logging provider storage_opt ulimits'],
      ['sl', 'command entrypoint dns dns_search tmpfs label_file gpus'],
      ['sm', 'build extends'],
      ['lm', 'annotations depends_on environment extra_hosts labels networks sysctls models'],
      ['slm', 'env_file'],
    ] as const
  ).flatMap(([shapes, names]) => names.split(' ').map((name): [string, readonly Shape[]] => [name, [...shapes].filter(isShape)])),
);

function isShape(letter: string): letter is Shape {
  return letter === 's' || letter === 'l' || letter === 'm';
}

const shapeWords: Readonly<Record<Shape, string>> = { s: 'a plain value', l: 'a list', m: 'a map' };

function* schema({ project }: Subject): Generator<Hit> {
  if (project === undefined) return;
  const { document } = project;
  const suggest = suggester();
  yield* unknownKeys(document, topLevelKeys, { where: 'the file', isTop: true, suggest });
  for (const kind of ['services', 'networks', 'volumes', 'secrets', 'configs']) {
    const value = fieldOf(document, kind);
    if (value !== undefined && value.kind !== 'map' && value.kind !== 'unknown') yield { place: value.at, message: `"${kind}" is no map`, path: kind };
  }
  for (const { name, value } of project.services) {
    yield* unknownKeys(value, serviceKeys, { where: `service "${name.slice(0, 80)}"`, isTop: false, suggest });
    for (const [key, one] of value.entries) {
      const shapes = serviceKeys.get(key);
      if (shapes === undefined || fits(one, shapes)) continue;
      yield { place: one.at, message: `"${key}" of service "${name.slice(0, 80)}" must be ${shapes.map((shape) => shapeWords[shape]).join(' or ')}`, path: `services.${name}.${key}` };
    }
  }
}

function fits(value: Value, shapes: readonly Shape[]): boolean {
  if (value.kind === 'unknown' || (value.kind === 'known' && value.value === null)) return true;
  return shapes.includes(value.kind === 'known' ? 's' : value.kind === 'list' ? 'l' : 'm');
}

function* unknownKeys(map: MapValue, known: ReadonlySet<string> | ReadonlyMap<string, unknown>, { where, isTop, suggest }: { where: string; isTop: boolean; suggest: ReturnType<typeof suggester> }): Generator<Hit> {
  for (const [key, value] of map.entries) {
    if (known.has(key) || key.startsWith('x-') || key === '<<') continue;
    const near = key.length > 60 ? undefined : suggest(key, [...known.keys()]);
    // a whole document of another kind that only looks like Compose is not picked apart
    if (isTop && near === undefined && map.entries.size > 20) continue;
    yield { place: value.at, message: `${where} has a key "${key.slice(0, 60)}" that Compose does not know${near === undefined ? '' : ` (did you mean "${near}"?)`}`, path: key };
  }
}
