import { mavenName } from './package-name.ts';
import { finishReading, reportProblem, startReading, type ReadingDraft } from './reading.ts';
import type { PackageReading, PackageScope, SiblingFiles } from './record.ts';
import { siblingPath } from './sibling-path.ts';
import { child, childrenOf, childText, readXml, type XmlElement } from './xml.ts';

/** What a POM inherits: properties, and the versions that dependencyManagement sets. */
interface Model {
  readonly properties: Map<string, string>;
  readonly managed: Map<string, string>;
}

/** A chain of parents longer than this, or more files than that, is a mistake or an attack. */
const maxParents = 20;
const maxFiles = 60;

interface Visit {
  readonly files: SiblingFiles | undefined;
  /** Documents read so far by path: the parent of a module is often the parent of the BOM it imports. */
  readonly parsed: Map<string, XmlElement | undefined>;
  /** Times a file was asked for. What ends a circle of parents and imports. */
  asked: number;
  readonly draft: ReadingDraft;
}

/**
 * Reads pom.xml: dependencies, managed versions, plugins, extensions and the parent, with properties resolved through
 * parents and imported BOMs that are in the repository. Source: maven.apache.org/pom.html.
 */
export function readMavenPom(text: string, path: string, files?: SiblingFiles): PackageReading {
  const draft = startReading(text);
  const { root, problems } = readXml(text);
  draft.problems.push(...problems);
  if (root !== undefined && root.name !== 'project') reportProblem(draft, 'not a Maven project: its root element is not <project>', root.start, root.start + 1);
  const model: Model = { properties: new Map(), managed: new Map() };
  collect(root, path, model, { files, parsed: new Map(), asked: 0, draft }, 0);
  readDependencies(draft, root, model);
  for (const profile of childrenOf(child(root, 'profiles'), 'profile')) {
    const properties = child(profile, 'properties')?.children ?? [];
    const own: Model = properties.length === 0 ? model : { ...model, properties: new Map([...model.properties, ...properties.map((one) => [one.name, one.text] as const)]) };
    readDependencies(draft, profile, own);
    // a profile may choose what the project itself depends on
    if (own !== model) addChosen(draft, root, own);
  }
  const parent = child(root, 'parent');
  if (parent !== undefined) add(draft, parent, model, 'build', true);
  // .mvn/extensions.xml, which is a list of extensions and no more
  if (root?.name === 'extensions') for (const one of childrenOf(root, 'extension')) add(draft, one, model, 'build', true);
  addOwn(draft, root, model);
  return finishReading(draft, 'manifest', 'maven');
}

/** Fills the model from the farthest parent down, so that the nearest word wins. */
function collect(root: XmlElement | undefined, path: string, model: Model, visit: Visit, depth: number): void {
  const parent = child(root, 'parent');
  if (parent !== undefined && depth < maxParents) {
    const relative = child(parent, 'relativePath')?.text ?? '../pom.xml';
    const found = relative === '' ? undefined : readSibling(path, relative, visit);
    const matches = found !== undefined && (childText(found.root, 'artifactId') === undefined || childText(found.root, 'artifactId') === childText(parent, 'artifactId'));
    if (matches) collect(found.root, found.path, model, visit, depth + 1);
    for (const part of ['groupId', 'artifactId', 'version']) {
      const value = childText(parent, part);
      if (value !== undefined) {
        model.properties.set(`project.parent.${part}`, value);
        if (part !== 'artifactId') model.properties.set(`project.${part}`, value);
      }
    }
  }
  for (const part of ['groupId', 'artifactId', 'version']) {
    const value = childText(root, part);
    if (value !== undefined) model.properties.set(`project.${part}`, value);
  }
  for (const property of child(root, 'properties')?.children ?? []) model.properties.set(property.name, property.text);
  for (const dependency of managedOf(root)) {
    const artifact = childText(dependency, 'artifactId');
    const version = childText(dependency, 'version');
    if (artifact === undefined || version === undefined) continue;
    const group = resolve(childText(dependency, 'groupId') ?? '', model);
    if (childText(dependency, 'scope') === 'import' && depth < maxParents) {
      // A BOM of the same repository stands in a folder named after its artifact, beside this one or below.
      const name = resolve(artifact, model);
      const bom = readSibling(path, `${name}/pom.xml`, visit) ?? readSibling(path, `../${name}/pom.xml`, visit);
      if (bom !== undefined && childText(bom.root, 'artifactId') === name) {
        const imported: Model = { properties: new Map(), managed: new Map() };
        collect(bom.root, bom.path, imported, visit, depth + 1);
        for (const [key, value] of imported.managed) if (!model.managed.has(key)) model.managed.set(key, resolve(value, imported));
      }
    } else model.managed.set(`${group}:${resolve(artifact, model)}`, version);
  }
}

function readSibling(path: string, relative: string, visit: Visit): { readonly root: XmlElement | undefined; readonly path: string } | undefined {
  if (visit.files === undefined || visit.asked++ >= maxFiles) return undefined;
  const wanted = relative.trim();
  const target = siblingPath(path, wanted.endsWith('.xml') || wanted.endsWith('.pom') ? wanted : wanted.replace(/\/{0,3}$/, '') + '/pom.xml');
  if (target === undefined || target === path) return undefined;
  if (!visit.parsed.has(target)) {
    const text = visit.files.readText(target);
    if (text === undefined) return undefined;
    visit.parsed.set(target, readXml(text).root);
    visit.draft.inputs.push(target);
  }
  return { root: visit.parsed.get(target), path: target };
}

function managedOf(root: XmlElement | undefined): readonly XmlElement[] {
  return childrenOf(child(child(root, 'dependencyManagement'), 'dependencies'), 'dependency');
}

function readDependencies(draft: ReadingDraft, root: XmlElement | undefined, model: Model): void {
  for (const one of childrenOf(child(root, 'dependencies'), 'dependency')) add(draft, one, model, scopeOf(one), true);
  for (const one of managedOf(root)) add(draft, one, model, scopeOf(one), false);
  const build = child(root, 'build');
  const plugins = [...childrenOf(child(build, 'plugins'), 'plugin'), ...childrenOf(child(child(build, 'pluginManagement'), 'plugins'), 'plugin')];
  for (const plugin of plugins) {
    add(draft, plugin, model, 'build', true, 'org.apache.maven.plugins');
    for (const one of childrenOf(child(plugin, 'dependencies'), 'dependency')) add(draft, one, model, 'build', true);
    // of the compiler: what runs while it compiles
    const configurations = [plugin, ...childrenOf(child(plugin, 'executions'), 'execution')].map((one) => child(one, 'configuration'));
    for (const configuration of configurations) for (const one of child(configuration, 'annotationProcessorPaths')?.children ?? []) add(draft, one, model, 'build', true);
  }
  for (const one of childrenOf(child(build, 'extensions'), 'extension')) add(draft, one, model, 'build', true);
}

/** The dependencies that are others with the properties of a profile. */
function addChosen(draft: ReadingDraft, root: XmlElement | undefined, model: Model): void {
  const chosen: ReadingDraft = { ...draft, packages: [], problems: [] };
  readDependencies(chosen, root, model);
  const keyOf = ({ namespace, name, version, start }: ReadingDraft['packages'][number]): string => `${namespace ?? ''}:${name}:${version ?? ''}:${start}`;
  const known = new Set(draft.packages.map(keyOf));
  draft.packages.push(...chosen.packages.filter((one) => !known.has(keyOf(one))));
}

function add(draft: ReadingDraft, element: XmlElement, model: Model, scope: PackageScope, direct: boolean, defaultGroup = ''): void {
  const artifactNode = child(element, 'artifactId');
  const artifact = resolve(artifactNode?.text ?? '', model);
  const group = resolve(childText(element, 'groupId') ?? defaultGroup, model);
  if (artifact === '' || artifactNode === undefined) return;
  if (group === '') {
    reportProblem(draft, `the artifact ${artifact.slice(0, 80)} has no groupId`, artifactNode.start, artifactNode.end);
    return;
  }
  const written = childText(element, 'version') ?? model.managed.get(`${group}:${artifact}`);
  const range = written === undefined ? undefined : resolve(written, model);
  const qualifiers = new Map<string, string>();
  const classifier = childText(element, 'classifier');
  const type = childText(element, 'type');
  if (classifier !== undefined) qualifiers.set('classifier', resolve(classifier, model));
  if (type !== undefined && type !== 'jar') qualifiers.set('type', type);
  const start = child(element, 'groupId')?.start ?? artifactNode.start;
  draft.packages.push({
    ...mavenName(group, artifact),
    version: range !== undefined && /^[^[(,\s]{1,200}$/.test(range) && !range.includes('${') ? range : undefined,
    range,
    start: Math.min(start, artifactNode.start),
    end: artifactNode.end,
    direct,
    scope,
    qualifiers: qualifiers.size > 0 ? qualifiers : undefined,
  });
}

function addOwn(draft: ReadingDraft, root: XmlElement | undefined, model: Model): void {
  const artifact = child(root, 'artifactId');
  if (artifact === undefined) return;
  const version = model.properties.get('project.version');
  const licence = childText(child(child(root, 'licenses'), 'license'), 'name');
  draft.packages.push({
    ...mavenName(resolve(model.properties.get('project.groupId') ?? '', model), resolve(artifact.text, model)),
    version: version === undefined ? undefined : resolve(version, model),
    licence,
    start: artifact.textStart,
    end: artifact.textEnd,
    project: true,
  });
}

function scopeOf(element: XmlElement): PackageScope {
  const scope = childText(element, 'scope');
  if (scope === 'test') return 'test';
  if (scope === 'import') return 'build';
  return scope === 'provided' || childText(element, 'optional') === 'true' ? 'optional' : 'runtime';
}

/** Puts properties in, at most ten times over: a property may name another, and may name itself. What is unknown stays as written. */
function resolve(text: string, model: Model): string {
  let value = text.trim();
  for (let round = 0; round < 10 && value.includes('${'); round++) {
    const next = value.replace(/\$\{([^}$]{1,200})\}/g, (whole, name: string) => model.properties.get(name) ?? model.properties.get(name.replace(/^pom\./, 'project.')) ?? whole);
    if (next === value || next.length > 2000) break;
    value = next;
  }
  return value;
}
