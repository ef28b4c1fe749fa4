import type { Place } from '../../formats/place.ts';
import type { Value } from '../value.ts';
import { evaluate } from './expression.ts';
import { fileFunctions } from './functions/files.ts';
import type { ModuleBlock } from './read-files.ts';
import type { Scope } from './scope.ts';
import { Refused, unknownText } from './values.ts';

type Attribute = (name: string) => Value | undefined;

/**
 * Attributes that a provider computes of nothing but what is written: a rendered template, the content of a file, the
 * output of `terraform_data`. Undefined for every other one.
 */
export function computedAttribute(block: ModuleBlock, name: string, written: Attribute, scope: Scope): Value | undefined {
  const [type = ''] = block.labels;
  const at = block.head;
  if (type === 'template_file' && name === 'rendered') return called('templatestring', [written('template'), written('vars')], at, scope);
  if (type === 'local_file' && block.type === 'data' && name === 'content') return called('file', [written('filename')], at, scope);
  if (type === 'terraform_data' && name === 'output') return written('input');
  if (type === 'null_data_source' && name === 'outputs') return written('inputs');
  return undefined;
}

function called(name: string, [first, ...rest]: readonly (Value | undefined)[], at: Place, scope: Scope): Value | undefined {
  if (first === undefined) return undefined;
  try {
    return fileFunctions.get(name)?.([first, ...rest.filter((one) => one !== undefined)], { scope, at, evaluate });
  } catch (error) {
    if (error instanceof Refused) return unknownText(`an expression that fails (${error.message})`, at);
    throw error;
  }
}
