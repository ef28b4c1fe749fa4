import { at, entriesAt, keyOf, textAt } from './toml-fields.ts';
import { readToml } from './toml.ts';
import { isMarkerLine } from './conflict-markers.ts';
import { eachLine } from './lines.ts';
import { mavenName } from './package-name.ts';
import { finishReading, reportProblem, startReading } from './reading.ts';
import type { DataNode } from '../node.ts';
import type { PackageReading, PackageScope } from './record.ts';
import { child, childrenOf, readXml } from './xml.ts';

/** Reads gradle.lockfile and the older files of one configuration. Source: Gradle docs, dependency locking. */
export function readGradleLock(text: string): PackageReading {
  const draft = startReading(text);
  eachLine(text, (line, start) => {
    const bare = line.trim();
    if (bare === '' || bare.startsWith('#') || bare.startsWith('empty=') || isMarkerLine(text, start)) return;
    const found = /^([^\s:=]{1,300}):([^\s:=]{1,300}):([^\s:=]{1,200})(?:=(\S{0,5000}))?$/.exec(bare);
    if (found === null) {
      reportProblem(draft, 'not a line of a Gradle lockfile: group:artifact:version=configurations is expected', start, start + line.length);
      return;
    }
    const [, group = '', artifact = '', version, configurations] = found;
    const at = start + line.indexOf(bare);
    draft.packages.push({ ecosystem: 'maven', namespace: group, name: artifact, version, start: at, end: at + bare.length - (configurations === undefined ? 0 : configurations.length + 1), scope: scopeOfAll(configurations?.split(',') ?? []) });
  });
  return finishReading(draft, 'lockfile', 'gradle');
}

/** Configurations of which all are for tests make a test dependency. */
function scopeOfAll(configurations: readonly string[]): PackageScope | undefined {
  if (configurations.length === 0) return undefined;
  if (configurations.every((one) => /^(?:android)?test|Test/.test(one))) return 'test';
  return configurations.every((one) => /annotationProcessor|^classpath$|^kapt|^ksp/.test(one)) ? 'build' : 'runtime';
}

/** Reads gradle/libs.versions.toml. Source: Gradle docs, version catalogs. */
export function readGradleCatalog(text: string): PackageReading {
  const draft = startReading(text);
  const { documents, problems } = readToml(text);
  draft.problems.push(...problems);
  const root = documents[0];
  const versions = new Map(entriesAt(root, 'versions').map((one) => [keyOf(one), richVersion(one.value)] as const));
  for (const section of ['libraries', 'plugins'] as const) {
    for (const entry of entriesAt(root, section)) {
      const { value, key } = entry;
      const short = value.kind === 'scalar' ? String(value.value).split(':') : undefined;
      const id = section === 'plugins' ? (short?.[0] ?? textAt(value, 'id')) : undefined;
      const module = id === undefined ? (short === undefined ? textAt(value, 'module')?.split(':') : short) : [id, `${id}.gradle.plugin`];
      const group = module?.[0] ?? textAt(value, 'group');
      const artifact = module?.[1] ?? textAt(value, 'name');
      if (group === undefined || artifact === undefined) continue;
      const reference = textAt(value, 'version', 'ref');
      const range = short === undefined ? (reference === undefined ? richVersion(at(value, 'version')) : versions.get(reference)) : short[section === 'plugins' ? 1 : 2];
      draft.packages.push({ ...mavenName(group, artifact), version: range !== undefined && /^[^[\](,+\s]{1,100}$/.test(range) ? range : undefined, range, start: key.start, end: key.end, direct: true, scope: section === 'plugins' ? 'build' : 'runtime' });
    }
  }
  return finishReading(draft, 'manifest', 'gradle');
}

function richVersion(node: DataNode | undefined): string | undefined {
  if (node?.kind === 'scalar') return String(node.value);
  return textAt(node, 'strictly') ?? textAt(node, 'require') ?? textAt(node, 'prefer');
}

/** Reads gradle/verification-metadata.xml. Source: Gradle docs, dependency verification. */
export function readGradleVerification(text: string): PackageReading {
  const draft = startReading(text);
  const { root, problems } = readXml(text);
  draft.problems.push(...problems);
  for (const component of childrenOf(child(root, 'components'), 'component')) {
    const group = component.attributes.get('group');
    const name = component.attributes.get('name');
    const version = component.attributes.get('version');
    if (group === undefined || name === undefined) continue;
    const hash = child(component, 'artifact')?.children.find((one) => /^(?:sha\d|md5)/.test(one.name));
    const value = hash?.attributes.get('value')?.value;
    draft.packages.push({
      ...mavenName(group.value, name.value),
      version: version?.value,
      start: component.start,
      end: version?.end ?? name.end,
      integrity: hash === undefined || value === undefined ? undefined : `${hash.name}:${value}`,
    });
  }
  return finishReading(draft, 'lockfile', 'gradle');
}
