import type { Resource, Value } from '../../value.ts';
import { known, textOf } from '../values.ts';
import { derived, mapWith, type Property } from './derive.ts';

/** The role that is made for a function or state machine that names none, with the policies written on it. */
export function roleFor(from: Resource, service: string): readonly Resource[] {
  if (from.properties.entries.has('Role')) return [];
  const written = from.properties.entries.get('Policies');
  const items = written === undefined ? [] : written.kind === 'list' ? written.items : [written];
  const documents: Value[] = [];
  const managed: Value[] = [];
  let open = written?.kind === 'unknown' || (written?.kind === 'list' && written.open === true);
  for (const item of items) {
    const text = textOf(item);
    if (text !== undefined) managed.push(known(text.includes(':') ? text : `arn:aws:iam::aws:policy/${text}`, item.at));
    else if (item.kind === 'map' && item.entries.has('Statement')) documents.push(mapWith([['PolicyName', known(`${from.name}Policy${documents.length}`, item.at)], ['PolicyDocument', item]], item.at));
    // a policy template of SAM is narrow by design; an unknown item may be anything
    else if (item.kind === 'unknown') open = true;
  }
  const at = written?.at ?? from.head;
  const properties: Property[] = [['AssumeRolePolicyDocument', trustOf(service, at)]];
  if (documents.length > 0 || open) properties.push(['Policies', { kind: 'list', items: documents, ...(open ? { open } : {}), at }]);
  if (managed.length > 0 || open) properties.push(['ManagedPolicyArns', { kind: 'list', items: managed, ...(open ? { open } : {}), at }]);
  return [derived(from, 'AWS::IAM::Role', 'Role', properties)];
}

function trustOf(service: string, at: Value['at']): Value {
  const statement = mapWith([['Effect', known('Allow', at)], ['Action', known('sts:AssumeRole', at)], ['Principal', mapWith([['Service', known(service, at)]], at)]], at);
  return mapWith([['Version', known('2012-10-17', at)], ['Statement', { kind: 'list', items: [statement], at }]], at);
}
