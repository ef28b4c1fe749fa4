import { sourceText, type Place } from '../../formats/place.ts';
import { readYaml } from '../../formats/yaml.ts';
import { itemsAt, mapAt, textAt } from '../kubernetes/access.ts';
import { converter, written } from '../kubernetes/convert.ts';
import { readKubernetes, templateOf } from '../kubernetes/read.ts';
import type { FileReader, ListValue, MapValue, Resource, Value } from '../value.ts';
import { generated } from './generate.ts';
import { applyJsonPatch } from './json-patch.ts';
import { joined, resolvePath } from './paths.ts';
import { strategicMerge } from './strategic-merge.ts';
import { kindOf, transformed } from './transform.ts';

/** What a kustomization builds. */
export interface Build {
  /** The objects, merged; values keep the places where they are written. Names stay those of the files. */
  readonly resources: readonly Resource[];
  /** Files that are only patches: they are no objects by themselves. */
  readonly patches: ReadonlySet<string>;
  /** Files whose objects are in the build. */
  readonly inputs: ReadonlySet<string>;
  /** Files of the components in it, which build nothing by themselves: what they change is judged where they are used. */
  readonly components: ReadonlySet<string>;
  /** False when it uses what is not followed here: charts, plugins, other repositories. */
  readonly complete: boolean;
}

/** Names that kustomize looks for. */
const fileNames = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'] as const;

/** Folders that one build goes through, and how deep. */
const maxFolders = 200;
const maxDepth = 12;

/** Fields that make objects, or change them, in ways that are not followed. */
const notFollowed = ['helmCharts', 'helmChartInflationGenerator', 'generators', 'transformers', 'replacements', 'vars', 'configurations'] as const;

const builds = new WeakMap<FileReader, Map<string, Build | undefined>>();

/** Builds the kustomization of a folder, once; undefined when the folder has none. */
export function buildFolder(folder: string, files: FileReader): Build | undefined {
  let known = builds.get(files);
  if (known === undefined) builds.set(files, (known = new Map()));
  if (!known.has(folder)) known.set(folder, newBuild(folder, files));
  return known.get(folder);
}

/** Folders above a file that are looked at for a kustomization that names it. */
const maxAbove = 4;

/** The folder of the kustomization that a file belongs to: its own, or one above that names it. */
export function kustomizationOf(path: string, files: FileReader): string | undefined {
  const folders = path.split('/').slice(0, -1);
  for (let up = 0; up <= Math.min(maxAbove, folders.length); up++) {
    const folder = folders.slice(0, folders.length - up).join('/');
    const made = buildFolder(folder, files);
    if (made !== undefined && (up === 0 || made.inputs.has(path) || made.patches.has(path))) return folder;
  }
  return undefined;
}

function newBuild(folder: string, files: FileReader): Build | undefined {
  const state: State = { files, patches: new Set(), inputs: new Set(), components: new Set(), folders: new Set(), complete: true };
  const resources = build(folder, state, { depth: 0, present: [] });
  if (resources === undefined) return undefined;
  const { patches, inputs, components, complete } = state;
  return { resources, patches, inputs, components, complete };
}

interface State {
  readonly files: FileReader;
  readonly patches: Set<string>;
  readonly inputs: Set<string>;
  readonly components: Set<string>;
  /** Folders that are being built or were built. */
  readonly folders: Set<string>;
  complete: boolean;
}

interface Around {
  readonly depth: number;
  /** What is there already, for a component to change. */
  readonly present: readonly Resource[];
}

function build(folder: string, state: State, { depth, present }: Around): readonly Resource[] | undefined {
  const found = fileNames.map((name) => joined(folder, name)).flatMap((path): readonly { path: string; text: string }[] => {
    const text = state.files.readText(path);
    return text === undefined ? [] : [{ path, text }];
  })[0];
  if (found === undefined) return undefined;
  state.folders.add(folder);
  const source = sourceText(found.path, found.text);
  const [document] = readYaml(found.text).documents;
  const kustomization = document?.kind === 'map' ? converter(written(source)).map(document) : undefined;
  if (kustomization === undefined || notFollowed.some((key) => kustomization.entries.has(key))) state.complete = false;
  if (kustomization === undefined) return [];
  state.inputs.add(found.path);
  const isComponent = textAt(kustomization, 'kind') === 'Component';
  if (isComponent) state.components.add(found.path);
  let resources: readonly Resource[] = [...present, ...listed(kustomization, folder, state, depth)];
  for (const item of itemsAt(kustomization, 'components')) resources = withComponent(item, folder, state, { depth, present: resources });
  resources = [...resources, ...generated(kustomization, source)];
  for (const patch of patchesOf(kustomization, folder, state)) {
    if (isComponent && patch.path !== undefined) state.components.add(patch.path);
    resources = patched(resources, patch, state);
  }
  return resources.map((one) => transformed(one, kustomization));
}

function listed(kustomization: MapValue, folder: string, state: State, depth: number): readonly Resource[] {
  return [...itemsAt(kustomization, 'resources'), ...itemsAt(kustomization, 'bases')].flatMap((item): readonly Resource[] => {
    const path = pathOf(item, folder);
    if (path === undefined) {
      state.complete = false;
      return [];
    }
    const text = state.files.readText(path);
    if (text !== undefined) {
      state.inputs.add(path);
      const template = readKubernetes(path, text);
      if (template.problems.some(({ code }) => code !== 'duplicate-key')) state.complete = false;
      return template.resources;
    }
    const inner = mayEnter(path, state, depth) ? build(path, state, { depth: depth + 1, present: [] }) : undefined;
    if (inner === undefined) state.complete = false;
    return inner ?? [];
  });
}

/** What is there with a component over it. */
function withComponent(item: Value, folder: string, state: State, { depth, present }: Around): readonly Resource[] {
  const path = pathOf(item, folder);
  const made = path !== undefined && mayEnter(path, state, depth) ? build(path, state, { depth: depth + 1, present }) : undefined;
  if (made === undefined) state.complete = false;
  return made ?? present;
}

function mayEnter(folder: string, { folders }: State, depth: number): boolean {
  return !folders.has(folder) && folders.size < maxFolders && depth < maxDepth;
}

function pathOf(item: Value, folder: string): string | undefined {
  return item.kind === 'known' && typeof item.value === 'string' ? resolvePath(folder, item.value) : undefined;
}

/** One patch and what it is for. */
interface Patch {
  /** Strategic merge, each for the object that it names unless there is a target; or operations. */
  readonly merges: readonly Resource[];
  readonly operations: ListValue | undefined;
  readonly target: MapValue | undefined;
  /** The file that holds it; none when it stands in the kustomization. */
  readonly path?: string;
}

function patchesOf(kustomization: MapValue, folder: string, state: State): readonly Patch[] {
  const read = (value: Value | undefined, target: MapValue | undefined, isPath: boolean): readonly Patch[] => {
    if (value?.kind !== 'known' || typeof value.value !== 'string') return [];
    const path = isPath ? resolvePath(folder, value.value) : undefined;
    const text = isPath ? (path === undefined ? undefined : state.files.readText(path)) : value.value;
    if (path !== undefined) state.patches.add(path);
    if (text === undefined) {
      state.complete = false;
      return [];
    }
    return [patchOf(text, path, value.at, target)];
  };
  return [
    ...itemsAt(kustomization, 'patchesStrategicMerge').flatMap((one) => read(one, undefined, !(one.kind === 'known' && String(one.value).includes('\n')))),
    ...[...itemsAt(kustomization, 'patchesJson6902'), ...itemsAt(kustomization, 'patches')].flatMap((one) => {
      if (one.kind !== 'map') return [];
      const isPath = one.entries.has('path');
      return read(one.entries.get(isPath ? 'path' : 'patch'), mapAt(one, 'target'), isPath);
    }),
  ];
}

/** Reads a patch. Values of one that stands inside the kustomization all have its place. */
function patchOf(text: string, path: string | undefined, at: Place, target: MapValue | undefined): Patch {
  const source = sourceText(path ?? at.source.path, text);
  const provenance = path === undefined ? { ...written(source), placeAt: () => at } : written(source);
  const own = { target, ...(path === undefined ? {} : { path }) };
  const reading = readYaml(text);
  const [first] = reading.documents;
  if (first?.kind === 'list') {
    const operations = converter(provenance).value(first);
    return { ...own, merges: [], operations: operations.kind === 'list' ? operations : undefined };
  }
  if (target === undefined) return { ...own, merges: templateOf(source, reading, provenance).resources, operations: undefined };
  const properties = first?.kind === 'map' ? converter(provenance).map(first) : undefined;
  const whole: readonly Resource[] = properties === undefined ? [] : [{ type: '', name: '', format: 'kubernetes', properties, attributes: new Map(), at: properties.at, head: properties.at }];
  return { ...own, merges: whole, operations: undefined };
}

function patched(resources: readonly Resource[], { merges, operations, target }: Patch, state: State): readonly Resource[] {
  return resources.flatMap((resource): readonly Resource[] => {
    let current: Resource | undefined = resource;
    for (const merge of merges) {
      if (current === undefined || !(target === undefined ? isSame(current, merge) : isTarget(current, target, state))) continue;
      const properties = strategicMerge(current.properties, withoutIdentity(merge.properties));
      current = properties === undefined ? undefined : { ...current, properties };
    }
    if (current !== undefined && operations !== undefined && target !== undefined && isTarget(current, target, state)) {
      const properties = applyJsonPatch(current.properties, operations.items);
      if (properties === undefined) state.complete = false;
      else current = { ...current, properties };
    }
    return current === undefined ? [] : [current];
  });
}

/** A patch names its object; that is no change, and a place that nobody asks for. */
function withoutIdentity(patch: MapValue): MapValue {
  const entries = new Map([...patch.entries].filter(([key]) => key !== 'apiVersion' && key !== 'kind'));
  const metadata = mapAt(patch, 'metadata');
  if (metadata !== undefined) entries.set('metadata', { ...metadata, entries: new Map([...metadata.entries].filter(([key]) => key !== 'name' && key !== 'namespace')) });
  return { ...patch, entries };
}

function isSame(resource: Resource, patch: Resource): boolean {
  const [own, asked] = [mapAt(resource.properties, 'metadata'), mapAt(patch.properties, 'metadata')];
  const namespace = textAt(asked, 'namespace');
  return kindOf(resource) === kindOf(patch) && textAt(own, 'name') === textAt(asked, 'name') && (namespace === undefined || textAt(own, 'namespace') === undefined || namespace === textAt(own, 'namespace'));
}

/** Whether a target takes an object. Selectors of labels and expressions beyond `.*` are not followed: the build is then not complete. */
function isTarget(resource: Resource, target: MapValue, state: State): boolean {
  if (target.entries.has('labelSelector') || target.entries.has('annotationSelector')) {
    state.complete = false;
    return false;
  }
  const metadata = mapAt(resource.properties, 'metadata');
  const slash = resource.type.lastIndexOf('/');
  const [group, version] = ((text) => (text.includes('/') ? text.split('/') : ['', text]))(resource.type.slice(0, slash));
  const own: readonly (readonly [string, string | undefined])[] = [['kind', kindOf(resource)], ['name', textAt(metadata, 'name')], ['namespace', textAt(metadata, 'namespace')], ['group', group], ['version', version]];
  return own.every(([key, value]) => {
    const asked = textAt(target, key);
    return asked === undefined || asked === '' || asked === value || (asked.includes('.*') && meetsPattern(asked, value ?? ''));
  });
}

/** A pattern of plain pieces and `.*`, as a whole. */
function meetsPattern(pattern: string, text: string): boolean {
  const pieces = pattern.replace(/^\^|\$$/g, '').split('.*');
  let at = 0;
  for (const [index, piece] of pieces.entries()) {
    const found = index === 0 ? (text.startsWith(piece) ? 0 : -1) : index === pieces.length - 1 ? Math.max(text.length - piece.length, at) : text.indexOf(piece, at);
    if (found < at || !text.startsWith(piece, found)) return false;
    at = found + piece.length;
  }
  return at === text.length;
}
