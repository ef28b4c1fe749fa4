import type { DataNode, MapEntry } from '../../formats/node.ts';
import { note, placeOf, withLocal, type Scope } from './scope.ts';
import { textOf, unknown, type Result } from './values.ts';
import type { UnknownValue } from '../value.ts';

/** An entry of a map after its loops were expanded, or a loop whose collection is not known. */
export type Expanded =
  | { readonly kind: 'entry'; readonly name: string; readonly key: DataNode; readonly node: DataNode; readonly scope: Scope }
  | { readonly kind: 'unknown'; readonly why: UnknownValue; readonly body: readonly Expanded[] };

/** Items a loop is expanded to; CloudFormation allows a template 500 resources. */
const maxItems = 1000;

/** Entries of a map with `Fn::ForEach::NAME: [variable, collection, {body}]` expanded (AWS::LanguageExtensions). */
export function expandEntries(entries: readonly MapEntry[], scope: Scope, depth = 0): readonly Expanded[] {
  const found: Expanded[] = [];
  for (const { key, value } of entries) {
    const name = String(key.value);
    if (name.startsWith('Fn::ForEach::')) found.push(...loop(key, value, scope, depth));
    else found.push({ kind: 'entry', name: scope.locals.size === 0 ? name : filled(name, scope), key, node: value, scope });
  }
  return found;
}

function loop(key: DataNode, node: DataNode, scope: Scope, depth: number): readonly Expanded[] {
  const at = placeOf(key, scope);
  const [variable, collection, body] = node.kind === 'list' ? node.items : [];
  if (variable?.kind !== 'scalar' || collection === undefined || body?.kind !== 'map' || depth > 5) {
    note(scope, depth > 5 ? 'limit' : 'syntax', depth > 5 ? 'loops are nested too deeply' : 'Fn::ForEach takes a variable, a collection and a map', at);
    return [];
  }
  const name = String(variable.value);
  const items = scope.evaluate(collection, scope);
  const known = itemsOf(items);
  const expanded = known.texts.slice(0, maxItems).flatMap((text) => {
    if (scope.session.budget <= 0) return [];
    scope.session.budget -= body.entries.length;
    return expandEntries(body.entries, withLocal(scope, name, { kind: 'known', value: text, provenance: 'written', at }), depth + 1);
  });
  if (known.texts.length > maxItems) note(scope, 'limit', `a loop over ${known.texts.length} items is followed for the first ${maxItems}`, at);
  if (known.isWhole && known.texts.length <= maxItems) return expanded;
  const why = unknown(items?.kind === 'unknown' ? items.why : 'a loop over items that are not known', at);
  const any = expandEntries(body.entries, withLocal(scope, name, { ...why, parts: [null] }), depth + 1);
  return [...expanded, { kind: 'unknown', why, body: any }];
}

function itemsOf(items: Result): { readonly texts: readonly string[]; readonly isWhole: boolean } {
  if (items?.kind !== 'list') return { texts: [], isWhole: false };
  const texts = items.items.flatMap((item) => textOf(item) ?? []);
  return { texts, isWhole: texts.length === items.items.length && items.open !== true };
}

/** A key with the loop variables written in: `Bucket${Name}`; `&{Name}` drops what is not a letter or digit. */
function filled(name: string, scope: Scope): string {
  return name.replace(/([$&])\{([^}]{1,255})\}/g, (whole, sign: string, variable: string) => {
    const value = scope.locals.get(variable);
    const text = value === undefined ? undefined : textOf(value);
    if (text === undefined) return whole;
    return sign === '&' ? text.replace(/[^A-Za-z0-9]/g, '') : text;
  });
}
