import type { SourceText } from '../../formats/place.ts';
import { itemsAt, textAt } from '../kubernetes/access.ts';
import type { MapValue, Resource, Value } from '../value.ts';

const generators = [['configMapGenerator', 'ConfigMap', 'data'], ['secretGenerator', 'Secret', 'stringData']] as const;

/** Config maps and secrets that a kustomization makes of literals and files: of the files only that there are more entries. */
export function generated(kustomization: MapValue, source: SourceText): readonly Resource[] {
  return generators.flatMap(([key, kind, field]) =>
    itemsAt(kustomization, key).flatMap((item): readonly Resource[] => {
      const name = item.kind === 'map' ? item.entries.get('name') : undefined;
      if (item.kind !== 'map' || name === undefined) return [];
      const metadata: MapValue = { kind: 'map', entries: new Map([['name', name]]), at: name.at };
      const properties: MapValue = { kind: 'map', entries: new Map([['metadata', metadata], [field, dataOf(item)]]), at: item.at };
      return [{ type: `v1/${kind}`, name: `${kind}/${textAt(item, 'name') ?? ''}`, format: 'kubernetes', properties, attributes: new Map(), at: { ...item.at, source }, head: name.at }];
    }),
  );
}

/** The entries that literals give (`name=value`, perhaps in quotes), each at its literal. */
function dataOf(generator: MapValue): MapValue {
  const entries = new Map<string, Value>();
  for (const literal of itemsAt(generator, 'literals')) {
    if (literal.kind !== 'known' || typeof literal.value !== 'string') continue;
    const equals = literal.value.indexOf('=');
    if (equals > 0) entries.set(literal.value.slice(0, equals), { ...literal, value: literal.value.slice(equals + 1).replace(/^(["'])(.*)\1$/s, '$2') });
  }
  const isOpen = ['files', 'envs', 'env'].some((key) => generator.entries.has(key));
  return { kind: 'map', entries, ...(isOpen ? { open: true, openBy: 'files of its generator' } : {}), at: generator.at };
}
