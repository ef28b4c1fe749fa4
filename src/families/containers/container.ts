import type { Place } from '../../formats/place.ts';
import type { MapTerm } from '../../expressions/term.ts';
import type { UnknownValue, Value } from '../../templates/value.ts';

/** Where a container is defined. */
export type ContainerFormat = 'compose' | 'ecs' | 'kubernetes' | 'dockerfile';

/**
 * One container, in one shape for a Compose service, an ECS container definition, a container of a Kubernetes pod and
 * the final stage of a Dockerfile. Policies that apply to `container` ask `container.<field>`.
 */
export interface Container {
  /** Its own name: service, container or stage. */
  readonly name: string;
  /** What a finding names: `web`, `aws_ecs_task_definition.app/web`, `Deployment/shop/web`. */
  readonly resource: string;
  readonly format: ContainerFormat;
  /** `init` and `ephemeral` are Kubernetes's; everything else is `main`. */
  readonly role: 'main' | 'init' | 'ephemeral';
  /** The whole definition, in the file that holds it. */
  readonly at: Place;
  /** The line that names it; findings without a field of their own point at it. */
  readonly head: Place;
  readonly fields: ContainerFields;
  /** Set when it exists only under a condition that cannot be decided. */
  readonly condition?: UnknownValue;
  /** True when only a part of it is known: a field that is absent may be set elsewhere. */
  readonly open?: boolean;
}

/**
 * The fields, each a value with its place, known or unknown. Absent: not stated, so the runtime's default holds. A value
 * that the pod, the task or an anchor gives is put into the container with the place where it is written.
 */
export interface ContainerFields {
  /** The reference as one string. */
  readonly image?: Value;
  /** `linux/arm64`, `linux/arm/v7`: where it is asked for. */
  readonly platform?: Value;
  /** Boolean. */
  readonly privileged?: Value;
  /** As written: `root`, `0:0`, `1000`, a number. */
  readonly user?: Value;
  /** Boolean: the runtime refuses to start it as root. */
  readonly nonRoot?: Value;
  /** Boolean: false when no-new-privileges holds. */
  readonly privilegeEscalation?: Value;
  /** Lists of capability names, in upper case without `CAP_`. */
  readonly capabilitiesAdded?: Value;
  readonly capabilitiesDropped?: Value;
  /** `default`, `unconfined`, or the name of a profile. */
  readonly seccomp?: Value;
  readonly appArmor?: Value;
  /** `disabled`, or the label. */
  readonly selinux?: Value;
  /** Boolean. */
  readonly readOnlyRoot?: Value;
  /** Booleans: the host's namespace is shared. */
  readonly hostNetwork?: Value;
  readonly hostPid?: Value;
  readonly hostIpc?: Value;
  readonly hostUts?: Value;
  readonly hostUsers?: Value;
  /** List of maps: `source` (a path of the host, or a volume's name), `target`, `kind` (`bind`, `volume`, `tmpfs` …), `readOnly`. */
  readonly mounts?: Value;
  /** List of maps: `source` (a path of the host). */
  readonly devices?: Value;
  /** List of maps: `host` (number, absent when the runtime chooses), `container`, `address` (absent: every interface), `protocol`. */
  readonly ports?: Value;
  /** List of maps: `name`, `value` (absent when taken from elsewhere), `from` (`secret`, `file`, `host`). */
  readonly environment?: Value;
  /** As written: a number of bytes, `512m`, `0.5`. */
  readonly memoryLimit?: Value;
  readonly cpuLimit?: Value;
  readonly pidsLimit?: Value;
  /** The command or probe; the text `none` when it is switched off. */
  readonly healthCheck?: Value;
  /** List of maps, one for each place that says how it is restarted: `condition` (`always`, `on-failure` …), `attempts`. */
  readonly restarts?: Value;
  /** Map: `driver`, `options`. */
  readonly logging?: Value;
  /** What it runs, as a list of words or one string. */
  readonly command?: Value;
}

/** The fields as a term that expressions read. */
export function containerTerm({ fields, at, open }: Container): MapTerm {
  const entries = new Map<string, Value>();
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) entries.set(name, value);
  return { kind: 'map', entries, ...(open === true ? { open } : {}), at };
}
