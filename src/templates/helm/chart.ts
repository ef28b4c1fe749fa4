import { readGoTemplate } from '../../formats/go-template/read-go-template.ts';
import type { TemplateNode } from '../../formats/go-template/syntax.ts';
import type { DataNode } from '../../formats/node.ts';
import { readYaml } from '../../formats/yaml.ts';
import type { FileReader } from '../value.ts';
import { dataOf, isMap, merged, type Data } from './data.ts';

/** A chart as its templates see it. */
export interface Chart {
  /** The folder that holds Chart.yaml, without a slash at its end; empty at the repository's root. */
  readonly root: string;
  /** Named templates of the chart and of the charts below it. */
  readonly defines: ReadonlyMap<string, readonly TemplateNode[]>;
  /** Templates that change the values for those that Helm renders after them, with their names: it goes by name, backwards. */
  readonly preludes: readonly { readonly name: string; readonly body: readonly TemplateNode[] }[];
  /** `Chart` of the dot, keys capitalised. */
  readonly about: ReadonlyMap<string, Data>;
  /** The default values. Made anew for each template, because `set` changes them. */
  values(): ReadonlyMap<string, Data>;
}

/** Files of helpers that are read, and characters of each. */
const maxHelpers = 300;
const maxHelperLength = 500_000;

/** Folders below `templates/` that often hold helpers: where folders cannot be listed these are tried. */
const helperFolders = ['_helpers', 'helpers', '_common', 'common', 'lib', 'partials'] as const;

/** Folders of one chart's templates that are looked into, and levels of them. */
const maxFolders = 200;
const maxFolderDepth = 5;

const charts = new WeakMap<FileReader, Map<string, Chart | undefined>>();

/** The chart that a file is a template of: the nearest folder with a Chart.yaml above `templates/`. */
export function chartOf(path: string, files: FileReader): Chart | undefined {
  const folders = path.split('/');
  for (let index = folders.lastIndexOf('templates'); index >= 0; index = folders.lastIndexOf('templates', index - 1)) {
    const root = folders.slice(0, index).join('/');
    const chart = chartAt(root, files);
    if (chart !== undefined || index === 0) return chart;
  }
  return undefined;
}

function chartAt(root: string, files: FileReader): Chart | undefined {
  let known = charts.get(files);
  if (known === undefined) charts.set(files, (known = new Map()));
  if (known.has(root)) return known.get(root);
  const chart = readChart(root, files);
  known.set(root, chart);
  return chart;
}

function readChart(root: string, files: FileReader): Chart | undefined {
  const about = mapIn(join(root, 'Chart.yaml'), files);
  if (about === undefined) return undefined;
  const defines = new Map<string, readonly TemplateNode[]>();
  const roots = [...dependenciesOf(about).map((name) => join(root, `charts/${name}`)), root];
  for (const one of roots) for (const folder of templateFolders(one, files)) definesIn(folder, files, defines);
  const text = files.readText(join(root, 'values.yaml'));
  const document = text === undefined ? undefined : documentIn(text);
  return {
    root,
    defines,
    preludes: preludesIn(join(root, 'templates'), files),
    about: new Map([...about].map(([key, value]) => [key.charAt(0).toUpperCase() + key.slice(1), value])),
    values: () => withParent(root, files, mapOf(document) ?? new Map()),
  };
}

/** Names of the charts that a chart depends on: some have helpers that it uses. */
function dependenciesOf(about: ReadonlyMap<string, Data>): readonly string[] {
  const list = about.get('dependencies');
  if (!Array.isArray(list)) return [];
  return list.slice(0, 50).flatMap((one: Data) => {
    const name = isMap(one) ? (one.get('alias') ?? one.get('name')) : undefined;
    return typeof name === 'string' && /^[\w.-]{1,100}$/.test(name) && !name.startsWith('.') ? [name] : [];
  });
}

/** The folders of a chart's templates. */
function templateFolders(root: string, files: FileReader): readonly string[] {
  const top = join(root, 'templates');
  if (files.folders === undefined) return [top, ...helperFolders.map((name) => join(top, name))];
  const found = [top];
  for (let index = 0; index < found.length; index++) {
    const folder = found[index] ?? top;
    if (folder.slice(top.length).split('/').length > maxFolderDepth) continue;
    for (const name of files.folders(folder)) if (found.length < maxFolders) found.push(join(folder, name));
  }
  return found;
}

function definesIn(folder: string, files: FileReader, defines: Map<string, readonly TemplateNode[]>): void {
  let count = 0;
  for (const name of files.list(folder === '' ? '.' : folder)) {
    if (!/\.(?:tpl|ya?ml|txt)$/i.test(name) || ++count > maxHelpers) continue;
    const text = files.readText(join(folder, name));
    if (text?.includes('define') !== true || text.length > maxHelperLength) continue;
    for (const [defined, body] of readGoTemplate(text).defines) defines.set(defined, body);
  }
}

/** `set $ "Values" …`, as Istio's charts have it. */
const setsValues = /\bset\s{1,9}(?:\$|\.)\s{1,9}"Values"/;

function preludesIn(folder: string, files: FileReader): Chart['preludes'] {
  const names = files.list(folder).filter((name) => /\.(?:tpl|ya?ml)$/i.test(name)).slice(0, maxHelpers);
  return names.toSorted().toReversed().flatMap((name) => {
    const text = files.readText(join(folder, name));
    return text !== undefined && text.length <= maxHelperLength && setsValues.test(text) ? [{ name, body: readGoTemplate(text).body }] : [];
  });
}

/** The values of a chart inside another one: the parent's under its name, and the parent's globals, win. */
function withParent(root: string, files: FileReader, own: ReadonlyMap<string, Data>): ReadonlyMap<string, Data> {
  const inside = /^(?:(.*)\/)?charts\/([^/]+)$/.exec(root);
  const parent = inside === null ? undefined : chartAt(inside[1] ?? '', files);
  if (inside === null || parent === undefined) return own;
  const values = parent.values();
  const [given, global] = [values.get(inside[2] ?? ''), values.get('global')];
  const result = isMap(given) ? merged(own, given) : own;
  return isMap(global) ? merged(result, new Map([['global', global]])) : result;
}

function mapIn(path: string, files: FileReader): ReadonlyMap<string, Data> | undefined {
  const text = files.readText(path);
  return text === undefined ? undefined : mapOf(documentIn(text));
}

function documentIn(text: string): DataNode | undefined {
  return readYaml(text.slice(0, 2_000_000)).documents[0];
}

function mapOf(document: DataNode | undefined): ReadonlyMap<string, Data> | undefined {
  const data = document === undefined ? undefined : dataOf(document);
  return isMap(data) ? data : undefined;
}

function join(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}
