import { entry, textOf, type DataNode, type MapNode } from '../../formats/node.ts';
import { basenameOf } from '../../formats/repository-path.ts';

/** The names that `docker compose` looks for, in its order, each with the override file that is laid over it. */
const defaultNames: readonly string[] = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml'];

/** Whether a path names a Compose file: `compose.yaml`, `docker-compose.prod.yml`, `compose-dev.yaml`, `web.compose.yml`. */
export function isComposeName(path: string): boolean {
  const base = basenameOf(path).toLowerCase();
  return /^(?:[\w.-]{0,60}[._-])?(?:docker-?|podman-?)?compose(?:[._-][\w.-]{1,100})?\.ya?ml$/.test(base);
}

/** The override file that Compose lays over a file without being told; undefined for files with names of their own. */
export function overrideNames(path: string): readonly string[] {
  const slash = path.lastIndexOf('/') + 1;
  const base = path.slice(slash);
  if (!defaultNames.includes(base)) return [];
  const stem = base.slice(0, base.lastIndexOf('.'));
  return ['yml', 'yaml'].map((ending) => `${path.slice(0, slash)}${stem}.override.${ending}`);
}

/** The files that an override file may be laid over. */
export function baseNames(path: string): readonly string[] {
  const slash = path.lastIndexOf('/') + 1;
  const match = /^((?:docker-)?compose)\.override\.ya?ml$/.exec(path.slice(slash));
  return match === null ? [] : defaultNames.filter((name) => name.startsWith(`${match[1] ?? ''}.`)).map((name) => `${path.slice(0, slash)}${name}`);
}

/** Keys that stand at the top of a Compose file. Source: compose-spec, schema/compose-spec.json. */
export const topLevelKeys: ReadonlySet<string> = new Set(['version', 'name', 'include', 'services', 'models', 'networks', 'volumes', 'secrets', 'configs']);

/**
 * Whether a document is a Compose file, told by what it holds. Under a name of its own it needs a map of services that each
 * say where their image comes from and no key that Compose does not know: many formats have a key `services`.
 */
export function isComposeDocument(root: DataNode | undefined, path: string): root is MapNode {
  if (root?.kind !== 'map' || entry(root, 'apiVersion') !== undefined || entry(root, 'kind') !== undefined) return false;
  const services = entry(root, 'services');
  if (isComposeName(path)) return services?.kind === 'map' || entry(root, 'include') !== undefined || isEmpty(services) || isFirstVersion(root);
  if (services?.kind !== 'map' || services.entries.length === 0) return false;
  if (!root.entries.every(({ key }) => topLevelKeys.has(String(key.value)) || String(key.value).startsWith('x-'))) return false;
  return services.entries.every(({ value }) => value.kind === 'map') && services.entries.some(({ value }) => hasOrigin(value));
}

/** Version 1 of the format, of 2014: services stand at the top. */
export function isFirstVersion(root: MapNode): boolean {
  return root.entries.length > 0 && entry(root, 'services') === undefined && entry(root, 'version') === undefined && root.entries.every(({ value }) => value.kind === 'map' && hasOrigin(value));
}

function hasOrigin(node: DataNode): boolean {
  const build = entry(node, 'build');
  return textOf(entry(node, 'image')) !== undefined || textOf(build) !== undefined || build?.kind === 'map' || entry(node, 'extends') !== undefined;
}

function isEmpty(node: DataNode | undefined): boolean {
  return node?.kind === 'scalar' && node.value === null;
}
