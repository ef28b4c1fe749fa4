import { textAt } from '../kubernetes/access.ts';
import type { MapValue, Value } from '../value.ts';

/** Operations of one patch that are applied, and steps of one path. */
const maxOperations = 500;
const maxSteps = 50;

/**
 * Applies a JSON patch (RFC 6902): `add`, `replace` and `remove`; `test` is taken as met. Undefined when it has another
 * operation, or a path that leads nowhere: the result is then not known.
 */
export function applyJsonPatch(target: MapValue, operations: readonly Value[]): MapValue | undefined {
  let current: Value | undefined = target;
  for (const operation of operations.slice(0, maxOperations)) {
    const [kind, path] = [textAt(operation, 'op'), textAt(operation, 'path')];
    if (current === undefined || kind === undefined || path === undefined || operation.kind !== 'map') return undefined;
    if (kind === 'test') continue;
    const value = operation.entries.get('value');
    if (!['add', 'replace', 'remove'].includes(kind) || (kind !== 'remove' && value === undefined)) return undefined;
    const steps = path.split('/').slice(1).map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
    current = steps.length === 0 || steps.length > maxSteps ? undefined : changed(current, steps, { kind, value });
  }
  return current?.kind === 'map' ? current : undefined;
}

interface Change {
  readonly kind: string;
  readonly value: Value | undefined;
}

function changed(target: Value, [step = '', ...rest]: readonly string[], change: Change): Value | undefined {
  if (target.kind === 'map') {
    const present = target.entries.get(step);
    const next = rest.length === 0 ? change.value : present === undefined ? undefined : changed(present, rest, change);
    if (rest.length > 0 && next === undefined) return undefined;
    if (rest.length === 0 && change.kind !== 'add' && present === undefined) return undefined;
    const entries = new Map(target.entries);
    if (next === undefined) entries.delete(step);
    else entries.set(step, next);
    return { ...target, entries };
  }
  if (target.kind !== 'list') return undefined;
  const items = [...target.items];
  const index = step === '-' ? items.length : /^\d{1,6}$/.test(step) ? Number(step) : -1;
  if (index < 0 || index > items.length) return undefined;
  if (rest.length > 0) {
    const present = items[index];
    const next = present === undefined ? undefined : changed(present, rest, change);
    if (next === undefined) return undefined;
    items[index] = next;
  } else if (change.kind === 'add' && change.value !== undefined) items.splice(index, 0, change.value);
  else if (index >= items.length) return undefined;
  else items.splice(index, 1, ...(change.value === undefined ? [] : [change.value]));
  return { ...target, items };
}
