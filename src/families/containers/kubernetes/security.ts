import type { MapTerm, Item } from '../../../expressions/term.ts';
import type { MapValue } from '../../../templates/value.ts';

/** Settings that a container takes from its pod when it has none of its own (PodSecurityContext, Kubernetes 1.30). */
const inherited = ['runAsUser', 'runAsGroup', 'runAsNonRoot', 'seccompProfile', 'seLinuxOptions', 'windowsOptions', 'appArmorProfile'];

/** The security context that holds for a container: its own, with what it inherits from its pod. Values keep their places. */
export function effectiveSecurity(spec: MapValue, container: MapValue): MapTerm {
  const own = container.entries.get('securityContext');
  const outer = spec.entries.get('securityContext');
  const entries = new Map<string, Item>(own?.kind === 'map' ? own.entries : []);
  let open = own?.kind === 'unknown' || (own?.kind === 'map' && own.open === true);
  if (outer?.kind === 'unknown') open = true;
  for (const name of inherited) {
    const value = outer?.kind === 'map' ? outer.entries.get(name) : undefined;
    const present = entries.get(name);
    if (value !== undefined && (present === undefined || isNull(present))) entries.set(name, value);
  }
  return { kind: 'map', entries, ...(open ? { open } : {}), ...(own === undefined ? {} : { at: own.at }) };
}

function isNull(item: Item): boolean {
  return item === null || (typeof item === 'object' && item.kind === 'known' && item.value === null);
}
