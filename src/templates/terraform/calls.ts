import type { Value } from '../value.ts';
import type { Declarations } from './declarations.ts';
import { passedProviders, type Providers } from './default-tags.ts';
import { evaluateSafely } from './expression.ts';
import { expandBlock, type Expansion, type Instance } from './instances.ts';
import { openModule, type Module, type ModuleCall } from './module.ts';
import { pathFrom } from './paths.ts';
import { moduleFiles, type ModuleBlock } from './read-files.ts';
import { addressOf, collected, isOwn } from './resource-value.ts';
import { note, withNames, type Scope, type Session } from './scope.ts';
import { resourceValue, textOf, unknown, type ResourceMap } from './values.ts';

/** Modules within modules that are followed, and uses of modules in one evaluation. */
const maxNesting = 20;
const maxModules = 2_000;

/** The calls of a module: its children, and what `module.x` means in it. */
export interface Calls {
  children(name: string): readonly Module[];
  value(name: string): Value | undefined;
}

interface Caller {
  readonly call: ModuleCall;
  readonly declared: Declarations;
  readonly scope: Scope;
  readonly providers: Providers;
  readonly session: Session;
}

interface Opened {
  readonly expansion: Expansion;
  readonly modules: readonly (Module | undefined)[];
}

/** Opens the modules that a module calls, each when it is first asked for. */
export function openCall(caller: Caller): Calls {
  const opened = new Map<string, Opened>();
  const open = (name: string, block: ModuleBlock): Opened => {
    const present = opened.get(name);
    if (present !== undefined) return present;
    const folder = localFolder(block, caller);
    const expansion = expandBlock(block, caller.scope);
    const modules = expansion.instances.map((instance) => (folder === undefined ? undefined : openChild(block, { name, folder, instance }, caller)));
    const made = { expansion, modules };
    opened.set(name, made);
    return made;
  };
  return {
    children(name) {
      const block = caller.declared.modules.get(name);
      return block === undefined ? [] : open(name, block).modules.filter((one) => one !== undefined);
    },
    value(name) {
      const block = caller.declared.modules.get(name);
      if (block === undefined) return undefined;
      const { expansion, modules } = open(name, block);
      const base = `${caller.call.prefix}module.${name}`;
      const values = modules.map((module, index) => moduleValue(module, addressOf(base, expansion.instances[index] ?? { names: [] }), block));
      return collected(expansion, values, base, block.head);
    },
  };
}

function moduleValue(module: Module | undefined, address: string, block: ModuleBlock): ResourceMap {
  if (module === undefined) return resourceValue(address, block.head, { isModule: true, attribute: () => unknown(`${address}, whose source is not in the repository`, block.head), entries: () => new Map() });
  return resourceValue(address, block.head, {
    isModule: true,
    attribute: (name) => module.output(name),
    entries: () => new Map([...module.declared.outputs.keys()].flatMap((name) => {
      const value = module.output(name);
      return value === undefined ? [] : [[name, value] as const];
    })),
  });
}

/** The folder of a module in this repository; undefined, and said, for any other source. */
function localFolder(block: ModuleBlock, { call, scope, session }: Caller): string | undefined {
  const written = block.attributes.get('source');
  const source = written === undefined ? undefined : textOf(evaluateSafely(written.attribute.value, { ...scope, source: written.source }));
  const at = written === undefined ? block.head : { source: written.source, start: written.attribute.start, end: written.attribute.end };
  if (source === undefined || !/^\.{1,2}(?:\/|$)/.test(source)) {
    note(session, { code: 'remote-module', message: `module "${block.labels[0] ?? ''}" is not judged: its source ${source === undefined ? '' : `${source.slice(0, 120)} `}is not in the repository`, at });
    return undefined;
  }
  const folder = pathFrom(call.folder, source);
  if (folder !== undefined && (folder === call.folder || call.parents.includes(folder))) {
    note(session, { code: 'cycle', message: `module "${block.labels[0] ?? ''}" uses itself`, at });
    return undefined;
  }
  if (call.parents.length >= maxNesting || session.modules >= maxModules) {
    note(session, { code: 'limit', message: call.parents.length >= maxNesting ? `modules are nested deeper than ${maxNesting} levels` : `more than ${maxModules} uses of modules`, at });
    return undefined;
  }
  if (folder === undefined || moduleFiles(session.files.list(folder)).length === 0) {
    note(session, { code: 'missing-module', message: `module "${block.labels[0] ?? ''}" is not judged: there is no configuration in ${source.slice(0, 120)}`, at });
    return undefined;
  }
  return folder;
}

function openChild(block: ModuleBlock, { name, folder, instance }: { name: string; folder: string; instance: Instance }, { call, scope, providers, session }: Caller): Module {
  const inner = instance.names.length === 0 ? scope : withNames(scope, instance.names);
  const inputs = new Map<string, () => Value>();
  for (const [key, { attribute, source }] of block.attributes) {
    if (!isOwn(key, block)) continue;
    let value: Value | undefined;
    inputs.set(key, () => (value ??= evaluateSafely(attribute.value, { ...inner, source })));
  }
  const doubt = call.doubt ?? instance.doubt;
  return openModule(
    {
      folder,
      prefix: `${addressOf(`${call.prefix}module.${name}`, instance)}.`,
      inputs,
      files: new Map(),
      parents: [...call.parents, call.folder],
      ...(doubt === undefined ? {} : { doubt }),
      providers: passedProviders(block, providers),
    },
    session,
  );
}
