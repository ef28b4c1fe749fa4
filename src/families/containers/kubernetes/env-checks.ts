import { itemsAt, mapAt } from '../../../templates/kubernetes/access.ts';
import type { Value } from '../../../templates/value.ts';
import { holdsCredential } from '../secret-values.ts';
import type { Hit } from '../subject.ts';
import type { NamedCheck } from './named.ts';
import type { Subject } from './subject.ts';

/** Checks of environment variables and configuration data. */
export const environmentChecks: readonly (readonly [string, NamedCheck])[] = [
  ['kubernetes.duplicate-env', duplicateEnv],
  ['kubernetes.configmap-secret', configMapSecret],
];

function* duplicateEnv({ container }: Subject): Generator<Hit> {
  const seen = new Set<string>();
  for (const one of itemsAt(container?.value, 'env')) {
    const named = one.kind === 'map' ? one.entries.get('name') : undefined;
    if (named?.kind !== 'known') continue;
    const name = String(named.value);
    if (seen.has(name)) yield { place: named.at, message: `Variable "${name.slice(0, 80)}" is set twice`, value: name };
    seen.add(name);
  }
}

/** Whether a name and a literal value look like a credential. */
function isCredential(name: string, value: Value | undefined): value is Value & { kind: 'known' } {
  if (value?.kind !== 'known' || value.value === null || typeof value.value === 'boolean') return false;
  return holdsCredential(name, String(value.value));
}

function* configMapSecret({ object }: Subject): Generator<Hit> {
  for (const key of ['data', 'stringData', 'binaryData']) {
    for (const [name, value] of mapAt(object.resource.properties, key)?.entries ?? []) {
      if (isCredential(name, value)) yield { place: value.at, message: `Key "${name.slice(0, 80)}" of the config map holds a credential in plain text`, path: `${key}.${name}`, value: name };
      else if (value.kind === 'known' && typeof value.value === 'string') yield* linesOf(value, value.value, `${key}.${name}`);
    }
  }
}

/** Lines `name = value` of a configuration file inside a config map. */
function* linesOf(at: Value, text: string, path: string): Generator<Hit> {
  let found = 0;
  for (const line of text.slice(0, 200_000).split('\n')) {
    const match = line.length > 500 ? null : /^\s{0,40}(?:export\s{1,4})?["']?([\w.-]{1,80})["']?\s{0,10}[:=]\s{0,10}["']?([^"'\s]{1,400})/.exec(line);
    if (match === null || !isCredential(match[1] ?? '', { kind: 'known', value: match[2] ?? '', provenance: 'written', at: at.at })) continue;
    if (found++ > 0) return;
    yield { place: at.at, message: `Line "${(match[1] ?? '').slice(0, 80)}" of a file in the config map holds a credential in plain text`, path, value: match[1] ?? '' };
  }
}
