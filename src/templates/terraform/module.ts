import type { Place } from '../../formats/place.ts';
import type { UnknownValue, Value } from '../value.ts';
import { openCall } from './calls.ts';
import { declarationsOf, type Declarations } from './declarations.ts';
import { providersOf, type Providers } from './default-tags.ts';
import { evaluateSafely } from './expression.ts';
import { expandBlock, type Expansion } from './instances.ts';
import { memo } from './memo.ts';
import { relativePath } from './paths.ts';
import type { LocatedAttribute, ModuleBlock } from './read-files.ts';
import { addressOf, collected, makeInstance, type Made } from './resource-value.ts';
import { note, type Resolved, type Scope, type Session, type TraversalStep } from './scope.ts';
import { anyResource, known, Refused, textOf, unknown, unknownText } from './values.ts';
import { undeclared, variableValue } from './variables.ts';

/** How a module is used: the folder's files with the values it is given. */
export interface ModuleCall {
  readonly folder: string;
  /** What the addresses of its resources begin with: `module.network.`; empty for the root. */
  readonly prefix: string;
  readonly inputs: ReadonlyMap<string, () => Value>;
  /** Values of variable files; a root module has them. */
  readonly files: ReadonlyMap<string, LocatedAttribute>;
  /** Folders of the modules around it. */
  readonly parents: readonly string[];
  /** Why it may not be used at all. */
  readonly doubt?: UnknownValue;
  readonly providers: Providers;
}

/** One use of a module. Everything in it is evaluated when it is first asked for. */
export interface Module {
  readonly call: ModuleCall;
  readonly declared: Declarations;
  readonly scope: Scope;
  readonly providers: Providers;
  /** The instances of a resource or data source block. */
  made(block: ModuleBlock): readonly Made[];
  /** The modules that a `module` block makes. */
  children(name: string): readonly Module[];
  /** The value of an output; undefined when there is none. */
  output(name: string): Value | undefined;
}

/** Opens one use of a module. */
export function openModule(call: ModuleCall, session: Session): Module {
  session.modules++;
  const declared = declarationsOf(call.folder, session);
  const scope: Scope = { session, source: nowhere, names: new Map(), resolve: (root, steps, _inner, at) => resolve(root, steps, at) };
  const missing = (what: string, at: Place): void => {
    if (declared.isWhole) note(session, { code: 'unknown-reference', message: `${what} is not declared in this module`, at });
  };
  const cycle = (what: string, at: Place): Value => {
    note(session, { code: 'cycle', message: `${what} depends on itself`, at });
    return unknown('a value that depends on itself', at);
  };
  const headOf = (block: ModuleBlock | undefined): Place => block?.head ?? { source: nowhere, start: 0, end: 0 };

  const variable = memo<Value>(
    (name) => {
      const block = declared.variables.get(name);
      return block === undefined ? undeclared(name, headOf(block)) : variableValue(name, block, call, scope);
    },
    (name) => cycle(`var.${name}`, headOf(declared.variables.get(name))),
  );
  const local = memo<Value | undefined>(
    (name) => evaluated(declared.locals.get(name), scope),
    (name) => {
      const found = declared.locals.get(name);
      return cycle(`local.${name}`, found === undefined ? headOf(undefined) : { source: found.source, start: found.attribute.start, end: found.attribute.start + name.length });
    },
  );
  const output = memo<Value | undefined>(
    (name) => evaluated(declared.outputs.get(name)?.attributes.get('value'), scope),
    (name) => cycle(`output.${name}`, headOf(declared.outputs.get(name))),
  );

  const expansions = new Map<ModuleBlock, readonly Made[]>();
  const expansionOf = new Map<ModuleBlock, Expansion>();
  const made = (block: ModuleBlock): readonly Made[] => {
    const present = expansions.get(block);
    if (present !== undefined) return present;
    // while its count is being evaluated a block has no instances
    expansions.set(block, []);
    const base = `${call.prefix}${block.type === 'data' ? 'data.' : ''}${block.labels.join('.')}`;
    const expansion = expandBlock(block, scope);
    const instances = expansion.instances.map((instance) => makeInstance(block, instance, addressOf(base, instance), scope));
    expansions.set(block, instances);
    expansionOf.set(block, expansion);
    return instances;
  };
  const resource = (block: ModuleBlock, address: string): Value => {
    const values = made(block).map((one) => one.value);
    const expansion = expansionOf.get(block);
    return expansion === undefined ? cycle(address, block.head) : collected(expansion, values, call.prefix + address, block.head);
  };

  const providers = providersOf(declared, call.providers, scope);
  const calls = openCall({ call, declared, scope, providers, session });

  const resolve = (root: string, steps: readonly TraversalStep[], at: Place): Resolved => {
    const [first, second] = [nameOf(steps[0]), nameOf(steps[1])];
    if (first === undefined) return { value: bareWord(root, at), used: 0 };
    switch (root) {
      case 'var':
        if (!declared.variables.has(first)) missing(`var.${first.slice(0, 60)}`, at);
        return { value: variable(first), used: 1 };
      case 'local': {
        const value = local(first);
        if (value === undefined) missing(`local.${first.slice(0, 60)}`, at);
        return { value: value ?? unknown(`local.${first.slice(0, 60)}, which is not declared`, at), used: 1 };
      }
      case 'module': {
        const value = calls.value(first);
        if (value === undefined) missing(`module.${first.slice(0, 60)}`, at);
        return { value: value ?? unknown(`module.${first.slice(0, 60)}, which is not declared`, at), used: 1 };
      }
      case 'data':
        return { value: named(declared.data, `${first}.${second ?? ''}`, 'data.', at), used: 2 };
      case 'ephemeral':
        return { value: unknown(`ephemeral.${first}`, at), used: steps.length };
      case 'path':
        return { value: pathValue(first, call.folder, session, at), used: 1 };
      case 'terraform':
      case 'tofu':
        return { value: unknownText(`${root}.${first.slice(0, 40)}`, at), used: 1 };
      case 'each':
      case 'count':
      case 'self':
        throw new Refused(`there is no ${root} here`);
      default:
        return { value: named(declared.resources, `${root}.${first}`, '', at), used: 1 };
    }
  };
  /** `True` is no value of the language: what was meant is said, and taken. */
  const bareWord = (root: string, at: Place): Value => {
    if (!/^(?:true|false)$/i.test(root)) throw new Refused(`there is no "${root.slice(0, 60)}"`);
    note(session, { code: 'unknown-reference', message: `${root} is not declared: is ${root.toLowerCase()} meant?`, at });
    return known(root.toLowerCase() === 'true', at);
  };
  const named = (blocks: ReadonlyMap<string, ModuleBlock>, address: string, before: '' | 'data.', at: Place): Value => {
    const block = blocks.get(address);
    if (block !== undefined) return resource(block, before + address);
    missing(`${before}${address.slice(0, 120)}`, at);
    // it may stand in a file that is not committed: an attribute of it is still one of a resource
    return anyResource(`${call.prefix}${before}${address.slice(0, 120)}`, at);
  };

  return { call, declared, scope, providers, made, children: calls.children, output };
}

function evaluated(found: LocatedAttribute | undefined, scope: Scope): Value | undefined {
  return found === undefined ? undefined : evaluateSafely(found.attribute.value, { ...scope, source: found.source });
}

function nameOf(step: TraversalStep | undefined): string | undefined {
  if (step === undefined) return undefined;
  return 'name' in step ? step.name : textOf(step.key);
}

function pathValue(name: string, folder: string, session: Session, at: Place): Value {
  if (name === 'module') return known(relativePath(session.root, folder), at);
  return name === 'root' ? known('.', at) : unknownText('the folder Terraform runs in', at);
}

const nowhere = { path: '', text: '', lineStarts: () => [0] };
