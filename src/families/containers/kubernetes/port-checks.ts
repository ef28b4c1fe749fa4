import { itemsAt, mapAt, textAt } from '../../../templates/kubernetes/access.ts';
import type { Value } from '../../../templates/value.ts';
import type { Hit } from '../subject.ts';
import type { NamedCheck } from './named.ts';
import type { Subject } from './subject.ts';

/** Checks of port names and numbers. */
export const portChecks: readonly (readonly [string, NamedCheck])[] = [
  ['kubernetes.invalid-port-name', invalidPortName],
  ['kubernetes.probe-port', probePort],
];

/** Names of IANA services (RFC 6335, section 5.1): lower case letters, digits and single dashes, a letter among them, 15 at most. */
function isPortName(name: string): boolean {
  return name.length <= 15 && /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(name) && /[a-z]/.test(name);
}

function* invalidPortName({ object, container }: Subject): Generator<Hit> {
  if (container !== undefined) {
    for (const port of itemsAt(container.value, 'ports')) yield* judged(port, 'name', false);
    return;
  }
  for (const port of itemsAt(mapAt(object.resource.properties, 'spec'), 'ports')) yield* judged(port, 'targetPort', true);
}

function* judged(port: Value, key: string, numbers: boolean): Generator<Hit> {
  const value = port.kind === 'map' ? port.entries.get(key) : undefined;
  if (value?.kind !== 'known' || value.value === null) return;
  if (typeof value.value === 'number') {
    if (numbers && !(Number.isInteger(value.value) && value.value >= 1 && value.value <= 65535)) yield { place: value.at, message: `Port ${value.value} is not between 1 and 65535`, value: String(value.value) };
    return;
  }
  const text = String(value.value);
  if (!isPortName(text) && !(numbers && text === '')) yield { place: value.at, message: `Port name "${text.slice(0, 80)}" is not valid`, value: text };
}

/** A probe that asks a port the container does not declare. Only TCP and HTTP probes of containers that declare ports. */
function* probePort({ container }: Subject, parameters: Readonly<Record<string, unknown>>): Generator<Hit> {
  if (container === undefined) return;
  const probe = mapAt(container.value, String(parameters['probe'] ?? 'livenessProbe'));
  const ports = itemsAt(container.value, 'ports');
  if (ports.some((one) => one.kind !== 'map')) return;
  for (const kind of ['httpGet', 'tcpSocket', 'grpc']) {
    const asked = mapAt(probe, kind)?.entries.get('port');
    if (asked?.kind !== 'known') continue;
    const port = String(asked.value);
    if (!ports.some((one) => textAt(one, 'containerPort') === port || textAt(one, 'name') === port)) yield { place: asked.at, message: `The probe asks port ${port.slice(0, 40)}, which the container does not declare`, value: port };
  }
}
