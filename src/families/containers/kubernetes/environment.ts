import type { ExpressionFunction, FunctionTable, Scope, Vocabulary } from '../../../expressions/compile.ts';
import { cidrFunctions } from '../../../expressions/functions/cidr.ts';
import { standardFunctions } from '../../../expressions/functions/strings.ts';
import { textOf, termOf, type Item, type MapTerm, type Term } from '../../../expressions/term.ts';
import type { MapValue } from '../../../templates/value.ts';
import { imageTerm } from '../image-term.ts';
import { podSecurityFunctions } from '../pod-security.ts';
import { commandLineOf, type CommandLine } from './command.ts';
import { quantityFunctions } from './quantity.ts';
import { rbacFunctions } from './rbac.ts';
import { effectiveSecurity } from './security.ts';
import type { Subject } from './subject.ts';

/** What an expression's functions get handed: the subject it is asked of. */
export type Host = Subject;

const contextFunctions: readonly (readonly [string, ExpressionFunction<Host>])[] = [
  // of a set that is not complete nothing is said
  ['unit.of', { least: 1, most: 1, call: ([kind = null], { unit }) => ({ kind: 'list', items: unit.complete ? unit.ofKind(textOf(kind) ?? '').map(({ resource }) => resource.properties) : [] }) }],
  ['unit.has', { least: 1, most: 2, call: ([kind = null, name = null], { unit }) => unit.ofKind(textOf(kind) ?? '').some((one) => name === null || one.name === textOf(name)) }],
];

/** What the expressions of a Kubernetes policy may name. */
export const vocabulary: Vocabulary<Host> = {
  variables: new Set(['resource', 'kind', 'version', 'name', 'namespace', 'labels', 'annotations', 'pod', 'template', 'container', 'role', 'security', 'image', 'component', 'flags', 'words', 'parameters']),
  functions: new Map([...standardFunctions, ...cidrFunctions, ...quantityFunctions, ...rbacFunctions, ...podSecurityFunctions, ...contextFunctions]) satisfies FunctionTable<Host>,
};

const securities = new WeakMap<MapValue, MapTerm>();
const commands = new WeakMap<MapValue, CommandLine>();
const empty: MapTerm = { kind: 'map', entries: new Map() };

/** The scope in which a policy's expressions are asked of a subject. */
export function scopeOf(subject: Subject, parameters: Term, witnesses?: Item[]): Scope<Host> {
  const { object, container, pod } = subject;
  return {
    host: subject,
    ...(witnesses === undefined ? {} : { witnesses }),
    read(variable) {
      switch (variable) {
        case 'resource':
          return object.resource.properties;
        case 'kind':
          return object.kind;
        case 'version':
          return object.version;
        case 'name':
          return object.name;
        case 'namespace':
          return object.namespace;
        case 'labels':
          return object.labels ?? empty;
        case 'annotations':
          return fieldOf(fieldOf(object.resource.properties, 'metadata'), 'annotations') ?? empty;
        case 'pod':
          return pod?.spec ?? null;
        case 'template':
          return pod?.metadata ?? null;
        case 'container':
          return container?.value ?? null;
        case 'role':
          return container?.role ?? null;
        case 'security':
          return container === undefined || pod === undefined ? null : securityOf(pod.spec, container.value);
        case 'image':
          return container === undefined ? null : imageTerm(termOf(container.value.entries.get('image')));
        case 'component':
          return container === undefined ? null : (commandOf(container.value).component ?? null);
        case 'flags':
          return container === undefined ? null : commandOf(container.value).flags;
        case 'words':
          return container === undefined ? null : { kind: 'list', items: commandOf(container.value).words.map(({ text, from }) => ({ kind: 'known', value: text, provenance: 'written', at: from.at })) };
        case 'parameters':
          return parameters;
        default:
          return null;
      }
    },
  };
}

/** The command line of a container, read once. */
function commandOf(container: MapValue): CommandLine {
  const known = commands.get(container);
  if (known !== undefined) return known;
  const made = commandLineOf(container);
  commands.set(container, made);
  return made;
}

function securityOf(spec: MapValue, container: MapValue): MapTerm {
  const known = securities.get(container);
  if (known !== undefined) return known;
  const made = effectiveSecurity(spec, container);
  securities.set(container, made);
  return made;
}

function fieldOf(value: Term | MapValue | undefined, key: string): MapValue | undefined {
  if (typeof value !== 'object' || value === null || value.kind !== 'map') return undefined;
  const found = value.entries.get(key);
  return typeof found === 'object' && found !== null && found.kind === 'map' && found.at !== undefined ? (found as MapValue) : undefined;
}
