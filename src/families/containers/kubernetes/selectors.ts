import { podsThatMayHave } from './indexes.ts';
import { itemsAt, mapAt, textAt } from '../../../templates/kubernetes/access.ts';
import type { MapValue, Value } from '../../../templates/value.ts';
import type { KubernetesObject, Unit } from './unit.ts';

/** Whether labels meet a plain map of wanted labels; undefined when that depends on an unknown value. */
export function hasLabels(wanted: MapValue, labels: MapValue | undefined): boolean | undefined {
  let certain = true;
  for (const [key, value] of wanted.entries) {
    const present = labels?.entries.get(key);
    if (present === undefined) {
      if (labels?.open === true) certain = false;
      else return false;
    } else if (value.kind !== 'known' || present.kind !== 'known') certain = false;
    else if (String(value.value) !== String(present.value)) return false;
  }
  return certain ? true : undefined;
}

/** Whether labels meet a LabelSelector (matchLabels and matchExpressions). Source: apimachinery, LabelSelectorAsSelector. */
export function meetsSelector(selector: Value | undefined, labels: MapValue | undefined): boolean | undefined {
  if (selector?.kind !== 'map') return selector === undefined ? false : undefined;
  const plain = mapAt(selector, 'matchLabels');
  let certain: boolean | undefined = plain === undefined ? true : hasLabels(plain, labels);
  if (certain === false) return false;
  for (const expression of itemsAt(selector, 'matchExpressions')) {
    const met = meetsExpression(expression, labels);
    if (met === false) return false;
    if (met === undefined) certain = undefined;
  }
  return certain;
}

function meetsExpression(expression: Value, labels: MapValue | undefined): boolean | undefined {
  const key = textAt(expression, 'key');
  const operator = textAt(expression, 'operator');
  if (key === undefined || operator === undefined) return undefined;
  const present = labels?.entries.get(key);
  if (operator === 'Exists') return present !== undefined;
  if (operator === 'DoesNotExist') return present === undefined;
  if (present === undefined) return operator === 'NotIn';
  if (present.kind !== 'known') return undefined;
  const values = itemsAt(expression, 'values');
  if (values.some((one) => one.kind !== 'known')) return undefined;
  const listed = values.some((one) => one.kind === 'known' && String(one.value) === String(present.value));
  return operator === 'In' ? listed : operator === 'NotIn' ? !listed : undefined;
}

/** Whether a selector asks for nothing: it then takes everything. */
export function isEmptySelector(selector: Value | undefined): boolean {
  return selector?.kind === 'map' && (mapAt(selector, 'matchLabels')?.entries.size ?? 0) === 0 && itemsAt(selector, 'matchExpressions').length === 0 && ![...selector.entries.values()].some((one) => one.kind === 'unknown');
}

/** Objects of a namespace whose pods meet a test; `wanted` are labels that they must have, to look at fewer of them. */
export function podsWith(unit: Unit, namespace: string, wanted: MapValue | undefined, test: (labels: MapValue | undefined) => boolean | undefined): { readonly found: readonly KubernetesObject[]; readonly maybe: boolean } {
  const found: KubernetesObject[] = [];
  let maybe = false;
  for (const one of podsThatMayHave(unit, namespace, wanted)) {
    const met = test(mapAt(one.pod?.metadata, 'labels'));
    if (met === true) found.push(one);
    else if (met === undefined) maybe = true;
  }
  return { found, maybe };
}
