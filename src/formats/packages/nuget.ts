import { eachEntry, jsonCursor, kindHere, takeText } from './json-cursor.ts';
import { plainName } from './package-name.ts';
import { finishReading, reportProblem, startReading } from './reading.ts';
import type { PackageReading, PackageRecord, SiblingFiles } from './record.ts';
import { invertNeeds } from './toml-lock.ts';
import { childrenOf, childText, eachElement, readXml, type XmlElement } from './xml.ts';
import { folderOf } from '../repository-path.ts';

/** Kinds of items, which MSBuild compares without case. */
const references = new Set(['packagereference', 'packageversion', 'globalpackagereference', 'packagedownload', 'dotnetclitoolreference']);

/** Reads project files of .NET (csproj, fsproj, vbproj, props, targets), with central versions from Directory.Packages.props. Source: NuGet docs, PackageReference and central package management. */
export function readDotnetProject(text: string, path: string, files?: SiblingFiles): PackageReading {
  const draft = startReading(text);
  const { root, problems } = readXml(text);
  draft.problems.push(...problems);
  const properties = propertiesOf(root);
  let central: Map<string, string> | undefined;
  eachElement(root, (element) => {
    const kind = element.name.toLowerCase();
    if (!references.has(kind)) return;
    const name = element.attributes.get('Include') ?? element.attributes.get('Update');
    if (name === undefined || name.value === '') return;
    let version = versionOf(element);
    if (version === undefined && kind === 'packagereference') {
      central ??= centralVersions(path, files, (one) => draft.inputs.push(one));
      version = central.get(name.value.toLowerCase());
    }
    const range = version === undefined ? undefined : fill(version, properties);
    for (const one of name.value.split(';')) {
      const written = fill(one.trim(), properties);
      if (written === '') continue;
      draft.packages.push({
        ...plainName('nuget', written),
        version: exactOf(range),
        range,
        start: name.start,
        end: name.end,
        direct: kind === 'packageversion' ? undefined : true,
        scope: isDevelopment(element) ? 'dev' : kind === 'packagedownload' || kind === 'dotnetclitoolreference' ? 'build' : 'runtime',
      });
    }
  });
  const sdk = root?.attributes.get('Sdk');
  for (const one of sdk?.value.split(';') ?? []) {
    const at = one.indexOf('/');
    if (at > 0 && sdk !== undefined) draft.packages.push({ ...plainName('nuget', one.slice(0, at)), version: one.slice(at + 1), start: sdk.start, end: sdk.end, direct: true, scope: 'build' });
  }
  return finishReading(draft, 'manifest', 'nuget');
}

function versionOf(element: XmlElement): string | undefined {
  for (const name of ['VersionOverride', 'Version']) {
    const value = element.attributes.get(name)?.value ?? childText(element, name);
    if (value !== undefined && value !== '') return value;
  }
  return undefined;
}

function isDevelopment(element: XmlElement): boolean {
  const assets = element.attributes.get('PrivateAssets')?.value ?? childText(element, 'PrivateAssets');
  return assets?.toLowerCase() === 'all' || element.attributes.get('developmentDependency')?.value === 'true';
}

/** `1.2.3` is a lower bound for NuGet, which takes exactly it where nothing asks for more; `[1.2.3]` is exact. */
function exactOf(range: string | undefined): string | undefined {
  return range === undefined ? undefined : /^\[?\s{0,5}(\d[\w.+-]{0,100})\s{0,5}\]?$/.exec(range)?.[1];
}

function propertiesOf(root: XmlElement | undefined): Map<string, string> {
  const properties = new Map<string, string>();
  for (const group of childrenOf(root, 'PropertyGroup')) for (const property of group.children) properties.set(property.name.toLowerCase(), property.text);
  return properties;
}

function fill(text: string, properties: ReadonlyMap<string, string>): string {
  let value = text;
  for (let round = 0; round < 5 && value.includes('$('); round++) {
    const next = value.replace(/\$\(([\w.]{1,100})\)/g, (whole, name: string) => properties.get(name.toLowerCase()) ?? whole);
    if (next === value || next.length > 1000) break;
    value = next;
  }
  return value;
}

/** Directory.Packages.props nearest above the project. */
function centralVersions(path: string, files: SiblingFiles | undefined, used: (path: string) => void): Map<string, string> {
  const versions = new Map<string, string>();
  let folder = folderOf(path);
  for (let step = 0; files !== undefined && step < 32; step++) {
    const candidate = folder === '' ? 'Directory.Packages.props' : `${folder}/Directory.Packages.props`;
    const text = candidate === path ? undefined : files.readText(candidate);
    if (text !== undefined) {
      used(candidate);
      for (const one of readDotnetProject(text, candidate).packages) if (one.range !== undefined) versions.set(one.name.toLowerCase(), one.range);
      break;
    }
    if (folder === '') break;
    folder = folderOf(folder);
  }
  return versions;
}

/** Reads packages.config. Source: NuGet docs, packages.config. */
export function readPackagesConfig(text: string): PackageReading {
  const draft = startReading(text);
  const { root, problems } = readXml(text);
  draft.problems.push(...problems);
  for (const element of childrenOf(root, 'package')) {
    const name = element.attributes.get('id');
    const version = element.attributes.get('version');
    if (name === undefined || version === undefined) {
      reportProblem(draft, 'a package without id or version', element.start, element.end);
      continue;
    }
    draft.packages.push({ ...plainName('nuget', name.value), version: version.value, start: name.start, end: name.end, scope: isDevelopment(element) ? 'dev' : 'runtime' });
  }
  return finishReading(draft, 'lockfile', 'nuget');
}

/** Reads packages.lock.json. Source: NuGet docs, lock file. */
export function readNugetLock(text: string): PackageReading {
  const draft = startReading(text);
  const cursor = jsonCursor(text, draft.problems);
  const found: PackageRecord[] = [];
  const needs: (readonly [string, string])[] = [];
  const seen = new Set<string>();
  eachEntry(cursor, (key) => {
    if (key !== 'dependencies') return;
    eachEntry(cursor, () => {
      if (kindHere(cursor) !== 'object') return;
      eachEntry(cursor, (name, start, end) => {
        const fields = new Map<string, string>();
        eachEntry(cursor, (field) => {
          if (field === 'dependencies') eachEntry(cursor, (need) => needs.push([name, need.toLowerCase()]));
          else fields.set(field, takeText(cursor) ?? '');
        });
        const version = fields.get('resolved');
        const id = `${name}@${version ?? ''}`;
        if (fields.get('type') === 'Project' || seen.has(id)) return;
        seen.add(id);
        found.push({ ...plainName('nuget', name), version, range: fields.get('requested'), start, end, direct: fields.get('type') === 'Direct', integrity: fields.get('contentHash') });
      });
    });
  });
  const parents = invertNeeds(needs);
  for (const one of found) draft.packages.push({ ...one, parents: parents.get(one.name.toLowerCase()) });
  return finishReading(draft, 'lockfile', 'nuget');
}

/** Reads project.assets.json and *.deps.json: the `libraries` object. Source: NuGet and .NET SDK, runtime configuration files. */
export function readDotnetAssets(text: string, path: string): PackageReading {
  const draft = startReading(text);
  const isProgram = path.endsWith('.deps.json');
  const cursor = jsonCursor(text, draft.problems);
  const targets: PackageRecord[] = [];
  const read = (into: PackageRecord[]) => (key: string, start: number, end: number): void => {
    const slash = key.indexOf('/');
    const fields = new Map<string, string>();
    eachEntry(cursor, (field) => {
      if (kindHere(cursor) === 'string') fields.set(field, takeText(cursor) ?? '');
    });
    // Other projects of the solution are listed too; they are not packages. In *.deps.json the program itself is.
    const isProject = fields.get('type') === 'project';
    if (slash < 0 || (isProject && !isProgram)) return;
    const hash = fields.get('sha512') ?? fields.get('sha512Hash');
    into.push({ ...plainName('nuget', key.slice(0, slash)), version: key.slice(slash + 1), start, end, integrity: hash === '' ? undefined : hash, project: isProject ? true : undefined });
  };
  eachEntry(cursor, (key) => {
    if (key === 'libraries') eachEntry(cursor, read(draft.packages));
    else if (key === 'targets') eachEntry(cursor, () => eachEntry(cursor, read(targets)));
  });
  if (draft.packages.length === 0) draft.packages.push(...targets);
  return finishReading(draft, 'lockfile', 'nuget');
}
