import { mavenName } from './package-name.ts';
import { finishReading, startReading } from './reading.ts';
import type { PackageReading, PackageScope, SiblingFiles } from './record.ts';
import { siblingPath } from './sibling-path.ts';

const configuration = /(?:^|[{;])[ \t]{0,200}([A-Za-z_]\w{0,80})[ \t(]{1,50}(?:(?:enforcedPlatform|platform|testFixtures|project)\s{0,5}\(\s{0,5})?(["'])([\w.$%{}-]{1,200}):([\w.$%{}-]{1,200})(?::([^"':@\s]{1,200}))?(?::([\w-]{1,80}))?(?:@\w{1,20})?\2/gm;
const named = /(?:^|[{;])[ \t]{0,200}([A-Za-z_]\w{0,80})[ \t(]{1,50}group\s{0,5}[:=]\s{0,5}["']([\w.-]{1,200})["']\s{0,5},\s{0,20}name\s{0,5}[:=]\s{0,5}["']([\w.-]{1,200})["'](?:\s{0,5},\s{0,20}version\s{0,5}[:=]\s{0,5}["']?([\w.$+{}-]{1,100})["']?)?/gm;
/** `implementation("group", "name", "1.0")` of Kotlin scripts. */
const positional = /(?:^|[{;])[ \t]{0,200}([A-Za-z_]\w{0,80})[ \t]{0,20}\([ \t]{0,20}"([\w.-]{1,200})"[ \t]{0,20},[ \t]{0,20}"([\w.-]{1,200})"(?:[ \t]{0,20},[ \t]{0,20}"([\w.$+{}-]{1,100})")?[ \t]{0,20}\)/gm;
/** `library("alias", "group:name:1.0")` of a version catalogue in settings. */
const catalogued = /(?:^|[{;])[ \t]{0,200}(library)[ \t]{0,20}\([ \t]{0,20}["'][\w.-]{1,200}["'][ \t]{0,20},[ \t]{0,20}["']([\w.-]{1,200}):([\w.-]{1,200})(?::([\w.$+{}-]{1,100}))?["']/gm;
/** The same in three words: `library("alias", "group", "name")`. */
const cataloguedApart = /(?:^|[{;])[ \t]{0,200}(library)[ \t]{0,20}\([ \t]{0,20}["'][\w.-]{1,200}["'][ \t]{0,20},[ \t]{0,20}["']([\w.-]{1,200})["'][ \t]{0,20},[ \t]{0,20}["']([\w.-]{1,200})["']/gm;
/** Coordinates with a version in any other statement: a configuration of the script's own, `force`, `using module(…)`, a variable. */
const anywhere = /(["'])([A-Za-z][\w-]{0,80}(?:\.[\w-]{1,80}){0,10}):([A-Za-z][\w.-]{0,120}):(\d[\w.+-]{0,100}|\$\{?\w{1,80}\}?)(?:@\w{1,20})?\1/g;
const plugin = /^[ \t]{0,200}id[ \t(]{1,50}["']([\w.-]{1,200})["']\s{0,5}\)?\s{0,5}version[ \t(]{1,10}["']([^"'\s]{1,100})["']/gm;
const configurations = /(?:implementation|api|compile|compileOnly|runtime|runtimeOnly|annotationProcessor|kapt|ksp|classpath|developmentOnly|provided|providedCompile|testFixturesApi|constraints|desugaring|lintChecks|Only|Api|Processor)$/i;

/** Reads build.gradle, build.gradle.kts and settings scripts as far as they are static: coordinates written out, with simple variables put in. Source: Gradle docs, declaring dependencies. */
export function readGradleBuild(text: string, path: string, files?: SiblingFiles): PackageReading {
  const draft = startReading(text);
  const variables = variablesOf(text);
  const sibling = siblingPath(path, 'gradle.properties');
  const properties = sibling === undefined ? undefined : files?.readText(sibling);
  if (properties !== undefined && sibling !== undefined) {
    draft.inputs.push(sibling);
    for (const one of properties.matchAll(/^([\w.-]{1,100})\s{0,20}[=:]\s{0,20}(\S{1,100})\s{0,50}$/gm)) if (!variables.has(one[1] ?? '')) variables.set(one[1] ?? '', one[2] ?? '');
  }
  const add = (found: RegExpExecArray, kind: string, group: string, artifact: string, written: string | undefined, scope: PackageScope): void => {
    const offset = found[0].indexOf(group, kind.length);
    const start = found.index + Math.max(0, offset);
    const range = written === undefined ? undefined : fill(written, variables);
    const exact = range !== undefined && /^[\w.-]{1,100}$/.test(range) && !/^latest\./.test(range);
    draft.packages.push({ ...mavenName(fill(group, variables), fill(artifact, variables)), version: exact ? range : undefined, range, start, end: found.index + found[0].length, direct: true, scope });
  };
  for (const found of text.matchAll(configuration)) {
    const [, kind = '', , group = '', artifact = '', version] = found;
    if (configurations.test(kind)) add(found, kind, group, artifact, version, scopeOf(kind));
  }
  for (const found of text.matchAll(named)) {
    const [, kind = '', group = '', artifact = '', version] = found;
    if (configurations.test(kind)) add(found, kind, group, artifact, version, scopeOf(kind));
  }
  for (const found of text.matchAll(positional)) {
    const [, kind = '', group = '', artifact = '', version] = found;
    if (configurations.test(kind)) add(found, kind, group, artifact, version, scopeOf(kind));
  }
  for (const found of text.matchAll(catalogued)) {
    const [, kind = '', group = '', artifact = '', version] = found;
    add(found, kind, group, artifact, version, 'runtime');
  }
  for (const found of text.matchAll(cataloguedApart)) {
    const [, kind = '', group = '', artifact = ''] = found;
    add(found, kind, group, artifact, undefined, 'runtime');
  }
  const taken = new Set(draft.packages.map(({ end }) => end));
  for (const found of text.matchAll(anywhere)) {
    const [whole, , group = '', artifact = '', version] = found;
    const end = found.index + whole.length;
    if (!taken.has(end) && !isComment(text, found.index)) add(found, '', group, artifact, version, 'runtime');
  }
  for (const found of text.matchAll(plugin)) {
    const [, id = '', version] = found;
    add(found, 'id', id, `${id}.gradle.plugin`, version, 'build');
  }
  return finishReading(draft, 'manifest', 'gradle');
}

/** Whether the line is a comment up to here, as far as its beginning tells. */
function isComment(text: string, at: number): boolean {
  const near = text.slice(Math.max(0, at - 300), at);
  const line = near.slice(near.lastIndexOf('\n') + 1);
  return /^\s*(?:\/[/*]|\*)|\s\/\//.test(line);
}

function scopeOf(kind: string): PackageScope {
  if (/test/i.test(kind)) return 'test';
  if (/^(?:classpath|kapt|ksp)$|annotationProcessor/i.test(kind)) return 'build';
  return /^(?:compileOnly|provided)/.test(kind) ? 'optional' : 'runtime';
}

/** `ext.name = '1'`, `def name = "1"`, `val name = "1"`, `name: '1'` inside `ext` are not told apart from other assignments: the first one wins. */
function variablesOf(text: string): Map<string, string> {
  const variables = new Map<string, string>();
  for (const one of text.matchAll(/^[ \t]{0,200}(?:(?:def|val|var|const val|final|String|ext\.|set\(|extra\[)\s{0,5})?["']?([A-Za-z_][\w.]{0,100})["']?\]?\s{0,5}[=,]\s{0,5}["']([^"'$\s]{1,100})["']/gm)) {
    const name = (one[1] ?? '').replace(/^(?:ext|project\.ext)\./, '');
    if (!variables.has(name)) variables.set(name, one[2] ?? '');
  }
  return variables;
}

function fill(text: string, variables: ReadonlyMap<string, string>): string {
  return text.replace(/\$\{?([A-Za-z_][\w.]{0,100})\}?/g, (whole, name: string) => variables.get(name) ?? whole);
}
