import type { Resource } from '../../value.ts';
import { copied, derived, referenceTo, tagList, type Property } from './derive.ts';
import { roleFor } from './role.ts';

/** The state machine, and its role when it names none. */
export function expandMachine(from: Resource): readonly Resource[] {
  const role: readonly Property[] = from.properties.entries.has('Role') ? copied(from, [['Role', 'RoleArn']]) : [['RoleArn', referenceTo({ ...from, name: `${from.name}Role` }, 'Arn')]];
  const properties = copied(from, [['Name', 'StateMachineName'], ['Type', 'StateMachineType'], ['Logging', 'LoggingConfiguration'], ['Tracing', 'TracingConfiguration'], ['Definition', 'Definition'], 'DefinitionSubstitutions', 'EncryptionConfiguration']);
  return [derived(from, 'AWS::StepFunctions::StateMachine', '', [...properties, ...role, ...tagList(from)]), ...roleFor(from, 'states.amazonaws.com')];
}
