import { entry, textOf, type DataNode } from '../../../formats/node.ts';
import type { Reference } from '../../value.ts';

/** Modules within modules that are followed. */
const maxDepth = 20;

/** The part of a plan that says how each value was written: its `configuration`. */
export interface Configuration {
  /** The expressions of a resource, by its address without keys; undefined when the plan does not have them. */
  expressionsOf(address: string): DataNode | undefined;
  /** The attribute of another resource that an expression names, seen from the module of an address. */
  referenceOf(expression: DataNode | undefined, address: string): Reference | undefined;
}

interface ModuleNode {
  readonly resources: ReadonlyMap<string, DataNode>;
  /** What the parent gives to the variables of this module. */
  readonly inputs: DataNode | undefined;
}

/** Indexes the `configuration` of a plan. Format: https://developer.hashicorp.com/terraform/internals/json-format#configuration-representation. */
export function configurationOf(root: DataNode | undefined): Configuration {
  const modules = new Map<string, ModuleNode>();
  if (root !== undefined) addModule(entry(root, 'root_module'), { path: '', inputs: undefined, depth: 0 }, modules);
  const resourceAt = (address: string): DataNode | undefined => {
    const { module, resource } = split(address);
    return modules.get(module)?.resources.get(resource);
  };
  const resolve = (expression: DataNode | undefined, path: string, depth: number): Reference | undefined => {
    const references = entry(expression, 'references');
    if (references?.kind !== 'list' || depth > maxDepth) return undefined;
    for (const node of references.items) {
      const text = textOf(node) ?? '';
      const variable = /^var\.([\w-]{1,200})$/.exec(text)?.[1];
      if (variable !== undefined) {
        const found = resolve(entry(modules.get(withoutKeys(path))?.inputs, variable), parentOf(path), depth + 1);
        if (found !== undefined) return found;
        continue;
      }
      const match = /^((?:data\.)?[\w-]{1,200}\.[\w-]{1,200}(?:\[[^\]]{1,200}\])?)\.(.{1,200})$/.exec(text);
      if (match?.[1] === undefined || match[2] === undefined || /^(?:local|module|each|count|path|terraform|self)\./.test(text)) continue;
      return { resource: path === '' ? match[1] : `${path}.${match[1]}`, attribute: match[2] };
    }
    return undefined;
  };
  return {
    expressionsOf: (address) => entry(resourceAt(withoutKeys(address)), 'expressions'),
    referenceOf: (expression, address) => resolve(expression, split(address).module, 0),
  };
}

function addModule(node: DataNode | undefined, { path, inputs, depth }: { path: string; inputs: DataNode | undefined; depth: number }, modules: Map<string, ModuleNode>): void {
  if (node === undefined || depth > maxDepth) return;
  const list = entry(node, 'resources');
  const resources = new Map<string, DataNode>();
  for (const resource of list?.kind === 'list' ? list.items : []) {
    const address = textOf(entry(resource, 'address'));
    if (address !== undefined) resources.set(address, resource);
  }
  modules.set(path, { resources, inputs });
  const calls = entry(node, 'module_calls');
  for (const { key, value } of calls?.kind === 'map' ? calls.entries : []) {
    addModule(entry(value, 'module'), { path: `${path === '' ? '' : `${path}.`}module.${String(key.value)}`, inputs: entry(value, 'expressions'), depth: depth + 1 }, modules);
  }
}

/** The module of an address, keys kept, and the rest: `module.a[0].aws_x.y` → `module.a[0]`, `aws_x.y`. */
function split(address: string): { readonly module: string; readonly resource: string } {
  let at = 0;
  for (;;) {
    const next = /^module\.[\w-]{1,200}(?:\["[^"]{0,200}"\]|\[\d{1,10}\])?\./.exec(address.slice(at));
    if (next === null) break;
    at += next[0].length;
  }
  return { module: address.slice(0, Math.max(0, at - 1)), resource: address.slice(at) };
}

function withoutKeys(address: string): string {
  return address.replace(/\["[^"]{0,200}"\]|\[\d{1,10}\]/g, '');
}

function parentOf(path: string): string {
  const { module } = split(`${path}.`);
  const cut = module.lastIndexOf('module.');
  return cut <= 0 ? '' : module.slice(0, cut - 1);
}
