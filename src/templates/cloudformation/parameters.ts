import { entry, textOf as nodeText, type DataNode, type MapEntry } from '../../formats/node.ts';
import type { SourceText } from '../../formats/place.ts';
import type { Value } from '../value.ts';
import type { Candidates } from './equal.ts';
import { commaSeparated } from './intrinsics/list.ts';
import { known, movedTo, textOf, unknown } from './values.ts';

/**
 * The values of a template's parameters: what the parent stack gives, else the default, where defaults are asked for. One without either is unknown
 * unless only one value is allowed, and so is one whose value stands in a parameter store.
 */
export function readParameters(node: DataNode | undefined, given: ReadonlyMap<string, Value>, { source, candidates, withDefaults = true }: { readonly source: SourceText; readonly candidates: Candidates; readonly withDefaults?: boolean }): ReadonlyMap<string, Value> {
  const values = new Map<string, Value>();
  if (node?.kind !== 'map') return values;
  for (const declaration of node.entries) values.set(String(declaration.key.value), valueOf(declaration, given, { source, candidates, withDefaults }));
  return values;
}

function valueOf({ key, value: node }: MapEntry, given: ReadonlyMap<string, Value>, { source, candidates, withDefaults }: { source: SourceText; candidates: Candidates; withDefaults: boolean }): Value {
  const name = String(key.value);
  const at = { source, start: key.start, end: key.end };
  const type = nodeText(entry(node, 'Type')) ?? 'String';
  const isList = type.startsWith('List<') || type === 'CommaDelimitedList';
  const typed = (text: string): Value => (isList ? commaSeparated(text, at) : known(text, at));
  const passed = given.get(name);
  if (passed !== undefined) {
    const text = textOf(passed);
    return isList && text !== undefined ? commaSeparated(text, passed.at) : movedTo(passed, passed.at);
  }
  // the default is the name of an entry of the store, not the value
  if (type.startsWith('AWS::SSM::Parameter::Value')) return isListOf(type) ? unknown(`parameter ${name}, which a parameter store holds`, at) : { ...unknown(`parameter ${name}, which a parameter store holds`, at), parts: [null] };
  const standard = withDefaults ? entry(node, 'Default') : undefined;
  if (standard !== undefined) {
    const text = standard.kind === 'scalar' ? (standard.value === null ? '' : String(standard.value)) : undefined;
    if (text !== undefined) return typed(text);
    if (standard.kind === 'list') return commaSeparated(standard.items.map((item) => (item.kind === 'scalar' ? String(item.value) : '')).join(','), at);
  }
  const allowed = entry(node, 'AllowedValues');
  const texts = allowed?.kind === 'list' ? allowed.items.flatMap((item) => (item.kind === 'scalar' && item.value !== null ? [String(item.value)] : [])) : [];
  const [only] = texts;
  if (texts.length === 1 && only !== undefined) return typed(only);
  const why = `parameter ${name}, which has no default`;
  if (isList) return unknown(why, at);
  const noEcho = entry(node, 'NoEcho');
  const isHidden = noEcho?.kind === 'scalar' && String(noEcho.value).toLowerCase() === 'true';
  const value = { ...unknown(why, at), parts: [null], ...(isHidden ? {} : { shownParameter: name }) };
  if (texts.length > 0 && allowed?.kind === 'list' && texts.length === allowed.items.length) candidates.set(value, new Set(texts));
  return value;
}

function isListOf(type: string): boolean {
  return type.includes('List<') || type.includes('CommaDelimitedList');
}
